"""What drives the return of a scenario on the central case, and where it stands among the named ones."""

from dataclasses import dataclass

import polars as pl

from fundmodel import datasets
from fundmodel.assumptions import assumptions
from fundmodel.reports.beside import Piece
from fundmodel.reports.report import Report
from fundmodel.scenario import Scenario, load_scenarios
from fundmodel.sweep import heat_map, quick_names, tornado, world_names
from fundmodel.sweep_answers import sweep

CELLS = 5
MOST_SCENARIOS = 12


@dataclass(frozen=True)
class Sensitivity:
    """One assumption at a time, and two at once.

    Attributes:
        effects: The tornado of the whole programme's net return, widest first.
        pair: The prominent term and the assumption of the world that move the return most, if there are.
        heat: Net return over the pair; empty without one.
    """

    effects: pl.DataFrame
    pair: tuple[str, str] | None
    heat: pl.DataFrame


def sensitivity_of(report: Report) -> Piece:
    """The piece of work that gives the sensitivity of a report's first scenario."""
    return Piece(f"{__name__}:{sensitivity.__name__}", (report.scenarios[0],))


def sensitivity(scenario: Scenario) -> Sensitivity:
    """Every term and the first assumptions of the world moved, and the two that move most against each other.

    Args:
        scenario: Where to start from.
    """
    effects = tornado(scenario, quick_names())
    pair = _pair(effects)
    return Sensitivity(effects, pair, heat_map(scenario, *pair, CELLS) if pair else pl.DataFrame())


def _pair(effects: pl.DataFrame) -> tuple[str, str] | None:
    sidebar = dict(datasets.catalogue().select("name", "sidebar").iter_rows())
    numbers = [name for name in effects["name"] if assumptions()[name].type in ("float", "int")]
    shown = [name for name in numbers if sidebar[name] is not None]
    terms = [name for name in (*shown, *numbers) if name not in world_names()]
    world = [name for name in numbers if name in world_names()]
    return (terms[0], world[0]) if terms and world else None


def beside_named_of(report: Report) -> Piece | None:
    """The piece of work that gives the only scenario of a report and the named ones beside it."""
    return of_named(report.scenarios[0]) if len(report.scenarios) == 1 else None


def of_named(scenario: Scenario) -> Piece:
    """The piece of work that gives a scenario and the named ones beside it."""
    return Piece(f"{__name__}:{beside_named.__name__}", (scenario,))


def named_beside(scenario: Scenario) -> list[Scenario]:
    """The named scenarios that a run of one is set beside: others, with the same first close."""
    first = scenario.value("first_close_year")
    return [
        one
        for one in load_scenarios().values()
        if dict(one.overrides) != dict(scenario.overrides)
        and one.name != scenario.name
        and one.value("first_close_year") == first
    ][: MOST_SCENARIOS - 1]


def beside_named(scenario: Scenario) -> pl.DataFrame:
    """The answers of a scenario and of the named ones beside it on the central case, as of `sweep`."""
    return sweep([scenario, *named_beside(scenario)])
