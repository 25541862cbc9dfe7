"""The presentation and the steps of won: what a committee sees, screen by screen, in the unit asked for."""

from fundmodel.session.presenting import SHOWN
from fundmodel.units import NO_BREAK
from tests.ui.conftest import PAGES


def next_screen(app):
    app.at.button(key="present_next").click().run()
    assert not app.at.exception


def test_a_presentation_goes_screen_by_screen_and_keeps_everything(screen):
    assert set(SHOWN) <= set(PAGES)
    app = screen("ko", present="1", foreign_share="0.4", won="en")
    app.check()
    assert app.charts == 0
    assert "6개 중 1 · 직접 설정 · 바뀐 가정 1개" in app.html
    next_screen(app)
    assert app.charts == 1
    assert 'class="fm-answer"' not in app.html
    assert not app.at.get("expander") or "표 보기" not in str(app.at.get("expander"))
    for _ in range(5):
        next_screen(app)
    app.check()
    assert "현금흐름 · 3개 중 1" in app.html
    assert app.at.session_state["lang"] == "ko"
    assert app.at.session_state["won"] == "en"
    assert dict(app.at.session_state["overrides"]) == {"foreign_share": 0.4}
    app.at.button(key="present_back").click().run()
    assert "요약 · 6개 중 6" in app.html
    app.at.button(key="present_leave").click().run()
    app.check()
    assert app.charts == 3


def test_won_are_counted_as_asked_whatever_the_language(screen):
    app = screen("en", page="cash_flows")
    assert "tn" in app.html
    app.at.segmented_control(key="won").set_value("ko").run()
    app.check()
    assert "조" in app.html
    assert app.at.query_params["won"] == "ko"
    slider = app.at.slider(key="control:programme_size_krw")
    assert "5.0 조" in slider.label.replace(NO_BREAK, " ") or "5.0조" in slider.label
    app.at.segmented_control(key="lang").set_value("ko").run()
    app.check()
    assert "won" not in app.at.query_params
