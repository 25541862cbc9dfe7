"""Sheet Foreign capital: the share of foreign money in every definition, by formula."""

from fundmodel.reports.workbook.book import Book, column
from fundmodel.reports.workbook.cash import Cash
from fundmodel.reports.workbook.central import CLASSES, Central
from fundmodel.reports.workbook.fund_terms import FundTerms
from fundmodel.reports.workbook.funds import Funds
from fundmodel.reports.workbook.rows import Cell, Row, Scope
from fundmodel.reports.workbook.time_sheet import TimeSheet

SHEET = "foreign"
_SHARES = {
    "of_paid_in": "where(all_paid > 0, foreign_paid / max(all_paid, 1), 0)",
    "of_nav": "where(all_nav > 0, foreign_nav / max(all_nav, 1), 0)",
    "reaching_korea": "where(all_korea > 0, foreign_korea / max(all_korea, 1), 0)",
    "reaching_korea_non_public": "where(all_korea > 0, (all_korea - public_korea) / max(all_korea, 1), 0)",
    "foreign_won_per_public_won": "where(public_paid > 0, foreign_paid / max(public_paid, 1), 0)",
}


def write_foreign(
    book: Book, central: Central, terms: FundTerms, funds: Funds, cash: Cash, scope: Scope
) -> dict[str, Cell]:
    """Write the sheet.

    Returns:
        Definition -> its headline: at the last quarter, of_nav at the peak of the programme's NAV.

    Source: METHOD.md, "Foreign capital".
    """
    sheet, texts = TimeSheet(book, SHEET, scope, central.last), book.texts
    rows = _amounts(sheet, central, terms, funds, cash)
    sheet.gap()
    sheet.title(texts("workbook.foreign.shares"), "heading")
    foreign, whole = cash.classes["foreign"].commitment, cash.whole.commitment
    share = foreign[1] / max(whole[1], 1.0)
    formula = f"({foreign[0]})/MAX({whole[0]},1)"
    row = sheet.add(
        texts("workbook.foreign.of_commitments"), lambda _q: formula, lambda _q: share, style="share"
    )
    found = {"of_commitments": sheet.headline(row, f"F{row.row}", share)}
    for code, text in _SHARES.items():
        style = "factor" if code == "foreign_won_per_public_won" else "share"
        row = sheet.line(texts(f"workbook.foreign.{code}"), text, rows, style=style)
        if code == "of_nav":
            nav = rows["all_nav"].span(book, SHEET)
            formula = f"INDEX({row.span(book, SHEET)},MATCH(MAX({nav}),{nav},0))"
            values = rows["all_nav"].values
            value = row.values[values.index(max(values))]
        else:
            formula, value = row.at(book, SHEET, central.last), row.values[-1]
        found[code] = sheet.headline(row, formula, value, style)
    return found


def _amounts(
    sheet: TimeSheet, central: Central, terms: FundTerms, funds: Funds, cash: Cash
) -> dict[str, Row]:
    """What the shares are made from: money paid in and money in Korea to date, NAV."""
    texts, classes = sheet.book.texts, cash.classes
    sheet.title(texts("workbook.foreign.amounts"), "heading")
    rows: dict[str, Row] = {}
    for code in ("foreign", "public"):
        rows[f"{code}_paid"] = sheet.sums(
            texts("workbook.foreign.paid", who=central.names["class", code]),
            [classes[code].rows["paid_to_date"]],
        )
    rows["all_paid"] = sheet.sums(
        texts("workbook.foreign.all_paid"), [one.rows["paid_to_date"] for one in classes.values()]
    )
    rows["foreign_nav"] = sheet.sums(texts("workbook.foreign.nav"), [classes["foreign"].rows["nav"]])
    rows["all_nav"] = sheet.sums(
        texts("workbook.foreign.all_nav"), [one.rows["nav"] for one in classes.values()]
    )
    invested = [block.rows["invested"] for block in funds.children]
    for code in CLASSES:
        weights = [terms.of_fund[fund.fund_id][f"korea_{code}"] for fund in central.children]
        name = central.names["class", code]
        flow = sheet.weighted(texts("workbook.foreign.korea_flow", who=name), invested, weights)
        own = sheet.free + 1
        rows[f"{code}_korea"] = sheet.add(
            texts("workbook.foreign.korea", who=name),
            lambda quarter, row=own, of=flow.row: f"{column(quarter - 1)}{row}+{column(quarter)}{of}",
            lambda quarter, values=flow.values: sum(values[: quarter + 1 + 1]),
        )
    rows["all_korea"] = sheet.sums(
        texts("workbook.foreign.all_korea"), [rows[f"{code}_korea"] for code in CLASSES]
    )
    return rows
