"""Meetings in a real browser: designers, a committee, a newcomer, two people at once; pictures are kept."""

import json
import re
from collections.abc import Generator
from urllib.parse import quote

import pytest
from pypdf import PdfReader

from tests.ui.browser import ARTEFACTS, browser, go, picture, serious_faults, served_app, settled

SLOW = 180_000
MOVES = {
    "Foreign share": "ArrowRight",
    "Hurdle": "ArrowLeft",
    "Carry": "ArrowLeft",
    "Public share": "ArrowRight",
    "Public first loss": "ArrowLeft",
}


@pytest.fixture(scope="module")
def address() -> Generator[str]:
    """A server of its own, with nothing computed yet."""
    with served_app() as running:
        yield running


@pytest.fixture(scope="module")
def chromium(program) -> Generator:
    with browser(program("chromium", "chromium-browser", "google-chrome")) as launched:
        yield launched


def opened(chromium, address: str, path: str, **context):
    page = chromium.new_context(viewport={"width": 1280, "height": 900}, **context).new_page()
    page.goto(f"{address}/{path}")
    settled(page)
    return page


def clean(page) -> None:
    assert page.locator("[data-testid=stException]").count() == 0
    assert "Traceback" not in page.locator("body").inner_text()


def wait_for_changes(page, count: int) -> None:
    told = "n => document.querySelector('.st-key-changes')?.innerText.includes(`${n} assumption`)"
    page.wait_for_function(told, arg=count, timeout=SLOW)


def test_a_design_meeting_from_the_first_slider_to_a_reload(chromium, address: str):
    page = opened(chromium, address, "?lang=ko&paths=0")
    page.get_by_role("radio", name="English").or_(page.get_by_role("button", name="English")).first.click()
    page.wait_for_function("document.querySelector('h1')?.innerText.startsWith('Who earns')")
    settled(page)
    for number, (label, key) in enumerate(MOVES.items(), start=1):
        slider = page.get_by_role("slider", name=re.compile(f"^{label} ·"))
        slider.focus()
        slider.press(key)
        page.wait_for_function(
            "n => document.querySelector('.st-key-changes')?.innerText.includes(`${n} assumption`)",
            arg=number,
        )
        settled(page)
    clean(page)
    page.get_by_role("button", name="Keep, save, open").click()
    page.get_by_label("Name of the scenario as set now").fill("meeting")
    page.get_by_label("Name of the scenario as set now").press("Enter")
    page.get_by_role("button", name="Keep for this session").click()
    page.get_by_text("Kept as meeting").first.wait_for()
    page.keyboard.press("Escape")
    settled(page)
    picture(page, "meeting_sliders_en")
    go(page, "compare")
    assert "5 inputs differ" in page.locator(".fm-answer").inner_text()
    picture(page, "meeting_compare_en")
    go(page, "design")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_function("document.querySelectorAll('[data-testid=stVegaLiteChart] svg').length >= 1")
    settled(page)
    clean(page)
    picture(page, "meeting_goal_en")
    before = page.url
    page.reload()
    settled(page)
    assert page.url == before
    wait_for_changes(page, len(MOVES))
    page.get_by_role("combobox", name=re.compile("Scenario")).first.click()
    assert page.get_by_role("option", name="meeting").count() == 1
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Undo").click()
    wait_for_changes(page, len(MOVES) - 1)
    page.context.close()


def test_a_committee_sees_every_screen_by_arrow_key_and_prints_a_page(chromium, address: str):
    page = chromium.new_context(viewport={"width": 1280, "height": 720}, color_scheme="dark").new_page()
    page.goto(f"{address}/?lang=ko&paths=0&present=1")
    bar = ".st-key-present_bar [role=status]"
    moved_on = f"before => document.querySelector('{bar}')?.innerText !== before"
    page.wait_for_selector(bar)
    seen = []
    for _ in range(80):
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        seen.append(page.locator(bar).inner_text())
        clean(page)
        assert page.locator("[data-testid=stSidebar]").is_hidden()
        assert page.locator("[data-testid=stVegaLiteChart]:visible").count() <= 1
        if page.locator(".st-key-present_next button").is_disabled():
            break
        if seen[-1].startswith(("요약", "투자자")):
            page.wait_for_timeout(300)
            page.screenshot(path=ARTEFACTS / f"committee_{len(seen):02d}_ko.png")
        page.keyboard.press("ArrowRight")
        page.wait_for_function(moved_on, arg=seen[-1], timeout=SLOW)
    assert len(set(seen)) == len(seen) > 30
    assert seen[-1].startswith("비교")
    assert serious_faults(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector(bar, state="detached")
    page.goto(f"{address}/?lang=ko&paths=0&foreign_share=0.3")
    settled(page)
    page.wait_for_function("document.querySelectorAll('[data-testid=stVegaLiteChart] svg').length >= 3")
    file = ARTEFACTS / "committee_overview_ko.pdf"
    page.pdf(path=file, format="A4", print_background=True)
    text = "".join(sheet.extract_text() for sheet in PdfReader(file).pages)
    assert 2 <= len(PdfReader(file).pages) <= 4
    for told in ("누가 얼마를 벌고", "투자자별 순IRR", "추정치이며"):
        assert told.replace(" ", "") in text.replace(" ", "")
    assert "발표모드" not in text.replace(" ", "")
    page.context.close()


def test_a_newcomer_s_wrong_inputs_are_refused_in_words(chromium, address: str, tmp_path):
    page = opened(chromium, address, "data_sources?lang=en&paths=999&hurdle_rate=abc&kept=!!&won=xx&lang=xx")
    clean(page)
    page.get_by_role("button", name="Keep, save, open").click()
    name = page.get_by_label("Name of the scenario as set now")
    for wrong in ("", "base", "<script>alert(1)</script>"):
        name.fill(wrong)
        name.press("Enter")
        page.get_by_role("button", name="Keep for this session").click()
        page.wait_for_timeout(500)
        settled(page)
        clean(page)
        if not page.get_by_role("button", name="Keep for this session").is_visible():
            page.get_by_role("button", name="Keep, save, open").click()
    broken = tmp_path / "broken.toml"
    broken.write_text("carry = [")
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(broken)
    page.get_by_text("nothing was changed").first.wait_for()
    clean(page)
    picture(page, "newcomer_wrong_file_en")
    page.context.close()


def test_two_people_at_once_never_see_each_other_s_numbers(chromium, address: str):
    pages = {
        share: opened(chromium, address, f"?lang=en&paths=0&foreign_share={share}")
        for share in ("0.1", "0.4")
    }
    for step in range(2):
        for share, page in pages.items():
            slider = page.get_by_role("slider", name=re.compile("^Carry ·"))
            slider.focus()
            slider.press("ArrowLeft" if share == "0.1" else "ArrowRight")
        for page in pages.values():
            page.wait_for_function(
                "document.querySelector('.st-key-changes')?.innerText.includes('2 assumption')"
            )
            settled(page)
        carry = {"0.1": 20 - (step + 1), "0.4": 20 + (step + 1)}
        for share, page in pages.items():
            chips = page.locator(".st-key-changes").inner_text()
            assert f"→ {carry[share]} %" in chips.replace("\u00a0", " ")
            assert f"foreign_share={share}" in page.url
            assert f"{float(share):.0%}"[:-1] in page.locator(".fm-answer").inner_text()
            clean(page)
    for page in pages.values():
        page.context.close()


def test_a_second_heavy_request_takes_the_place_of_the_first(chromium, address: str):
    """A frontier of 500 sheets is left for a goal: the frontier stops, and no bar stays behind."""
    chosen = json.dumps({"design_view": "frontier", "frontier_paths": 0})
    page = opened(chromium, address, f"design?lang=en&paths=0&view={quote(chosen)}")
    bar = page.locator("[data-testid=stProgress]")
    page.get_by_role("button", name="Draw the frontier", exact=True).click()
    bar.wait_for(timeout=SLOW)
    page.get_by_text(re.compile(r"^\d+ of 501 term sheets")).first.wait_for(timeout=SLOW)
    goal = page.get_by_role("radio", name="Goal seek").or_(page.get_by_role("button", name="Goal seek"))
    goal.first.click()
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_function(
        "document.querySelectorAll('[data-testid=stVegaLiteChart] svg').length", timeout=SLOW
    )
    settled(page)
    clean(page)
    assert bar.count() == 0
    # Who comes back finds the part that was done.
    page.get_by_role("radio", name="Frontier").or_(page.get_by_role("button", name="Frontier")).first.click()
    page.get_by_text("of 501 sheets were computed").first.wait_for(timeout=SLOW)
    settled(page)
    clean(page)
    assert bar.count() == 0
    page.context.close()
