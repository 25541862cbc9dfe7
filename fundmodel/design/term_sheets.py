"""Term sheets drawn evenly over the terms that a designer may choose, the same ones every time."""

from collections.abc import Sequence
from dataclasses import dataclass

from fundmodel import datasets
from fundmodel.assumptions import Value, assumptions, lookup
from fundmodel.design.participation import room_of
from fundmodel.scenario import Scenario
from fundmodel.sweep import moved, steps_between, world_names

# Sheets that stand together share one mix, so that its draws and assets are made once for all of them.
TOGETHER = 10
# Mixes beside each other: as set, and others between the ends of the plants' share.
MIXES = 5

MIX = "cdmo_share"
_DEFAULT = (
    "public_first_loss_share", "upside_transfer_share", "fee_rate_band_3", "hurdle_rate", "carry_rate",
    "foreign_share", MIX,
)  # fmt: skip
_MORE = (
    "foreign_hurdle_rate",
    "mega_fee_rate",
    "mega_carry_rate",
    "priority_return_rate",
    "hedge_ratio_share",
)


@dataclass(frozen=True)
class TermSheet:
    """One set of terms.

    Attributes:
        number: Its place in the sequence, from 1; 0 is the scenario that all start from.
        values: Assumption -> value, of the terms that vary.
        scenario: The scenario with these terms.
    """

    number: int
    values: dict[str, Value]
    scenario: Scenario


def choosable() -> tuple[str, ...]:
    """Terms that may vary, those that vary by default first.

    Example:
        >>> choosable()[0], "cdmo_share" in choosable()
        ('public_first_loss_share', True)
    """
    return tuple(name for name in (*_DEFAULT, *_MORE) if name in assumptions())


def varied_by_default() -> tuple[str, ...]:
    """The terms that vary unless others are chosen: support, fee, hurdle, carry, foreign share, mix."""
    return tuple(name for name in _DEFAULT if name in assumptions())


def even_places(count: int, dimensions: int) -> list[tuple[float, ...]]:
    """Points that fill the unit cube evenly, any first part of them as well as all.

    Args:
        count: How many.
        dimensions: Of the cube, at least 1.

    Example:
        >>> [round(place, 3) for (place,) in even_places(3, 1)]
        [0.118, 0.736, 0.354]

    Source: the additive recurrence of the generalised golden ratio, Roberts 2018, "The unreasonable
    effectiveness of quasirandom sequences".
    """
    golden = 1.0
    while (better := (1 + golden) ** (1 / (dimensions + 1))) != golden and abs(better - golden) > _EXACT:
        golden = better
    steps = [golden ** -(place + 1) for place in range(dimensions)]
    return [tuple((1 / 2 + (number + 1) * step) % 1 for step in steps) for number in range(count)]


_EXACT = 1e-15


def _steps() -> dict[str, float]:
    rows = datasets.catalogue().select("name", "step").iter_rows()
    return {name: float(step) for name, step in rows if step is not None}


def _high(scenario: Scenario, name: str) -> float:
    return room_of(scenario) if name == "foreign_share" else float(lookup(name).high or 0)


def term_sheets(scenario: Scenario, names: Sequence[str], count: int) -> list[TermSheet]:
    """Term sheets spread evenly between the lows and highs of the terms, each value on a step of its slider.

    The mix takes a few values only and stays the same over several sheets, as each mix has its own draws and
    assets. Sheets that the checks of a scenario refuse are left out.

    Args:
        scenario: What all sheets have in common; it stands first, as number 0.
        names: Terms that vary, of choosable.
        count: Sheets beside the scenario.

    Raises:
        ScenarioError: If a name is no assumption.
        ValueError: If nothing varies or count is not positive.

    Example:
        >>> sheets = term_sheets(Scenario("base"), ["public_first_loss_share"], 2)
        >>> [sheet.values for sheet in sheets[1:]]
        [{'public_first_loss_share': 0.02}, {'public_first_loss_share': 0.15}]
    """
    if not names or count < 1:
        raise ValueError(f"term sheets need terms that vary and a positive count, not {names} and {count}")
    drawn = [name for name in names if name != MIX]
    own = {name: scenario.value(name) for name in names}
    mixes = steps_between(lookup(MIX), scenario.value(MIX), MIXES + 1 + 1)[1:-1]
    steps = _steps()
    found = [TermSheet(0, own, scenario.with_("0"))]
    for number, places in enumerate(even_places(count, max(1, len(drawn))), 1):
        values: dict[str, Value] = {}
        for name, place in zip(drawn, places, strict=False):
            row = lookup(name)
            low, step = float(row.low or 0), steps[name]
            value = low + round((_high(scenario, name) - low) * place / step) * step
            value = min(value, _high(scenario, name))
            values[name] = row.parsed(round(value) if row.type == "int" else round(value, _CLEAN))
        if MIX in names:
            values[MIX] = mixes[((number - 1) // TOGETHER) % len(mixes)]
        sheet = _sheet(scenario, values, str(number))
        if sheet is not None:
            found.append(TermSheet(number, values, sheet))
    return found


_CLEAN = 12


def _sheet(scenario: Scenario, values: dict[str, Value], label: str) -> Scenario | None:
    made: Scenario | None = scenario.with_(label)
    for name, value in values.items():
        made = None if made is None else moved(made, name, value, label)
    return made


def worlds_of(sheets: Sequence[TermSheet]) -> int:
    """How many sets of draws and assets the sheets need between them."""
    names = sorted(world_names())
    return len(
        {(*(one.scenario.value(name) for name in names), one.scenario.effective_size_krw()) for one in sheets}
    )
