"""Fees as agreements write them: other bases, formation, transaction fees with offsets, discounts."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fundmodel.funds.class_flows import Programme
from fundmodel.funds.fund_run import read_parties
from tests.fund_case import FundCase, lot
from tests.test_fund_laws import cases
from tests.test_funds import PROFIT, column, cumulative, rows_of

MEGA, PUBLIC, PENSION, ABROAD, GP = range(5)


def with_terms(**terms: object) -> Programme:
    """The programme of tests/test_funds.py, whose fee is 72 a year and whose expenses are 16."""
    return PROFIT.with_(terms=terms).run()


def test_the_base_of_the_fee_by_hand() -> None:
    """72 a year is 18 a quarter on commitments of 2,000, or 0.9 % a quarter of cost or NAV.

    The plain rule is worked out in tests/test_funds.py: 18 to quarter 3, then 0.9 % of 1,200, 1,200, 400. On
    cost: nothing in quarter 0 (no cost before it), 0.9 % of 800 = 7.2, then 10.8 each: cumulative 7.2, 18,
    28.8, 39.6, 50.4, and 3.6 more = 54. On NAV the same here: holdings stand at cost. On commitment: 18 to
    the quarter before the fund's last, quarter 6, which is charged too as it is not known to be the last.
    """
    assert rows_of(with_terms().children, "fee") == [18, 18, 18, 18, 10, 11, 4, 0, 0, 0]
    for base in ("cost", "nav"):
        assert rows_of(with_terms(child_fee_base=base).children, "fee") == [0, 7, 11, 10, 11, 11, 4, 0, 0, 0]
    assert rows_of(with_terms(child_fee_base="commitment").children, "fee") == [18] * 7 + [0] * 3


def test_a_fund_sets_aside_the_fee_on_its_base() -> None:
    """2,200 asked for in quarter 0, of 2,000 less 32 for expenses.

    On commitment the fee of the 7 quarters to come and of this one, 8 x 18 = 144, is set aside, which only
    limited partners (90 %) pay: 160. 1,808 are left. On cost: the fee of quarter 0 is 0; 3 quarters in full,
    then 5 falling to zero, mean 2.5: 5.5 x 0.9 % = 4.95 %, worth 5.5 %: 1,968 / 1.055 = 1,865.4.
    """
    lots = [*lot(0, 2200, 5, 3000)]
    for base, paid in (("commitment", 1808), ("cost", 1865), ("nav", 1865)):
        flows = FundCase(lots=lots, terms={"child_fee_base": base}).run().children
        assert rows_of(flows, "invested")[0] == paid


def test_formation_is_paid_once_up_to_its_cap() -> None:
    """2 % of 2,000 are 40, on top of 4 a quarter; with a cap of 15 no more than that. The mega fund: 20."""
    programme = with_terms(organisation_rate=0.02)
    assert rows_of(programme.children, "expense") == [44] + [4] * 6 + [0] * 3
    assert rows_of(programme.mega, "expense")[:2] == [20, 0]
    capped = with_terms(organisation_rate=0.02, organisation_cap_krw=15)
    assert rows_of(capped.children, "expense")[0] == 19
    assert rows_of(capped.mega, "expense")[0] == 15


def test_transaction_fees_are_expenses_and_credited_against_the_fee() -> None:
    """2 % of 800 and 400: 16 in quarter 1 and 8 in quarter 2. A credit of 80 % takes 12.8 and 6.4 off fees
    of 18 each: cumulative 18, 36 - 12.8 = 23.2, 54 - 19.2 = 34.8, then 18 again: 18, 5, 11, 18.
    """
    flows = with_terms(transaction_fee_rate=0.02, fee_offset_share=0.8).children
    assert rows_of(flows, "expense") == [4, 20, 12, 4, 4, 4, 4, 0, 0, 0]
    assert rows_of(flows, "fee")[:4] == [18, 5, 11, 18]
    nothing = with_terms(transaction_fee_rate=0.02, fee_offset_share=0.0).children
    assert rows_of(nothing, "fee")[:4] == [18] * 4


def test_a_discount_lowers_the_fee_and_nobody_else_bears_it() -> None:
    """Half of its part of the fee for the pension fund: of 18, 14 for home investors, 5 of them (of 1,400
    it holds 500) its own; half of 5 is 2. Over the life 97 of fees, 75 of home investors, 27 of the pension
    fund, 13 saved. Everybody else pays and receives what it did, and so does the waterfall.
    """
    plain, lower = with_terms(), with_terms(domestic_fee_discount_share=0.5)
    for investor in (MEGA, ABROAD, GP):
        assert cumulative(lower.children.paid_in, investor) == cumulative(plain.children.paid_in, investor)
    for investor in range(5):
        assert cumulative(lower.children.received, investor) == cumulative(plain.children.received, investor)
    saved = plain.children.paid_in[:, PENSION] - lower.children.paid_in[:, PENSION]
    assert column(saved)[:2] == [2, 5]
    assert column(saved)[-1] == 13
    fees = [sum(rows_of(one.children, "fee")) for one in (plain, lower)]
    assert fees == [97, 84]
    parties = read_parties(lower, PROFIT.with_(terms={"domestic_fee_discount_share": 0.5}).tables()).totals()
    by_code = dict(zip(parties["party_id"], parties["fee_krw"], strict=True))
    before = read_parties(plain, PROFIT.tables()).totals()
    assert by_code[0] == before["fee_krw"][0] - 13 - (before["fee_krw"][6] - by_code[6] - 13)


@settings(max_examples=40)
@given(
    cases(),
    st.sampled_from(["commitment_then_cost", "commitment", "cost", "nav"]),
    st.lists(st.sampled_from([0.0, 0.1, 0.5, 1.0]), min_size=6, max_size=6),
)
def test_laws_hold_with_any_fee_terms(case: FundCase, base: str, shares: list[float]) -> None:
    """The run checks the laws; here: calls never fall, and no class pays more because another saves."""
    names = ("mega_fund", "public", "domestic", "foreign")
    terms = {
        "child_fee_base": base,
        "organisation_rate": 0.01,
        "transaction_fee_rate": shares[4] / 10,
        "fee_offset_share": shares[5],
    }
    discounts = {f"{name}_fee_discount_share": share for name, share in zip(names, shares, strict=False)}
    plain, lower = (case.with_(terms=given).run() for given in (terms, terms | discounts))
    for programme in (plain, lower):
        assert (np.diff(programme.children.paid_in, axis=0) >= 0).all()
    assert (lower.children.paid_in <= plain.children.paid_in).all()
    assert np.array_equal(lower.children.received, plain.children.received)
