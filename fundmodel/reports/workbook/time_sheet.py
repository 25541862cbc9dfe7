"""A sheet with rows over the quarters that are worked out as they are added."""

from collections.abc import Callable, Sequence

from fundmodel.reports.workbook.book import FIRST_QUARTER, FIRST_ROW, LABEL, NOTE, TOTAL, UNIT, Book, column
from fundmodel.reports.workbook.formulas import Expression
from fundmodel.reports.workbook.rows import Cell, Row, Scope


class TimeSheet:
    """Rows of one sheet, each written at once.

    Args:
        book: The file.
        sheet: Key of the sheet.
        scope: Inputs, and which of them are live.
        last: Last quarter.
    """

    def __init__(self, book: Book, sheet: str, scope: Scope, last: int) -> None:
        self.book, self.sheet, self.scope, self.last = book, sheet, scope, last
        self.free = FIRST_ROW

    def title(self, text: str, style: str = "section") -> None:
        """A heading over the rows that follow."""
        self.book.text(self.sheet, self.free, LABEL, text, style)
        self.free += 1

    def gap(self) -> None:
        """An empty row."""
        self.free += 1

    def add(
        self,
        label: str,
        formula: Callable[[int], str],
        worked: Callable[[int], float],
        *,
        first: int = 0,
        style: str = "won",
        note: str = "",
        total: str = "",
    ) -> Row:
        """A row by its formula and value of a quarter.

        Args:
            label: What stands before it.
            formula: Quarter -> formula.
            worked: Quarter -> value.
            first: First quarter it is written for.
            style: How its numbers look.
            note: A short remark, for example the code of a fund.
            total: sum or empty.
        """
        book, place = self.book, self.free
        self.free += 1
        row = Row.empty(self.sheet, place + 1, first, self.last, self.last + 1, is_cumulative=False)
        book.text(self.sheet, place, LABEL, label)
        book.text(self.sheet, place, UNIT, book.texts(f"workbook.unit.{style}"), "small")
        if note:
            book.text(self.sheet, place, NOTE, note, "small")
        for quarter in range(first, self.last + 1):
            row.values[quarter + 1] = float(worked(quarter))
            book.formula(
                self.sheet, place, FIRST_QUARTER + quarter, formula(quarter), row.values[quarter + 1], style
            )
        if total == "sum":
            value = float(sum(row.values))
            book.formula(
                self.sheet, place, TOTAL, f"SUM({row.span(book, self.sheet)})", value, style, "total"
            )
        return row

    def values(
        self, label: str, values: Sequence[float], *, style: str = "won", note: str = "", total: str = ""
    ) -> Row:
        """A row of the engine's values; a won that is zero is left out of the sheet.

        Args:
            label: What stands before it.
            values: One per quarter from the first to the last.
            style: How its numbers look.
            note: A short remark, for example the code of a fund.
            total: sum or empty.
        """
        book, place = self.book, self.free
        self.free += 1
        row = Row.empty(self.sheet, place + 1, 0, self.last, self.last + 1, is_cumulative=False)
        book.text(self.sheet, place, LABEL, label)
        book.text(self.sheet, place, UNIT, book.texts(f"workbook.unit.{style}"), "small")
        if note:
            book.text(self.sheet, place, NOTE, note, "small")
        for quarter, value in enumerate(values):
            row.values[quarter + 1] = value
            if value or style != "won":
                book.number(self.sheet, place, FIRST_QUARTER + quarter, value, style)
        if total == "sum":
            span = f"SUM({row.span(book, self.sheet)})"
            book.formula(self.sheet, place, TOTAL, span, float(sum(row.values)), style, "total")
        return row

    def line(
        self,
        label: str,
        text: str,
        rows: dict[str, Row],
        cells: dict[str, Cell] | None = None,
        *,
        first: int = 0,
        style: str = "won",
        note: str = "",
        total: str = "",
    ) -> Row:
        """A row by an expression over other rows."""
        scope = Scope(self.book, rows, cells or {}, self.scope.live, self.scope.inputs)
        expression = Expression(text)
        template = expression.formula(scope.place(self.sheet))
        worked = expression.worked(scope.operands(expression))
        return self.add(
            label,
            lambda quarter: template.format(c=column(quarter), p=column(quarter - 1)),
            worked,
            first=first,
            style=style,
            note=note,
            total=total,
        )

    def sums(
        self,
        label: str,
        plus: Sequence[Row],
        minus: Sequence[Row] = (),
        *,
        style: str = "won",
        total: str = "",
    ) -> Row:
        """A row that adds up rows of any sheets, each as long as it is written, and takes others off."""

        def parts(rows: Sequence[Row], quarter: int) -> str:
            listed = [
                row.at(self.book, self.sheet, quarter)
                for row in rows
                if row.first <= quarter and (row.is_cumulative or quarter <= row.last)
            ]
            return f"SUM({','.join(listed)})" if listed else ""

        def formula(quarter: int) -> str:
            added, taken = parts(plus, quarter), parts(minus, quarter)
            return f"{added or '0'}-{taken}" if taken else added or "0"

        def worked(quarter: int) -> float:
            place = quarter + 1
            return sum(row.values[place] for row in plus) - sum(row.values[place] for row in minus)

        return self.add(label, formula, worked, style=style, total=total)

    def headline(self, row: Row, formula: str, value: float, style: str = "share") -> Cell:
        """The number of a row that stands for the whole, in its total column."""
        self.book.formula(self.sheet, row.row - 1, TOTAL, formula, value, style, "total")
        return Cell(f"{self.book.name(self.sheet)}!$D${row.row}", value)

    def weighted(self, label: str, rows: Sequence[Row], weights: Sequence[Cell], *, total: str = "") -> Row:
        """A row that adds up rows of any sheets, each times a number."""

        def formula(quarter: int) -> str:
            listed = [
                f"{cell.place}*{row.at(self.book, self.sheet, quarter)}"
                for row, cell in zip(rows, weights, strict=True)
                if row.first <= quarter <= row.last
            ]
            return "+".join(listed) or "0"

        def worked(quarter: int) -> float:
            return sum(row.values[quarter + 1] * cell.value for row, cell in zip(rows, weights, strict=True))

        return self.add(label, formula, worked, total=total)
