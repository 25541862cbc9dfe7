"""Laws of plants: alike plants add up, order and company do not matter, one certain plant is computed
by hand.
"""

import numpy as np
import polars as pl
import pytest

from fundmodel.pipeline import select
from fundmodel.steps.facility_events import facility_events
from fundmodel.steps.fund_flows import fund_flows
from tests.fund_case import FundCase, sql
from tests.steps.test_facility_events import given
from tests.steps.test_facility_financing import LOAN

SHOCKS = {"delay_mean_quarters": 1.5, "overrun_volatility": 0.2}
SITE = ["facility_id", "world_id"]


def flows(lots, count=1, stake=0.1):
    plan = pl.DataFrame(
        {"world_id": [0], "facility_id": [0], "fund_id": [1], "plant_count": [count], "stake_share": [stake]},
        schema_overrides={"world_id": pl.Int32, "facility_id": pl.Int32, "fund_id": pl.Int32},
    )
    return select(sql("facility_lot_flows"), {"facility_lots": lots, "facility_plan": plan})


@pytest.mark.parametrize("options", [{}, LOAN])
def test_twice_as_many_alike_plants_are_twice_the_flows(options):
    """Without overrun, delay and market shocks two plants of a site are each the first, on every path."""
    lots = facility_events(**given(paths=(0, 1), capacity=2, **options))["facility_lots"]
    one, two = flows(lots), flows(lots, count=2)
    keys = ["world_id", "path_id", "fund_id", "priority_class", "funded_quarter", "cash_quarter"]
    assert two.select(keys).equals(one.select(keys))
    for name in ("invested_krw", "proceeds_krw", "nav_change_krw", "cost_change_krw"):
        assert (two[name] == 2 * one[name]).all(), name
        assert one[name].abs().sum() > 0


def by_code(frames):
    """Events with the site's code in place of its number."""
    codes = frames["facility_capacity_plan"].select("facility_id", "facility_code")
    events = facility_events(**frames)["facility_events"].join(
        codes.with_columns(pl.col("facility_id").cast(pl.Int32)), on="facility_id"
    )
    keys = ["path_id", "facility_code", "plant_number", "quarter"]
    return events.drop(SITE).sort(keys).select(*keys, pl.exclude(keys))


def test_the_order_of_the_sites_changes_nothing():
    frames = given(paths=range(21), **SHOCKS, **LOAN)
    turned = dict(frames)
    turned["facility_capacity_plan"] = frames["facility_capacity_plan"].with_columns(
        facility_id=1 - pl.col("facility_id")
    )
    assert by_code(turned).equals(by_code(frames))


def test_another_plant_leaves_the_others_as_they_were():
    frames = given(paths=range(21), **SHOCKS, **LOAN)
    more = dict(frames)
    plan = frames["facility_capacity_plan"]
    third = plan.head(1).with_columns(
        facility_id=pl.lit(2, pl.Int64), facility_code=pl.lit("A0-new"), capacity_kl=pl.lit(99.0)
    )
    more["facility_capacity_plan"] = pl.concat([third, plan])
    grown = by_code(more)
    assert grown["facility_code"].n_unique() == 3
    assert grown.filter(pl.col("facility_code") != "A0-new").equals(by_code(frames))


def test_the_mean_of_random_delays_is_the_central_case_with_debt_too():
    """Calls and receipts, each by itself, within four standard errors in every quarter: no shock but
    the delay.
    """
    n_paths = 1_500
    scale = {"capex_per_kl_krw": 11_000_000_000, "revenue_per_kl_krw": 6_500_000_000}
    frames = given(paths=range(n_paths + 1), delay_mean_quarters=1.5, **scale, **LOAN)
    lots = facility_events(**frames)["facility_lots"].filter(pl.col("facility_id") == 0)
    for side in ("invested_krw", "proceeds_krw"):
        grid = np.zeros((n_paths + 1, int(lots["cash_quarter"].max()) + 1))
        for path, quarter, amount in lots.select("path_id", "cash_quarter", side).iter_rows():
            grid[path, quarter] += amount
        random, central = grid[1:], grid[0]
        error = random.std(axis=0, ddof=1) / np.sqrt(n_paths)
        assert (np.abs(random.mean(axis=0) - central) <= 4 * error + 100).all()
        assert np.abs(central).max() > 0


def test_a_programme_of_one_certain_plant_to_the_won():
    """The plant of tests/plant_case.py, built in half a year, full from quarter 3 on, sold a year later:
    11,000 won in quarter 0, four quarters of 945 less 480 of tax, and 20,000 in quarter 7. A fund that
    holds a tenth calls 1,100 and gets 2,330; nothing else moves, and nothing is left.
    """
    quick = {"build_quarters": 2, "validation_quarters": 1, "exit_quarter": 4}
    made = flows(facility_events(**given(demand=4.0, **quick))["facility_lots"]).drop("world_id")
    columns = ["path_id", "fund_id", "priority_class", "funded_quarter", "cash_quarter"]
    amounts = ["invested_krw", "proceeds_krw", "nav_change_krw", "cost_change_krw"]
    case = FundCase(
        lots=[(0, *row) for row in made.select(columns + amounts).iter_rows()],
        annual_fee=0,
        mega_fee=0,
        terms={"expense_rate": 0.0},
    )
    tables = case.tables()
    inputs = fund_flows.__annotations__.keys() - {"return"}
    every = fund_flows(**{name: tables[name] for name in inputs})
    child = every["fund_flows"].filter(pl.col("fund_id") == 1)
    for name, expected in (("called_krw", {0: 1_100}), ("proceeds_krw", {7: 2_330})):
        moved = child.filter(pl.col(name) != 0)
        assert dict(moved.select("quarter", name).iter_rows()) == expected
    assert child["distributable_krw"].sum() == 2_330
    assert child["nav_krw"][-1] == 0


def test_a_second_shock_of_the_market_reaches_every_plant_alike():
    """Two sites of one size and start see the same market: without delay and overrun they are the
    same plant.
    """
    frames = given(paths=(0, 1, 2), demand=0.9, **LOAN)
    plan = frames["facility_capacity_plan"].with_columns(start_quarter=pl.lit(4))
    frames["facility_capacity_plan"] = plan
    events = facility_events(**frames)["facility_events"]
    one, other = (events.filter(pl.col("facility_id") == site).drop("facility_id") for site in (0, 1))
    assert one.equals(other)
