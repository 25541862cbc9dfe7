"""Sheets Terms, Timeline, Lots, Funds and Waterfall by the engine's values."""

from collections.abc import Mapping

import polars as pl
from xlsxwriter.utility import xl_rowcol_to_cell

from fundmodel.reports.workbook.book import FIRST_QUARTER, FIRST_ROW, LABEL, NOTE, UNIT, Book
from fundmodel.reports.workbook.central import Central, Stake
from fundmodel.reports.workbook.engine_cash import over_quarters
from fundmodel.reports.workbook.rows import Cell, Row, Scope
from fundmodel.reports.workbook.time_sheet import TimeSheet
from fundmodel.reports.workbook.timeline import HOLDING, INVESTING, LAST_QUARTER, Phases

TERMS = "terms"
_TOP = 4
_KEYS = ("scenario_id", "path_id", "fund_id", "quarter")
_MONEY = "_krw"
_INVESTOR = "investor:"


def write_engine_terms(book: Book, central: Central) -> dict[tuple[str, str], Cell]:
    """Sheet Terms: when every fund runs, what investors commit to it, and what every party commits.

    Returns:
        (party kind, code) -> commitment.
    """
    texts, sheet = book.texts, book.sheets[TERMS]
    titles = [texts("workbook.terms.fund"), *(texts(f"workbook.term.{name}") for name in _TIMES)]
    book.head(TERMS, titles, _TOP - 1)
    row = _TOP
    for fund in central.funds:
        book.text(TERMS, row, 0, f"{fund.code} · {fund.name}")
        for place, value in enumerate((fund.start, fund.investment_end, fund.end), start=1):
            book.number(TERMS, row, place, value, "flag")
        row += 1
    row = _fund_commitments(book, central, row + 1)
    found = {}
    book.head(TERMS, [texts("workbook.returns.party"), "", texts("workbook.terms.commitment")], row + 1)
    own = central.of("party_totals").join(central.results["parties"], on="party_id").sort("party_id")
    for number, one in enumerate(own.iter_rows(named=True), start=row + 2):
        value = float(one["commitment_krw"])
        book.text(TERMS, number, 0, one[f"name_{central.language}"])
        book.text(TERMS, number, 1, one["party_code"], "small")
        book.number(TERMS, number, 2, value, "won_exact")
        place = xl_rowcol_to_cell(number, 2, row_abs=True, col_abs=True)
        found[one["party_kind"], one["party_code"]] = Cell(f"{book.name(TERMS)}!{place}", value)
    sheet.set_column(0, 0, 44)
    return found


_TIMES = ("start", "investment_end", "end")


def _fund_commitments(book: Book, central: Central, row: int) -> int:
    """One row per investor, one column per fund; the mega fund is an investor in its child funds."""
    texts, won = book.texts, central.commitments
    stakes = {stake.investor_id: stake for stake in central.stakes}
    titles = [texts("workbook.terms.who"), *(fund.code for fund in central.funds)]
    book.head(TERMS, titles, row)
    for who, stake in stakes.items():
        row += 1
        book.text(TERMS, row, 0, stake.name)
        for place, fund in enumerate(central.funds, start=1):
            if (fund.fund_id, who) in won:
                book.number(TERMS, row, place, won[fund.fund_id, who], "won_exact")
    return row + 1


def write_engine_timeline(book: Book, central: Central) -> None:
    """Sheet Timeline: when every fund invests, holds and ends."""
    phases = Phases(book, central)
    ends = dict(central.of("fund_flows").group_by("fund_id").agg(pl.max("quarter")).iter_rows())
    for fund in central.funds:
        row, end = phases.row(fund), ends[fund.fund_id]
        for quarter in range(fund.start, end + 1):
            phase = INVESTING if quarter < fund.investment_end else HOLDING
            value = LAST_QUARTER if quarter == end else phase
            book.number("timeline", row, FIRST_QUARTER + quarter, value, "flag")
    phases.colour()


def write_engine_lots(book: Book, central: Central) -> None:
    """Sheet Lots: what assets ask for and give back, lot by lot, if it is funded in full."""
    row = FIRST_ROW
    for fund in central.children:
        for measure, code in enumerate(("lots_proceeds", "asset_nav", "cost")):
            title = f"{fund.code} · {fund.name} · {book.texts(f'workbook.line.{code}')}"
            book.text("lots", row, LABEL, title, "section")
            row += 1
            for lot in fund.lots:
                book.text("lots", row, LABEL, book.texts(f"workbook.priority.{lot.priority}"))
                book.number("lots", row, UNIT, lot.funded, "flag", "")
                if not measure:
                    book.number("lots", row, NOTE, lot.asked, "won")
                for quarter in range(lot.funded, fund.last + 1):
                    value = float(lot.levels[measure, quarter])
                    book.number("lots", row, FIRST_QUARTER + quarter, value, "won")
                row += 1


def write_engine_funds(
    book: Book, central: Central, scope: Scope
) -> tuple[dict[tuple[str, str], Row], list[Row]]:
    """Sheet Funds: every flow and level of every fund, then what came into all funds and left them.

    Returns:
        (fund code, column) -> row; rows by kind of the ledger, plus is cash into funds.
    """
    sheet, found = TimeSheet(book, "funds", scope, central.last), {}
    flows = central.of("fund_flows")
    for fund in central.funds:
        sheet.title(f"{fund.code} · {fund.name}", "heading")
        own = flows.filter(pl.col("fund_id") == fund.fund_id)
        for name in flows.columns:
            if name in _KEYS or not name.endswith(_MONEY) or not (own[name] != 0).any():
                continue
            code = name.removesuffix(_MONEY)
            total = "" if code in ("nav", "unfunded", "cash") else "sum"
            found[fund.code, code] = sheet.values(
                _label(book, code), over_quarters(own, name, central.last), note=fund.code, total=total
            )
        sheet.gap()
    sheet.title(book.texts("workbook.flow.sources_and_uses"), "heading")
    kinds, ledger = [], central.of("ledger").filter(pl.col("entity").str.starts_with("fund:"))
    for (kind,), rows in ledger.sort("kind").partition_by("kind", as_dict=True, maintain_order=True).items():
        values = over_quarters(rows, "amount_krw", central.last)
        kinds.append(sheet.values(_label(book, str(kind)), values, total="sum"))
    return found, kinds


def _label(book: Book, *codes: str) -> str:
    """The text of a flow; of one that has no text yet, its name in the engine's tables."""
    key = f"workbook.flow.{'_'.join(code for code in codes if code)}"
    return book.texts(key) if book.texts.has(key) else " · ".join(code for code in codes if code)


def write_engine_waterfall(book: Book, central: Central, scope: Scope) -> dict[str, list[Row]]:
    """Sheet Waterfall: what every investor in every fund pays and receives, tier by tier.

    Returns:
        Investor code -> its rows, plus is cash to the investor.
    """
    sheet = TimeSheet(book, "waterfall", scope, central.last)
    stakes = {stake.investor_id: stake for stake in central.stakes}
    flows = central.of("investor_flows").sort("fund_id", "investor_id", "kind", "tier", "quarter")
    by_fund = flows.partition_by("fund_id", as_dict=True)
    found: dict[str, list[Row]] = {stake.code: [] for stake in stakes.values()}
    for fund in central.funds:
        sheet.title(f"{fund.code} · {fund.name}", "heading")
        if (fund.fund_id,) in by_fund:
            _fund_investors(sheet, by_fund[fund.fund_id,], stakes, found)
        sheet.gap()
    # Taxes and hedges come after the won that the workbook shows, bonds of public investors beside it.
    apart = (flows, central.of("foreign_entries"), central.of("funding_entries"))
    _outside_funds(sheet, central, {kind for table in apart for kind in table["kind"]}, found)
    return found


def _outside_funds(sheet: TimeSheet, central: Central, known: set[str], found: dict[str, list[Row]]) -> None:
    """What an investor pays and receives outside the funds, such as into an account of its own."""
    ledger = central.of("ledger").filter(
        pl.col("entity").str.starts_with(_INVESTOR) & ~pl.col("kind").is_in(known)
    )
    if not ledger.height:
        return
    sheet.title(sheet.book.texts("workbook.flow.outside_funds"), "heading")
    names = {stake.code: stake.name for stake in central.stakes}
    for (entity,), own in (
        ledger.sort("entity", "kind").partition_by("entity", as_dict=True, maintain_order=True).items()
    ):
        code = str(entity).removeprefix(_INVESTOR)
        sheet.title(names[code])
        for (kind,), rows in own.partition_by("kind", as_dict=True, maintain_order=True).items():
            values = over_quarters(rows, "amount_krw", sheet.last)
            label = _label(sheet.book, str(kind))
            found[code].append(sheet.values(label, values, note=code, total="sum"))


def _fund_investors(
    sheet: TimeSheet, flows: pl.DataFrame, stakes: Mapping[int, Stake], found: dict[str, list[Row]]
) -> None:
    book = sheet.book
    for (who,), own in flows.partition_by("investor_id", as_dict=True, maintain_order=True).items():
        stake = stakes[who]
        sheet.title(stake.name)
        for (kind, tier), rows in own.partition_by("kind", "tier", as_dict=True, maintain_order=True).items():
            values = over_quarters(rows, "amount_krw", sheet.last)
            row = sheet.values(_label(book, str(kind), str(tier)), values, note=stake.code, total="sum")
            found[stake.code].append(row)
