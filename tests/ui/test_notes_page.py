"""The page on notes: what to do without any, and what it shows with them."""

import pytest

from fundmodel.session import sidebar


@pytest.mark.parametrize(("language", "text"), [("en", "has no notes"), ("ko", "채권이 없습니다")])
def test_without_notes_the_page_says_so_and_switches_them_on(screen, language: str, text: str) -> None:
    app = screen(language, page="notes")
    app.check()
    assert app.charts == 0
    assert text in app.html
    app.at.button(key="switch:notes_size_multiplier").click().run()
    app.check()
    assert app.charts == 2
    assert dict(app.at.session_state["overrides"]) == {"notes_size_multiplier": 1.0}
    app.at.button(key="switch:notes_size_multiplier").click().run()
    app.check()
    assert app.charts == 0


@pytest.mark.parametrize("language", ["en", "ko"])
def test_with_random_paths_it_shows_default_loss_guarantors_and_equity(screen, monkeypatch, language) -> None:
    monkeypatch.setattr(sidebar, "PATH_CHOICES", (0, 20))
    app = screen(language, paths=20, page="notes", notes_size_multiplier="1")
    app.check()
    assert app.charts == 2
    texts = {
        "en": ("Expected loss", "Credit guarantee agency", "Net IRR without", "never the bonds"),
        "ko": ("기대손실", "신용보증기관", "순IRR(없음)", "정책자금이 자기 출자금을"),
    }
    for text in texts[language]:
        assert text in app.html
    assert "을/를" not in app.html
    assert "은/는" not in app.html
