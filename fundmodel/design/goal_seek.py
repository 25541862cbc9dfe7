"""Goal seek: which value of one assumption gives a wanted answer, by batches of scenarios."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from fundmodel import model
from fundmodel.assumptions import ScenarioError, Value, assumptions, lookup
from fundmodel.design.search import Search, find
from fundmodel.design.targets import Target, values_of
from fundmodel.pipeline import Cache
from fundmodel.scenario import Scenario
from fundmodel.sweep import moved, steps_between, world_names
from fundmodel.sweep_answers import CACHE_BYTES, sweep

# Values of the first batch: many where a scenario costs milliseconds, fewer where it costs draws and assets.
GRID, SLOW_GRID = 17, 9

Batches = Callable[[int, int, int], None]


@dataclass(frozen=True)
class Goal:
    """The answer to "which value of this assumption gives that".

    Attributes:
        scenario: Where the search started.
        name: The assumption that was moved.
        target: The figure asked for.
        paths: Random paths; 0 is the central case.
        search: What was tried and found.
    """

    scenario: Scenario
    name: str
    target: Target
    paths: int
    search: Search

    def solved(self, value: float, name: str) -> Scenario:
        """The scenario with a value of the search, under a name; the same as was run in the search."""
        return _at(self.scenario, self.name, value, name) or self.scenario

    def table(self) -> pl.DataFrame:
        """Every value tried, in rising order: batch, value, answer (empty where refused or without one)."""
        points = self.search.points
        return pl.DataFrame(
            {
                "batch": [point.number for point in points],
                "value": [point.value for point in points],
                "answer": [point.answer for point in points],
            },
            schema={"batch": pl.Int64, "value": pl.Float64, "answer": pl.Float64},
        )


def _at(scenario: Scenario, name: str, value: float, label: str) -> Scenario | None:
    row = lookup(name)
    exact: Value = round(value) if row.type == "int" else value
    return moved(scenario, name, exact, label)


def movable() -> tuple[str, ...]:
    """Assumptions that can be sought: all that are numbers.

    Example:
        >>> "public_first_loss_share" in movable(), "fx_central" in movable()
        (True, False)
    """
    return tuple(name for name, row in assumptions().items() if row.type in ("float", "int"))


def seek(
    scenario: Scenario,
    name: str,
    target: Target,
    wanted: float,
    paths: int = 0,
    seed: int = model.DEFAULT_SEED,
    progress: Batches | None = None,
) -> Goal:
    """The values of an assumption, between its low and high, at which an answer is what is wanted.

    Args:
        scenario: Everything else; its own value is among the first tried.
        name: The assumption to move.
        target: The figure.
        wanted: What it shall be, in its unit.
        paths: Random paths: 0 for the central case, else the median of so many, the same for each value.
        seed: Seed of the draws.
        progress: Called as (batch, scenarios done, scenarios of the batch); may raise to stop.

    Raises:
        ScenarioError: If the assumption is not a number, or the figure needs random paths and there are none.

    Example:
        >>> from fundmodel.design.targets import target_of
        >>> goal = seek(Scenario("base"), "hurdle_rate", target_of("domestic.irr_net_rate"), 0.2)
        >>> goal.search.verdict
        'unreachable'
    """
    row = lookup(name)
    if row.type not in ("float", "int"):
        raise ScenarioError(f"assumption {name} is a {row.type}; only numbers can be sought.")
    if target.needs_paths and not paths:
        raise ScenarioError(f"{target.code} is a chance over random paths; ask for at least one path.")
    cache = Cache(CACHE_BYTES) if paths else None
    batches = 0

    def answers(values: Sequence[float]) -> list[float | None]:
        nonlocal batches
        batches += 1
        made = [_at(scenario, name, value, f"{name} = {value!r}") for value in values]
        run = [one for one in made if one is not None]
        if not run:
            return [None] * len(made)

        def report(done: int, of: int, _: str) -> None:
            if progress is not None:
                progress(batches, done, of)

        frame = sweep(run, seed, paths, report, target.is_taxed, cache)
        found = values_of(frame, target, paths)
        return [None if one is None else found.get(one.name) for one in made]

    slow = paths or name in world_names()
    grid = [float(value) for value in steps_between(row, scenario.value(name), SLOW_GRID if slow else GRID)]
    return Goal(scenario, name, target, paths, find(answers, grid, wanted, row.type == "int"))
