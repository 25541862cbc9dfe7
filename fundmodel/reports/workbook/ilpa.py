"""Sheet ILPA: roll-forwards of NAV and commitments for the quarter, the year and since inception."""

from collections.abc import Mapping, Sequence

from fundmodel.reported_findings import LEVELS
from fundmodel.reports.workbook.book import QUARTER_ROW, Book, column, quarter_end, serial_date
from fundmodel.reports.workbook.cash import CashFlows
from fundmodel.reports.workbook.central import QUARTERS_PER_YEAR, Central
from fundmodel.reports.workbook.rows import Row

SHEET = "ilpa"
AS_OF = "ilpa_quarter"
_PERIODS = ("quarter", "year", "inception")
_HOLDERS = ("lp", "gp", "total")
_LPS = ("public", "domestic", "foreign")
_TOP = 7


class Ilpa:
    """The sheet; periods end with the quarter in the named cell.

    Args:
        book: The file.
        central: What it rests on.
        cash: All parties.
        further: Figure -> its row over the quarters, to date or a balance.
    """

    def __init__(self, book: Book, central: Central, cash: CashFlows, further: Mapping[str, Row]) -> None:
        self.book, self.central, self.cash, self.further = book, central, cash, further
        nav = cash.whole.rows["nav"].values[1:]
        self.as_of = nav.index(max(nav))
        self.quarters = (
            f"{book.name('cash')}!${column(0)}${QUARTER_ROW + 1}:${column(central.last)}${QUARTER_ROW + 1}"
        )
        classes = cash.classes
        self.members = {
            "lp": [classes[code] for code in _LPS],
            "gp": [classes["gp"]],
            "total": list(classes.values()),
        }

    def write(self) -> None:
        """Write the sheet."""
        book, texts = self.book, self.book.texts
        book.text(SHEET, 3, 0, texts("workbook.ilpa.as_of"))
        book.number(SHEET, 3, 1, self.as_of, "flag", "input")
        book.file.define_name(AS_OF, f"={book.name(SHEET)}!$B$4")
        rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": self.central.last}
        book.sheets[SHEET].data_validation(3, 1, 3, 1, rule)
        dates = f"{book.name('timeline')}!${column(0)}$4:${column(self.central.last)}$4"
        serial = serial_date(quarter_end(self.central.first_year, self.as_of))
        book.formula(SHEET, 3, 2, f"INDEX({dates},{AS_OF}+1)", serial, "date")
        self._head()
        row = self._roll_forward(_TOP)
        row = self._costs(row + 1)
        row = self._commitments(row + 1)
        self._performance(row + 1)
        self._further(row + 7)

    def _head(self) -> None:
        book, texts = self.book, self.book.texts
        titles = [texts("workbook.ilpa.line")]
        for period in _PERIODS:
            when = texts(f"workbook.ilpa.{period}")
            titles += [f"{texts(f'workbook.ilpa.{holder}')} · {when}" for holder in _HOLDERS]
        book.head(SHEET, titles, _TOP - 1, (54, *(17,) * 9))
        book.sheets[SHEET].freeze_panes(_TOP, 1)

    def _first(self, period: str) -> tuple[str, int]:
        """First quarter of a period: formula and value."""
        return {
            "quarter": (AS_OF, self.as_of),
            "year": (f"4*INT({AS_OF}/4)", self.as_of - self.as_of % QUARTERS_PER_YEAR),
            "inception": ("0", 0),
        }[period]

    def _during(self, rows: Sequence[Row], period: str) -> tuple[str, float]:
        """Sum of rows over a period."""
        first, start = self._first(period)
        parts = []
        for row in rows:
            quarters = self.quarters.replace(f"${column(0)}$", f"${column(row.first)}$")
            parts.append(f"SUMPRODUCT(({quarters}>={first})*({quarters}<={AS_OF})*{row.span(self.book)})")
        return "+".join(parts), sum(sum(row.values[start + 1 : self.as_of + 1 + 1]) for row in rows)

    def _at(self, rows: Sequence[Row], period: str, *, is_before: bool) -> tuple[str, float]:
        """Sum of levels of rows at the end of a period, or before it."""
        first, start = self._first(period)
        when, value = (f"({first})-1", start - 1) if is_before else (AS_OF, self.as_of)
        parts = [f"SUMPRODUCT(({self.quarters}={when})*{row.span(self.book)})" for row in rows]
        return "+".join(parts), sum(row.values[value + 1] for row in rows)

    def _line(
        self, row: int, label: str, cells: dict[tuple[str, str], tuple[str, float]], look: str = ""
    ) -> None:
        title = self.book.measured(self.book.texts(f"workbook.ilpa.{label}"), "won")
        self.book.text(SHEET, row, 0, title, "text", look)
        for (holder, period), (formula, value) in cells.items():
            place = 1 + _PERIODS.index(period) * len(_HOLDERS) + _HOLDERS.index(holder)
            self.book.formula(SHEET, row, place, formula, value, "won", look)

    def _each(self) -> list[tuple[str, str]]:
        return [(holder, period) for period in _PERIODS for holder in _HOLDERS]

    def _rows(self, holder: str, code: str) -> list[Row]:
        return [party.rows[code] for party in self.members[holder]]

    def _roll_forward(self, row: int) -> int:
        self.book.text(SHEET, row, 0, self.book.texts("workbook.ilpa.nav"), "section")
        begin = {key: self._at(self._rows(key[0], "nav"), key[1], is_before=True) for key in self._each()}
        calls = {key: self._during(self._rows(key[0], "called"), key[1]) for key in self._each()}
        paid = {key: self._during(self._rows(key[0], "distributed"), key[1]) for key in self._each()}
        end = {key: self._at(self._rows(key[0], "nav"), key[1], is_before=False) for key in self._each()}
        out = {key: (f"-({formula})", -value) for key, (formula, value) in paid.items()}
        gain = {}
        for key in self._each():
            place = 1 + _PERIODS.index(key[1]) * len(_HOLDERS) + _HOLDERS.index(key[0])
            letter = chr(ord("A") + place)
            formula = f"{letter}{row + 6}-{letter}{row + 2}-{letter}{row + 3}-{letter}{row + 4}"
            gain[key] = (formula, end[key][1] - begin[key][1] - calls[key][1] + paid[key][1])
        lines = (
            ("begin", begin),
            ("contributions", calls),
            ("distributions", out),
            ("gain", gain),
            ("end", end),
        )
        for number, (label, cells) in enumerate(lines, start=1):
            self._line(row + number, label, cells, "total" if label == "end" else "")
        return row + len(lines) + 1

    def _costs(self, row: int) -> int:
        """What contributions paid for; by both levels together, so in the column of the total."""
        self.book.text(SHEET, row, 0, self.book.texts("workbook.ilpa.uses"), "section")
        for code in ("invested", "fee", "expense", "carry"):
            row += 1
            cells = {("total", period): self._during([self.cash.costs[code]], period) for period in _PERIODS}
            self._line(row, code, cells)
        row += 1
        covers = {("total", period): self._during(self._covers(), period) for period in _PERIODS}
        self._line(row, "first_loss", covers)
        return row + 1

    def _covers(self) -> list[Row]:
        return [self.cash.classes[code].rows["first_loss"] for code in ("domestic", "foreign")]

    def _commitments(self, row: int) -> int:
        self.book.text(SHEET, row, 0, self.book.texts("workbook.ilpa.commitments"), "section")
        top = row + 1
        for number, label in enumerate(("commitment", "called_to_date", "unfunded")):
            cells = {}
            for holder in _HOLDERS:
                letter = chr(ord("A") + 1 + 2 * len(_HOLDERS) + _HOLDERS.index(holder))
                committed = [party.commitment for party in self.members[holder]]
                whole = "+".join(part for part, _ in committed), sum(value for _, value in committed)
                called = self._during(self._rows(holder, "called"), "inception")
                left = f"{letter}{top + 1}-{letter}{top + 2}", whole[1] - called[1]
                cells[holder, "inception"] = (whole, called, left)[number]
            self._line(top + number, label, cells, "total" if label == "unfunded" else "")
        return top + 3

    def _performance(self, row: int) -> None:
        book, texts = self.book, self.book.texts
        book.text(SHEET, row, 0, texts("workbook.ilpa.performance"), "section")
        for number, label in enumerate(("pic", "dpi", "rvpi", "tvpi"), start=1):
            book.text(SHEET, row + number, 0, texts(f"workbook.returns.{label}"))
        for holder in _HOLDERS:
            place = 1 + 2 * len(_HOLDERS) + _HOLDERS.index(holder)
            called, paid = (
                self._during(self._rows(holder, code), "inception") for code in ("called", "distributed")
            )
            nav = self._at(self._rows(holder, "nav"), "inception", is_before=False)
            committed = [party.commitment for party in self.members[holder]]
            whole = "+".join(part for part, _ in committed), sum(value for _, value in committed)
            lines = (
                (f"({called[0]})/MAX({whole[0]},1)", called[1] / max(whole[1], 1.0), "share"),
                (f"({paid[0]})/MAX({called[0]},1)", paid[1] / max(called[1], 1.0), "multiple"),
                (f"({nav[0]})/MAX({called[0]},1)", nav[1] / max(called[1], 1.0), "multiple"),
                (
                    f"({paid[0]}+{nav[0]})/MAX({called[0]},1)",
                    (paid[1] + nav[1]) / max(called[1], 1.0),
                    "multiple",
                ),
            )
            for number, (formula, value, style) in enumerate(lines, start=1):
                book.formula(SHEET, row + number, place, formula, value, style)

    def _further(self, row: int) -> None:
        """Figures of all investors that stand on sheet Cash flows: in a period, or the balance at its end."""
        book, texts = self.book, self.book.texts
        book.text(SHEET, row, 0, texts("workbook.ilpa.further"), "section")
        for name, line in self.further.items():
            row += 1
            now = self._at([line], "inception", is_before=False)
            cells = {("total", "inception"): now}
            if name not in LEVELS:
                for period in _PERIODS[:-1]:
                    before = self._at([line], period, is_before=True)
                    cells["total", period] = f"{now[0]}-{before[0]}", now[1] - before[1]
            book.text(SHEET, row, 0, book.measured(texts(f"figures.{name}"), "won"))
            for (_, period), (formula, value) in cells.items():
                place = 1 + _PERIODS.index(period) * len(_HOLDERS) + _HOLDERS.index("total")
                book.formula(SHEET, row, place, formula, value, "won")
        book.text(SHEET, row + 1, 0, texts("workbook.ilpa.note"), "small")
