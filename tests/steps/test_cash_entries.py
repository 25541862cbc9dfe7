import polars as pl

from tests.fund_case import FundCase, detail, lot

LOTS = [*lot(0, 800, 5, 1500), *lot(1, 400, 6, 40)]
LINE = FundCase(lots=LOTS, terms={"line_share": 0.5, "line_clean_down_quarters": 2})
IDLE = FundCase(lots=LOTS, terms={"call_method": "instalments", "instalment_interval_quarters": 2})


def test_a_line_lends_is_paid_back_and_earns_by_hand() -> None:
    """As worked out in tests/test_fund_cash.py: 741 lent in quarter 0, back in quarter 1 with 14 of interest;
    what is left of it is no expense to a provider.
    """
    lender = detail("cash_entries", LINE).filter(pl.col("entity") == "line:F1")
    rows = lender.sort("quarter", "kind").select("quarter", "counterparty", "kind", "amount_krw").rows()
    assert rows[:3] == [
        (0, "fund:F1", "subscription_line", -741),
        (1, "fund:F1", "line_interest", 14),
        (1, "fund:F1", "subscription_line", 741),
    ]
    expenses = detail("fund_entries", LINE).filter(pl.col("entity") == "provider:F1")
    assert expenses.filter(pl.col("quarter") <= 1)["amount_krw"].to_list() == [4, 4]


def test_a_fund_with_idle_cash_or_a_line_has_nothing_that_is_not_on_an_account() -> None:
    for case in (LINE, IDLE):
        ledger = detail("ledger", case)
        sums = ledger.group_by("quarter", "entity").agg(pl.col("amount_krw").sum())
        inside = sums.filter(pl.col("entity").str.contains("^(fund|asset):"))
        assert inside["amount_krw"].unique().to_list() == [0]
    bank = ledger.filter((pl.col("entity") == "bank:F1") & (pl.col("quarter") <= 4))
    assert bank.sort("quarter")["amount_krw"].to_list() == [-4, -4]
