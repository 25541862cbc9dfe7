import inspect

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from fundmodel.steps.fund_flows import fund_flows
from fundmodel.steps.investor_bonds import investor_bonds
from tests.fund_case import FundCase, lot

SMALL = dict.fromkeys(("scenario_id", "path_id", "investor_id", "quarter"), pl.Int32)
TERMS = {
    "funding_bond_share": 1.0,
    "funding_spread_rate": 0.01,
    "funding_later_spread_rate": 0.03,
    "funding_maturity_years": 1.0,
}


def made(cash: list[tuple[int, int]], safe: float = 0.03, **terms: float) -> dict[str, pl.DataFrame]:
    """Investor 0 pays in and receives; the mega fund ends in the last quarter given."""
    rows = [(0, 0, 0, quarter, *one) for quarter, one in enumerate(cash)]
    money = {"paid_in_krw": pl.Int64, "distributed_krw": pl.Int64}
    return investor_bonds(
        pl.DataFrame({"scenario_id": [0]}, schema={"scenario_id": pl.Int32}),
        pl.DataFrame({"n_quarters": [len(cash)]}),
        pl.DataFrame(
            {"scenario_id": [0], "level": [0], "end_quarter": [len(cash) - 1]},
            schema_overrides={"scenario_id": pl.Int32},
        ),
        pl.DataFrame({"investor_id": [0, 1], "is_bond_funded": [True, False]}),
        pl.DataFrame(rows, schema=SMALL | money, orient="row"),
        pl.DataFrame(
            {"scenario_id": [0]} | {name: [value] for name, value in (TERMS | terms).items()},
            schema_overrides={"scenario_id": pl.Int32},
        ),
        pl.DataFrame(
            {"scenario_id": [0], "government_yield_rate": [safe]}, schema_overrides={"scenario_id": pl.Int32}
        ),
    )


def test_bonds_by_hand() -> None:
    """1,000 are called, 4 % on them is 10 a quarter; 5 come in quarter 2. In quarter 4 the bonds fall due,
    with 300 in hand: 10 interest, 290 redeemed, 710 refinanced at 6 %, which is 10.65, floored 10. In quarter
    6, the last, 800 come: 10 interest, 710 redeemed, 80 are left.

    The treasury pays 10, 5, 10 of the interest of quarters 1 to 3 and 10 in quarter 5.
    """
    frames = made([(1000, 0), (0, 0), (0, 5), (0, 0), (0, 300), (0, 0), (0, 800)])
    flows = frames["bond_flows"]
    assert flows["interest_krw"].to_list() == [0, 10, 10, 10, 10, 10, 10]
    assert flows["carry_paid_krw"].to_list() == [0, 10, 5, 10, 0, 10, 0]
    assert flows["refinanced_krw"].to_list() == [0, 0, 0, 0, 710, 0, 0]
    assert flows["balance_krw"].to_list() == [1000, 1000, 1000, 1000, 710, 710, 0]
    totals = frames["bond_totals"].row(0, named=True)
    assert (totals["repaid_krw"], totals["surplus_krw"], totals["drawn_krw"]) == (1710, 80, 0)
    assert totals["fiscal_cost_krw"] == 35 - 80
    assert totals["negative_carry_krw"] == 10 + 5 + 10 + 10
    costs = {1: 10, 2: 5, 3: 10, 5: 10, 6: -80}
    present = sum(won * 1.03 ** (-quarter / 4) for quarter, won in costs.items())
    assert totals["present_cost_krw"] == round(present)
    assert totals["peak_balance_krw"] == 1000


def test_the_guarantee_is_drawn_for_what_is_missing_at_the_end() -> None:
    """Of 1,000 only 400 come back: 600 are drawn; support of 50 that the investor pays is borrowed too."""
    totals = made([(1000, 0), (0, -50), (0, 400)], safe=0.0, funding_spread_rate=0.0)["bond_totals"]
    row = totals.row(0, named=True)
    assert (row["issued_krw"], row["drawn_krw"], row["surplus_krw"]) == (1050, 650, 0)
    assert row["fiscal_cost_krw"] == row["present_cost_krw"] == 650


def test_money_that_waits_earns_the_safe_yield_and_saves_new_bonds() -> None:
    """400 kept for a quarter at 4 % are 404; a call of 104 needs no bond."""
    flows = made([(0, 400), (104, 0), (0, 0)], safe=0.04)["bond_flows"]
    assert flows["kept_income_krw"].to_list() == [0, 4, 3]
    assert flows["issued_krw"].to_list() == [0, 0, 0]
    assert flows["surplus_krw"].to_list() == [0, 0, 303]


def test_half_the_money_from_bonds_and_none() -> None:
    half = made([(1000, 0), (0, 0), (0, 1200)], funding_bond_share=0.5)["bond_totals"]
    assert half["issued_krw"].to_list() == [500]
    assert all(frame.is_empty() for frame in made([(1000, 0), (0, 900)], funding_bond_share=0.0).values())


@pytest.mark.parametrize("table", ["party_totals", "class_flows", "irrs"])
def test_nobody_elses_cash_changes_with_the_bonds(table: str) -> None:
    """The funds do not read the terms of the bonds at all."""
    found = []
    for share in (0.0, 1.0):
        tables = FundCase(lots=lot(0, 800, 5, 1500), terms={"funding_bond_share": share}).tables()
        given = {name: tables[name] for name in inspect.signature(fund_flows).parameters}
        found.append(fund_flows(**given)[table])
    assert_frame_equal(*found, check_exact=True)
