"""What a link carries, what a reload keeps, and how much work one screen may ask for."""

import pytest

from fundmodel.assumptions import ScenarioError
from fundmodel.scenario import Scenario
from fundmodel.session import limits, link, sidebar
from fundmodel.texts import Texts
from tests.ui.conftest import Screen


def test_a_link_holds_kept_scenarios_and_steps_and_refuses_what_was_cut():
    kept = {"비싼 안": Scenario("비싼 안", {"hurdle_rate": 0.08}, {"label_ko": "비싼 안"})}
    code, left_out = link.packed(kept, [{}, {"carry_rate": 0.1}], [{"hurdle_rate": 0.05}])
    assert link.unpacked(code) == (kept, [{}, {"carry_rate": 0.1}], [{"hurdle_rate": 0.05}])
    assert left_out == 0
    assert link.packed({}, []) == ("", 0)
    for broken in (code[:-9], "!", "x" * 40, link.packed({}, [{"carry_rate": 9.0}])[0]):
        with pytest.raises(ScenarioError):
            link.unpacked(broken)


def test_a_full_link_drops_the_oldest_and_says_how_many():
    many = {
        f"case {n}": Scenario(f"case {n}", {"programme_size_krw": 10**12 + n * 7919**2}) for n in range(400)
    }
    code, left_out = link.packed(many, [{}])
    assert len(code) <= link.LONGEST
    assert 0 < left_out < 400
    assert list(link.unpacked(code)[0])[-1] == "case 399"


def test_a_reload_keeps_sliders_kept_scenarios_and_steps_back(screen):
    app = screen("en", page="data_sources")
    app.at.slider(key="control:carry_rate").set_value(10.0).run()
    app.at.text_input(key="keep_name").set_value("cheap").run()
    app.at.button(key="keep").click().run()
    app.at.slider(key="control:hurdle_rate").set_value(8.0).run()
    again = Screen(
        "en",
        page="data_sources",
        **{name: app.at.query_params[name] for name in ("carry_rate", "hurdle_rate", "kept")},
    )
    assert dict(again.at.session_state["overrides"]) == {"hurdle_rate": 0.08, "carry_rate": 0.1}
    assert "cheap" in again.at.selectbox(key="scenario").options
    again.at.button(key="undo").click().run()
    assert dict(again.at.session_state["overrides"]) == {"carry_rate": 0.1}
    assert again.at.selectbox(key="scenario").value == "cheap"
    # What was taken back can be had again after one more reload.
    third = Screen("en", page="data_sources", kept=again.at.query_params["kept"], carry_rate="0.1")
    third.at.button(key="redo").click().run()
    assert dict(third.at.session_state["overrides"]) == {"hurdle_rate": 0.08, "carry_rate": 0.1}


def test_a_link_and_a_return_show_the_views_that_were_chosen(screen):
    app = screen("en", page="cash_flows")
    app.at.button_group(key="cash_kind").set_value("fund").run()
    app.at.selectbox(key="cash_party_fund").set_value("E2").run()
    app.at.button_group(key="cash_view").set_value("cumulative").run()
    app.go("sensitivity")
    app.at.selectbox(key="grid_across").set_value("carry_rate").run()
    app.go("cash_flows")
    again = Screen("ko", page="cash_flows", view=app.at.query_params["view"])
    for one in (app, again):
        assert one.at.button_group(key="cash_kind").value == "fund"
        assert one.at.selectbox(key="cash_party_fund").value == "E2"
        assert one.at.button_group(key="cash_view").value == "cumulative"
    again.go("sensitivity")
    assert again.at.selectbox(key="grid_across").value == "carry_rate"


def test_choices_that_a_page_does_not_offer_are_forgotten(screen):
    app = screen("en", page="cash_flows", view='{"cash_view":"weekly","cash_kind":7,"risk_path":true}')
    app.check()
    assert app.at.button_group(key="cash_view").value == "year"
    broken = screen("en", page="data_sources", view='{"cash_view')
    assert "cut or changed" in screen("en", view="[1]").at.warning[0].value
    assert not broken.at.exception


def test_another_session_has_nothing_of_it(screen):
    app = screen("en", page="data_sources", carry_rate="0.1")
    app.at.text_input(key="keep_name").set_value("mine").run()
    app.at.button(key="keep").click().run()
    other = screen("en", page="data_sources")
    assert "mine" not in other.at.selectbox(key="scenario").options
    assert not other.at.session_state["overrides"]


def test_a_broken_link_is_named_and_the_rest_of_it_used(screen):
    app = screen("en", carry_rate="0.1", kept="abc")
    assert dict(app.at.session_state["overrides"]) == {"carry_rate": 0.1}
    assert "cut or changed" in app.at.warning[0].value


def test_too_much_work_is_refused_with_the_limit_and_how_to_raise_it(screen, monkeypatch):
    # A number of paths that no other test leaves in the cache of this process: what is there is shown.
    monkeypatch.setattr(sidebar, "PATH_CHOICES", (0, 23))
    monkeypatch.setenv(limits.SETTING, "1000")
    app = screen("en", paths=23, page="cash_flows")
    (warning,) = {one.value for one in app.at.warning}
    assert "one screen may ask for 1,000" in warning
    assert "FUNDMODEL_MOST_WORK" in warning
    assert "Central case (path 0)" in app.html
    monkeypatch.setenv(limits.SETTING, "many")
    with pytest.raises(ScenarioError, match="whole number"):
        limits.most_work()
    monkeypatch.delenv(limits.SETTING)
    base = Scenario("base")
    assert not limits.too_much([base], 1000, Texts("ko"))
    assert limits.work_of([base, base], 9) == 20 * limits.work_of([base], 0)
