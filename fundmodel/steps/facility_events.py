"""Plants on every path: their events at 100 % of the plant, and their lots."""

from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from fundmodel import draws
from fundmodel.assets.plant_chances import (
    delay_outcomes,
    delay_weights,
    drawn_delay,
    drawn_overrun,
    overrun_outcomes,
)
from fundmodel.assets.plant_events import EventRows, event_rows, expected_events
from fundmodel.assets.plant_lots import LotRows, expected_lots, lot_rows
from fundmodel.assets.plants import (
    QUARTERS_PER_YEAR,
    Building,
    Floats,
    Ints,
    Operation,
    PlantTerms,
    build,
    operate,
)

TABLES = ("facility_events", "facility_lots")

_KEYS = {name: pl.Int32() for name in ("world_id", "path_id", "facility_id", "plant_number")}
_QUARTERS = ("quarter", "funded_quarter", "cash_quarter")


def _curve(curves_data: pl.DataFrame, code: str) -> tuple[float, ...]:
    return tuple(curves_data.filter(pl.col("curve_code") == code).sort("position")["value"].to_list())


def _terms(
    plants_assumptions: pl.DataFrame,
    market_assumptions: pl.DataFrame,
    curves_data: pl.DataFrame,
    tax_rates_data: pl.DataFrame,
) -> PlantTerms:
    given = {**plants_assumptions.row(0, named=True), **market_assumptions.row(0, named=True)}
    curves = {"ramp": _curve(curves_data, "plant_ramp"), "capex_curve": _curve(curves_data, "capex_s_curve")}
    bands = tax_rates_data.filter(pl.col("tax_kind") == "corporate").sort("from_krw")
    steps = tuple((float(limit), float(rate)) for limit, rate in bands.select("from_krw", "rate").iter_rows())
    named = {item.name: given[item.name] for item in fields(PlantTerms) if item.name in given}
    return PlantTerms(**named, **curves, tax_bands=steps)


def _frame(rows: EventRows | LotRows, path: Ints, facility: Ints, plant: Ints) -> pl.DataFrame:
    keys = {
        "world_id": np.zeros(rows.series.size, dtype=np.int32),
        "path_id": path[rows.series],
        "facility_id": facility[rows.series],
        "plant_number": plant[rows.series],
    }
    values = {item.name: getattr(rows, item.name) for item in fields(rows) if item.name != "series"}
    types = {name: pl.Int32() if name in _QUARTERS else pl.Int64() for name in values}
    columns = keys | values
    kinds = _KEYS | types
    return pl.DataFrame([pl.Series(name, column).cast(kinds[name]) for name, column in columns.items()])


@dataclass(frozen=True)
class _Market:
    """Market paths: ids ascending, and arrays of shape (n_paths, n_quarters)."""

    path_id: Ints
    demand_factor: Floats
    krw_per_usd: Floats


def _by_path(market_paths: pl.DataFrame, column: str, n_quarters: int) -> Floats:
    return market_paths.sort("path_id", "quarter")[column].to_numpy().reshape(-1, n_quarters)


def _operate(
    terms: PlantTerms, capacity_kl: Floats, building: Building, market: _Market, path: Ints
) -> Operation:
    """Operation under the market of each series' path; after the grid the last quarter's market holds."""
    row = np.searchsorted(market.path_id, path)[:, None]
    years = np.arange(terms.exit_year + 1) * QUARTERS_PER_YEAR
    date = np.minimum(building.opening[:, None] + years, market.demand_factor.shape[1] - 1)
    return operate(
        terms, capacity_kl, building, market.demand_factor[row, date], market.krw_per_usd[row, date]
    )


def _central(
    terms: PlantTerms, plan: pl.DataFrame, chances: dict, market: _Market
) -> tuple[pl.DataFrame, ...]:
    """The average plant of each plan row: every flow spread over the distribution of the delay."""
    delay, weight = delay_weights(delay_outcomes(chances["delay_mean_quarters"]))
    group = np.repeat(np.arange(plan.height), delay.size)
    weight = np.tile(weight, plan.height)
    kl = plan["capacity_kl"].to_numpy()[group]
    start = plan["start_quarter"].to_numpy()[group]
    overrun = np.full(group.size, chances["overrun_mean_share"])
    built = build(terms, kl, start, overrun, np.tile(delay, plan.height))
    ran = _operate(terms, kl, built, market, np.zeros_like(group))
    zero = np.zeros(plan.height, dtype=np.int64)
    keys = (zero, plan["facility_id"].to_numpy(), zero)
    events = expected_events(event_rows(kl, built, ran), weight, group)
    return _frame(events, *keys), _frame(expected_lots(lot_rows(built, ran), weight, group), *keys)


def _random(
    terms: PlantTerms, plan: pl.DataFrame, chances: dict, market: _Market, paths: Ints, seed: int
) -> tuple[pl.DataFrame, ...]:
    """Every plant on every random path, path by path."""
    overruns = overrun_outcomes(chances["overrun_mean_share"], chances["overrun_volatility"])
    delays = delay_outcomes(chances["delay_mean_quarters"])
    numbers = pl.int_ranges(1, pl.col("plant_capacity") + 1)
    plants = plan.with_columns(numbers.alias("plant_number")).explode("plant_number")
    overrun = np.empty((paths.size, plants.height))
    delay = np.empty((paths.size, plants.height), dtype=np.int64)
    for column, (code, number) in enumerate(plants.select("facility_code", "plant_number").iter_rows()):
        asset = f"{code}/{number}"
        overrun[:, column] = drawn_overrun(overruns, draws.uniforms(seed, asset, "overrun", paths))
        delay[:, column] = drawn_delay(delays, draws.uniforms(seed, asset, "delay", paths))
    plant = np.tile(np.arange(plants.height), paths.size)
    path = np.repeat(paths, plants.height)
    kl = plants["capacity_kl"].to_numpy()[plant]
    start = plants["start_quarter"].to_numpy()[plant]
    built = build(terms, kl, start, overrun.ravel(), delay.ravel())
    ran = _operate(terms, kl, built, market, path)
    keys = (path, plants["facility_id"].to_numpy()[plant], plants["plant_number"].to_numpy()[plant])
    return _frame(event_rows(kl, built, ran), *keys), _frame(lot_rows(built, ran), *keys)


def facility_events(
    facility_capacity_plan: pl.DataFrame,
    plants_assumptions: pl.DataFrame,
    market_assumptions: pl.DataFrame,
    market_paths: pl.DataFrame,
    curves_data: pl.DataFrame,
    tax_rates_data: pl.DataFrame,
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
        market_paths: path_id, quarter, demand_factor, krw_per_usd for the paths asked for.
        curves_data: Curves `plant_ramp` and `capex_s_curve`.
        tax_rates_data: Rows of kind `corporate` are the tax bands.
        run_settings: seed and n_quarters.
        paths: path_id.

    Returns:
        facility_events: one row per world_id, path_id, facility_id, plant_number, quarter; thousandths of a
        kL opened, and whole won (capex, overrun in it, loss call, revenue, tax, dividend, exit).
        facility_lots: one row per world_id, path_id, facility_id, plant_number, funded_quarter,
        cash_quarter; whole won invested and received, value and unrealised cost before and after the row.

    Source: METHOD.md, "Lots and budgets", "NAV", "Asset economics that give sane numbers".
    """
    terms = _terms(plants_assumptions, market_assumptions, curves_data, tax_rates_data)
    seed, n_quarters = run_settings.select("seed", "n_quarters").row(0)
    market = _Market(
        market_paths["path_id"].unique().sort().to_numpy(),
        _by_path(market_paths, "demand_factor", n_quarters),
        _by_path(market_paths, "krw_per_usd", n_quarters),
    )
    chances = plants_assumptions.row(0, named=True)
    plan = facility_capacity_plan.sort("facility_id")
    asked = paths["path_id"].unique().sort().to_numpy()
    made = []
    if (asked == 0).any():
        made.append(_central(terms, plan, chances, market))
    if (asked > 0).any():
        made.append(_random(terms, plan, chances, market, asked[asked > 0], seed))
    events, lots = zip(*made, strict=True)
    return {"facility_events": pl.concat(events), "facility_lots": pl.concat(lots)}
