"""Scenarios beside each other: every input that differs, and what each makes of the difference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from fundmodel import datasets
from fundmodel.assumptions import ScenarioError, Value, assumptions
from fundmodel.scenario import Scenario
from fundmodel.sweep_answers import sweep

# More steps than this are shown by topic: a chart of forty bars says nothing.
MOST_STEPS = 12

_REMEMBERED = 16

# Answers that every sweep holds: whose, and which column.
ANSWERS = (
    ("whole", "irr_net_rate"),
    ("public", "irr_net_rate"),
    ("domestic", "irr_net_rate"),
    ("foreign", "irr_net_rate"),
    ("foreign", "irr_own_currency_rate"),
    ("whole", "tvpi_multiple"),
    ("public", "tvpi_multiple"),
    ("foreign", "tvpi_multiple"),
    ("whole", "of_paid_in_share"),
    ("whole", "reaching_korea_share"),
    ("whole", "foreign_won_per_public_won"),
)


@dataclass(frozen=True)
class Step:
    """A part of the way from one scenario to another.

    Attributes:
        names: The assumptions that it changes, in the order of the catalogue.
        topic: Their topic; empty if they are of several.
        scenario: The scenario after it.
    """

    names: tuple[str, ...]
    topic: str
    scenario: Scenario


def differing(scenarios: Sequence[Scenario]) -> dict[str, tuple[Value, ...]]:
    """Every assumption that is not the same in all scenarios, with its value in each.

    Args:
        scenarios: Two or more.

    Example:
        >>> base = Scenario("base")
        >>> differing([base, base.with_("dear", hurdle_rate=0.09)])
        {'hurdle_rate': (0.07, 0.09)}
    """
    found = {}
    for name in assumptions():
        values = tuple(scenario.value(name) for scenario in scenarios)
        if len(set(values)) > 1:
            found[name] = values
    return found


def way_between(start: Scenario, end: Scenario) -> list[Step]:
    """The changes from one scenario to another, one after the other in the order of the catalogue.

    A change that cannot stand without the next ones (shares that must sum to one) is made with them; more
    than MOST_STEPS are made topic by topic.

    Args:
        start: Where to begin.
        end: Where to end; the last step's scenario has its values.

    Example:
        >>> base = Scenario("base")
        >>> [step.names for step in way_between(base, base.with_("b", hurdle_rate=0.09, carry_rate=0.1))]
        [('hurdle_rate',), ('carry_rate',)]
    """
    names = list(differing([start, end]))
    found = _steps(start, end, [[name] for name in names])
    if len(found) > MOST_STEPS:
        topics = dict.fromkeys(assumptions()[name].topic for name in names)
        parts = [[name for name in names if assumptions()[name].topic == topic] for topic in topics]
        found = _steps(start, end, parts)
    return found


def _steps(start: Scenario, end: Scenario, parts: Iterable[list[str]]) -> list[Step]:
    found: list[Step] = []
    done: dict[str, Value] = {}
    waiting: list[str] = []
    for part in parts:
        waiting += part
        changes = {**done, **{name: end.value(name) for name in waiting}}
        try:
            reached = start.with_(f"step {len(found) + 1}", **changes)
        except ScenarioError:
            continue
        topics = {assumptions()[name].topic for name in waiting}
        found.append(Step(tuple(waiting), topics.pop() if len(topics) == 1 else "", reached))
        done, waiting = changes, []
    return found


def difference(start: Scenario, end: Scenario, party_code: str, column: str) -> pl.DataFrame:
    """What each change adds to an answer on the way from one scenario to another, on the central case.

    Changes work together, so that a step's part depends on its place in the order; the parts add up exactly.

    Args:
        start: Where to begin.
        end: Where to end.
        party_code: whole, or a class.
        column: A column of a sweep.

    Returns:
        One row per step, and one before them: place, names (joined by spaces, empty for the first), topic,
        value (null where the answer does not exist), change (null if either value is).

    Example:
        >>> base = Scenario("base")
        >>> found = difference(base, base.with_("b", hurdle_rate=0.0), "whole", "tvpi_multiple")
        >>> found["names"].to_list()
        ['', 'hurdle_rate']
    """
    return _difference(start, end, party_code, column, str(datasets.find_folder()))


@lru_cache(maxsize=_REMEMBERED)
def _difference(start: Scenario, end: Scenario, party_code: str, column: str, folder: str) -> pl.DataFrame:
    """A difference in one datasets folder; a page asks for the same one whenever it is drawn."""
    del folder
    steps = way_between(start, end)
    first = start.with_("start")
    values = _values([first, *(step.scenario for step in steps)], party_code, column)
    rows = pl.DataFrame(
        {
            "place": range(len(steps) + 1),
            "names": ["", *(" ".join(step.names) for step in steps)],
            "topic": ["", *(step.topic for step in steps)],
            "value": [values.get(one) for one in ("start", *(step.scenario.name for step in steps))],
        },
        schema={"place": pl.Int32, "names": pl.String, "topic": pl.String, "value": pl.Float64},
    )
    return rows.with_columns((pl.col("value") - pl.col("value").shift(1)).alias("change"))


def _values(scenarios: Sequence[Scenario], party_code: str, column: str) -> dict[str, float | None]:
    frame = sweep(scenarios).filter(pl.col("party_code") == party_code)
    return dict(frame.select("scenario", pl.col(column).cast(pl.Float64)).iter_rows())
