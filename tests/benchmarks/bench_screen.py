"""From a key press on a slider to the new chart in a real browser, and the time to open the screen."""

import shutil
from collections.abc import Iterator
from math import ceil
from statistics import median
from time import perf_counter

from playwright.sync_api import Page

from tests.benchmarks.side_by_side import row
from tests.ui.browser import CHART, browser, served_app, settled

ROUNDS, FEW_ROUNDS = 20, 5
CHART_SECONDS = 0.3
BAND_SECONDS = {200: 0.5, 1_000: 1.5}
TERM, ASSET = "Carry", "Clinical success"

# Seconds from the key press, counted by the page itself: to the first chart that draws something else, and to
# the median of the random paths, which takes the place of the central case when it is computed.
_WATCH = f"""
() => {{
    const paths = () => [...document.querySelectorAll('{CHART} svg path')];
    const drawn = () => paths().map(path => path.getAttribute('d')).join();
    const isCentral = () => document.body.innerText.includes('Central case (path 0)');
    const before = drawn();
    document.addEventListener('keydown', () => {{
        const start = performance.now();
        const seconds = () => (performance.now() - start) / 1000;
        const when = test => new Promise(resolve => {{
            const look = () => test() ? resolve(seconds()) : requestAnimationFrame(look);
            look();
        }});
        window.toChart = when(() => drawn() && drawn() !== before);
        window.toMedian = when(isCentral).then(() => when(() => !isCentral()));
    }}, {{ once: true, capture: true }});
}}
"""


def run() -> list[dict[str, str]]:
    """Rows for the README's table; one row that says so where there is no browser."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        return [row("screen", "not measured", "no Chromium on this machine")]
    with served_app() as address, browser(chromium) as opened:
        page = opened.new_page(viewport={"width": 1280, "height": 900})
        return list(_rows(page, address))


def _rows(page: Page, address: str) -> Iterator[dict[str, str]]:
    times = []
    for _ in range(2):
        start = perf_counter()
        page.goto(f"{address}/?lang=en&paths=0")
        page.wait_for_selector(f"{CHART} svg")
        times.append(perf_counter() - start)
    yield row("screen: open, to the first chart", f"{times[1]:.1f} s", f"{times[0]:.1f} s the first time")
    settled(page)
    term = list(_presses(page, TERM, "ArrowLeft", ROUNDS, "toChart"))
    stored = list(_presses(page, TERM, "ArrowRight", ROUNDS, "toChart"))
    asset = median(_presses(page, ASSET, "ArrowLeft", FEW_ROUNDS, "toChart"))
    yield row(
        "screen: key press on the carry slider to the first chart, central case",
        f"{median(term):.2f} s, 95th percentile {_late(term):.2f} s",
        f"{median(stored):.2f} s, 95th percentile {_late(stored):.2f} s with stored numbers (the floor); "
        f"{asset:.2f} s for a success rate, which changes the assets",
        f"95th percentile <= {CHART_SECONDS} s",
        _late(term) <= CHART_SECONDS,
    )
    for paths, most in BAND_SECONDS.items():
        page.goto(f"{address}/?lang=en&paths={paths}")
        settled(page)
        term = median(_presses(page, TERM, "ArrowLeft", FEW_ROUNDS, "toMedian"))
        asset = median(_presses(page, ASSET, "ArrowLeft", FEW_ROUNDS, "toMedian"))
        yield row(
            f"screen: key press on the carry slider to bands of {paths:,} paths",
            f"{term:.2f} s",
            f"{asset:.2f} s for a success rate, which changes the assets",
            f"<= {most} s",
            term <= most,
        )


def _late(seconds: list[float]) -> float:
    """The 95th percentile of a few measurements: the smallest that 95 % of them do not exceed."""
    return sorted(seconds)[ceil(0.95 * len(seconds)) - 1]


def _presses(page: Page, label: str, key: str, rounds: int, promise: str) -> Iterator[float]:
    slider = page.locator(f'input[type=range][aria-label^="{label}"]')
    for _ in range(rounds):
        page.evaluate(_WATCH)
        slider.focus()
        slider.press(key)
        yield page.evaluate(f"() => window.{promise}")
        settled(page)
