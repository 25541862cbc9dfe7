"""The inputs of a workbook read back as a scenario."""

import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import InvalidFileException

from fundmodel.assumptions import Assumption, ScenarioError, Value, assumptions
from fundmodel.reports.workbook.inputs import IN_RUN, SCENARIO_NAME, VALUE
from fundmodel.scenario import Scenario

_DIGITS = 12


class WorkbookError(ScenarioError):
    """A workbook that cannot be read back: which file and cell, what is allowed and what to do."""


def read_scenario(file: Path) -> Scenario:
    """The scenario that the cells of sheet Inputs describe.

    Args:
        file: A workbook that this program wrote, changed or not, saved by any spreadsheet program.

    Raises:
        WorkbookError: If the file cannot be read, is no workbook of this program, or a cell is not allowed.
        ScenarioError: If the cells do not fit together.

    Returns:
        The scenario, under the name of the workbook's; a changed one is marked as such.
    """
    if not file.is_file():
        raise WorkbookError(f"{file}: there is no such file; write one with fundmodel report --format xlsx.")
    try:
        book = openpyxl.load_workbook(file, data_only=True, read_only=True)
    except (zipfile.BadZipFile, InvalidFileException, OSError, KeyError, ValueError) as error:
        raise WorkbookError(f"{file}: not a workbook (.xlsx): {error}") from None
    with closing(book):
        if SCENARIO_NAME not in book.defined_names:
            raise WorkbookError(
                f"{file}: not a workbook of fundmodel: it has no cell named {SCENARIO_NAME}. "
                "Write one with fundmodel report --format xlsx."
            )
        return _scenario(book, file)


def _scenario(book: openpyxl.Workbook, file: Path) -> Scenario:
    sheet, place = _place(book, file, SCENARIO_NAME)
    rows = [[cell.value for cell in row] for row in book[sheet].iter_rows()]
    overrides, is_changed = {}, False
    for row in assumptions().values():
        if row.name in book.defined_names:
            own, cell = _place(book, file, row.name)
            line = rows[coordinate_to_tuple(cell)[0] - 1]
            where = f"{file}, sheet {own}, cell {cell}"
            overrides[row.name] = _value(row, line[VALUE], where)
            is_changed |= overrides[row.name] != _value(row, line[IN_RUN], where)
    name = str(rows[coordinate_to_tuple(place)[0] - 1][VALUE])
    return Scenario(f"{name} (workbook)" if is_changed else name, overrides)


def _place(book: openpyxl.Workbook, file: Path, name: str) -> tuple[str, str]:
    """Sheet and cell of a name."""
    places = list(book.defined_names[name].destinations)
    if len(places) != 1 or places[0][0] not in book.sheetnames:
        raise WorkbookError(f"{file}: the name {name} points to no cell; write the workbook again.")
    sheet, place = places[0]
    return sheet, place.replace("$", "")


def _value(row: Assumption, value: Any, where: str) -> Value:  # noqa: ANN401 (whatever a cell holds)
    if value is None:
        raise WorkbookError(f"{where}: {row.name} is empty; write {_allowed(row)}.")
    if isinstance(value, float):
        # A spreadsheet may keep the last bits of a number differently.
        value = float(f"{value:.{_DIGITS}g}")
    try:
        return row.parsed(value)
    except ScenarioError as error:
        raise WorkbookError(f"{where}: {error}") from None


def _allowed(row: Assumption) -> str:
    if row.low is None or row.high is None:
        return " or ".join(row.options or ("true", "false"))
    return f"a number from {row.low:g} to {row.high:g} ({row.unit})"
