import polars as pl
import pytest

from fundmodel.steps.facility_financing import facility_financing
from tests.steps.test_facility_events import given

SITES = pl.DataFrame(
    {"world_id": [0, 0], "facility_id": [1, 0], "capacity_kl": [30.0, 10.0], "start_quarter": [8, 0]}
)
LOAN = {
    "gearing_max_share": 0.4,
    "debt_dscr_multiple": 1.5,
    "debt_interest_rate": 0.04,
    "debt_tenor_years": 3,
    "debt_grace_years": 1,
    "dsra_quarters": 2,
}


def made(**changes):
    frames = given(**changes)
    inputs = (
        "plants_assumptions", "market_assumptions", "plan_assumptions", "curves_data", "tax_rates_data",
        "plant_record",
    )  # fmt: skip
    return facility_financing(SITES, *(frames[name] for name in inputs))


def test_the_need_is_capex_and_early_losses_of_the_certain_plant():
    """tests/plant_case.py: 11,000 and four calls of 367 won; 30 kL: 33,000 and 4 x 1,102 (1,102.5
    floored).
    """
    plan = made()
    assert plan["facility_id"].to_list() == [0, 1]
    assert plan["need_krw"].to_list() == [12_468, 37_408]
    assert plan["debt_krw"].to_list() == [0, 0]


def test_demand_and_exchange_rate_of_a_scenario_do_not_move_the_plan():
    frames = given(**LOAN)
    slump = frames["market_assumptions"].with_columns(demand_level=pl.lit(0.8))
    names = ("plan_assumptions", "curves_data", "tax_rates_data", "plant_record")
    inputs = (frames[name] for name in names)
    assert facility_financing(SITES, frames["plants_assumptions"], slump, *inputs).equals(made(**LOAN))


def test_the_loan_is_the_smaller_of_gearing_and_cover():
    """Cover: the 3,300 won of years 2 and 3 over 1.5 are 550 won a quarter; at 1 % a quarter eight are
    worth 4,208 at the end of the first year. Gearing: draws of 40 % and 60 % grow for 6 and 4 quarters to
    0.4 x 1.0615 + 0.6 x 1.0406 = 1.04897; 0.4 x 11,000 / (1 - 0.4 x (1 - 1/1.04897)) = 4,483.7.
    """
    plan = made(**LOAN).row(0, named=True)
    assert plan["debt_capacity_krw"] == 4_208
    assert plan["debt_gearing_krw"] == 4_483
    assert plan["debt_krw"] == 4_208
    assert plan["draw_krw"] == pytest.approx(4_208 / 1.04897, abs=2)
    tight = made(**(LOAN | {"gearing_max_share": 0.2})).row(0, named=True)
    assert tight["debt_krw"] == tight["debt_gearing_krw"] < 4_208


def test_owners_pay_what_lenders_and_grants_do_not():
    """At opening the reserve: two quarters of interest on 4,208, 84.2 won; in the grace period interest is
    paid in with the losses: 367.5 + 42.1 a quarter."""
    plan = made(**LOAN).row(0, named=True)
    assert plan["early_calls_krw"] == 4 * 409
    owners = 11_000 - plan["draw_krw"] + 84 + 4 * 409
    assert plan["need_krw"] == owners
    granted = made(grant_share=0.1).row(0, named=True)
    assert granted["grant_krw"] == 1_000
    # Written off and maintained is 10,000: 50 in place of 55 won a quarter.
    assert granted["need_krw"] == 11_000 - 1_000 + 4 * 362


def test_worlds_are_planned_apart_and_alike_ones_alike():
    frames = given(**LOAN)
    worlds = [0, 1, 2]
    plants, market, plan = (
        pl.concat([frames[name].with_columns(world_id=pl.lit(world, pl.Int64)) for world in worlds])
        for name in ("plants_assumptions", "market_assumptions", "plan_assumptions")
    )
    dear = pl.when(pl.col("world_id") == 1).then(0.08).otherwise(pl.col("debt_interest_rate"))
    sites = pl.concat([SITES.with_columns(world_id=pl.lit(world, pl.Int64)) for world in worlds])
    tables = (frames["curves_data"], frames["tax_rates_data"], frames["plant_record"])
    made_of = facility_financing(sites, plants.with_columns(debt_interest_rate=dear), market, plan, *tables)
    assert made_of["world_id"].to_list() == [0, 0, 1, 1, 2, 2]
    one = [made_of.filter(pl.col("world_id") == world).drop("world_id") for world in worlds]
    assert one[0].equals(one[2])
    assert one[1]["debt_krw"][0] < one[0]["debt_krw"][0]
    assert one[0].equals(made(**LOAN).drop("world_id"))
