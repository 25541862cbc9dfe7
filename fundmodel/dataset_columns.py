"""What a column and a file of the datasets look like, in words that the checks understand."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Column:
    """One column of a file.

    Attributes:
        name: Its header.
        dtype: Polars type of its values.
        is_required: False if a cell may be empty (null).
        low: Smallest allowed number.
        high: Largest allowed number.
        allowed: The only texts allowed; empty for any text.
        refers_to: File stem and column in which the value must exist.
        pattern: Regular expression that the whole text must match.
        form: The pattern in words.
    """

    name: str
    dtype: type[pl.DataType] = pl.String
    is_required: bool = True
    low: float | None = None
    high: float | None = None
    allowed: tuple[str, ...] = ()
    refers_to: tuple[str, str] | None = None
    pattern: str = ""
    form: str = ""


@dataclass(frozen=True)
class Schema:
    """One file: its columns in order, its key, and groups of rows whose shares sum to 1.

    Attributes:
        columns: All columns of the file.
        key: Columns that together name a row once.
        sums_to_one: (columns of the group, share column) pairs; rows without a share do not count.
        is_ranged: True if low <= value <= high must hold wherever the three are given.
    """

    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sums_to_one: tuple[tuple[tuple[str, ...], str], ...] = ()
    is_ranged: bool = False
