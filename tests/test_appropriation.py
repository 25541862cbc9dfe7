"""Fiscal money appropriated by the year: by hand, and what it leaves alone."""

import numpy as np
import polars as pl

from fundmodel.funds.appropriation import appropriated
from fundmodel.funds.fund_run import read_parties, run_funds
from tests.fund_case import FundCase, detail, lot
from tests.test_funds import PROFIT, column

YEARLY = PROFIT.with_(terms={"fiscal_payment": "yearly"})


def test_the_account_by_hand() -> None:
    """Commitment 120, two years of investing: 60 in quarter 0, of which 10 are called. 50 lie there for two
    quarters and earn 1 % each, 1.0 -> 1 in quarter 2, when 30 are called: 21. Quarter 4: 80 are not called,
    one year is left: 80 in all, 59 beyond the 21. Cumulative interest in quarter 5: 1.0 + 0.42 + 0.8 = 2.22:
    another won, 70 are called: 11. Quarter 8, no longer investing: last year's 70, but only 10 are not
    called, which stay; the rest goes back. The account closes in quarter 9.
    """
    calls = np.zeros((10, 1))
    calls[[0, 2, 5], 0] = 10, 30, 70
    made = appropriated(calls, *(np.array([one]) for one in (120.0, 8.0, 9.0, 0.04)))
    assert column(made.balance)[:4] == [50, 50, 21, 21]
    assert column(made.interest)[:4] == [0, 0, 1, 0]
    assert column(made.paid) == [60, 0, 0, 0, 59, 0, 0, 0, 0, 0]
    assert not made.short.any()
    assert column(made.balance)[4:6] == [80, 11]
    assert column(made.returned)[8] == 11 + sum(column(made.interest)[6:9]) - 10
    assert column(made.returned)[9] == column(made.balance)[8] + column(made.interest)[9]
    assert made.balance[9, 0] == 0


def test_what_is_missing_within_the_year_is_paid_at_once() -> None:
    calls = np.zeros((5, 1))
    calls[1, 0] = 90
    made = appropriated(calls, *(np.array([one]) for one in (120.0, 8.0, 4.0, 0.0)))
    assert column(made.paid) == [60, 30, 0, 0, 0]
    assert column(made.short) == [0, 30, 0, 0, 0]


def test_no_other_investor_notices() -> None:
    """The public class and the whole change; all others and every fund stay."""
    parties = [read_parties(run_funds(one.tables()), one.tables()).totals() for one in (PROFIT, YEARLY)]
    plain, yearly = (one.sort("party_id") for one in parties)
    changed = (plain["paid_in_krw"] != yearly["paid_in_krw"]).to_list()
    # Parties: whole, four classes, four investors, two funds, one strategy; fiscal is the first investor.
    assert [number for number, is_other in enumerate(changed) if is_other] == [0, 1, 5]
    net = [one["distributed_krw"] - one["paid_in_krw"] for one in (plain, yearly)]
    account = detail("cash_entries", YEARLY)
    earned = -account.filter(pl.col("entity") == "bank:fiscal")["amount_krw"].sum()
    assert (net[1] - net[0]).to_list()[0] == earned > 0


def test_the_account_holds_what_the_ledger_says_and_ends_empty() -> None:
    entries = detail("cash_entries", YEARLY)
    assert entries.filter(pl.col("entity") == "appropriation:fiscal")["amount_krw"].sum() == 0
    pairs = entries.group_by("quarter", "kind").agg(pl.col("amount_krw").sum())
    assert pairs["amount_krw"].unique().to_list() == [0]
    drawn = entries.filter(
        (pl.col("entity") == "investor:fiscal") & (pl.col("kind") == "appropriation_drawn")
    )
    # What the mega fund calls of fiscal in tests/test_funds.py.
    assert drawn.sort("quarter")["amount_krw"].to_list()[:3] == [222, 115, 7]


def test_on_call_there_is_no_account() -> None:
    assert detail("cash_entries", FundCase(lots=lot(0, 800, 5, 1500))).is_empty()
