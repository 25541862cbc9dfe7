"""A person's journey in a real browser: open, move a slider by keyboard, see all answers change, download."""

import re
from collections.abc import Generator

import polars as pl
import pytest

from fundmodel.scenario import scenarios_from_toml
from tests.ui.browser import CHART, browser, chart_shapes, go, picture, serious_faults, served_app, settled
from tests.ui.conftest import PAGES

WALL, PHONE = 1920, 400
FITS = "() => document.documentElement.scrollWidth <= window.innerWidth"


@pytest.fixture(scope="module")
def address() -> Generator[str]:
    with served_app() as running:
        yield running


@pytest.fixture(scope="module")
def chromium(program) -> Generator:
    with browser(program("chromium", "chromium-browser", "google-chrome")) as launched:
        yield launched


@pytest.fixture
def page(chromium) -> Generator:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, locale="ko-KR", accept_downloads=True
    )
    opened = context.new_page()
    opened.asked = []
    opened.on("request", lambda request: opened.asked.append(request.url))
    yield opened
    outside = [url for url in opened.asked if not re.match(r"(https?|wss?)://localhost[:/]|data:|blob:", url)]
    context.close()
    assert not outside, "the page called an outside host"


def table_text(page) -> str:
    return page.locator("table.fm-table").first.inner_text()


def slider(page, label: str):
    return page.get_by_role("slider", name=re.compile(label))


def slider_value(control) -> float:
    return float(control.evaluate("slider => slider.getAttribute('aria-valuenow') ?? slider.value"))


def no_error(page) -> None:
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("[data-testid=stAlertContentError]").count() == 0
    assert page.get_by_role("dialog").count() == 0


def test_moving_the_foreign_share_by_keyboard_changes_every_answer(page, address: str, tmp_path):
    page.goto(f"{address}/?lang=ko&paths=0")
    settled(page)
    assert page.locator("h1").inner_text() == "누가 얼마를 벌고, 해외 자본은 얼마나 들어오는가?"
    table, (cash, foreign, _) = table_text(page), chart_shapes(page)
    answer = page.locator(".fm-answer").inner_text()
    picture(page, "overview_base_ko")

    control = slider(page, "해외 투자자 비중")
    control.focus()
    control.press("End")
    page.wait_for_function("before => document.querySelector('.fm-answer').innerText !== before", arg=answer)
    settled(page)
    no_error(page)
    assert slider_value(control) == 50
    assert "foreign_share=0.5" in page.url
    assert table_text(page) != table
    new_cash, new_foreign, _ = chart_shapes(page)
    assert new_cash != cash
    assert new_foreign != foreign
    assert "기준안 대비" in page.locator(".fm-answer").inner_text()
    assert page.get_by_role("button", name=re.compile("해외 투자자 비중: 2 % → 50 %")).is_visible()
    picture(page, "overview_foreign_50_ko")

    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV 내려받기").first.click()
    file = tmp_path / "returns.csv"
    waiting.value.save_as(file)
    frame = pl.read_csv(file)
    assert {"public", "domestic", "foreign", "gp"} <= set(frame["party_code"])
    assert frame["irr_net_rate"].null_count() == 0

    page.get_by_role("button", name="보관·저장·열기").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="시나리오 내려받기").click()
    file = tmp_path / "own.toml"
    waiting.value.save_as(file)
    assert dict(scenarios_from_toml(file.read_text())["own"].overrides) == {"foreign_share": 0.5}

    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("해외 투자자 비중: 2 % → 50 %")).click()
    page.wait_for_function("before => document.querySelector('.fm-answer').innerText === before", arg=answer)
    settled(page)
    assert "foreign_share" not in page.url
    assert table_text(page) == table


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1280, "light"), ("ko", 1920, "dark")])
def test_every_page_shows_without_error(chromium, address, language: str, width: int, scheme: str):
    """On a desk and on a wall, and what was on the wall on a phone as well; from page to page by the menu."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/?lang={language}&paths=0&foreign_share=0.3&foreign_mode=adds")
    settled(page)
    for name in PAGES:
        page.set_viewport_size({"width": width, "height": 900})
        if name != PAGES[0]:
            go(page, name)
            assert "foreign_share=0.3" in page.url, name
        no_error(page)
        assert page.evaluate(FITS), name
        assert serious_faults(page) == [], name
        picture(page, f"{name}_{language}_{width}_{scheme}")
        if width == WALL:
            page.set_viewport_size({"width": PHONE, "height": 900})
            page.wait_for_function(FITS)
            picture(page, f"{name}_{language}_{PHONE}_{scheme}")
    context.close()


def test_random_paths_come_after_the_central_case_and_carry_bands(page, address: str):
    page.goto(f"{address}/?lang=en&paths=0")
    settled(page)
    central = page.locator(".fm-small").all_inner_texts()
    assert any("not the mean" in text for text in central)
    page.get_by_role("radio", name="200").or_(page.get_by_role("button", name="200")).first.click()
    page.wait_for_function("document.body.innerText.includes('Median of 200 random paths')", timeout=180_000)
    settled(page)
    no_error(page)
    assert "Chance of loss" in table_text(page)
    picture(page, "overview_200_paths_en")
    page.goto(f"{address}/risk?lang=en&paths=200")
    settled(page)
    no_error(page)
    page.wait_for_selector(f"{CHART} svg")
    picture(page, "risk_200_paths_en")


def test_every_chart_says_its_message_to_those_who_hear_it(page, address: str):
    page.goto(f"{address}/?lang=en&paths=0")
    settled(page)
    page.wait_for_selector(f"{CHART} svg")
    script = "charts => charts.map(chart => chart.getAttribute('aria-label'))"
    names = page.eval_on_selector_all(CHART, script)
    assert len(names) == 3
    assert all("message is in the text before it" in name for name in names)
    messages = page.locator(".fm-heard").all_inner_texts()
    assert len(messages) == 3
    assert "Break-even" in messages[0]
    assert "Foreign investors commit" in messages[1]
