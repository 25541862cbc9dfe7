"""Funds that close late, small or never, by hand; a lot bought before the first close is not the fund's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundmodel.funds.equalisation import INTEREST, PRINCIPAL, equalisation_of
from fundmodel.funds.fund_run import read_parties, run_funds
from tests.closings_case import Closing
from tests.fund_case import FundCase, detail, lot

PLAIN = FundCase(annual_fee=0, mega_fee=0, terms={"expense_rate": 0.0, "public_first_loss_share": 0.0})


def test_a_fund_pays_for_its_part_of_lots_from_the_first_close_on() -> None:
    """Planned at 2,000, of which 900 private; 700 of these come, so it closes at 1,800: 70 % of a lot until
    quarter 3, then 90 %. Of three lots of 200 it holds 0, 140 and 180; they return twice their cost.
    """
    closing = Closing(0, 1, 1, 3, False, True, 0.7, 0.9, 700 / 900)
    case = PLAIN.with_(lots=[*lot(0, 200, 5, 400), *lot(2, 200, 5, 400, 3), *lot(3, 200, 6, 400)])
    rows = case.with_(closings=[closing]).run().children.rows
    assert rows["invested"][:, 0].tolist() == [0, 0, 140, 180, 0, 0, 0, 0, 0, 0]
    assert rows["proceeds"][:, 0].tolist() == [0, 0, 0, 0, 0, 280, 360, 0, 0, 0]
    assert rows["not_funded"].sum() == 0


def test_fees_and_expenses_are_those_of_the_fund_as_formed() -> None:
    """Half of the private 900 come: 1,550 of 2,000 in all. Expenses of 0.8 % a year on 1,550 are 3.1 a
    quarter; the fee of 72 is cut to 0.75 of it, 13.5 a quarter; both start with the first close.
    """
    closing = Closing(0, 1, 1, 2, False, True, 0.7, 0.775, 0.5, 0.0, 0.75)
    case = FundCase(lots=lot(2, 400, 7, 500), closings=[closing], mega_fee=0)
    rows = case.run().children.rows
    assert rows["expense"][:5, 0].tolist() == [0, 3, 3, 3, 3]
    assert rows["fee"][:4, 0].tolist() == [0, 13, 14, 13]


def test_a_fund_that_is_not_formed_has_no_partners_and_its_money_stays_with_the_mega_fund() -> None:
    """Of two alike funds one is not formed: the mega fund has placed 900 instead of 1,800, its fee of 8 a
    year becomes 4; private and managers' commitments to child funds halve.
    """
    lots = [*lot(0, 400, 5, 800), *lot(0, 400, 5, 800, fund=2)]
    lost = Closing(0, 2, 8, 8, True, False, 0.0, 0.0, 0.0)
    case = PLAIN.with_(lots=lots, starts=(0, 0), mega_fee=8, top=(1200, 600, 0, 200), closings=[lost])
    tables = case.tables()
    programme = run_funds(tables)
    order = np.argsort(programme.grid.fund_id)
    invested = programme.children.rows["invested"].sum(axis=0)[order]
    assert invested.tolist() == [400, 0]
    assert programme.mega.rows["fee"][:4, 0].tolist() == [1, 1, 1, 1]
    parties = read_parties(programme, tables)
    fiscal, pension, abroad, gp = parties.commitments[5:9, 0]
    assert (fiscal, pension, abroad, gp) == (1200, 600 + 500, 400, 200 + 200)
    # Its rows stand from its planned start on, all of them zero.
    assert programme.children.budget.terms.commitment[order].tolist() == [2000, 0]


EQUALISED = PLAIN.with_(
    lots=lot(0, 1000, 6, 1400),
    closings=[Closing(0, 1, 0, 2, False, True, 0.7, 1.0, 1.0, 2 / 3, 1.0, 0.0816)],
)


def test_early_partners_carry_the_calls_of_late_ones_and_are_paid_back_with_interest() -> None:
    """First close at 1,400 of 2,000, so two thirds of the private 900 come late. 700 of the lot are called
    in quarter 0: 630 from limited partners, of which 600 / 1,800 = 210 fall on late commitments. They are
    carried by early ones, 900 of the mega fund and 300 private: 157 and 29 + 24, for 116 of pension and 94 of
    abroad. The final close in quarter 2 turns it back with 1.0816 ^ (1/2) - 1 = 4 % of 210: 8. The mega fund
    takes its 157, and hands on its 6, by 600 : 300 : 100. Rows are of the mega fund, nobody, pension, abroad
    and the managers.
    """
    programme = EQUALISED.run()
    found = equalisation_of(programme)
    assert found is not None
    principal, interest = found.of_funds[PRINCIPAL][..., 0], found.of_funds[INTEREST][..., 0]
    assert principal.tolist() == [[-157, 0, 87, 70, 0], [0, 0, 0, 0, 0], [157, 0, -87, -70, 0]]
    assert interest.tolist() == [[0] * 5, [0] * 5, [6, 0, -3, -3, 0]]
    by_kind = found.of_investors(4)
    assert by_kind[PRINCIPAL][0, :, 0].tolist() == [-94, 87 - 47, 70, -16]
    assert by_kind[INTEREST][2, :, 0].tolist() == [3, -3 + 2, -3, 1]


def test_paid_in_is_what_a_party_paid_and_interest_is_no_part_of_it() -> None:
    """Against the same fund without late partners: fiscal pays 94 more in quarter 0 and 94 less in quarter 2,
    over its life the same; it receives 3 of interest on top.
    """
    tables = EQUALISED.tables()
    equalised = read_parties(run_funds(tables), tables).flows.by_measure
    all_at_once = [EQUALISED.closings[0]._replace(late_share=0.0)]
    tables = EQUALISED.with_(closings=all_at_once).tables()
    plain = read_parties(run_funds(tables), tables).flows.by_measure
    paid, got = (equalised[name] - plain[name] for name in ("paid_in", "distributed"))
    fiscal, public = 5, 1
    for party in (fiscal, public):
        assert paid[:3, party, 0].tolist() == [94, 0, -94]
        assert got[:3, party, 0].tolist() == [0, 0, 3]
    assert not paid[:, 0].any()
    assert not got[:, 0].any()
    assert (equalised["nav"] - plain["nav"])[:3, fiscal, 0].tolist() == [94, 94, 0]


def test_both_sides_stand_in_the_ledger_as_kinds_of_their_own() -> None:
    rows = detail("ledger", EQUALISED).filter(kind="equalisation_interest").drop("scenario_id", "path_id")
    assert rows.filter(entity="investor:fiscal").rows() == [
        (2, "investor:fiscal", "fund:mega", "equalisation_interest", "", 3)
    ]
    assert rows["amount_krw"].sum() == 0
    of_fund = rows.filter(entity="fund:F1")["amount_krw"]
    assert (of_fund.len(), of_fund.sum()) == (3, 0)


@st.composite
def closings(draw: st.DrawFn) -> FundCase:
    """Two funds on two paths with random closings, lots and late shares."""
    share = st.floats(0, 1, allow_nan=False)
    listed, lots = [], []
    for fund in (1, 2):
        for path in (0, 1):
            if draw(st.booleans()):
                start, length = draw(st.integers(0, 3)), draw(st.integers(0, 3))
                is_formed = draw(st.booleans())
                early, late = sorted((draw(share), draw(share)))
                closing = (0.55 + 0.45 * early, 0.55 + 0.45 * late, late, draw(share), draw(share), 0.08)
                nothing = Closing(path, fund, 8, 8, True, False, 0.0, 0.0, 0.0)
                formed = Closing(path, fund, start, start + length, False, True, *closing)
                listed.append(formed if is_formed else nothing)
            for quarter in draw(st.sets(st.integers(0, 5), max_size=4)):
                cost, back = draw(st.integers(1, 900)), draw(st.integers(0, 2000))
                lots += lot(quarter, cost, quarter + draw(st.integers(1, 4)), back, 2, fund, path)
    stakes = [draw(st.integers(1, 900)), *(draw(st.integers(0, 500)) for _ in range(3)), 50]
    return FundCase(lots=lots, starts=(0, 0), paths=(0, 1), stakes=stakes, closings=listed,
                    top=(1200, 700, 50, 100))  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(closings())
def test_laws_hold_for_any_closings(case: FundCase) -> None:
    """The run checks its laws; what is equalised sums to zero in every quarter and ends at zero, and classes
    are their investors.
    """
    tables = case.tables()
    programme = run_funds(tables)
    parties = read_parties(programme, tables).flows.by_measure
    found = equalisation_of(programme)
    assert (found is None) == (not case.closings)
    if found is not None:
        for rows in (*found.of_funds.values(), *found.of_investors(4).values()):
            assert not rows.sum(axis=1).any()
        assert not found.of_investors(4)[PRINCIPAL].sum(axis=0).any()
    for values in parties.values():
        assert (values[:, 1:5] == values[:, 5:9]).all()
    assert not parties["nav"][-1].any()
    net = parties["distributed"][:, 0] - parties["paid_in"][:, 0]
    carry = (
        programme.children.rows["carry"].reshape(len(net), 2, -1).sum(axis=1) + programme.mega.rows["carry"]
    )
    by_class = (parties["distributed"] - parties["paid_in"])[:, 1:5].sum(axis=1)
    assert net == pytest.approx(by_class - carry, abs=0)
