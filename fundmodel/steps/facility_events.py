"""Plants on every path: their events at 100 % of the plant, and their lots."""

from dataclasses import fields

import numpy as np
import polars as pl

from fundmodel.assets.plant_events import EventRows, event_rows, expected_events
from fundmodel.assets.plant_lots import LotRows, expected_lots, lot_rows
from fundmodel.assets.plant_runs import Runs, central_runs, market_of, random_runs
from fundmodel.assets.plant_terms import PlantTerms, plant_terms

TABLES = ("facility_events", "facility_lots")

_KEYS = {name: pl.Int32() for name in ("world_id", "path_id", "facility_id", "plant_number")}
_QUARTERS = ("quarter", "funded_quarter", "cash_quarter")


def _frame(rows: EventRows | LotRows, runs: Runs) -> pl.DataFrame:
    keys = {
        "world_id": np.zeros(rows.series.size, dtype=np.int32),
        "path_id": runs.path[rows.series],
        "facility_id": runs.facility[rows.series],
        "plant_number": runs.number[rows.series],
    }
    values = {item.name: getattr(rows, item.name) for item in fields(rows) if item.name != "series"}
    types = {name: pl.Int32() if name in _QUARTERS else pl.Int64() for name in values}
    columns = keys | values
    kinds = _KEYS | types
    return pl.DataFrame([pl.Series(name, column).cast(kinds[name]) for name, column in columns.items()])


def _frames(terms: PlantTerms, runs: Runs) -> tuple[pl.DataFrame, pl.DataFrame]:
    events = event_rows(terms, runs.capacity_kl, runs.building, runs.operation)
    lots = lot_rows(terms.ends, runs.building, runs.operation)
    if runs.weight is not None:
        events = expected_events(events, runs.weight, runs.group)
        lots = expected_lots(lots, runs.weight, runs.group)
    return _frame(events, runs), _frame(lots, runs)


def facility_events(
    facility_capacity_plan: pl.DataFrame,
    plants_assumptions: pl.DataFrame,
    market_assumptions: pl.DataFrame,
    plan_assumptions: pl.DataFrame,
    market_paths: pl.DataFrame,
    anchor_demand: pl.DataFrame,
    curves_data: pl.DataFrame,
    tax_rates_data: pl.DataFrame,
    plant_record: pl.DataFrame,
    run_settings: pl.DataFrame,
    paths: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """What happens to every plant on every path, and to every lot of it, at 100 % of the plant.

    On a random path each plant has one overrun and one delay of its own, and the demand and exchange rate
    of the path. The central case (path 0) is the average plant of a plan row, plant number 0: overrun,
    demand and exchange rate at their mean, every flow spread over the distribution of the delay.

    Args:
        facility_capacity_plan: facility_id, facility_code, capacity_kl, start_quarter, plant_capacity.
        plants_assumptions: One row.
        market_assumptions: One row.
        plan_assumptions: One row, of which the sandbox lever is read.
        market_paths: path_id, quarter, demand_factor, krw_per_usd for the paths asked for.
        anchor_demand: quarter, load_share; no rows where the portfolio asks for nothing.
        curves_data: Curves `plant_ramp` and `capex_s_curve`.
        tax_rates_data: Rows of kind `corporate` are the tax bands.
        plant_record: measure, position, outcome of overruns and delays on record.
        run_settings: seed and n_quarters.
        paths: path_id.

    Returns:
        facility_events: one row per world_id, path_id, facility_id, plant_number, quarter; thousandths of a
        kL opened, and whole won (capex and who paid it, calls, revenue, tax, lenders, dividend, exit).
        facility_lots: one row per world_id, path_id, facility_id, plant_number, funded_quarter,
        cash_quarter; whole won invested and received, value and unrealised cost before and after the row.

    Source: METHOD.md, "Lots and budgets", "NAV", "Plants: building" to "Plants: exit and value".
    """
    (terms,) = plant_terms(
        plants_assumptions, market_assumptions, plan_assumptions, curves_data, tax_rates_data, plant_record
    ).values()
    seed, n_quarters = run_settings.select("seed", "n_quarters").row(0)
    market = market_of(market_paths, anchor_demand, n_quarters)
    plan = facility_capacity_plan.sort("facility_id")
    asked = paths["path_id"].unique().sort().to_numpy()
    made = []
    if (asked == 0).any():
        made.append(_frames(terms, central_runs(terms, plan, market)))
    if (asked > 0).any():
        spread = plants_assumptions["overrun_volatility"].item()
        made.append(_frames(terms, random_runs(terms, plan, market, asked[asked > 0], seed, spread)))
    events, lots = zip(*made, strict=True)
    return {"facility_events": pl.concat(events), "facility_lots": pl.concat(lots)}
