"""Sentences about solving: which value gives the answer, or that none does and what is nearest."""

from collections.abc import Callable

from fundmodel.design.goal_seek import Goal
from fundmodel.design.search import FLAT, NO_ANSWER, UNREACHABLE, Crossing
from fundmodel.design.targets import Target
from fundmodel.texts import Texts
from fundmodel.units import MINUS

Written = Callable[[float], str]


def target_name(target: Target, texts: Texts) -> str:
    """A figure in words: whose, and what."""
    what = texts(f"design.column.{target.column}")
    if target.party_code == "whole":
        return texts("design.target_whole", what=what)
    return texts("design.target", what=what, party=texts(f"design.party.{target.party_code}"))


def target_value(column: str, value: float, texts: Texts, exact: bool = False) -> str:
    """A figure with its unit.

    Args:
        column: Its column; the suffix says the unit.
        value: The figure.
        texts: The language.
        exact: Two decimals more, where near misses must be told apart.
    """
    units = texts.units
    if column.endswith("_krw"):
        return units.won(round(value), signed=True)
    if column.endswith("_multiple"):
        return units.multiple(value)
    if column.endswith("_won"):
        return units.won_ratio(value)
    if exact:
        return texts("design.exact_rate", percent=f"{value:.2%}".rstrip("%").replace("-", MINUS))
    return units.rate(value)


def goal_answer(goal: Goal, label: str, written: Written, texts: Texts) -> str:
    """What a goal seek found, in one or two sentences.

    Args:
        goal: The search.
        label: Name of the assumption.
        written: How its value is written.
        texts: The language.
    """
    search, column = goal.search, goal.target.column

    def shown(value: float) -> str:
        return target_value(column, value, texts, exact=True)

    wanted = {"name": target_name(goal.target, texts), "target": shown(search.target), "label": label}
    if search.verdict == NO_ANSWER or search.best is None:
        return texts("design.goal_no_answer", **wanted)
    low, high = (written(search.points[place].value) for place in (0, -1))
    if search.verdict == FLAT:
        key = "design.goal_flat" if goal.paths else "design.goal_flat_central"
        return texts(key, **wanted, answer=shown(float(search.best.answer or 0)))
    if search.verdict == UNREACHABLE:
        best = search.best
        return texts(
            "design.goal_unreachable",
            **wanted,
            low=low,
            high=high,
            best=shown(float(best.answer or 0)),
            value=written(best.value),
        )
    if len(search.crossings) > 1:
        values = ", ".join(written(one.value) for one in search.crossings)
        return texts("design.goal_several", **wanted, values=values, count=len(search.crossings))
    return _one(search.crossings[0], wanted, shown, written, texts)


def _one(crossing: Crossing, wanted: dict[str, str], shown: Written, written: Written, texts: Texts) -> str:
    if not crossing.is_jump:
        return texts("design.goal_found", **wanted, value=written(crossing.value))
    return texts(
        "design.goal_jump",
        **wanted,
        value=written(crossing.value),
        answer=shown(crossing.answer),
        other_value=written(crossing.other_value),
        other_answer=shown(crossing.other_answer),
    )
