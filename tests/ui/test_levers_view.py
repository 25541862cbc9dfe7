"""The view of the page Investors that prices the levers of public support."""

import pytest


@pytest.mark.parametrize(("language", "text"), [("en", "Government (fiscal money)"), ("ko", "정부 재정")])
def test_levers_are_priced_for_who_asks(screen, language: str, text: str) -> None:
    app = screen(language, page="investors")
    app.at.segmented_control(key="investor_rows").set_value("levers").run()
    app.check()
    assert app.charts == 1
    assert text in app.html


def test_without_a_lever_the_view_says_so(screen) -> None:
    app = screen("en", page="investors", public_first_loss_share="0")
    app.at.segmented_control(key="investor_rows").set_value("levers").run()
    app.check()
    assert app.charts == 0
    assert "No lever of public support" in app.html


@pytest.mark.parametrize(("language", "text"), [("en", "exactly one of upside transfer"), ("ko", "하나만")])
def test_the_rule_of_2025_is_refused_in_words_and_not_by_a_traceback(
    screen, language: str, text: str
) -> None:
    app = screen(language, page="investors")
    app.at.session_state["overrides"] = {"support_rule": "rule_2025"}
    app.at.run()
    assert not app.at.exception
    assert text in " ".join(app.refusals())
