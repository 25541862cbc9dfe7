import polars as pl

from tests.fund_case import FundCase, detail, lot
from tests.note_terms_case import note

CASE = FundCase(
    lots=[*lot(0, 800, 5, 1500), *lot(1, 400, 6, 40)],
    notes=[note("a", 500, 0.08, 6, guarantor="state", guarantee_share=1.0)],
)


def entries() -> pl.DataFrame:
    return detail("note_entries", CASE).drop("scenario_id", "path_id")


def test_a_default_by_hand() -> None:
    """All of 500 goes into the first lot. In quarter 1 the fund has no cash for 10 of interest: it sells both
    lots, 1,200 at a discount of 20 %, pays 10 and hands 550 over for the guaranteed note, which the trustee
    pays to the end of the schedule: 10 a quarter and 500 in quarter 6.
    """
    holders = entries().filter(pl.col("entity") == "notes:a").drop("entity").rows()
    assert holders == [
        # quarter, counterparty, kind, tier, amount
        (0, "fund:F1", "note_issue", "", -500),
        (1, "fund:F1", "note_interest", "", 10),
        *((quarter, "trustee:a", "note_reserve_paid", "", 10) for quarter in range(2, 6)),
        (6, "trustee:a", "note_reserve_paid", "", 510),
    ]


def test_every_movement_has_two_sides_and_a_fund_keeps_its_cash_on_an_account() -> None:
    made = entries()
    sums = made.group_by("quarter", "kind").agg(pl.col("amount_krw").sum())
    assert sums["amount_krw"].unique().to_list() == [0]
    held = detail(
        "note_entries", FundCase(lots=CASE.lots, notes=[note("a", 500, 0.08, 6, reserve_quarters=6)])
    )
    account = held.filter(pl.col("entity") == "account:F1").select("quarter", "amount_krw").rows()
    # 500 are kept for principal; 10 a quarter are paid until the first lot is sold.
    assert account[:3] == [(0, 500), (1, -10), (2, -10)]
    assert sum(amount for _, amount in account) == 0


def test_the_ledger_of_a_fund_with_notes_nets_to_nothing() -> None:
    ledger = detail("ledger", CASE)
    sums = ledger.group_by("quarter", "entity").agg(pl.col("amount_krw").sum())
    inside = sums.filter(pl.col("entity").str.contains("^(fund|asset):"))
    assert inside["amount_krw"].unique().to_list() == [0]
    trustee = sums.filter(pl.col("entity") == "trustee:a")
    assert trustee["amount_krw"].sum() == 0
