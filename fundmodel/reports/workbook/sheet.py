"""A sheet that takes cells as they are and writes them fast: a workbook has hundreds of thousands of them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellFormulaTuple, CellNumberTuple, Worksheet

# Rows for which one note of the columns in use is written, as XlsxWriter does.
_SPAN = 16


@lru_cache(maxsize=1024)
def _letters(place: int) -> str:
    return xl_col_to_name(place)


class Sheet(Worksheet):
    """XlsxWriter's sheet without its checks of every cell: formulas are ours and have no newer functions.

    The file holds what XlsxWriter itself would write, which a test compares.
    """

    def put_number(self, row: int, place: int, value: float, look: Format) -> None:
        """A finite number in a cell."""
        self._check_dimensions(row, place)
        self.table[row][place] = CellNumberTuple(value, look)

    def put_formula(self, row: int, place: int, formula: str, look: Format, value: float | str) -> None:
        """A formula without its equals sign, and the value it has now."""
        self._check_dimensions(row, place)
        self.table[row][place] = CellFormulaTuple(formula, look, value)

    def _write_rows(self) -> None:
        self._calculate_spans()
        for row in range(self.dim_rowmin or 0, (self.dim_rowmax or 0) + 1):
            cells, height = self.table.get(row), self.row_info.get(row)
            span = self.row_spans.get(row // _SPAN)
            if cells:
                self._write_row(row, span, height)
                self._xml_rows("".join(self._cells(row, cells)))
                self._xml_end_tag("row")
            elif height:
                self._write_empty_row(row, span, height)

    def _xml_rows(self, text: str) -> None:
        if self.fh is not None:
            self.fh.write(text)

    def _cells(self, row: int, cells: dict[int, Any]) -> Iterator[str]:
        """The cells of a row as XML."""
        number = row + 1
        for place in sorted(cells):
            cell = cells[place]
            kind, look = cell.__class__, f'r="{_letters(place)}{number}" s="{cell.format._get_xf_index()}"'
            if kind is CellNumberTuple:
                yield f"<c {look}><v>{cell.number:.16G}</v></c>"
            elif kind is CellFormulaTuple:
                text = ' t="str"' if isinstance(cell.value, str) else ""
                formula, value = self._escape_data(cell.formula), self._escape_data(cell.value)
                yield f"<c {look}{text}><f>{formula}</f><v>{value}</v></c>"
            else:
                yield f'<c {look} t="s"><v>{cell.string}</v></c>'
