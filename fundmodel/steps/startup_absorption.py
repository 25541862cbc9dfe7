"""What the plan asks of the Korean market for bio venture, year by year, and what that does to prices."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from fundmodel.assets.drug_programmes import QUARTERS_PER_YEAR, Floats
from fundmodel.assets.programme_plan import expected_demand, plan_rows, programmes_of

TABLES = ("startup_absorption", "listing_places")

_THOUSANDTHS = 1000
_CHEQUE = ("area_id", "entry_phase", "round_pivot", "lot_phase", "tranche", "cheque_krw")


def _by_year(amounts: Floats, n_years: int) -> Floats:
    padded = np.zeros(n_years * QUARTERS_PER_YEAR)
    padded[: amounts.size] = amounts
    return np.cumsum(padded.reshape(n_years, -1), axis=1)[:, -1]


def _of_world(plan: Mapping[str, float], demand: tuple[Floats, Floats, Floats]) -> pl.DataFrame:
    """Both tables of one world as one, from money for entries and follow-ons and from listings by quarter."""
    n_years = -(-demand[0].size // QUARTERS_PER_YEAR)
    entries, follow_ons, listings = (_by_year(amounts, n_years) for amounts in demand)
    year = np.arange(n_years)
    flow = 1 + plan["cluster_deal_flow_share"]
    market = plan["bio_vc_market_krw"] * (1 + plan["bio_vc_market_growth_rate"]) ** year * flow
    capacity = plan["absorption_max_share"] * market
    places = np.full(n_years, plan["bio_listings_per_year"] * plan["absorption_max_share"])
    excess = np.maximum(0.0, (entries + follow_ons) / capacity - 1)
    amounts = {
        "deployment_krw": entries + follow_ons,
        "follow_on_krw": follow_ons,
        "market_krw": market,
        "capacity_krw": capacity,
        "listings_thousandths": listings * _THOUSANDTHS,
        "listing_capacity_thousandths": places * _THOUSANDTHS,
    }
    return pl.DataFrame(
        {
            "world_id": np.full(n_years, plan["world_id"], dtype=np.int32),
            "year_number": year.astype(np.int32),
            **{name: np.floor(values).astype(np.int64) for name, values in amounts.items()},
            "entry_price_multiple": 1 + plan["absorption_price_rise_share"] * excess,
            "place_share": np.where(
                listings > places, places / np.where(listings > places, listings, 1), 1.0
            ),
        }
    )


def startup_absorption(
    companies: pl.DataFrame,
    company_plan: pl.DataFrame,
    startup_lots: pl.DataFrame,
    programme_phases: pl.DataFrame,
    startups_assumptions: pl.DataFrame,
    plan_assumptions: pl.DataFrame,
    curves_data: pl.DataFrame,
    run_settings: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """Expected deployment and listings of the plan beside a share of the sourced yearly market.

    Above that share the price of entries rises with the excess: a first cheque buys fewer shares. Of the
    companies that would list, as many find a place as the market takes; the others raise a round instead.

    Args:
        companies: world_id, plan_id, company_number, entry_quarter, cluster_id of the companies of the plan.
        company_plan: world_id, plan_id, fund_id, area_id, entry_phase.
        startup_lots: world_id, area_id, entry_phase, round_pivot, lot_phase, tranche, cheque_krw.
        programme_phases: world_id, area_id, phase_id, success_share, duration_years.
        startups_assumptions: One row per world.
        plan_assumptions: One row per world.
        curves_data: Curve `duration_quantiles`.
        run_settings: n_quarters.

    Returns:
        startup_absorption: one row per world_id, year_number (from quarter 0): deployment_krw, follow_on_krw
        (part of it), market_krw, capacity_krw, listings_thousandths, listing_capacity_thousandths,
        entry_price_multiple. listing_places: one row per world_id, year_number: place_share.

    Source: METHOD.md, "Absorption".
    """
    n_quarters = int(run_settings["n_quarters"][0])
    asked, places = [], []
    for plan in plan_assumptions.sort("world_id").iter_rows(named=True):
        is_world = pl.col("world_id") == plan["world_id"]
        given = startups_assumptions.row(by_predicate=is_world, named=True)
        programmes = programmes_of(programme_phases.filter(is_world), curves_data, given, n_quarters)
        lots = startup_lots.filter(is_world).select(_CHEQUE)
        cheques = {tuple(row[:-1]): row[-1] for row in lots.iter_rows()}
        rows = plan_rows(companies.filter(is_world), company_plan.filter(is_world), n_quarters)
        world = _of_world(plan, expected_demand(programmes, rows, cheques))
        asked.append(world.drop("place_share"))
        places.append(world.select("world_id", "year_number", "place_share"))
    return {"startup_absorption": pl.concat(asked), "listing_places": pl.concat(places)}
