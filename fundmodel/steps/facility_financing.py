"""What one plant of each site needs from its owners and gets from lenders, by the plan before building."""

from dataclasses import replace

import numpy as np
import polars as pl

from fundmodel.assets.plant_runs import plan_case
from fundmodel.assets.plant_terms import PlantTerms, plant_terms


def _financing(terms: PlantTerms, sites: pl.DataFrame) -> pl.DataFrame:
    """The financing of sites on the same terms, whatever their world."""
    start = sites["start_quarter"].to_numpy().astype(np.int64)
    loan, building, operation = plan_case(terms, sites["capacity_kl"].to_numpy(), start)
    none = np.zeros(sites.height)
    early = operation.call_krw.sum(axis=1)
    columns = {
        "capex_krw": building.capex_krw.sum(axis=1),
        "grant_krw": building.grant_krw.sum(axis=1),
        "draw_krw": building.draw_krw.sum(axis=1),
        "debt_krw": none if loan is None else loan.amount_krw,
        "debt_capacity_krw": none if loan is None else loan.capacity_krw,
        "debt_gearing_krw": none if loan is None else loan.gearing_krw,
        "early_calls_krw": early,
        "need_krw": building.owner_krw.sum(axis=1) + building.opening_call_krw + early,
    }
    whole = {name: np.floor(column).astype(np.int64) for name, column in columns.items()}
    return sites.select("world_id", "facility_id").with_columns(**whole)


def facility_financing(
    facility_sites: pl.DataFrame,
    plants_assumptions: pl.DataFrame,
    market_assumptions: pl.DataFrame,
    plan_assumptions: pl.DataFrame,
    curves_data: pl.DataFrame,
    tax_rates_data: pl.DataFrame,
    plant_record: pl.DataFrame,
) -> pl.DataFrame:
    """Sources and uses of one whole plant by its plan: full demand, the start rate of exchange, mean overrun.

    Args:
        facility_sites: world_id, facility_id, capacity_kl, start_quarter.
        plants_assumptions: One row per world.
        market_assumptions: One row per world.
        plan_assumptions: One row per world.
        curves_data: Curves `plant_ramp` and `capex_s_curve`.
        tax_rates_data: Rows of kind `corporate` are the tax bands.
        plant_record: measure, position, outcome of overruns and delays on record.

    Returns:
        One row per world_id, facility_id, whole won: capex_krw with the mean overrun, grant_krw, draw_krw
        from lenders, debt_krw owed at opening, debt_capacity_krw by cover, debt_gearing_krw by gearing,
        early_calls_krw
        (operating losses and interest that owners pay in), need_krw: everything that owners pay in.

    Source: METHOD.md, "Plants: debt".
    """
    terms = plant_terms(
        plants_assumptions, market_assumptions, plan_assumptions, curves_data, tax_rates_data, plant_record
    )
    # Worlds that differ elsewhere share one plan: a demand shock is not known to lenders.
    alike: dict[PlantTerms, list[int]] = {}
    for world, one in terms.items():
        alike.setdefault(replace(one, demand_level=1.0), []).append(world)
    made = [
        _financing(one, facility_sites.filter(pl.col("world_id").is_in(worlds)))
        for one, worlds in alike.items()
    ]
    return pl.concat(made).sort("world_id", "facility_id")
