"""What may not change the flows of startups: their order, other companies, the number of paths."""

import polars as pl
import pytest

from fundmodel import datasets
from tests.startup_case import Case, one_row_plan

TABLES = ("startup_central", "startup_lot_flows")
MEASURES = ("invested_krw", "proceeds_krw", "nav_change_krw", "cost_change_krw")


def test_the_order_of_the_plan_and_of_the_phases_changes_nothing() -> None:
    data = datasets.read_all()
    turned = {
        name: data[name].sample(fraction=1.0, shuffle=True, seed=3)
        for name in ("startup_plan_data", "drug_phases_data", "phase_transitions_data", "clusters_data")
    }
    plain, mixed = Case(range(2)), Case(range(2), **turned)
    for table in (*TABLES, "startup_counts", "startup_absorption"):
        assert plain[table].equals(mixed[table]), table


@pytest.mark.parametrize("table", TABLES)
def test_twice_the_cheques_give_twice_the_flows_while_the_market_takes_them(table: str) -> None:
    limit_off = {"absorption_max_share": 10.0}
    one, two = (
        Case(range(3), overrides=limit_off | {"initial_round_share": share})[table] for share in (0.25, 0.5)
    )
    keys = ["path_id", "fund_id", "priority_class", "funded_quarter", "cash_quarter"]
    both = one.join(two, on=keys, how="full", coalesce=True, suffix="_twice").fill_null(0)
    for measure in MEASURES:
        # A won of rounding of the cheque grows with the price; the cheque's own won is lost at most twice.
        assert (both[f"{measure}_twice"] - 2 * both[measure]).abs().max() < 2_000
        assert both[measure].abs().max() > 10**9


def test_twice_the_companies_of_a_row_are_twice_the_expected_flows() -> None:
    limit_off = {"absorption_max_share": 10.0}
    one, two = (
        Case(
            n_quarters=200,
            overrides=limit_off,
            startup_plan_data=one_row_plan(companies_per_krw_100bn=density),
        )
        for density in (0.3125, 0.625)
    )
    # The grid is long enough for every company to end, whenever it enters.
    totals = [case["startup_central"].select(pl.col(MEASURES[:2]).sum()).row(0) for case in (one, two)]
    assert totals[1] == pytest.approx([2 * amount for amount in totals[0]], rel=1e-6)


def test_path_17_is_the_same_of_a_hundred_and_of_ten_thousand_paths() -> None:
    plan = one_row_plan(companies_per_krw_100bn=1.25)
    few, many = (Case(range(n), startup_plan_data=plan)["startup_lot_flows"] for n in (101, 10_001))
    one = [frame.filter(pl.col("path_id") == 17) for frame in (few, many)]
    assert one[0].height > 0
    assert one[0].equals(one[1])
    assert many["path_id"].n_unique() == 10_000
