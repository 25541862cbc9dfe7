"""Rules of the assumption catalogue and of the named scenarios that stand on it."""

import math
import tomllib
from collections.abc import Iterator

import polars as pl

from fundmodel.dataset_checks import TOLERANCE
from fundmodel.dataset_faults import Fault, Row, hint, parse
from fundmodel.dataset_schemas import SCENARIO_FILE, SCENARIO_TEXTS

_FILE = "assumptions.csv"
_SUMS = (
    ("early_share", "scale_up_share", "cdmo_share", "global_share"),
    ("license_milestone_p2_share", "license_milestone_p3_share", "license_milestone_approval_share"),
)


def value_fault(row: Row, text: str) -> str:
    """The rule that a text breaks as a value of a catalogue row; empty if it breaks none.

    Args:
        row: A row of assumptions.csv.
        text: The value as written.

    Example:
        >>> value_fault({"type": "choice", "options": "a|b"}, "c")
        'must be one of a, b'
    """
    if row["type"] == "choice":
        options = str(row["options"] or "").split("|")
        return "" if text in options else f"must be one of {', '.join(options)}"
    if row["type"] == "bool":
        return "" if text.lower() in ("true", "false") else "must be true or false"
    try:
        number = parse(text, pl.Int64 if row["type"] == "int" else pl.Float64)
    except (ValueError, OverflowError):
        return "must be a whole number" if row["type"] == "int" else "must be a number"
    low, high = row["low"], row["high"]
    if low is not None and high is not None and not float(str(low)) <= float(str(number)) <= float(str(high)):
        return f"must lie between low {low:.15g} and high {high:.15g}"
    return ""


def catalogue_faults(rows: list[Row], shipped: list[Row]) -> Iterator[Fault]:
    """Faults of the catalogue.

    Args:
        rows: Rows of assumptions.csv as read.
        shipped: Rows of the shipped catalogue, all of whose names must be there; empty if it is this one.
    """
    used: dict[object, object] = {}
    for row in rows:
        yield from _row_faults(row)
        if row["sidebar"] is not None:
            if row["sidebar"] in used:
                yield _fault(
                    row,
                    "sidebar",
                    row["sidebar"],
                    f"is the place of {used[row['sidebar']]} already",
                    "Give each prominent assumption its own place.",
                )
            used[row["sidebar"]] = row["name"]
    values = {row["name"]: row["value"] for row in rows if row["type"] == "float"}
    for names in _SUMS:
        if all(name in values and _is_number(values[name]) for name in names):
            total = math.fsum(float(str(values[name])) for name in names)
            if abs(total - 1) > TOLERANCE:
                yield Fault(
                    _FILE,
                    None,
                    "value",
                    f"{total:.6g}",
                    f"is the sum of {', '.join(names)}; it must be 1",
                    "Change the shares so that they sum to 1.",
                )
    if shipped:
        yield from _name_faults(rows, shipped)


def _row_faults(row: Row) -> Iterator[Fault]:
    is_number = row["type"] in ("float", "int")
    for column in ("low", "high", "step"):
        if (row[column] is not None) != is_number and row["type"] is not None:
            rule = "must be given for a number" if is_number else f"must be empty for a {row['type']}"
            yield _fault(row, column, row[column], rule, "Fill or clear the cell.")
    if row["type"] == "choice" and len(set(str(row["options"] or "").split("|"))) <= 1:
        yield _fault(row, "options", row["options"], "must list two or more values, a|b", "Add the options.")
    elif row["type"] != "choice" and row["options"] is not None:
        yield _fault(
            row, "options", row["options"], "must be empty unless the type is choice", "Clear the cell."
        )
    low, high = row["low"], row["high"]
    if low is not None and high is not None and float(str(low)) >= float(str(high)):
        yield _fault(row, "low", low, f"must be below high {high}", "Correct low or high.")
    elif (
        row["type"] is not None and row["value"] is not None and (rule := value_fault(row, str(row["value"])))
    ):
        yield _fault(
            row, "value", row["value"], f"is the default of {row['name']} and {rule}", "Correct the cell."
        )


def _name_faults(rows: list[Row], shipped: list[Row]) -> Iterator[Fault]:
    known = {str(row["name"]): row for row in shipped}
    mine = {row["name"]: row for row in rows}
    for row in rows:
        if row["name"] is not None and row["name"] not in known:
            yield _fault(
                row,
                "name",
                row["name"],
                "is not an assumption of the model",
                f"Rename or remove the row. {hint(row['name'], known)}",
            )
    for name, row in known.items():
        if name not in mine:
            yield Fault(
                _FILE, None, "name", name, "is missing", "Copy its row from the shipped assumptions.csv."
            )
            continue
        for column in ("topic", "type", "unit"):
            if mine[name][column] is not None and mine[name][column] != row[column]:
                yield _fault(
                    mine[name],
                    column,
                    mine[name][column],
                    f"must be {row[column]} for {name}",
                    "Correct the cell.",
                )


def scenario_faults(text: str, rows: list[Row]) -> Iterator[Fault]:
    """Faults of scenarios.toml against the catalogue.

    Args:
        text: Content of the file.
        rows: Rows of assumptions.csv as read.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield Fault(SCENARIO_FILE, None, "", "", f"is not valid TOML: {error}", "Correct the file.")
        return
    known = {str(row["name"]): row for row in rows}
    if "base" not in document:
        yield Fault(
            SCENARIO_FILE, None, "", "base", "is a scenario that must exist", "Add [base] without overrides."
        )
    for name, table in document.items():
        if not isinstance(table, dict):
            yield Fault(
                SCENARIO_FILE,
                None,
                name,
                str(table),
                "stands outside a scenario",
                f"Put it under [{name}.overrides].",
            )
            continue
        for key, value in table.items():
            if key != "overrides" and (key not in SCENARIO_TEXTS or not isinstance(value, str)):
                yield Fault(
                    SCENARIO_FILE,
                    None,
                    f"{name}.{key}",
                    str(value),
                    "is not a text of a scenario",
                    hint(key, SCENARIO_TEXTS),
                )
        for key in SCENARIO_TEXTS:
            if not str(table.get(key, "")).strip():
                yield Fault(SCENARIO_FILE, None, f"{name}.{key}", "", "must not be empty", "Write the text.")
        overrides = table.get("overrides", {})
        if not isinstance(overrides, dict):
            yield Fault(
                SCENARIO_FILE,
                None,
                f"{name}.overrides",
                str(overrides),
                "must be a table",
                f"Write [{name}.overrides].",
            )
            continue
        yield from _override_faults(name, overrides, known)


def _override_faults(scenario: str, overrides: dict[str, object], known: dict[str, Row]) -> Iterator[Fault]:
    for name, value in overrides.items():
        place = f"{scenario}.overrides.{name}"
        if name not in known:
            yield Fault(SCENARIO_FILE, None, place, str(value), "is not an assumption", hint(name, known))
        elif rule := value_fault(known[name], str(value).lower() if isinstance(value, bool) else str(value)):
            yield Fault(SCENARIO_FILE, None, place, str(value), rule, "Correct the value.")
    for names in _SUMS:
        values = [str(overrides.get(name, known[name]["value"])) for name in names if name in known]
        if set(names) & set(overrides) and len(values) == len(names) and all(map(_is_number, values)):
            total = math.fsum(float(value) for value in values)
            if abs(total - 1) > TOLERANCE:
                yield Fault(
                    SCENARIO_FILE,
                    None,
                    f"{scenario}.overrides",
                    f"{total:.6g}",
                    f"is the sum of {', '.join(names)}; it must be 1",
                    "Change the shares.",
                )


def _is_number(text: object) -> bool:
    try:
        return math.isfinite(float(str(text)))
    except ValueError:
        return False


def _fault(row: Row, column: str, value: object, rule: str, advice: str) -> Fault:
    return Fault(_FILE, int(str(row["#row"])), column, "" if value is None else str(value), rule, advice)
