"""The inputs of a workbook read back as a scenario."""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from fundmodel.assumptions import Assumption, ScenarioError, Value, assumptions
from fundmodel.reports.workbook.inputs import SCENARIO_NAME
from fundmodel.scenario import Scenario

_DIGITS = 12


class WorkbookError(ScenarioError):
    """A workbook that cannot be read back: which file and cell, what is allowed and what to do."""


def read_scenario(file: Path) -> Scenario:
    """The scenario that the cells of sheet Inputs describe.

    Args:
        file: A workbook that this program wrote, changed or not, saved by any spreadsheet program.

    Raises:
        WorkbookError: If the file cannot be read or is no workbook of this program.
        ScenarioError: If a value is not allowed.
    """
    if not file.is_file():
        raise WorkbookError(f"{file}: there is no such file; write one with fundmodel report --format xlsx.")
    try:
        book = openpyxl.load_workbook(file, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, OSError, KeyError, ValueError) as error:
        raise WorkbookError(f"{file}: not a workbook (.xlsx): {error}") from None
    if SCENARIO_NAME not in book.defined_names:
        raise WorkbookError(
            f"{file}: not a workbook of fundmodel: it has no cell named {SCENARIO_NAME}. "
            "Write one with fundmodel report --format xlsx."
        )
    name = _cell(book, file, SCENARIO_NAME)[0]
    overrides = {}
    for row in assumptions().values():
        if row.name in book.defined_names:
            value, where = _cell(book, file, row.name)
            overrides[row.name] = _value(row, value, where)
    return Scenario(str(name), overrides)


def _cell(book: openpyxl.Workbook, file: Path, name: str) -> tuple[Any, str]:
    """Content and place of a named cell."""
    places = list(book.defined_names[name].destinations)
    if len(places) != 1 or places[0][0] not in book.sheetnames:
        raise WorkbookError(f"{file}: the name {name} points to no cell; write the workbook again.")
    sheet, place = places[0]
    return book[sheet][place.replace("$", "")].value, f"{file}, sheet {sheet}, cell {place.replace('$', '')}"


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
