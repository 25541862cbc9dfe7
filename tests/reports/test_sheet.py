"""The sheet that writes its own cells: the file that XlsxWriter makes of the same cells, byte for byte."""

from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from fundmodel.reports.workbook.sheet import Sheet


def _written(file: Path, kind: type[Worksheet]) -> bytes:
    book = xlsxwriter.Workbook(str(file))
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    sheet, look = book.add_worksheet(worksheet_class=kind), book.add_format({"bold": True})
    sheet.set_row(3, 30)
    sheet.write_string(0, 1, "a <text> & more", look)
    numbers = {(2, 0): 1.0, (2, 40): -12_345_678_901_234.0, (40, 3): 0.1 + 0.2}
    formulas = {(1, 1): ('IF(A3<1,"a"&"b",2)', "ab"), (41, 2): ("SUM(A1:A9)", 7.5), (2, 3): ("1+1", 2)}
    for (row, place), value in numbers.items():
        if isinstance(sheet, Sheet):
            sheet.put_number(row, place, value, look)
        else:
            sheet.write_number(row, place, value, look)
    for (row, place), (formula, found) in formulas.items():
        if isinstance(sheet, Sheet):
            sheet.put_formula(row, place, formula, look, found)
        else:
            sheet.write_formula(row, place, f"={formula}", look, found)
    book.close()
    return file.read_bytes()


def test_the_cells_are_those_of_xlsxwriter(tmp_path: Path) -> None:
    assert _written(tmp_path / "own.xlsx", Sheet) == _written(tmp_path / "theirs.xlsx", Worksheet)
