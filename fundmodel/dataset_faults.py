"""One fault in the datasets, and how a cell becomes a value."""

import difflib
import math
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

Row = dict[str, object]
_SHOWN = 12


@dataclass(frozen=True)
class Fault:
    """One thing wrong in the datasets: where, which value, which rule, what to do.

    Attributes:
        file: File name.
        row: Row as a spreadsheet counts it (the header is row 1); None if it concerns the whole file.
        column: Column name, empty if it concerns the whole row or file.
        value: The offending value as text.
        rule: What is allowed.
        advice: What to do.

    Example:
        >>> str(Fault("funds.csv", 2, "level", "7", "must be 0 to 1", "Correct the cell."))
        "funds.csv, row 2, column level: '7' must be 0 to 1. Correct the cell."
    """

    file: str
    row: int | None
    column: str
    value: str
    rule: str
    advice: str

    def __str__(self) -> str:
        place = self.file
        place += f", row {self.row}" if self.row is not None else ""
        place += f", column {self.column}" if self.column else ""
        shown = f"{self.value!r} " if self.value else ""
        return f"{place}: {shown}{self.rule}. {self.advice}".strip()


def hint(value: object, known: Iterable[str]) -> str:
    """A sentence that proposes the nearest known name, or lists what is known."""
    names = [name for name in known if name]
    close = difflib.get_close_matches(str(value), names, n=1, cutoff=0.5)
    if close:
        return f"Did you mean {close[0]}?"
    return f"Known: {', '.join(names[:_SHOWN])}{' ...' if len(names) > _SHOWN else ''}."


def parse(text: str, dtype: type[pl.DataType]) -> object:
    """A cell as a value of its column's type.

    Raises:
        ValueError: If the text is no such value, or no finite number.

    Example:
        >>> parse("0.5", pl.Float64)
        0.5
    """
    if dtype == pl.String:
        return text
    if dtype == pl.Boolean:
        return (
            {"true": True, "false": False}[text.lower()]
            if text.lower() in ("true", "false")
            else _refused(text)
        )
    number = float(text)
    if not math.isfinite(number) or (dtype != pl.Float64 and number != round(number)):
        return _refused(text)
    return number if dtype == pl.Float64 else int(number)


def _refused(text: str) -> object:
    raise ValueError(text)
