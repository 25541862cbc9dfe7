"""Levers of public support, each by hand on a tiny programme without fees, expenses and carry.

Commitments to the child fund 2,000: mega fund 900, pension 500, abroad 400, GP 200; fiscal money holds 60 %
of the mega fund. 1,000 are invested in quarter 0: the mega fund pays 450, pension 250, abroad 200, GP 100.
"""

import inspect

import numpy as np
import polars as pl
import pytest

from fundmodel import Scenario, load_scenarios
from fundmodel.assumptions import ScenarioError
from fundmodel.funds.fund_run import read_parties
from fundmodel.steps.investor_flows import investor_flows
from tests.fund_case import FundCase, Lot, detail, lot
from tests.lever_case import lever_frames

PLAIN = {
    "expense_rate": 0.0,
    "carry_rate": 0.0,
    "mega_carry_rate": 0.0,
    "public_first_loss_share": 0.0,
    "forced_sale_discount_share": 0.0,
}
FISCAL, PENSION, ABROAD, GP = range(4)
KEY = (0, 0, 1, 2, 0)


def case(lots: list[Lot], **terms: object) -> FundCase:
    return FundCase(lots=lots, annual_fee=0, mega_fee=0, terms=PLAIN | terms)


def moved(made: FundCase, kind: str | None = None) -> dict[tuple[int, int], int]:
    """(investor, quarter) -> won of the levers, of one kind or of all."""
    tables = made.tables()
    given = {name: tables[name] for name in inspect.signature(investor_flows).parameters}
    rows = investor_flows(**given)["investor_flows"]
    levers = ("call_option", "priority_return", "upside_transfer", "first_loss", "put_option", "fiscal_layer")
    rows = rows.filter(pl.col("kind").is_in([kind] if kind else levers))
    sums = rows.group_by("investor_id", "quarter").agg(pl.col("amount_krw").sum())
    return {(who, when): won for who, when, won in sums.iter_rows() if won}


def worth(gain_in: int, gain: int, exits: int, proceeds: int) -> list[Lot]:
    """1,000 invested in quarter 0, worth `gain` more from one quarter on, sold later."""
    rows = lot(0, 1000, exits, proceeds)
    bought, (*sold, nav, cost) = rows
    return [bought, (*KEY, gain_in, 0, 0, gain, 0), (*sold, nav - gain, cost)]


def test_upside_transfer_by_hand() -> None:
    """1,500 come back: the mega fund has 675 on 450, 225 above a hurdle of nothing, 60 % of it public: 135.
    Half of it, 67, goes to pension and abroad as 5 : 4.
    """
    lots = lot(0, 1000, 4, 1500)
    terms = {"upside_transfer_share": 0.5}
    assert moved(case(lots, **terms)) == {(FISCAL, 4): -67, (PENSION, 4): 37, (ABROAD, 4): 30}
    abroad = case(lots, **terms, upside_transfer_goes_to="foreign")
    assert moved(abroad) == {(FISCAL, 4): -67, (ABROAD, 4): 67}
    # At a hurdle of 20 % a year 540 are owed: 135 are above it, 81 public.
    assert moved(case(lots, **terms, hurdle_rate=0.2))[FISCAL, 4] == -40
    assert moved(case(lots, **terms, hurdle_rate=0.6)) == {}


def test_an_excess_is_never_more_than_the_profit() -> None:
    """900 are given back early and compounded at 20 %, but 675 - 450 is all that the mega fund gained."""
    rows = [*lot(0, 1000, 2, 1490)[:1], (*KEY, 2, 0, 1490, 0, 0), (*KEY, 7, 0, 10, -1000, -1000)]
    found = moved(case(rows, upside_transfer_share=1.0, hurdle_rate=0.2))
    assert 0 < -found[FISCAL, 7] <= int(225 * 0.6)


def test_priority_return_by_hand() -> None:
    """After a year at 1,020: pension has 255 of 257.75 that are 3.1 %, abroad 204 of 206.2; the public
    profit is 60 % of 9. At 1,010 only 60 % of 4 = 2 are there, one each; at 990 there is no profit to give.
    """
    terms = {"priority_return_rate": 0.031}
    assert moved(case(lot(0, 1000, 4, 1020), **terms)) == {(FISCAL, 4): -4, (PENSION, 4): 2, (ABROAD, 4): 2}
    assert moved(case(lot(0, 1000, 4, 1010), **terms)) == {(FISCAL, 4): -2, (PENSION, 4): 1, (ABROAD, 4): 1}
    assert moved(case(lot(0, 1000, 4, 990), **terms)) == {}


def test_what_is_given_first_is_not_given_twice() -> None:
    """At 1,020 priority takes 4 of the public 5.4; of the 1.4 that are left the transfer takes all: 1."""
    both = case(lot(0, 1000, 4, 1020), priority_return_rate=0.031, upside_transfer_share=1.0)
    assert moved(both, "priority_return")[FISCAL, 4] == -4
    assert moved(both, "upside_transfer")[FISCAL, 4] == -1


def test_put_of_first_time_investors_by_hand() -> None:
    """Half is lost: pension, the first-time investor, lacks 125 of 250. A put on 30 % of its stake at cost
    pays 37. With first loss of 10 % of the fund, 200 of 225 are covered, 111 of pension's: the put pays 30 %
    of the 14 that are left. A cap of 1 % of the fund is 20.
    """
    lots, put = lot(0, 1000, 4, 500), {"put_option_share": 0.3}
    assert moved(case(lots, **put)) == {(FISCAL, 4): -37, (PENSION, 4): 37}
    both = case(lots, **put, public_first_loss_share=0.1)
    assert moved(both, "first_loss") == {(FISCAL, 4): -200, (PENSION, 4): 111, (ABROAD, 4): 89}
    assert moved(both, "put_option") == {(FISCAL, 4): -4, (PENSION, 4): 4}
    assert moved(case(lots, **put, put_cap_share=0.01)) == {(FISCAL, 4): -20, (PENSION, 4): 20}
    # A strike of 1.2 of cost: 300 - 125 = 175, 30 % of it 52.
    assert moved(case(lots, **put, put_strike_multiple=1.2))[PENSION, 4] == 52


def test_first_loss_up_to_a_share_of_the_public_principal() -> None:
    """60 % of the mega fund's 450 are public: 20 % of 270 is 54, shared 125 : 100."""
    found = moved(
        case(lot(0, 1000, 4, 500), public_first_loss_share=0.2, first_loss_cap_base="public_principal")
    )
    assert found == {(FISCAL, 4): -54, (PENSION, 4): 30, (ABROAD, 4): 24}


CALL = {"call_option_share": 0.5, "upside_transfer_goes_to": "private"}


def test_call_on_the_public_stake_by_hand() -> None:
    """Worth 1,200 in quarter 4: the mega fund's stake is worth 540 and cost 450. Half of the public 60 %
    is called at 30 % of 450 = 135, and gets 30 % of the 675 that come in quarter 6. Shared 5 : 4.
    """
    rose = worth(4, 200, 6, 1500)
    assert moved(case(rose, **CALL)) == {
        (FISCAL, 4): 135,
        (PENSION, 4): -75,
        (ABROAD, 4): -60,
        (FISCAL, 6): -202,
        (PENSION, 6): 112,
        (ABROAD, 6): 90,
    }
    # Of what is left to the public side, 30 % of 225, the transfer takes half: 33.
    both = case(rose, **CALL, upside_transfer_share=0.5)
    assert moved(both, "upside_transfer")[FISCAL, 6] == -33
    # 20 % a year bring the strike to 540: not in the money; it is where the later rate of 5 % starts at once.
    assert moved(case(rose, **CALL, call_strike_rate=0.2, call_strike_step_years=1.25)) == {}
    late = case(rose, **CALL, call_strike_rate=0.2, call_strike_late_rate=0.05)
    assert moved(late)[FISCAL, 4] == 141


def test_exercise_knows_nothing_of_what_comes_later() -> None:
    """The same stake in quarter 4, lost in quarter 6: the holder has paid 135 and gets nothing."""
    assert moved(case(worth(4, 200, 6, 0), **CALL)) == {(FISCAL, 4): 135, (PENSION, 4): -75, (ABROAD, 4): -60}


def test_a_call_outside_its_window_or_out_of_the_money_lapses() -> None:
    rose = worth(4, 200, 6, 1500)
    assert moved(case(rose, **CALL, call_window_first_year=0.0, call_window_last_year=0.75)) == {}
    assert moved(case(worth(4, 0, 6, 1500), **CALL)) == {}


def test_the_holder_takes_over_the_unfunded_commitment() -> None:
    """Called in quarter 1; 400 more are invested in quarter 2, of which the mega fund pays 180, 54 of it for
    the holder.
    """
    lots = [*worth(1, 200, 6, 1500), *lot(2, 400, 6, 400)]
    found = moved(case(lots, **CALL, call_window_first_year=0.25))
    assert found[FISCAL, 1] == 135
    assert found[FISCAL, 2] == 54
    assert found[PENSION, 2] == -30


def test_nav_holds_what_levers_would_pay_if_all_were_closed_now() -> None:
    """Called in quarter 4 of 1,200: pension holds 300 itself and 5/9 of 30 % of the mega fund's 540. Fiscal
    money, with 60 % of 540, owes that 162. Before the call there is nothing to accrue.
    """
    made = case(worth(4, 200, 6, 1500), **CALL)
    programme = made.run()
    nav = read_parties(programme, made.tables()).flows.investors["nav"][:, :, 0]
    assert nav[3].tolist() == [270 - 0, 250 + 135, 200, 100 + 45]
    assert nav[5].tolist() == [324 - 162, 300 + 162 + 90, 240 + 72, 120 + 54]
    assert not nav[6:].any()
    half = case(lot(0, 1000, 4, 1500), upside_transfer_share=0.5).run().by_class["nav"][:, :, :, 0]
    assert half[2].sum() == 1000


def test_every_kind_has_rows_of_both_sides_in_the_ledger() -> None:
    made = case(worth(4, 200, 6, 1500), **CALL, upside_transfer_share=0.5)
    ledger = detail("investor_entries", made)
    call = ledger.filter(pl.col("kind") == "call_option")
    assert set(call["tier"]) == {"strike", "taken_over_distribution"}
    assert set(ledger.filter(pl.col("kind") == "upside_transfer")["entity"]) >= {
        "upside_transfer:F1",
        "investor:fiscal",
        "investor:pension",
    }
    for kind in ("call_option", "upside_transfer"):
        accounts = ledger.filter((pl.col("kind") == kind) & pl.col("entity").str.starts_with(kind))
        assert accounts["amount_krw"].sum() == 0


def test_parties_hold_what_was_moved_for_them() -> None:
    made = case(worth(4, 200, 6, 1500), **CALL)
    totals = read_parties(made.run(), made.tables()).totals()
    support = dict(totals.select("party_id", "support_krw").iter_rows())
    assert [support[5 + who] for who in (FISCAL, PENSION, ABROAD, GP)] == [-67, 37, 30, 0]
    assert [support[place] for place in range(5)] == [0, -67, 37, 30, 0]


@pytest.fixture(scope="module")
def priced() -> pl.DataFrame:
    """All levers at once on a gain and on a loss."""
    terms = {
        "upside_transfer_share": 0.3,
        "priority_return_rate": 0.05,
        "call_option_share": 0.3,
        "put_option_share": 0.3,
        "public_first_loss_share": 0.05,
    }
    lots = [*worth(4, 200, 6, 1500), *[(*row[:1], 3, *row[2:]) for row in lot(0, 1000, 6, 300)]]
    made = FundCase(lots=lots, paths=(0, 3), annual_fee=40, terms=PLAIN | terms | {"carry_rate": 0.2})
    return lever_frames(made, tax=3, hedge=0.5)["lever_totals"]


def test_all_levers_together_sum_to_zero_on_every_path(priced: pl.DataFrame) -> None:
    assert priced["case_id"].unique().sort().to_list() == [-1, 0, 1, 2, 3, 4, 5]
    leaves = priced.filter(~pl.col("party_id").is_in([1, 2, 3, 4]))
    sums = leaves.group_by("path_id", "case_id").agg(pl.col("net_krw").sum())
    assert sums.group_by("path_id").agg(pl.col("net_krw").n_unique())["net_krw"].to_list() == [1, 1]


def test_each_lever_costs_the_public_side_where_it_bites(priced: pl.DataFrame) -> None:
    public = priced.filter(pl.col("party_id") == 1)
    won = {
        (path, case): net for path, case, net in public.select("path_id", "case_id", "net_krw").iter_rows()
    }
    assert won[0, 0] < won[0, 1]  # the call on the gain
    assert won[0, 0] < won[0, 3]  # the transfer
    assert won[3, 0] < won[3, 4]  # first loss
    assert won[3, 0] == won[3, 3]


RULE = {"support_rule": "rule_2025", "put_option_share": 0.3}


@pytest.mark.parametrize(
    ("terms", "fault"),
    [
        ({}, "exactly one of upside_transfer_share 0, call_option_share 0"),
        ({"upside_transfer_share": 0.2, "call_option_share": 0.2}, "exactly one of"),
        ({"upside_transfer_share": 0.4}, "allows upside_transfer_share up to 0.3, it is 0.4"),
        ({"call_option_share": 0.3, "put_option_share": 0.0}, "asks for put_option_share above 0"),
        ({"call_option_share": 0.3, "public_first_loss_share": 0.2}, "allows public_first_loss_share up to"),
        ({"call_option_share": 0.3, "priority_return_rate": 0.03}, "allows priority_return_rate up to 0"),
    ],
)
def test_the_rule_of_2025_refuses_what_it_forbids(terms: dict[str, float], fault: str) -> None:
    with pytest.raises(ScenarioError, match=fault):
        Scenario("mine", RULE | terms)


def test_the_rule_of_2025_allows_one_of_transfer_and_call() -> None:
    for name in ("upside_transfer_share", "call_option_share"):
        assert Scenario("mine", RULE | {name: 0.3}).value(name) == 0.3


def test_a_scenario_with_every_lever_keeps_all_laws() -> None:
    """The run checks them on its arrays; the levers of the named scenario are all on."""
    scenario = load_scenarios()["yozma_levers"]
    on = [name for name in scenario.overrides if float(scenario.value(name)) > 0]
    assert len(on) == 5
    assert np.isclose(float(scenario.value("call_strike_rate")), 0.01)
