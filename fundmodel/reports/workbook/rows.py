"""Rows over the quarters and single cells: where each stands, and what it is worth in the run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fundmodel.assumptions import Value, assumptions
from fundmodel.reports.workbook.book import Book, column
from fundmodel.reports.workbook.formulas import Expression, Number, Operand, Series

# The name of the cell, and its value: 4 units in the last place of a double.
SNAP = "snap"
SNAP_VALUE = 1 + 4 * 2.0**-52
# The waterfall's terms by group: suffixes of lines -> assumption.
TERMS = {
    "carry_home": "carry_rate",
    "carry_foreign": "carry_rate",
    "carry_mega": "mega_carry_rate",
    "catch_up_home": "catch_up_share",
    "catch_up_foreign": "foreign_catch_up_share",
    "catch_up_mega": "mega_catch_up_share",
}


@dataclass(frozen=True)
class Cell:
    """One number: its place as every sheet can name it, and its value."""

    place: str
    value: Number


@dataclass
class Row:
    """One row over the quarters.

    Attributes:
        sheet: Key of its sheet.
        row: Its number as a spreadsheet counts, from 1.
        first, last: Quarters that it is written for.
        is_cumulative: Whether it stands still after `last`.
        values: The opening, then every quarter of the workbook.
    """

    sheet: str
    row: int
    first: int
    last: int
    is_cumulative: bool
    values: Series = field(repr=False)

    @classmethod
    def empty(
        cls, sheet: str, row: int, first: int, last: int, n_quarters: int, is_cumulative: bool
    ) -> "Row":
        """A row without values yet."""
        return cls(sheet, row, first, last, is_cumulative, [0.0] * (n_quarters + 1))

    def settle(self, quarter: int, value: Number) -> None:
        """Note the value of a quarter."""
        self.values[quarter + 1] = value

    def stand_still(self) -> None:
        """After its last quarter a cumulative row keeps its value."""
        if self.is_cumulative:
            after = len(self.values) - self.last - 1 - 1
            self.values[self.last + 1 + 1 :] = [self.values[self.last + 1]] * after

    def place(self, book: Book, sheet: str) -> str:
        """The row as formulas of a sheet name it, with {c} for the column."""
        return f"{{c}}{self.row}" if sheet == self.sheet else f"{book.name(self.sheet)}!{{c}}{self.row}"

    def at(self, book: Book, sheet: str, quarter: int) -> str:
        """The cell of a quarter; of a cumulative row after its last quarter, the last one."""
        where = min(quarter, self.last) if self.is_cumulative else quarter
        return self.place(book, sheet).format(c=column(where))

    def span(self, book: Book, sheet: str = "") -> str:
        """All quarters of the row as a range."""
        before = "" if sheet == self.sheet else f"{book.name(self.sheet)}!"
        return f"{before}${column(self.first)}${self.row}:${column(self.last)}${self.row}"


@dataclass
class Scope:
    """What names mean in one block of rows.

    Attributes:
        book: The file.
        rows: Rows of the block by code.
        cells: Numbers of the block by code.
        live: Assumptions that any formula has read so far; shared by all blocks.
        inputs: Assumption -> value in the scenario.
    """

    book: Book
    rows: Mapping[str, Row]
    cells: Mapping[str, Cell]
    live: set[str]
    inputs: Mapping[str, Value]

    def place(self, sheet: str) -> Callable[[str], str]:
        """Name -> place, for formulas of a sheet."""

        def place(name: str) -> str:
            if name == "q":
                return "{c}$5"
            if name in self.rows:
                return self.rows[name].place(self.book, sheet)
            if name in self.cells:
                return self.cells[name].place
            return self._input(name)

        return place

    def _input(self, name: str) -> str:
        name = TERMS.get(name, name)
        if name != SNAP:
            if name not in assumptions():
                raise KeyError(f"workbook: a formula reads {name!r}, which is no row, cell or assumption")
            self.live.add(name)
        return name

    def operand(self, name: str) -> Operand:
        """Name -> values."""
        if name in self.rows:
            return self.rows[name].values
        if name in self.cells:
            return self.cells[name].value
        if name == SNAP:
            return SNAP_VALUE
        return float(self.inputs[TERMS.get(name, name)])

    def operands(self, expression: Expression) -> dict[str, Operand]:
        """Values of all names of an expression."""
        return {name: self.operand(name) for name in expression.names}
