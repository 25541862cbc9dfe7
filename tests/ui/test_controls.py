"""Every control to its low and its high end: the sidebar takes it, and no chart or sentence breaks on it."""

import re

import polars as pl
import pytest

from fundmodel import model
from fundmodel.assumptions import ScenarioError, assumptions
from fundmodel.charts import Look, cash_flow, foreign_per_public, foreign_shares, money_by_class, net_returns
from fundmodel.findings import fee_gap, peak_nav_quarter, returns_table, sanity_check
from fundmodel.scenario import Scenario
from fundmodel.sentences import check_text, foreign_answer, investors_answer, overview_answer
from fundmodel.session import sidebar
from fundmodel.session.refusals import INVOLVED
from fundmodel.session.scales import LINKED, controls, rebalanced
from fundmodel.session.tables import returns_cells, written
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES

PROMINENT = [name for name, control in controls("en").items() if control.order is not None]
TABLES = ("metrics", "fund_cash_flow", "foreign_share", "sanity")
COLUMNS = (
    "party",
    "irr_net",
    "irr_change",
    "irr_own",
    "irr_gross",
    "tvpi",
    "irr_range",
    "loss_chance",
    "carry",
)


def ends(name: str) -> list[object]:
    row = assumptions()[name]
    if row.type == "choice":
        return list(row.options)
    return [True, False] if row.type == "bool" else [row.parsed(row.low), row.parsed(row.high)]


def overrides(name: str, value: object) -> dict[str, object]:
    group = next((group for group in LINKED if name in group), None)
    if group is None:
        return {name: value}
    shares = {member: float(assumptions()[member].value) for member in group}
    return rebalanced(shares, name, float(value), controls("en")[name].step)


def test_the_sidebar_takes_both_ends_of_every_control(screen):
    app = screen("en", page="data_sources")
    for topic in dict.fromkeys(row.topic for row in assumptions().values()):
        app.at.session_state[f"topic:{topic}"] = True
        app.at.run()
        for name, row in assumptions().items():
            control = controls("en")[name]
            if row.topic != topic:
                continue
            for value in ends(name):
                if row.type in ("choice", "bool"):
                    app.at.segmented_control(key=f"control:{name}").set_value(value).run()
                else:
                    app.at.slider(key=f"control:{name}").set_value(control.shown(value)).run()
                assert not app.at.exception, name
                assert app.at.session_state["overrides"].get(name, row.value) == pytest.approx(value), name
                app.at.session_state["overrides"] = {}
                if any(name in group for group in LINKED):
                    app.at.run()
        app.at.session_state[f"topic:{topic}"] = False


def test_every_reason_of_the_sanity_check_has_its_words():
    sql = next(step.sql for step in model.graph().steps if step.name == "sanity")
    reasons = set(re.findall(r"(?:then|else) '(\w+)'", sql)) - {"green", "amber", "red"}
    assert len(reasons) >= 5
    for language in LANGUAGES:
        assert all(Texts(language).has(f"sanity.{reason}") for reason in reasons)


@pytest.mark.parametrize("name", PROMINENT)
def test_prominent_controls_on_the_overview_with_random_paths(screen, monkeypatch, name: str):
    monkeypatch.setattr(sidebar, "PATH_CHOICES", (0, 20))
    control = controls("en")[name]
    for value in ends(name):
        app = screen("en", paths=20, **{key: str(value) for key, value in overrides(name, value).items()})
        if not app.refusals():
            app.check()
            assert "Median of 20 random paths" in app.html
        assert control.label in app.html or app.at.selectbox(key="scenario").value


def scenarios() -> list[Scenario]:
    found = []
    for name in assumptions():
        for number, value in enumerate(ends(name)):
            try:
                found.append(Scenario(f"{name} {number}", overrides(name, value)))
            except ScenarioError:
                assert any(name in names for names in INVOLVED.values()), name
    return found


def test_no_chart_and_no_sentence_breaks_at_an_end():
    base = model.run(Scenario("base"))
    plain = {table: base[table] for table in TABLES}
    parties = base["parties"]
    by_year: dict[object, list[Scenario]] = {}
    for scenario in scenarios():
        by_year.setdefault(scenario.value("first_close_year"), []).append(scenario)
    for group in by_year.values():
        results = model.run(group).compute(*TABLES)
        made = {table: results[table].partition_by("scenario", as_dict=True) for table in TABLES}
        for number, scenario in enumerate(group):
            tables = {table: made[table][(scenario.name,)] for table in TABLES}
            _draw(scenario, tables, plain, parties, "ko" if number % 2 else "en")


def _draw(
    scenario: Scenario,
    made: dict[str, pl.DataFrame],
    plain: dict[str, pl.DataFrame],
    parties: pl.DataFrame,
    language: str,
) -> None:
    look, texts = Look(language), Texts(language)
    year = int(float(scenario.value("first_close_year")))
    is_whole = pl.col("party_kind") == "whole"
    flows, before = made["fund_cash_flow"].filter(is_whole), plain["fund_cash_flow"].filter(is_whole)
    classes = returns_table(made["metrics"], plain["metrics"], parties, ("whole", "class"))
    foreign, other = made["foreign_share"], plain["foreign_share"]
    charts = [
        *(cash_flow(flows, look, year, before, period) for period in ("year", "quarter", "cumulative")),
        net_returns(classes, look),
        money_by_class(classes, look),
        foreign_shares(foreign, look, year, other, peak_nav_quarter(flows)),
        foreign_per_public(foreign, look, year, other),
    ]
    texts_shown = [
        overview_answer(classes, foreign, texts, is_base=False),
        investors_answer(classes, fee_gap(classes), texts),
        foreign_answer(foreign, texts, other),
        check_text(sanity_check(made["sanity"], made["metrics"]), texts),
        *(f"{chart.title.text} {chart.description}" for chart in charts),
        *(cell for row in returns_cells(classes, COLUMNS, texts)[1] for cell in row),
        str(written(flows, {"cumulative_krw": "cumulative"}, texts)["cumulative"].to_list()),
    ]
    for text in texts_shown:
        assert not any(wrong in text.lower() for wrong in ("nan", "none ", "inf ")), (scenario.name, text)
    for chart in charts:
        assert chart.to_dict(validate=False)["layer"], scenario.name
