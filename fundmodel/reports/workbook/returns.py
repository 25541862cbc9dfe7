"""Sheet Returns: rates and multiples of every class, fund and strategy by formula, beside the engine's."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fundmodel.finance import irr
from fundmodel.reports.workbook.book import DATE_ROW, QUARTER_ROW, Book, column, quarter_end
from fundmodel.reports.workbook.cash import CashFlows, Party
from fundmodel.reports.workbook.central import QUARTERS_PER_YEAR, Central
from fundmodel.reports.workbook.rows import Row

SHEET = "returns"
# Where nothing comes back there is no guess; this is as good as any.
_LEAST_MULTIPLE = 0.001
DAYS_PER_YEAR = 365
_CLOSE, _MOST_STEPS = 1e-13, 50
_WITH_RATE = ("ok", "several roots")
_COLUMNS = (
    "party", "commitment", "paid_in", "distributed", "nav", "tvpi", "dpi", "rvpi", "pic",
    "irr_net", "xirr_net", "irr_gross", "first_loss", "wait_net", "wait_gross",
)  # fmt: skip
PLACES = {name: place for place, name in enumerate(_COLUMNS)}
_STYLES = {
    **dict.fromkeys(("commitment", "paid_in", "distributed", "nav", "first_loss"), "won"),
    **dict.fromkeys(("tvpi", "dpi", "rvpi"), "multiple"),
    **dict.fromkeys(("wait_net", "wait_gross"), "number"),
    **dict.fromkeys(("pic", "irr_net", "xirr_net", "irr_gross"), "share"),
}
_TOP = 6


@dataclass(frozen=True)
class Return:
    """The line of a party: column -> cell and value."""

    party: Party
    row: int
    values: dict[str, float | str]

    def place(self, book: Book, name: str) -> str:
        """The cell of a column."""
        return f"{book.name(SHEET)}!${chr(ord('A') + PLACES[name])}${self.row + 1}"


def write_returns(book: Book, central: Central, cash: CashFlows) -> list[Return]:
    """Write the sheet.

    Rates are searched from a guess of the party's own, the rate of one payment and one receipt as far apart
    as the mean dates of its cash: from a fixed guess some spreadsheets find no rate below zero.
    """
    texts = book.texts
    titles = [book.measured(texts(f"workbook.returns.{name}"), _STYLES.get(name, "")) for name in _COLUMNS]
    book.head(SHEET, titles, _TOP - 1, (42, *(13,) * 14))
    book.sheets[SHEET].freeze_panes(_TOP, 1)
    book.sheets[SHEET].repeat_rows(_TOP - 1)
    found, row, kind = [], _TOP, ""
    for party in cash.parties:
        if party.kind != kind:
            kind = party.kind
            book.text(SHEET, row, 0, texts(f"workbook.kind.{kind}"), "section")
            row += 1
        found.append(_line(book, central, party, row))
        row += 1
    book.text(SHEET, row + 1, 0, texts("workbook.returns.note"), "small")
    return found


def _line(book: Book, central: Central, party: Party, row: int) -> Return:
    rows, own = party.rows, row + 1
    title = party.name if party.kind != "fund" else f"{party.code} · {party.name}"
    book.text(SHEET, row, 0, title)
    paid, received = sum(rows["called"].values), sum(rows["distributed"].values)
    guess_net = _guess(f"D{own}/MAX(C{own},1)", f"N{own}")
    sums = [f"SUM({rows[name].span(book)})" for name in ("proceeds", "invested")]
    guess_gross = _guess(f"{sums[0]}/MAX({sums[1]},1)", f"O{own}")
    cells: dict[str, tuple[str, float | str]] = {
        "commitment": party.commitment,
        "paid_in": (f"SUM({rows['called'].span(book)})", paid),
        "distributed": (f"SUM({rows['distributed'].span(book)})", received),
        "nav": (rows["nav"].at(book, SHEET, central.last), rows["nav"].values[-1]),
        "tvpi": (f"G{own}+H{own}", (received + rows["nav"].values[-1]) / max(paid, 1.0)),
        "dpi": (f"D{own}/MAX(C{own},1)", received / max(paid, 1.0)),
        "rvpi": (f"E{own}/MAX(C{own},1)", rows["nav"].values[-1] / max(paid, 1.0)),
        "pic": (f"C{own}/MAX(B{own},1)", paid / max(party.commitment[1], 1.0)),
        "irr_net": _rate(book, rows["net"], guess_net),
        "xirr_net": _dated_rate(book, central, rows["net"], guess_net),
        "irr_gross": _rate(book, rows["gross"], guess_gross),
        "first_loss": (
            (f"SUM({rows['first_loss'].span(book)})", sum(rows["first_loss"].values))
            if "first_loss" in rows
            else ("0", 0.0)
        ),
        "wait_net": _wait(book, rows["called"], rows["distributed"]),
        "wait_gross": _wait(book, rows["invested"], rows["proceeds"]),
    }
    for name, (formula, value) in cells.items():
        book.formula(SHEET, row, PLACES[name], formula, value, _STYLES[name])
    return Return(party, row, {name: value for name, (_, value) in cells.items()})


def _wait(book: Book, paid: Row, received: Row) -> tuple[str, float]:
    """Formula and value of the quarters between the mean dates of payments and of receipts."""
    formula, dates = [], []
    for row in (received, paid):
        name = book.name(row.sheet)
        time = f"{name}!${column(row.first)}${QUARTER_ROW + 1}:${column(row.last)}${QUARTER_ROW + 1}"
        formula.append(f"SUMPRODUCT({time},{row.span(book)})/MAX(SUM({row.span(book)}),1)")
        moments = (quarter * value for quarter, value in enumerate(row.values[1:]))
        dates.append(math.fsum(moments) / max(math.fsum(row.values), 1.0))
    return "-".join(formula), dates[0] - dates[1]


def _guess(multiple: str, wait: str) -> str:
    """Rate per quarter at which one payment becomes the multiple of it after the wait."""
    return f"MAX({multiple},{_LEAST_MULTIPLE})^(1/MAX({wait},1))-1"


def _rate(book: Book, row: Row, guess: str) -> tuple[str, float | str]:
    """Formula and value of the yearly rate of a row of quarterly cash."""
    missing = book.texts("workbook.returns.no_rate")
    formula = f'IFERROR((1+IRR({row.span(book)},{guess}))^4-1,"{missing}")'
    found = irr([row.values[1:]])
    value = float(found.rate[0])
    return formula, (1 + value) ** QUARTERS_PER_YEAR - 1 if found.status[0] in _WITH_RATE else missing


def _dated_rate(book: Book, central: Central, row: Row, guess: str) -> tuple[str, float | str]:
    """Formula and value of the rate that counts days: 365 to the year, flows at the end of the quarter."""
    missing = book.texts("workbook.returns.no_rate")
    days = f"{book.name('timeline')}!${column(row.first)}${DATE_ROW + 1}:${column(row.last)}${DATE_ROW + 1}"
    formula = f'IFERROR(XIRR({row.span(book)},{days},(1+{guess})^4-1),"{missing}")'
    dates = [quarter_end(central.first_year, quarter) for quarter in range(row.first, row.last + 1)]
    found = irr([row.values[1:]])
    if found.status[0] not in _WITH_RATE:
        return formula, missing
    return formula, _solved(row.values[row.first + 1 : row.last + 1 + 1], dates, (1 + found.rate[0]) ** 4 - 1)


def _solved(flows: Sequence[float], dates: Sequence[date], start: float) -> float:
    """The root by Newton's method from a rate that is close: a year differs from 365 days by hours."""
    years = [(one - dates[0]).days / DAYS_PER_YEAR for one in dates]
    rate = start
    for _ in range(_MOST_STEPS):
        value = sum(flow * (1 + rate) ** -year for flow, year in zip(flows, years, strict=True))
        slope = sum(-year * flow * (1 + rate) ** (-year - 1) for flow, year in zip(flows, years, strict=True))
        step = value / slope if slope else 0.0
        rate -= step
        if abs(step) <= _CLOSE:
            break
    return float(rate)
