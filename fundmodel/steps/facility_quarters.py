"""Plants quarter by quarter, for the central case and the kept paths: trade, debt, and dates."""

from dataclasses import fields

import numpy as np
import polars as pl

from fundmodel.assets.plant_quarters import Milestones, Quarters, coverage, milestones_of, quarters_of
from fundmodel.assets.plant_runs import Runs, central_runs, market_of, random_runs
from fundmodel.assets.plant_terms import PlantTerms, plant_terms

TABLES = ("facility_quarters", "facility_milestones")

_KEYS = ("world_id", "path_id", "facility_id", "plant_number")
_AMOUNTS = tuple(item.name for item in fields(Quarters))


def _quarter_rows(world: int, terms: PlantTerms, runs: Runs, n_quarters: int) -> pl.DataFrame:
    amounts = quarters_of(terms, runs, n_quarters)
    dscr, llcr = coverage(amounts, terms.debt_rate_per_quarter)
    row, quarter = np.divmod(np.arange(runs.path.size * n_quarters), n_quarters)
    keys = (np.full(row.size, world), runs.path[row], runs.facility[row], runs.number[row], quarter)
    named = zip((*_KEYS, "quarter"), keys, strict=True)
    columns = [pl.Series(name, values).cast(pl.Int32) for name, values in named]
    columns += [pl.Series(name, getattr(amounts, name).ravel()) for name in _AMOUNTS]
    covers = (("dscr_multiple", dscr), ("llcr_multiple", llcr))
    columns += [pl.Series(name, values.ravel()).fill_nan(None) for name, values in covers]
    is_alive = pl.any_horizontal(pl.col(name) != 0 for name in _AMOUNTS)
    return pl.DataFrame(columns).filter(is_alive)


def _milestone_rows(world: int, terms: PlantTerms, runs: Runs) -> pl.DataFrame:
    dates = milestones_of(terms, runs)
    keys = (np.full(runs.path.size, world), runs.path, runs.facility, runs.number)
    columns = dict(zip(_KEYS, keys, strict=True))
    columns |= {f"{item.name}_quarter": getattr(dates, item.name) for item in fields(Milestones)}
    return pl.DataFrame([pl.Series(name, values).cast(pl.Int32) for name, values in columns.items()])


def facility_quarters(
    facility_plan: pl.DataFrame,
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
    kept_paths: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """Every quarter of the plants of the plan at 100 % of the plant; plant number 0 is the average plant.

    Args:
        facility_plan: world_id, facility_id, plant_count.
        facility_capacity_plan: As in facility_events.
        plants_assumptions: One row per world.
        market_assumptions: One row per world.
        plan_assumptions: One row per world.
        market_paths: Of the kept paths, world_id, path_id, quarter, demand_factor, krw_per_usd.
        anchor_demand: quarter, load_share; no rows where the portfolio asks for nothing.
        curves_data: Curves `plant_ramp` and `capex_s_curve`.
        tax_rates_data: Rows of kind `corporate` are the tax bands.
        plant_record: measure, position, outcome of overruns and delays on record.
        run_settings: seed and n_quarters.
        kept_paths: path_id.

    Returns:
        facility_quarters: one row per world_id, path_id, facility_id, plant_number, quarter in which
        something is not 0; whole won and thousandths of a kL; DSCR and LLCR as multiples, empty without debt.
        facility_milestones: one row per world_id, path_id, facility_id, plant_number; calendar quarters.

    Source: METHOD.md, "Plants: building" to "Plants: exit and value".
    """
    seed, n_quarters = run_settings.select("seed", "n_quarters").row(0)
    asked = kept_paths["path_id"].unique().sort().to_numpy()
    worlds = plant_terms(
        plants_assumptions, market_assumptions, plan_assumptions, curves_data, tax_rates_data, plant_record
    )
    spreads = dict(plants_assumptions.select("world_id", "overrun_volatility").iter_rows())
    quarters, dates = [], []
    for world, terms in worlds.items():
        plan = facility_capacity_plan.filter(pl.col("world_id") == world).sort("facility_id")
        market = market_of(
            *(frame.filter(pl.col("world_id") == world) for frame in (market_paths, anchor_demand)),
            n_quarters,
        )
        made = []
        if (asked == 0).any():
            made.append(central_runs(terms, plan, market))
        if (asked > 0).any():
            made.append(random_runs(terms, plan, market, asked[asked > 0], seed, spreads[world]))
        for runs in made:
            quarters.append(_quarter_rows(world, terms, runs, n_quarters))
            dates.append(_milestone_rows(world, terms, runs))
    planned = facility_plan.select("world_id", "facility_id", "plant_count")

    def rows(frames: list[pl.DataFrame], keys: tuple[str, ...]) -> pl.DataFrame:
        found = pl.concat(frames).join(planned, on=["world_id", "facility_id"])
        is_planned = (pl.col("plant_number") <= pl.col("plant_count")) & (pl.col("plant_count") > 0)
        return found.filter(is_planned).drop("plant_count").sort(keys)

    return {
        "facility_quarters": rows(quarters, (*_KEYS, "quarter")),
        "facility_milestones": rows(dates, _KEYS),
    }
