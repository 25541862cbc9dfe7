"""Both ends of every control, the overrides that take it there, and several of them in one scenario."""

from collections.abc import Iterable

from fundmodel.assumptions import ScenarioError, assumptions
from fundmodel.scenario import Scenario
from fundmodel.scenario_checks import LINKED
from fundmodel.session.scales import controls, rebalanced


def ends(name: str) -> list[object]:
    row = assumptions()[name]
    if row.type == "choice":
        return list(row.options)
    return [True, False] if row.type == "bool" else [row.parsed(row.low), row.parsed(row.high)]


def overrides(name: str, value: object) -> dict[str, object]:
    group = next((group for group in LINKED if name in group), None)
    if group is None:
        return {name: value}
    shares = {member: float(assumptions()[member].value) for member in group}
    return rebalanced(shares, name, float(value), controls("en")[name].step)


def moves(names: Iterable[str]) -> tuple[list[dict[str, object]], dict[str, dict[str, object]]]:
    """The moves of controls to their ends that can be made from the base, and by name those that cannot."""
    found, refused = [], {}
    for name in names:
        for value in ends(name):
            move = overrides(name, value)
            try:
                Scenario(name, move)
            except ScenarioError:
                refused[name] = move
            else:
                found.append(move)
    return found, refused


def in_company(some: list[dict[str, object]], at_once: int) -> list[dict[str, object]]:
    """Moves made together: each stands in one scenario, with others of other topics that do not refuse it.

    Args:
        some: The moves.
        at_once: How many of them a scenario holds at most, where nothing refuses another.
    """
    made: list[dict[str, object]] = [{} for _ in range(-(-len(some) // at_once))]
    for number, move in enumerate(some):
        order = [*made[number % len(made) :], *made[: number % len(made)]]
        for held in order:
            if not held.keys() & move.keys() and _is_allowed({**held, **move}):
                held.update(move)
                break
        else:
            made.append(dict(move))
    return made


def _is_allowed(overrides: dict[str, object]) -> bool:
    try:
        Scenario("together", overrides)
    except ScenarioError:
        return False
    return True
