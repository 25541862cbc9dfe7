"""The app as its command serves it, and a real browser in front of it."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from fundmodel.session.frame import SECTIONS

ARTEFACTS = Path(__file__).resolve().parents[1] / "artefacts"
# Without a graphics card its emulation only takes time.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-software-rasterizer",
]
CHART = "[data-testid=stVegaLiteChart]"
SERIOUS = ("serious", "critical")

# A limit, no measure: a machine may have other work.
_SECONDS = 180


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


def go(page: Page, name: str) -> None:
    """To another page by the menu, as a person goes; waits until it is drawn."""
    (place,) = (number for number, names in enumerate(SECTIONS.values()) if name in names)
    question = page.locator("h1").inner_text()
    page.locator("[data-testid=stTopNavSection]").nth(place).click()
    link = page.locator("[data-testid=stTopNavDropdownLink]")
    link.nth(tuple(SECTIONS.values())[place].index(name)).click()
    asks_another = "before => (document.querySelector('h1')?.innerText ?? before) !== before"
    page.wait_for_function(asks_another, arg=question, timeout=_SECONDS * 1000)
    settled(page)


def serious_faults(page: Page) -> list[tuple[str, str]]:
    """Rules of accessibility that a page breaks, each with the first place where it does."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in found if fault["impact"] in SERIOUS]


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
