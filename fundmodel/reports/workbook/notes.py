"""Sheet Notes: what notes of a fund promised and paid, as values, where a run has them."""

import polars as pl

from fundmodel.model import Results
from fundmodel.reports.workbook.book import NOTES, Book

NOTE_TABLE = "note_performance"
# Notes are off at zero. The formulas have none, so the live scenario is worked out without them.
NOTES_SIZE = "notes_size_multiplier"
_TOP = 4


def note_rows(results: Results) -> pl.DataFrame:
    """The rows of the answer on notes; none where the model or the run has no notes."""
    return results[NOTE_TABLE] if NOTE_TABLE in results.tables else pl.DataFrame()


def write_notes(book: Book, rows: pl.DataFrame) -> None:
    """Write the sheet: one column per column of the answer, in its units."""
    book.head(NOTES, rows.columns, _TOP - 1, [18] * rows.width)
    for number, values in enumerate(rows.iter_rows(), start=_TOP):
        for place, (name, value) in enumerate(zip(rows.columns, values, strict=True)):
            if isinstance(value, int | float) and not isinstance(value, bool):
                book.number(NOTES, number, place, float(value), _style(name), "")
            elif value is not None:
                book.text(NOTES, number, place, str(value))
    book.sheets[NOTES].freeze_panes(_TOP, 0)


def _style(name: str) -> str:
    if name.endswith("_krw"):
        return "won"
    return "share" if name.endswith(("_share", "_rate")) else "number"
