"""The figures of a report to investors: which there are, and what they are at the end of a year."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from fundmodel.findings import bars_of

# Group -> column of reported_figures without its unit -> the name by which reports know it, empty if none.
FIGURES: Mapping[str, Mapping[str, str]] = {
    "commitments": {
        "commitment": "commitment",
        "paid_in": "paid_in_cum",
        "unfunded": "unfunded",
        "recallable": "recallable",
    },
    "uses": {
        "invested": "call_investment",
        "fee_gross": "fee_gross",
        "fee_waiver": "fee_waiver",
        "fee_offset": "fee_offset",
        "fee": "call_mgmt_fee",
        "expense": "call_expense",
        "external_expense": "expense_external",
        "organisation": "",
        "internal_expense": "expense_internal_chargeback",
        "line_interest": "line_interest",
    },
    "line": {"line": "", "line_drawn": "", "line_repaid": "call_line_repay", "idle_interest": ""},
    "distributions": {
        "distributed": "distributions_cum",
        "dist_capital": "dist_roc",
        "dist_gain": "dist_gain",
        "dist_income": "dist_income",
        "dist_recallable": "dist_recallable",
        "nav": "nav",
    },
    "managers": {
        "carry_paid": "carry_paid",
        "escrow": "",
        "carry_accrued": "carry_accrued",
        "clawback_liability": "clawback_liability",
    },
    "public": {
        "first_loss_used": "public_first_loss_used",
        "upside_given_up": "public_upside_given_up",
    },
}
# Balances at a date; everything else is a flow to date.
LEVELS = frozenset(
    (
        "commitment",
        "unfunded",
        "recallable",
        "line",
        "nav",
        "escrow",
        "carry_accrued",
        "clawback_liability",
    )
)


@dataclass(frozen=True)
class Figure:
    """A figure at a date.

    Attributes:
        group: Key of FIGURES.
        name: Column of reported_figures without its unit.
        code: The name by which reports know it, empty if none.
        to_date_krw: To date, or the balance.
        in_year_krw: Of the year, or the change of the balance.
    """

    group: str
    name: str
    code: str
    to_date_krw: int
    in_year_krw: int


def years_of(table: pl.DataFrame, party_code: str) -> list[int]:
    """The years for which a party has figures.

    Args:
        table: reported_figures of one scenario.
        party_code: whole or the code of a fund.
    """
    rows = table.filter(pl.col("party_code") == party_code)
    return rows["year"].unique().sort().to_list()


def peak_year(table: pl.DataFrame, party_code: str) -> int:
    """The year at whose end the NAV of a party is highest: there a report holds most.

    Args:
        table: reported_figures of one scenario.
        party_code: whole or the code of a fund.
    """
    rows = bars_of(table.filter(pl.col("party_code") == party_code))
    ends = rows.filter(pl.col("quarter") == pl.col("quarter").max().over("year"))
    return int(ends.sort("nav_krw", "year", descending=[True, False])["year"][0])


def figures_at(table: pl.DataFrame, party_code: str, year: int) -> list[Figure]:
    """Every figure of a party at the end of a year: mean of the random paths, else the central case.

    Args:
        table: reported_figures of one scenario, all statistics.
        party_code: whole or the code of a fund.
        year: One of years_of.
    """
    rows = bars_of(table.filter(pl.col("party_code") == party_code)).sort("quarter")
    now = rows.filter(pl.col("year") == year).row(-1, named=True)
    earlier = rows.filter(pl.col("year") < year)
    before = earlier.row(-1, named=True) if earlier.height else dict.fromkeys(now, 0)
    return [
        Figure(group, name, code, now[f"{name}_krw"], now[f"{name}_krw"] - before[f"{name}_krw"])
        for group, names in FIGURES.items()
        for name, code in names.items()
    ]
