"""Sheet Read me: what the file is, what it rests on, what can be changed, and where it ends."""

from collections.abc import Sequence

from fundmodel.reports.workbook.book import Book
from fundmodel.reports.workbook.central import Central
from fundmodel.reports.workbook.checks import FAULTS
from fundmodel.reports.workbook.inputs import CHANGED_NAME
from fundmodel.reports.workbook.notes import NOTES_SIZE

SHEET = "readme"
_WARNINGS = ("hypothetical", "central", "live_scenario", "not_live", "no_tax")
_HOW = ("inputs", "round_trip", "formulas", "units", "after_change", "limits", "ilpa")
# The same where the sheets hold the engine's values.
_WARNINGS_BY_VALUES = ("hypothetical", "central_by_values", "no_tax")
_HOW_BY_VALUES = ("round_trip", "units_by_values", "ilpa")
_LOOKS = (("input", "value_input"), ("locked", "locked"), ("value", "value"), ("formula", "formula"))


def write_readme(book: Book, central: Central, n_faults: int, notice: str = "") -> None:
    """Write the sheet; `n_faults` checks fail in the run, `notice` says why it holds the engine's values."""
    texts, sheet, results = book.texts, book.sheets[SHEET], book.report.results
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    names = ", ".join(scenario.name for scenario in book.report.scenarios)
    facts = (
        ("scenario", central.scenario.name),
        ("others", names),
        ("run", results.run_id),
        ("date", book.report.as_of),
        ("version", book.report.version),
        ("paths", texts("workbook.readme.paths_value", paths=f"{results.paths:,}", seed=results.seed)),
    )
    row = 3
    for key, value in facts:
        book.text(SHEET, row, 0, texts(f"workbook.readme.{key}"), "section")
        book.text(SHEET, row, 1, value, "wrapped")
        row += 1
    for key, name, value in (("changed", CHANGED_NAME, 0), ("faults", FAULTS, n_faults)):
        book.text(SHEET, row, 0, texts(f"workbook.readme.{key}"), "section")
        book.formula(SHEET, row, 1, name, float(value), "flag", "total")
        rules = (("==", "good"), (">", "changed" if key == "changed" else "bad"))
        for criteria, style in rules:
            rule = {"type": "cell", "criteria": criteria, "value": 0, "format": book.style(style)}
            sheet.conditional_format(row, 1, row, 1, rule)
        row += 1
    warnings = _warnings(book, notice)
    row = _list(book, row + 1, "warnings", warnings, "warning")
    how = _HOW_BY_VALUES if notice else _HOW
    row = _list(book, row + 1, "how", [_said(book, code) for code in how], "wrapped")
    row += 1
    book.text(SHEET, row, 0, texts("workbook.readme.colours"), "heading")
    for key, look in _LOOKS:
        row += 1
        text = texts(f"workbook.readme.look_{key}")
        if look == "formula":
            book.text(SHEET, row, 0, texts(f"workbook.readme.name_{key}"))
        else:
            book.text(
                SHEET, row, 0, texts(f"workbook.readme.name_{key}"), "text", look.removeprefix("value_")
            )
        book.text(SHEET, row, 1, text, "wrapped")
    row += 2
    book.text(SHEET, row, 0, texts("workbook.readme.sheets"), "heading")
    for key in book.sheets:
        row += 1
        link = f"internal:{book.name(key)}!A1"
        sheet.write_url(row, 0, link, book.style("text"), texts(f"workbook.sheet.{key}"))
        _wrapped(book, row, texts(f"workbook.about.{key}"), "wrapped")


def _said(book: Book, code: str) -> str:
    return book.texts(f"workbook.readme.{code}", scenario=book.report.scenarios[0].name)


def _warnings(book: Book, notice: str) -> list[str]:
    if notice:
        return [notice, *(_said(book, code) for code in _WARNINGS_BY_VALUES)]
    has_notes = bool(book.report.scenarios[0].value(NOTES_SIZE))
    return [_said(book, code) for code in (*_WARNINGS, *(["without_notes"] if has_notes else []))]


def _list(book: Book, row: int, key: str, texts: Sequence[str], style: str) -> int:
    book.text(SHEET, row, 0, book.texts(f"workbook.readme.{key}"), "heading")
    for text in texts:
        row += 1
        _wrapped(book, row, text, style)
    return row + 1


def _wrapped(book: Book, row: int, text: str, style: str) -> None:
    """A text over as many lines as it needs."""
    book.text(SHEET, row, 1, text, style)
    lines = 1 + len(text) // (58 if book.texts.language == "ko" else 105)
    book.sheets[SHEET].set_row(row, 13 * lines)
