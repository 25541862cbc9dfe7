"""What fees and expenses are made of, what public investors give, and the carry that is not paid yet."""

import polars as pl

from tests.fund_case import FundCase, lot
from tests.steps.test_fund_flows import CASE, made
from tests.test_public_support import CALL, case, worth

CHARGES = ("waived_krw", "offset_krw", "transactions_krw", "organisation_krw")


def test_waivers_offsets_and_expenses_by_quarter() -> None:
    """The case of tests/test_fund_fees.py: fees of 18 a quarter, of which the pension fund saves 2, 1, 2, ...
    (half of its 5 of 14); 16 and 8 of transaction fees, credits of 12.8 and 19.2 to date, whole
    won of which lower the fee by 13 and 20; 40 of organisation.
    """
    terms = {
        "organisation_rate": 0.02,
        "transaction_fee_rate": 0.02,
        "fee_offset_share": 0.8,
        "domestic_fee_discount_share": 0.5,
    }
    found = made(CASE.with_(terms=terms))
    rows = found["fund_charges"].filter(fund_id=1).select("quarter", *CHARGES).rows()
    assert rows[:3] == [(0, 2, 0, 0, 40), (1, 1, 13, 16, 0), (2, 2, 7, 8, 0)]
    fees = found["fund_flows"].filter(fund_id=1).sort("quarter")["fee_krw"].to_list()
    assert [fee + row[1] + row[2] for fee, row in zip(fees, rows, strict=False)][:3] == [18, 18, 18]
    assert found["fund_charges"].filter(fund_id=0)["organisation_krw"].to_list()[0] == 20
    assert made(CASE)["fund_charges"].is_empty()


def test_accrued_carry_is_what_a_sale_at_nav_would_add() -> None:
    """To quarter 5 partners paid 1,317 in, 1,195 of it limited ones. 1,500 came back and 400 stand at NAV:
    their part of 1,900 is 1,724, their profit 529, a fifth of it 105; 32 are paid, 73 accrued.
    """
    flows = made(CASE)["fund_flows"].filter(fund_id=1, quarter=5).row(0, named=True)
    assert (flows["carry_krw"], flows["carry_accrued_krw"], flows["nav_krw"]) == (32, 73, 400)
    late = FundCase(lots=[*lot(0, 200, 1, 900), *lot(1, 1400, 6, 100)])
    owed = made(late)["fund_flows"].filter(fund_id=1)
    assert owed.filter(pl.col("carry_accrued_krw") < 0).is_empty()
    assert owed["carry_accrued_krw"].to_list()[-1] == 0


def test_what_public_investors_give_is_what_their_rows_say() -> None:
    """First loss: a fifth of the fund. A call: the sum of the rows of those who pay, with its sign turned."""
    loss = made(FundCase(lots=lot(0, 1000, 5, 100)))["support_given"]
    assert loss.select("fund_id", "quarter", "lever", "given_krw").rows() == [(1, 5, "first_loss", 200)]
    called = made(case(worth(1, 1000, 6, 2400), **CALL))
    given = called["support_given"].filter(lever="call_option")["given_krw"].sum()
    public = called["class_flows"].filter(class_id=0)["support_krw"].sum()
    assert given == -public
    assert given > 0


def test_classes_bear_and_save_their_part_of_the_charges() -> None:
    """Organisation 40 in the child fund, 20 in the mega fund; 24 of transaction fees, 20 credited, 12 saved
    by domestic investors in both funds. The whole is the sum of its classes, and bears what the funds paid.
    """
    terms = {
        "organisation_rate": 0.02,
        "transaction_fee_rate": 0.02,
        "fee_offset_share": 0.8,
        "domestic_fee_discount_share": 0.5,
    }
    found = made(CASE.with_(terms=terms))
    rows = found["party_charges"].rows_by_key("party_id", named=True, unique=True)
    whole = rows[0]
    assert (whole["organisation_krw"], whole["transactions_krw"], whole["offset_krw"]) == (60, 24, 20)
    assert whole["waived_krw"] == found["fund_charges"]["waived_krw"].sum() == rows[2]["waived_krw"]
    for name, amount in whole.items():
        if name.endswith("_krw"):
            assert sum(row[name] for party, row in rows.items() if party) == amount
    assert rows[4]["organisation_krw"] > 0
    assert rows[4]["offset_krw"] < 2
    assert made(CASE)["party_charges"].is_empty()
