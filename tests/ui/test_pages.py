"""Every page in both languages: the question, its answer, its charts, and what a person can change on it."""

import pytest

from fundmodel.scenario import load_scenarios
from fundmodel.session import sidebar
from fundmodel.units import NO_BREAK
from tests.ui.conftest import PAGES, ROOT

CHARTS = {
    "overview": 3,
    "cash_flows": 2,
    "investors": 2,
    "foreign_capital": 2,
    "startups": 3,
    "mandates": 1,
    "plants": 6,
    "risk": 0,
    "compare": 2,
    "sensitivity": 1,
    "design": 0,
    "calibration": 0,
    "report": 0,
    "notes": 0,
    "data_sources": 0,
}
STATISTIC = {
    "sensitivity": "Central case; one assumption at a time",
    "plants": "Central case (path 0)",
    "startups": "Means of 20 random paths",
    "design": "A grid from the lowest to the highest",
}


def test_app_imports_its_frame_libraries_first_and_stays_short():
    lines = (ROOT / "app.py").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("import pandas, pyarrow, polars, altair")
    assert len(lines) <= 60


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_answers_its_question(screen, language: str):
    app = screen(language)
    for page in PAGES:
        app.go(page)
        app.check()
        assert app.charts == CHARTS[page], page
    assert app.at.query_params["lang"] == language


def test_pages_with_random_paths_say_median_and_show_ranges(screen, monkeypatch):
    monkeypatch.setattr(sidebar, "PATH_CHOICES", (0, 20))
    app = screen("en", paths=20)
    app.check()
    assert "Median of 20 random paths" in app.html
    assert "Chance of loss" in app.html
    for page in PAGES[1:-1]:
        app.go(page)
        app.check()
        statistic = STATISTIC.get(page, "Median of 20 random paths")
        assert statistic in app.html


def test_the_central_case_is_labelled(screen):
    app = screen("en")
    assert "Central case (path 0), not the mean" in app.html
    app = screen("ko")
    assert "평균이 아닙니다" in app.html


def test_a_change_is_compared_chipped_and_put_back(screen):
    app = screen("en")
    before = app.html
    app.at.slider(key="control:foreign_share").set_value(30.0).run()
    app.check()
    assert "pp against the base case" in app.html
    chip = app.at.button(key="reset:foreign_share")
    assert chip.label.replace(NO_BREAK, " ") == "Foreign share: 2 % → 30 %"
    assert app.at.query_params["foreign_share"] == "0.3"
    chip.click().run()
    assert app.html == before
    assert "foreign_share" not in app.at.query_params


def test_named_scenarios_load_and_show_when_they_are_left(screen):
    app = screen("en")
    for name, scenario in load_scenarios().items():
        app.at.selectbox(key="scenario").set_value(name).run()
        app.check()
        assert dict(app.at.session_state["overrides"]) == dict(scenario.overrides)
    app.at.slider(key="control:carry_rate").set_value(10.0).run()
    assert app.at.selectbox(key="scenario").value == "own"
    app.at.button(key="reset_all").click().run()
    assert app.at.selectbox(key="scenario").value == "base"


def test_strategy_shares_behave_as_one_control(screen):
    app = screen("en", page="data_sources")
    app.at.slider(key="control:cdmo_share").set_value(50.0).run()
    names = ("early_share", "scale_up_share", "cdmo_share", "global_share")

    def shown():
        return [app.at.slider(key=f"control:{name}").value for name in names]

    assert shown() == [20.0, 26.0, 50.0, 4.0]
    app.at.slider(key="control:early_share").set_value(100.0).run()
    assert not app.at.exception
    assert shown() == [100.0, 0.0, 0.0, 0.0]
    app.at.slider(key="control:early_share").set_value(0.0).run()
    assert shown() == [0.0, 34.0, 33.0, 33.0]


def test_a_contradiction_is_said_in_words_with_the_most_that_is_possible(screen):
    app = screen("ko")
    app.at.slider(key="control:public_share").set_value(70.0).run()
    app.at.slider(key="control:foreign_share").set_value(50.0).run()
    assert not app.at.exception
    (message,) = app.refusals()
    assert "해외 비중은 28 %까지" in message.replace(NO_BREAK, " ")
    app.at.slider(key="control:foreign_share").set_value(20.0).run()
    app.check()


def test_a_link_carries_the_scenario_and_bad_values_are_named(screen):
    app = screen("en", page="cash_flows", foreign_share="0.3", hurdle_rate="0.08")
    app.check()
    assert dict(app.at.session_state["overrides"]) == {"foreign_share": 0.3, "hurdle_rate": 0.08}
    app = screen("en", hurdle_rate="7", carry_rate="0.1")
    assert dict(app.at.session_state["overrides"]) == {"carry_rate": 0.1}
    (warning,) = [warning.value for warning in app.at.warning]
    assert "hurdle_rate" in warning
    app = screen("en", public_share="0.7", foreign_share="0.5")
    app.check()
    assert "at most 28 %" in app.at.warning[0].value.replace(NO_BREAK, " ")


def test_the_language_changes_words_and_units_but_not_the_scenario(screen):
    app = screen("en", ipo_value_krw="200000000000")
    app.at.segmented_control(key="lang").set_value("ko").run()
    app.check()
    assert "누가 얼마를 벌고" in app.html
    assert app.at.slider(key="control:ipo_value_krw").value == 2000.0
    assert dict(app.at.session_state["overrides"]) == {"ipo_value_krw": 200_000_000_000}


def test_cash_flows_of_a_class_and_of_a_fund(screen):
    app = screen("en", page="cash_flows")
    for kind in ("class", "investor", "fund"):
        app.at.segmented_control(key="cash_kind").set_value(kind).run()
        for view in ("quarter", "cumulative", "year"):
            app.at.segmented_control(key="cash_view").set_value(view).run()
            app.check()
    app.at.selectbox(key="cash_party_fund").set_value("C1").run()
    app.check()
    assert "CDMO infrastructure fund 1" in app.html


def test_investors_one_by_one(screen):
    app = screen("en", page="investors")
    app.at.segmented_control(key="investor_rows").set_value("investor").run()
    assert "What each limited partner agreed" in app.html
    app.check()
    assert "Government (fiscal money)" in app.html


def test_data_page_shows_how_every_table_is_made(screen):
    app = screen("en", page="data_sources", hurdle_rate="0.08")
    app.at.toggle(key="only_changed").set_value(True).run()
    app.check()
    tables = app.at.selectbox(key="table")
    for name in tables.options[:3] + [
        option for option in tables.options if option in ("fund_flows", "ledger")
    ]:
        tables.set_value(name).run()
        app.check()
        assert app.at.code[0].value.strip()


def test_what_takes_the_return_is_shown_to_who_asks(screen):
    app = screen("en", page="investors")
    app.at.segmented_control(key="investor_rows").set_value("bridge").run()
    app.check()
    assert app.charts == 1
    assert "Foreign investors: " in app.html
    app.at.segmented_control(key="bridge_party").set_value("whole").run()
    app.at.segmented_control(key="bridge_measure").set_value("won").run()
    app.check()
    app.at.segmented_control(key="investor_rows").set_value("market").run()
    app.check()
    assert "KS-PME" in app.html
    app.go("foreign_capital")
    for measure, heading in (("constant", "Constant rate, after tax"), ("own", "Dollars, hedged")):
        app.at.segmented_control(key="foreign_measure").set_value(measure).run()
        app.check()
        assert heading in app.html


def test_a_path_is_opened_and_explained(screen, monkeypatch):
    monkeypatch.setattr(sidebar, "PATH_CHOICES", (0, 20))
    app = screen("en", paths=20, page="risk")
    assert app.charts == 2
    worst = app.at.number_input(key="risk_path").value
    assert f"What happened on path {worst}" in app.html
    assert "number 1 from the worst" in app.html
    app.at.number_input(key="risk_path").set_value(7).run()
    app.check()
    assert "What happened on path 7" in app.html
    assert app.at.number_input(key="risk_path").proto.max == 20


def test_without_random_paths_the_risk_page_says_what_to_do(screen):
    app = screen("en", page="risk")
    app.check()
    assert "Choose 200 or 1,000 random paths" in app.html
