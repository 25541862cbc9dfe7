"""What a slider's move may not cause: new draws for a term of a fund, a new plan for a chart."""

import json

import altair as alt
import polars as pl
import pytest

from fundmodel import load_scenarios, run
from fundmodel.assumptions import ScenarioError, assumptions
from fundmodel.charts import Look, cash_flow, foreign_shares
from fundmodel.findings import peak_nav_quarter
from fundmodel.run_inputs import graph, sources_of
from fundmodel.session import compute
from fundmodel.session.drawing import plan_and_tables

LOOK = Look("en")
BASE = load_scenarios()["base"]
TERM_TOPICS = {
    "capital", "fund_terms", "formation", "waterfall", "public_support", "notes", "policy", "mandates",
    "foreign",
}  # fmt: skip


def test_a_term_slider_is_any_assumption_that_neither_draws_nor_assets_read():
    assert {row.topic for row in assumptions().values()} - graph().world_topics == TERM_TOPICS


@pytest.mark.parametrize("name", [n for n, row in assumptions().items() if row.topic in TERM_TOPICS])
def test_a_term_slider_stays_in_the_world_of_the_base_case(name: str):
    row = assumptions()[name]
    ends = row.options if row.type == "choice" else (row.low, row.high)
    for number, end in enumerate(ends):
        try:
            moved = BASE.with_(f"moved_{number}", **{name: row.parsed(str(end))})
        except ScenarioError:
            continue
        _, worlds = sources_of([BASE, moved], 0)
        assert worlds == [0, 0]


def _plans(scenario) -> tuple[list[str], list[dict[str, pl.DataFrame]]]:
    results, base = run(scenario), run(BASE)
    whole = pl.col("party_kind") == "whole"
    flows, before = (made["fund_cash_flow"].filter(whole) for made in (results, base))
    drawn = [
        cash_flow(flows, LOOK, 2027, before),
        foreign_shares(results["foreign_share"], LOOK, 2027, base["foreign_share"], peak_nav_quarter(flows)),
    ]
    plans, tables = [], []
    for chart in drawn:
        chart.title = chart.description = alt.Undefined
        spec = plan_and_tables(chart)
        tables.append(spec.pop("datasets"))
        plans.append(json.dumps(spec))
    return plans, tables


def test_moving_a_term_exchanges_the_tables_of_a_chart_and_keeps_its_plan():
    first, before = _plans(BASE.with_("a", carry_rate=0.19))
    second, after = _plans(BASE.with_("b", carry_rate=0.12))
    assert first == second
    assert not all(table.equals(after[0][name]) for name, table in before[0].items())
    assert {name: table.columns for name, table in before[0].items()} == {
        name: table.columns for name, table in after[0].items()
    }


def test_a_table_that_several_marks_share_is_sent_once():
    table = pl.DataFrame({"x": [1]})
    marks = [alt.Chart(table).mark_point(), alt.Chart(table).mark_line(), alt.Chart(table.clone()).mark_bar()]
    spec = plan_and_tables(alt.LayerChart(layer=marks))
    assert [one["data"]["name"] for one in spec["layer"]] == ["table_0", "table_0", "table_1"]
    assert set(spec["datasets"]) == {"table_0", "table_1"}


@pytest.mark.parametrize("period", ["year", "quarter"])
def test_the_plan_of_a_chart_is_the_one_that_altair_writes(period: str):
    flows = run(BASE)["fund_cash_flow"].filter(pl.col("party_kind") == "whole")
    chart = cash_flow(flows, LOOK, 2027, flows, period)
    plan = plan_and_tables(chart)
    assert len(plan.pop("datasets")) > 1
    full = chart.to_dict(validate=False)
    # Its usual size, which a chart as wide as its container does not take.
    assert {name: full["config"]["view"].pop(f"continuous{name}") for name in ("Width", "Height")}
    assert plan == full


def test_nothing_is_built_to_learn_that_random_paths_are_not_there(monkeypatch):
    monkeypatch.setattr(compute.model, "run", None)
    assert not compute.is_ready(BASE.with_("never run", carry_rate=0.123), 200, ["metrics"])
