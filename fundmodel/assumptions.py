"""The catalogue of assumptions: type, range and default of each, and the check of a value against it."""

import difflib
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from fundmodel import datasets

Value = float | int | bool | str


class ScenarioError(ValueError):
    """A scenario that cannot be run: what, which value, what is allowed and what to do."""


@dataclass(frozen=True)
class Assumption:
    """One row of the catalogue.

    Attributes:
        topic: The topic table it belongs to.
        name: Its name, unique over all topics.
        value: The default.
        type: float, int, bool or choice.
        low: Smallest allowed value, None for choices and switches.
        high: Largest allowed value, None for choices and switches.
        options: What a choice may be.
        unit: Its unit.
    """

    topic: str
    name: str
    value: Value
    type: str
    low: float | None
    high: float | None
    options: tuple[str, ...]
    unit: str

    def parsed(self, value: object) -> Value:
        """A value of the right type and inside the range.

        Raises:
            ScenarioError: If it is neither.
        """
        return _parse(self, value)


def _refuse(row: Assumption, value: object, allowed: str) -> ScenarioError:
    return ScenarioError(f"assumption {row.name}: {value!r} is not allowed; {allowed}")


def _parse(row: Assumption, value: object) -> Value:
    if row.type == "choice":
        if value not in row.options:
            close = difflib.get_close_matches(str(value), row.options, n=1)
            hint = f" Did you mean {close[0]}?" if close else ""
            raise _refuse(row, value, f"choose one of {', '.join(row.options)}.{hint}")
        return str(value)
    if row.type == "bool":
        known = {"true": True, "false": False, "1": True, "0": False}
        parsed = known.get(str(value).lower())
        if parsed is None:
            raise _refuse(row, value, "write true or false.")
        return parsed
    try:
        number = float(str(value).replace("_", "")) if not isinstance(value, bool) else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise _refuse(row, value, f"write a number from {row.low:g} to {row.high:g} ({row.unit}).")
    if (row.low is not None and number < row.low) or (row.high is not None and number > row.high):
        raise _refuse(row, value, f"the range is {row.low:g} to {row.high:g} ({row.unit}).")
    if row.type == "int":
        if number != round(number):
            raise _refuse(row, value, f"write a whole number from {row.low:g} to {row.high:g} ({row.unit}).")
        return round(number)
    return number


@lru_cache(maxsize=4)
def _assumptions(named_folder: str | None) -> Mapping[str, Assumption]:
    folder = Path(named_folder) if named_folder else None
    rows = {}
    for entry in datasets.catalogue(folder).iter_rows(named=True):
        options = tuple(part for part in (entry["options"] or "").split("|") if part)
        limits = (entry["low"], entry["high"])
        row = Assumption(
            entry["topic"], entry["name"], "", entry["type"], *limits, options, entry["unit"] or ""
        )
        rows[row.name] = replace(row, value=_parse(row, entry["value"]))
    return MappingProxyType(rows)


def assumptions() -> Mapping[str, Assumption]:
    """The catalogue by name, in the order of its file; a process reads a folder once.

    Example:
        >>> assumptions()["hurdle_rate"].type
        'float'
    """
    return _assumptions(os.environ.get(datasets.FOLDER_VARIABLE))


def lookup(name: str) -> Assumption:
    """The catalogue row of a name.

    Raises:
        ScenarioError: If there is none; the message proposes the nearest names.
    """
    rows = assumptions()
    if name not in rows:
        close = difflib.get_close_matches(name, rows, n=3, cutoff=0.5)
        hint = f" Did you mean {' or '.join(close)}?" if close else " List them with: fundmodel assumptions."
        raise ScenarioError(f"unknown assumption {name!r}.{hint}")
    return rows[name]
