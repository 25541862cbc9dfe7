"""The form that all tables of a run keep: keys unique, filled and in order, no float added up."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import duckdb
import polars as pl
import pytest

import fundmodel as fm
from fundmodel.pipeline import Step, find_steps
from tests.test_format import SQL, UNSTABLE, grain

PATHS = 3
KEPT = (0, 2)
QUERIES = {path.stem: path for path in SQL}
# Keys of the tables that Python makes; those that SQL makes stand in the header of the query.
KEYS = {
    "market_paths": "world_id path_id quarter",
    "startup_events": (
        "world_id path_id plan_id company_number round_pivot lot_phase tranche_quarters quarter kind"
    ),
    "startup_lot_flows": "world_id path_id fund_id priority_class funded_quarter cash_quarter",
    "startup_outcomes": "world_id path_id fund_id area_id cluster_id phase kind quarter",
    "lot_flows": "world_id path_id fund_id priority_class funded_quarter cash_quarter",
    "asset_outcomes": "world_id path_id fund_id cluster_id phase measure attribution quarter",
    "facility_phases": "world_id path_id facility_id",
    "anchor_demand": "world_id quarter",
    "facility_quarters": "world_id path_id facility_id plant_number quarter",
    "facility_milestones": "world_id path_id facility_id plant_number",
    "facility_events": "world_id path_id facility_id plant_number quarter",
    "fund_flows": "scenario_id path_id fund_id quarter",
    "class_flows": "scenario_id path_id level class_id quarter",
    "party_totals": "scenario_id path_id party_id",
    "irrs": "scenario_id path_id party_id measure",
    "party_flow_sums": "scenario_id party_id path_group quarter",
    "note_totals": "scenario_id path_id note_id",
    "forced_sales": "scenario_id path_id fund_id quarter",
    "note_flow_sums": "scenario_id note_id path_group quarter",
    "note_flows": "scenario_id path_id note_id quarter",
    "note_yields": "scenario_id note_id path_group",
    "equity_without": "scenario_id borrowing path_id party_id",
    "public_flows": "scenario_id path_id investor_id quarter",
    "bond_flows": "scenario_id path_id investor_id quarter",
    "bond_totals": "scenario_id path_id investor_id",
    "lever_totals": "scenario_id path_id case_id party_id",
    "lever_flow_sums": "scenario_id case_id party_id path_group quarter",
    "lever_irrs": "scenario_id case_id party_id path_group",
    "mean_cash_irrs": "scenario_id party_id path_group measure",
    "fund_formation": "scenario_id path_id fund_id",
    "equalisations": "scenario_id path_id investor_id",
    "co_owner_returns": "scenario_id path_id owner_kind",
    "foreign_flows": "scenario_id path_id investor_id quarter",
    "foreign_cash": "scenario_id path_id investor_id quarter",
    "foreign_irrs": "scenario_id path_id party_id measure",
    "foreign_totals": "scenario_id path_id party_id",
    "foreign_sums": "scenario_id party_id path_group quarter",
    "foreign_mean_irrs": "scenario_id party_id path_group measure",
    "gross_to_net": "scenario_id party_id statistic place",
    "whole_flows": "scenario_id path_id quarter",
    "path_equivalents": "scenario_id path_id party_id",
}
FLOATS = ("DOUBLE", "FLOAT")


@lru_cache(maxsize=1)
def _results() -> fm.Results:
    scenarios = fm.load_scenarios()
    chosen = [scenarios[name] for name in ("base", "trial_failure", "research_notes")]
    return fm.run(chosen, paths=PATHS, keep_paths=KEPT)


def _table(name: str) -> pl.DataFrame:
    if name in ("paths", "kept_paths"):
        ids = range(PATHS + 1) if name == "paths" else KEPT
        return pl.DataFrame({"path_id": ids}, schema={"path_id": pl.Int32})
    return _results()[name]


def _keys(table: str) -> list[str]:
    return grain(QUERIES[table]) if table in QUERIES else KEYS[table].split()


@pytest.mark.parametrize("table", [*QUERIES, *KEYS])
def test_every_row_has_one_filled_key(table: str) -> None:
    frame = _table(table)
    keys = frame.select(_keys(table))
    assert sum(keys.null_count().row(0)) == 0
    assert keys.is_duplicated().sum() == 0


@pytest.mark.parametrize("table", QUERIES)
def test_rows_stand_in_the_order_of_their_key(table: str) -> None:
    keys = _keys(table)
    frame = _table(table)
    blocks = [frame] if "path_id" not in frame.columns else frame.partition_by("path_id", maintain_order=True)
    assert all(block.select(keys).equals(block.select(keys).sort(keys)) for block in blocks)


@pytest.mark.parametrize("table", [*QUERIES, *KEYS])
def test_no_number_is_missing_without_a_word(table: str) -> None:
    """A number that does not exist is empty, never NaN or infinite."""
    numbers = _table(table).select(pl.selectors.float())
    bad = numbers.select(pl.all().is_nan().any() | pl.all().is_infinite().any())
    assert [name for name in bad.columns if bad[name][0]] == []


def _aggregates(tree: object) -> Iterator[tuple[str, list[str]]]:
    """Name and argument types of every aggregate of a bound plan, in windows too."""
    if isinstance(tree, dict):
        if tree.get("expression_class") in ("BOUND_AGGREGATE", "BOUND_WINDOW"):
            arguments = [child["return_type"]["id"] for child in tree.get("children") or []]
            yield (tree.get("qname") or {}).get("path", [""])[-1], arguments
        for child in tree.values():
            yield from _aggregates(child)
    elif isinstance(tree, list):
        for child in tree:
            yield from _aggregates(child)


def _queries() -> list[Step]:
    return [step for step in find_steps() if step.function is None]


@pytest.mark.parametrize("step", _queries(), ids=lambda step: step.name)
def test_no_query_adds_floating_point_numbers_up(step: Step) -> None:
    with duckdb.connect() as connection:
        for name in step.reads:
            connection.register(f"{name}_rows", _table(name).head(0).to_arrow())
            connection.execute(f'create table "{name}" as select * from "{name}_rows"')
        ((plan,),) = connection.execute("select json_serialize_plan(?)", [step.sql]).fetchall()
    found = json.loads(plan)
    assert not found["error"], found
    refused = {"sum", "sum_no_overflow", "avg"} | UNSTABLE
    assert [
        one for one in _aggregates(found["plans"]) if one[0] in refused and set(one[1]) & set(FLOATS)
    ] == []


def test_the_names_of_measures_are_columns_of_answers() -> None:
    """METHOD.md, "Names of measures": every answer and column that the table names is there."""
    text = (Path(__file__).parents[1] / "METHOD.md").read_text(encoding="utf-8")
    named = text.split("## Names of measures")[1].split("## ")[0]
    columns = re.findall(r"`([a-z_]+)\.([a-z_]+)`", named)
    assert len(columns) > 30
    assert [one for one in columns if one[1] not in _table(one[0]).columns] == []
