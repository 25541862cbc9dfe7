"""One dataset file as rows of typed cells, with every fault of its text, header and cells."""

import csv
import difflib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from fundmodel.dataset_columns import Column, Schema
from fundmodel.dataset_faults import Fault, Row, hint, parse


def text_of(file: Path) -> tuple[str | None, list[Fault]]:
    """The text of a UTF-8 file, with or without a byte-order mark; None and a fault if it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig"), []
    except FileNotFoundError:
        return None, [Fault(file.name, None, "", "", "is missing", "Copy it from the shipped datasets.")]
    except UnicodeDecodeError as error:
        return None, [
            Fault(
                file.name, None, "", "", f"is not UTF-8 text (byte {error.start})", 'Save it as "CSV UTF-8".'
            )
        ]
    except OSError as error:
        return None, [
            Fault(file.name, None, "", "", f"cannot be read: {error.strerror}", "Check file and permissions.")
        ]


def read_rows(file: Path, schema: Schema) -> tuple[list[Row], list[Fault]]:
    """The rows of a CSV file and what is wrong with its text, header and cells.

    Args:
        file: Path of the CSV file.
        schema: What it must look like.

    Returns:
        Rows as column name -> typed value, None for an empty or faulty cell, `#row` for the row as a
        spreadsheet counts it; then the faults. Rows of the wrong length are left out.
    """
    text, faults = text_of(file)
    if text is None:
        return [], faults
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return [], [Fault(file.name, None, "", "", f"is not valid CSV: {error}", "Check quotes and commas.")]
    header = [name.strip() for name in records[0]] if records else []
    if len(header) == 1 and re.search(r"[;\t]", header[0]):
        return [], [
            Fault(file.name, None, "", "", "does not separate its columns by commas", "Save it with commas.")
        ]
    wanted = [column.name for column in schema.columns]
    if faults := list(_header_faults(file.name, header, wanted)):
        return [], faults
    rows: list[Row] = []
    for at, record in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != len(header):
            faults.append(
                Fault(
                    file.name,
                    at,
                    "",
                    f"{len(record)} cells",
                    f"where the header has {len(header)}",
                    "Put texts that hold a comma in quotes.",
                )
            )
            continue
        cells = dict(zip(header, (cell.strip() for cell in record), strict=True))
        row: Row = {"#row": at}
        for column in schema.columns:
            row[column.name], found = _cell(file.name, at, column, cells[column.name])
            faults += found
        rows.append(row)
    if not rows and not faults:
        faults.append(Fault(file.name, None, "", "", "has no rows", "Copy it from the shipped datasets."))
    return rows, faults


def _header_faults(file: str, header: list[str], wanted: list[str]) -> Iterator[Fault]:
    for name in wanted:
        if name not in header:
            close = difflib.get_close_matches(name, [h for h in header if h not in wanted], n=1)
            advice = f"Rename {close[0]}." if close else "Add the column."
            yield Fault(file, None, name, "", "is missing from the header", advice)
    for name in header:
        if name not in wanted:
            yield Fault(file, None, name, "", "is not a known column", f"Remove it. {hint(name, wanted)}")
        elif header.count(name) > 1:
            yield Fault(file, None, name, "", "stands twice in the header", "Remove one of them.")


def _cell(file: str, at: int, column: Column, text: str) -> tuple[object, list[Fault]]:
    if not text and not column.is_required:
        return None, []
    value, rule = _value_and_rule(column, text)
    if not rule:
        return value, []
    advice = f"Correct the cell. {hint(text, column.allowed)}" if column.allowed else "Correct the cell."
    return None, [Fault(file, at, column.name, text, rule, advice if text else "Fill the cell.")]


def _value_and_rule(column: Column, text: str) -> tuple[object, str]:
    """The typed value, and the rule that the text breaks or nothing."""
    try:
        value = parse(text, column.dtype)
    except (ValueError, OverflowError):
        words = {pl.Boolean: "true or false", pl.Float64: "a number"}
        return None, f"must be {words.get(column.dtype, 'a whole number')}" if text else "must not be empty"
    rules = {"must not be empty": not text}
    if column.allowed:
        rules[f"must be one of {', '.join(column.allowed)}"] = text not in column.allowed
    if column.pattern:
        rules[f"must be {column.form}"] = not re.fullmatch(column.pattern, text)
    if isinstance(value, int | float):
        low, high = column.low, column.high
        rules[f"must be at least {low}"] = low is not None and value < low
        rules[f"must be at most {high}"] = high is not None and value > high
    return value, next((rule for rule, is_broken in rules.items() if is_broken), "")
