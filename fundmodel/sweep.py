"""Sensitivities: assumptions moved between their low and high, as tornado and as heat map."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from fundmodel import datasets, model
from fundmodel.assumptions import Assumption, ScenarioError, Value, assumptions
from fundmodel.scenario import Scenario
from fundmodel.scenario_checks import LINKED
from fundmodel.sweep_answers import central_rates

LOW, HIGH = "low", "high"

_REMEMBERED = 8

# Limits that results are set beside; no cash depends on them.
_JUDGING = ("policy", "mandates")
# Size and mix are chosen, and each of their values means another set of assets.
_CHOSEN = "plan"
_RATED = ("scenario", "rate", "status")


@dataclass(frozen=True)
class Variation:
    """One assumption moved to another value, everything else as in the scenario it starts from.

    Attributes:
        name: The assumption.
        end: low, high, or the option of a choice.
        value: Where it was moved to.
        scenario: The scenario with that value.
    """

    name: str
    end: str
    value: Value
    scenario: Scenario


def world_names() -> frozenset[str]:
    """Assumptions that change the world: draws and assets are computed again when one of them moves."""
    topics = model.graph().world_topics
    return frozenset(name for name, row in assumptions().items() if row.topic in topics)


def cash_names() -> tuple[str, ...]:
    """Every assumption that can move cash: all but the limits that results are set beside."""
    return tuple(name for name, row in assumptions().items() if row.topic not in _JUDGING)


def quick_names() -> tuple[str, ...]:
    """The assumptions of a tornado that must be fast: every term, and of the world those shown first.

    Terms act below the funds and share the draws and assets of the scenario, so that all of them cost little
    more than one. Assumptions of the world cost a set of draws and assets each; the sidebar's prominent ones
    stand for them. The plan's size and mix are left out: they are chosen, not uncertain.
    """
    first = set(datasets.catalogue().filter(pl.col("sidebar").is_not_null())["name"])
    slow = world_names()
    return tuple(
        name
        for name in cash_names()
        if assumptions()[name].topic != _CHOSEN and (name not in slow or name in first)
    )


def moved(scenario: Scenario, name: str, value: Value, label: str) -> Scenario | None:
    """A scenario with one value moved; shares that must sum to 1 give way; None if the checks refuse it."""
    changes: dict[str, Value] = {name: value}
    if group := next((group for group in LINKED if name in group), ()):
        others = [other for other in group if other != name]
        left = sum(float(scenario.value(other)) for other in others)
        for other in others:
            part = float(scenario.value(other)) / left if left > 0 else 1 / len(others)
            changes[other] = (1 - float(value)) * part
    try:
        return scenario.with_(label, **changes)
    except ScenarioError:
        return None


def _ends(row: Assumption, value: Value) -> list[tuple[str, Value]]:
    if row.type in ("choice", "bool"):
        options = row.options or (True, False)
        return [(str(option), option) for option in options if option != value]
    ends = ((LOW, row.low), (HIGH, row.high))
    return [(end, row.parsed(limit)) for end, limit in ends if limit is not None and limit != value]


def variations(scenario: Scenario, names: Iterable[str]) -> list[Variation]:
    """Each assumption moved to its low and to its high, or to its other options, one at a time.

    Values that the checks of a scenario refuse are left out.

    Args:
        scenario: Where to start from.
        names: Assumptions to move.

    Example:
        >>> [(one.end, one.value) for one in variations(Scenario("base"), ["hurdle_rate"])]
        [('low', 0.0), ('high', 0.12)]
    """
    found = []
    for name in names:
        for end, value in _ends(assumptions()[name], scenario.value(name)):
            other = moved(scenario, name, value, f"{name} = {value}")
            if other is not None:
                found.append(Variation(name, end, value, other))
    return found


def tornado(scenario: Scenario, names: Iterable[str], party_code: str = "whole") -> pl.DataFrame:
    """What each assumption does to a party's net return between its low and its high, on path 0.

    Args:
        scenario: Where to start from.
        names: Assumptions to move.
        party_code: whole, or a class.

    Returns:
        One row per assumption that moves the rate, widest range first: name, low_value, high_value (as
        text; of a choice the other option stands as high), low_rate, high_rate (null where that end has no
        rate or is refused), low_status, high_status (several roots: the rate is the one nearest zero),
        base_rate, range_rate.

    Example:
        >>> tornado(Scenario("base"), ["hurdle_rate", "carry_rate"])["name"][0]
        'hurdle_rate'
    """
    return _tornado(scenario, tuple(names), party_code, str(datasets.find_folder()))


@lru_cache(maxsize=_REMEMBERED)
def _tornado(scenario: Scenario, names: tuple[str, ...], party_code: str, folder: str) -> pl.DataFrame:
    """A tornado of one datasets folder; exports in several languages ask for the same one."""
    del folder
    moves = variations(scenario, names)
    frame = central_rates([scenario, *(move.scenario for move in moves)]).filter(party_code=party_code)
    found = {name: (rate, status) for name, rate, status in frame.select(_RATED).iter_rows()}
    base = found[scenario.name][0]
    rows: dict[str, dict[str, object]] = {}
    for move in moves:
        end = LOW if move.end == LOW else HIGH
        row = rows.setdefault(move.name, {"name": move.name})
        row[f"{end}_value"] = str(move.value)
        row[f"{end}_rate"], row[f"{end}_status"] = found[move.scenario.name]
    schema = {
        "name": pl.String,
        "low_value": pl.String,
        "high_value": pl.String,
        "low_rate": pl.Float64,
        "high_rate": pl.Float64,
        "low_status": pl.String,
        "high_status": pl.String,
    }
    known = pl.concat_list("low_rate", "high_rate", "base_rate").list
    return (
        pl.DataFrame(list(rows.values()), schema=schema)
        .with_columns(pl.lit(base, dtype=pl.Float64).alias("base_rate"))
        .with_columns((known.max() - known.min()).alias("range_rate"))
        .filter(pl.col("range_rate") > 0)
        .sort("range_rate", "name", descending=[True, False])
    )


def steps_between(row: Assumption, value: Value, count: int) -> list[Value]:
    """Values of a number from its low to its high in even steps, its present value among them.

    Args:
        row: The assumption.
        value: Its present value.
        count: How many; at least 3.

    Example:
        >>> steps_between(assumptions()["hurdle_rate"], 0.07, 5)
        [0.0, 0.03, 0.07, 0.09, 0.12]
    """
    low, high = float(row.low or 0), float(row.high or 0)
    even = [low + (high - low) * place / (count - 1) for place in range(count)]
    nearest = min(range(count), key=lambda place: abs(even[place] - float(value)))
    even[nearest] = float(value)
    return [row.parsed(round(number) if row.type == "int" else round(number, 12)) for number in even]


def heat_map(
    scenario: Scenario, across: str, down: str, count: int = 5, party_code: str = "whole"
) -> pl.DataFrame:
    """A party's net return on path 0 over two assumptions at once.

    Args:
        scenario: Where to start from; its own values are one column and one row.
        across: The assumption of the columns, a number.
        down: The assumption of the rows, a number.
        count: Values of each.
        party_code: whole, or a class.

    Returns:
        One row per pair, down first: down_value, across_value, rate (null where there is none or the checks
        refuse the pair), is_base.
    """
    return _heat_map(scenario, across, down, count, party_code, str(datasets.find_folder()))


def pairs(
    scenario: Scenario, across: str, down: str, count: int
) -> list[tuple[Value, Value, Scenario | None]]:
    """Two assumptions moved at once over even steps: value down, value across, the scenario of each pair.

    Args:
        scenario: Where to start from.
        across: The assumption of the columns, a number.
        down: The assumption of the rows, another number.
        count: Values of each.

    Returns:
        One entry per pair, down first; None for a pair that the checks of a scenario refuse.
    """
    rows, columns = (
        steps_between(assumptions()[name], scenario.value(name), count) for name in (down, across)
    )
    cells: list[tuple[Value, Value, Scenario | None]] = []
    for first in rows:
        lower = moved(scenario, down, first, f"{down} = {first}")
        for second in columns:
            name = f"{down} = {first}, {across} = {second}"
            cells.append((first, second, None if lower is None else moved(lower, across, second, name)))
    return cells


@lru_cache(maxsize=_REMEMBERED)
def _heat_map(
    scenario: Scenario, across: str, down: str, count: int, party_code: str, folder: str
) -> pl.DataFrame:
    """A heat map of one datasets folder."""
    del folder
    cells = pairs(scenario, across, down, count)
    frame = central_rates([cell for _, _, cell in cells if cell is not None])
    rates = dict(frame.filter(party_code=party_code).select(_RATED[:2]).iter_rows())
    at = (scenario.value(down), scenario.value(across))
    return pl.DataFrame(
        {
            "down_value": [float(first) for first, _, _ in cells],
            "across_value": [float(second) for _, second, _ in cells],
            "rate": [None if cell is None else rates.get(cell.name) for _, _, cell in cells],
            "is_base": [(first, second) == at for first, second, _ in cells],
        },
        schema_overrides={"rate": pl.Float64},
    )
