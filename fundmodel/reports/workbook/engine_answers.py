"""Sheets Foreign capital and Investors by the engine's values."""

import polars as pl

from fundmodel.reports.workbook.book import Book
from fundmodel.reports.workbook.central import CLASSES, MEGA, Central
from fundmodel.reports.workbook.engine_cash import over_quarters
from fundmodel.reports.workbook.foreign import SHEET as FOREIGN
from fundmodel.reports.workbook.investors import SHEET as INVESTORS
from fundmodel.reports.workbook.investors import SUMMARY, Investor
from fundmodel.reports.workbook.rows import Cell, Row, Scope
from fundmodel.reports.workbook.time_sheet import TimeSheet

_TOP = 4
_AMOUNTS = ("foreign_paid_in", "public_paid_in", "foreign_korea")
# Definition -> column of the engine's table over the quarters.
_SHARES = {
    "of_commitments": "of_commitments_share",
    "of_paid_in": "of_paid_in_share",
    "of_nav": "of_nav_share",
    "reaching_korea": "reaching_korea_share",
    "reaching_korea_non_public": "reaching_korea_non_public_share",
    "foreign_won_per_public_won": "foreign_won_per_public_won",
}
_FACTOR = "foreign_won_per_public_won"


def write_engine_foreign(book: Book, central: Central, scope: Scope) -> dict[str, Cell]:
    """Sheet Foreign capital.

    Returns:
        Definition -> its headline: at the last quarter, of_nav at the peak of the programme's NAV.
    """
    sheet, texts = TimeSheet(book, FOREIGN, scope, central.last), book.texts
    rows = central.of("foreign_share").filter(pl.col("statistic") == "central").sort("quarter")
    sheet.title(texts("workbook.foreign.amounts"), "heading")
    for name in _AMOUNTS:
        values = over_quarters(rows, f"{name}_krw", central.last)
        sheet.values(texts(f"workbook.foreign.{name}"), values)
    flows = central.of("fund_cash_flow").filter(
        pl.col("party_kind") == "whole", pl.col("statistic") == "central"
    )
    nav = sheet.values(
        texts("workbook.cash.nav_without_carry"), over_quarters(flows, "nav_krw", central.last)
    )
    sheet.gap()
    sheet.title(texts("workbook.foreign.shares"), "heading")
    found = {}
    for code, column in _SHARES.items():
        style = "factor" if code == _FACTOR else "share"
        values = over_quarters(rows.with_columns(pl.col(column).fill_null(0.0)), column, central.last)
        row = sheet.values(texts(f"workbook.foreign.{code}"), values, style=style)
        found[code] = _headline(book, sheet, row, nav, code, style)
    return found


def _headline(book: Book, sheet: TimeSheet, row: Row, nav: Row, code: str, style: str) -> Cell:
    if code != "of_nav":
        return sheet.headline(row, row.at(book, FOREIGN, row.last), row.values[-1], style)
    whole = nav.span(book, FOREIGN)
    formula = f"INDEX({row.span(book, FOREIGN)},MATCH(MAX({whole}),{whole},0))"
    return sheet.headline(row, formula, row.values[nav.values.index(max(nav.values))], style)


def write_engine_investors(book: Book, central: Central) -> list[Investor]:
    """Sheet Investors: a summary by investor over a table by fund and investor, as values."""
    texts, totals = book.texts, central.of("party_totals")
    titles = [
        texts(f"workbook.investors.{name}")
        if name in ("investor", "class", "tvpi")
        else book.measured(texts(f"workbook.investors.{name}"), "won")
        for name in SUMMARY
    ]
    book.head(INVESTORS, titles, _TOP - 1, (40, 34, *(17,) * 5), (0, 1))
    parties = central.results["parties"].filter(pl.col("party_kind") == "investor")
    own = totals.join(parties, on="party_id").sort("party_id")
    found = []
    for row, one in enumerate(own.iter_rows(named=True), start=_TOP):
        book.text(INVESTORS, row, 0, one[f"name_{central.language}"])
        book.text(INVESTORS, row, 1, central.names["class", CLASSES[one["class_id"]]])
        values = {name: float(one[f"{name}_krw"]) for name in SUMMARY[2:-1]}
        for place, value in enumerate(values.values(), start=2):
            book.number(INVESTORS, row, place, value, "won")
        values["tvpi"] = values["distributed"] / max(values["paid_in"], 1.0)
        place = SUMMARY.index("tvpi")
        book.formula(INVESTORS, row, place, f"E{row + 1}/MAX(D{row + 1},1)", values["tvpi"], "multiple")
        found.append(Investor(one["party_code"], one[f"name_{central.language}"], row, values))
    _by_fund(book, central, _TOP + own.height + 2)
    book.sheets[INVESTORS].freeze_panes(_TOP, 1)
    return found


def _by_fund(book: Book, central: Central, top: int) -> None:
    """What every investor commits to every fund, and its net cash with it."""
    texts, stakes = book.texts, {stake.investor_id: stake for stake in central.stakes}
    names = ("investor", "fund", "commitment", "net")
    titles = [texts(f"workbook.investors.{name}") for name in names[:2]]
    titles += [book.measured(texts(f"workbook.investors.{name}"), "won") for name in names[2:]]
    book.head(INVESTORS, titles, top, (), (0, 1))
    flows = central.of("investor_flows").group_by("fund_id", "investor_id").agg(pl.sum("amount_krw"))
    net = {(fund, who): won for fund, who, won in flows.iter_rows()}
    row = top
    for fund in central.funds:
        for who, stake in stakes.items():
            if who != MEGA and (fund.fund_id, who) in central.commitments:
                row += 1
                book.text(INVESTORS, row, 0, stake.name)
                book.text(INVESTORS, row, 1, f"{fund.code} · {fund.name}")
                committed = central.commitments[fund.fund_id, who]
                book.number(INVESTORS, row, 2, float(committed), "won")
                book.number(INVESTORS, row, 3, float(net.get((fund.fund_id, who), 0)), "won")
