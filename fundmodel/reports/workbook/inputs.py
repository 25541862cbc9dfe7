"""Sheet Inputs: every assumption in use; what formulas read can be changed, the others say why not."""

from collections.abc import Collection, Sequence

from fundmodel import datasets
from fundmodel.assumptions import Assumption, Value, assumptions
from fundmodel.reports.workbook.book import Book
from fundmodel.reports.workbook.unfollowed import OFF_AT
from fundmodel.run_inputs import graph
from fundmodel.scenario import Scenario

SHEET = "inputs"
# Names of cells that say what file this is; the program reads them back.
SCENARIO_NAME, RUN_NAME, CHANGED_NAME = "fundmodel_scenario", "fundmodel_run", "inputs_changed"
_COLUMNS = (
    "meaning", "name", "value", "unit", "low", "high", "in_run", "changed", "base", "verification",
    "live", "source",
)  # fmt: skip
# The longest reason fits its column; the source stands last, where a long text has room.
_WIDTHS = (40, 30, 18, 17, 18, 18, 18, 9, 18, 14, 90, 60)
VALUE = _COLUMNS.index("value")
IN_RUN, _BASE = _COLUMNS.index("in_run"), _COLUMNS.index("base")
_VERIFIED, _WHY, _SOURCE = (_COLUMNS.index(name) for name in ("verification", "live", "source"))
_WORDS = [_COLUMNS.index(name) for name in ("meaning", "name", "unit", "live", "source", "verification")]
_TOP = 7
_PERCENT = {"share", "rate per year", "share per year"}


def write_inputs(
    book: Book, scenario: Scenario, live: Collection[str], reasons: Sequence[str] | None = None
) -> None:
    """Write the sheet.

    Args:
        book: The file.
        scenario: The first of the run.
        live: Assumptions that formulas read.
        reasons: Where the sheets hold the engine's values: the terms that are why; otherwise None.
    """
    texts, sheet = book.texts, book.sheets[SHEET]
    _identify(book, scenario)
    titles = [texts(f"workbook.inputs.{name}") for name in _COLUMNS]
    book.head(SHEET, titles, _TOP - 1, _WIDTHS, _WORDS)
    sheet.freeze_panes(_TOP, VALUE + 1)
    sheet.repeat_rows(_TOP - 1)
    described = {row["name"]: row for row in datasets.catalogue().iter_rows(named=True)}
    row, topic, changed = _TOP, "", []
    for name, entry in assumptions().items():
        if entry.topic != topic:
            topic = entry.topic
            book.text(
                SHEET, row, 0, texts(f"topic.{topic}") if texts.has(f"topic.{topic}") else topic, "section"
            )
            row += 1
        given = described[name]
        book.text(SHEET, row, 0, texts.label(given))
        book.text(SHEET, row, 1, name, "small")
        book.text(SHEET, row, 3, entry.unit, "small")
        book.text(SHEET, row, _VERIFIED, given["verification"] or "", "small")
        book.text(SHEET, row, _SOURCE, given["source"] or "", "small")
        _value(book, entry, row, scenario.value(name), name in live)
        why = _reason(book, entry, name in live) if reasons is None else _frozen(book, entry, reasons)
        book.text(SHEET, row, _WHY, why, "small")
        own = f"C{row + 1}<>G{row + 1}"
        book.formula(SHEET, row, 7, f"IF({own},1,0)", 0.0, "flag")
        changed.append(row)
        row += 1
    formula = f"SUM(H{_TOP + 1}:H{row})"
    book.formula(SHEET, 4, 2, formula, 0.0, "flag")
    sheet.conditional_format(
        _TOP, 7, row, 7, {"type": "cell", "criteria": ">", "value": 0, "format": book.style("changed")}
    )
    sheet.autofilter(_TOP - 1, 0, row - 1, len(_COLUMNS) - 1)
    sheet.protect(
        "", {"format_columns": True, "format_rows": True, "autofilter": True, "select_locked_cells": True}
    )


def _identify(book: Book, scenario: Scenario) -> None:
    texts = book.texts
    lines = (
        (2, "scenario", scenario.name, SCENARIO_NAME),
        (3, "run", book.report.results.run_id, RUN_NAME),
        (4, "inputs_changed", "", CHANGED_NAME),
    )
    for row, key, text, name in lines:
        book.text(SHEET, row, 0, texts(f"workbook.inputs.{key}"))
        if text:
            book.text(SHEET, row, 2, text)
        book.file.define_name(name, f"={book.name(SHEET)}!$C${row + 1}")


def _style(entry: Assumption) -> str:
    if entry.type in ("choice", "bool"):
        return "text"
    if entry.unit in _PERCENT:
        return "share"
    return "flag" if entry.unit == "year" else "number"


def put_input(
    book: Book, sheet: str, entry: Assumption, cell: tuple[int, int], value: Value, look: str
) -> None:
    """Write a value of an assumption as it is shown: shares as percent, choices as their codes."""
    row, place = cell
    if isinstance(value, str | bool):
        book.text(sheet, row, place, str(value).lower() if isinstance(value, bool) else value, "text", look)
    else:
        book.number(sheet, row, place, float(value), _style(entry), look)


def _value(book: Book, entry: Assumption, row: int, value: Value, is_live: bool) -> None:
    look = "input" if is_live else "locked"
    put_input(book, SHEET, entry, (row, VALUE), value, look)
    put_input(book, SHEET, entry, (row, IN_RUN), value, "")
    put_input(book, SHEET, entry, (row, _BASE), entry.value, "")
    book.file.define_name(entry.name, f"={book.name(SHEET)}!$C${row + 1}")
    for place, limit in ((4, entry.low), (5, entry.high)):
        if limit is not None:
            book.number(SHEET, row, place, limit, _style(entry), "")
    if entry.low is not None and entry.high is not None:
        allowed = book.texts("workbook.inputs.allowed", low=f"{entry.low:g}", high=f"{entry.high:g}")
        rule = {"validate": "decimal", "criteria": "between", "minimum": entry.low, "maximum": entry.high}
    else:
        options = list(entry.options) or ["true", "false"]
        allowed = book.texts("workbook.inputs.options", listed=", ".join(options))
        rule = {"validate": "list", "source": options}
    texts = {"error_title": entry.name[:32], "error_message": allowed[:255]}
    book.sheets[SHEET].data_validation(row, VALUE, row, VALUE, rule | texts)


def _reason(book: Book, entry: Assumption, is_live: bool) -> str:
    if is_live:
        return book.texts("workbook.inputs.is_live")
    if entry.topic in graph().world_topics:
        return book.texts("workbook.inputs.changes_assets")
    if entry.name in ("foreign_mode", "foreign_share"):
        return book.texts("workbook.inputs.changes_plan")
    if entry.name in OFF_AT:
        return book.texts("workbook.inputs.not_followed")
    if entry.topic == "notes":
        return book.texts("workbook.inputs.about_notes")
    return book.texts("workbook.inputs.not_read")


def _frozen(book: Book, entry: Assumption, reasons: Sequence[str]) -> str:
    """Why a cell is locked in a workbook that holds the engine's values."""
    return book.texts(f"workbook.inputs.{'is_reason' if entry.name in reasons else 'by_values'}")
