"""One plant of each site with and without a second phase, on the same luck."""

from dataclasses import replace

import numpy as np
import polars as pl

from fundmodel.assets.plant_runs import Runs, central_runs, market_of, random_runs
from fundmodel.assets.plant_terms import Floats, PlantTerms, plant_terms
from fundmodel.assets.plant_trade import NEVER
from fundmodel.assets.plant_worth import owners_npv

CHOICES = ("never", "at_once", "option")
_THOUSANDTHS = 1000


def _exercised(runs: Runs) -> Floats:
    weight = np.ones(runs.group.size) if runs.weight is None else runs.weight
    is_built = runs.operation.second_opening != NEVER
    sums: Floats = np.bincount(runs.group, weight * is_built, minlength=runs.path.size).astype(np.float64)
    return sums


def _rows(terms: PlantTerms, run: dict[str, Runs]) -> pl.DataFrame:
    runs = run["option"]
    worth = {
        f"{choice}_npv_krw": np.rint(owners_npv(replace(terms, second_phase=choice), run[choice]))
        for choice in CHOICES
    }
    keys = {"world_id": np.zeros(runs.path.size), "path_id": runs.path, "facility_id": runs.facility}
    columns = [pl.Series(name, values).cast(pl.Int32) for name, values in keys.items()]
    columns += [pl.Series(name, values).cast(pl.Int64) for name, values in worth.items()]
    built = np.rint(_exercised(runs) * _THOUSANDTHS)
    return pl.DataFrame([*columns, pl.Series("built_thousandths", built).cast(pl.Int64)])


def facility_phases(
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
) -> pl.DataFrame:
    """Net present value to the owners of one plant per site: no second phase, both at once, or the option.

    Whatever the scenario chooses, all three are computed with the same overrun, delay, demand and exchange
    rate, so their difference is the worth of the choice alone.

    Args:
        facility_capacity_plan: As in facility_events.
        plants_assumptions: One row.
        market_assumptions: One row.
        plan_assumptions: One row.
        market_paths: Of the paths asked for.
        anchor_demand: quarter, load_share; no rows where the portfolio asks for nothing.
        curves_data: Curves `plant_ramp` and `capex_s_curve`.
        tax_rates_data: Rows of kind `corporate` are the tax bands.
        plant_record: measure, position, outcome of overruns and delays on record.
        run_settings: seed and n_quarters.
        paths: path_id.

    Returns:
        One row per world_id, path_id, facility_id: never_npv_krw, at_once_npv_krw, option_npv_krw, whole
        won at the start of building, and built_thousandths: how often the option is exercised.

    Source: METHOD.md, "Plants: second phase".
    """
    (terms,) = plant_terms(
        plants_assumptions, market_assumptions, plan_assumptions, curves_data, tax_rates_data, plant_record
    ).values()
    seed, n_quarters = run_settings.select("seed", "n_quarters").row(0)
    market = market_of(market_paths, anchor_demand, n_quarters)
    plan = facility_capacity_plan.sort("facility_id").with_columns(plant_capacity=pl.lit(1))
    asked = paths["path_id"].unique().sort().to_numpy()
    volatility = plants_assumptions["overrun_volatility"].item()
    choices = {choice: replace(terms, second_phase=choice) for choice in CHOICES}
    made = []
    if (asked == 0).any():
        made.append(_rows(terms, {name: central_runs(one, plan, market) for name, one in choices.items()}))
    if (asked > 0).any():
        drawn = asked[asked > 0]
        run = {name: random_runs(one, plan, market, drawn, seed, volatility) for name, one in choices.items()}
        made.append(_rows(terms, run))
    return pl.concat(made)
