"""The app as its command serves it, and a real browser in front of it."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ARTEFACTS = Path(__file__).resolve().parents[1] / "artefacts"
CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage"]
CHART = "[data-testid=stVegaLiteChart]"

_SECONDS = 60


@contextmanager
def served_app() -> Generator[str]:
    """Runs `fundmodel app` on a free port of this machine; gives its address."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "fundmodel", "app", "--headless", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(f"http://localhost:{port}/_stcore/health")
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(timeout=_SECONDS)


def _wait(address: str) -> None:
    for _ in range(_SECONDS * 4):
        try:
            with urllib.request.urlopen(address, timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(f"{address} does not answer")


@contextmanager
def browser(chromium: str) -> Generator[Browser]:
    """A Chromium of this machine."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        try:
            yield launched
        finally:
            launched.close()


def settled(page: Page) -> None:
    """Waits until a page is drawn and nothing runs any more."""
    page.wait_for_selector(".fm-answer", timeout=_SECONDS * 1000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=_SECONDS * 1000)
    page.wait_for_timeout(300)


def chart_shapes(page: Page) -> list[str]:
    """What each chart of the overview draws: the paths of its picture; waits until all are drawn."""
    drawn = f"() => document.querySelectorAll('{CHART} svg').length >= 3"
    page.wait_for_function(drawn, timeout=_SECONDS * 1000)
    paths = "[...chart.querySelectorAll('svg path')].map(path => path.getAttribute('d')).join()"
    return page.eval_on_selector_all(CHART, f"charts => charts.map(chart => {paths})")


def picture(page: Page, name: str) -> Path:
    """A picture of the whole page, kept among the test artefacts."""
    ARTEFACTS.mkdir(exist_ok=True)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    size = page.viewport_size or {"width": 1280, "height": 900}
    page.set_viewport_size({"width": size["width"], "height": min(height + 24, 8000)})
    page.wait_for_timeout(700)
    file = ARTEFACTS / f"{name}.png"
    page.screenshot(path=file)
    page.set_viewport_size(size)
    return file
