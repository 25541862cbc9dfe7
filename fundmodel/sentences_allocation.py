"""Sentences and cells about an allocation: what it gives, what binds, what contradicts what."""

from collections.abc import Mapping

from fundmodel.design.allocation import FUND, STRATEGY, TAIL, Allocation, Measures
from fundmodel.texts import Texts

_PERCENT = 100
# A share below this is rounding of the solver.
NOTHING = 1e-6


def limit_name(name: str, names: Mapping[str, str], texts: Texts) -> str:
    """A limit in words.

    Args:
        name: Its name in the solution.
        names: Names of funds and strategies by code.
        texts: The language.
    """
    kind, _, code = name.partition(":")
    if kind == TAIL:
        return texts("allocation.limit_tail")
    if kind in (FUND, STRATEGY):
        return texts(f"allocation.limit_{kind}", name=names[code])
    return texts("allocation.limit_duty", name=texts(f"allocation.duty_{kind}"))


def allocation_answer(found: Allocation, names: Mapping[str, str], texts: Texts) -> str:
    """What the best shares give, or which limits contradict each other."""
    units = texts.units
    if found.found is None:
        if not found.solution.conflict:
            return texts("allocation.infeasible_none")
        listed = "; ".join(limit_name(name, names, texts) for name in found.solution.conflict)
        return texts("allocation.infeasible", limits=listed)
    return texts(
        "allocation.answer",
        best=most_text(found, names, texts, "most"),
        gain=units.won_ratio(found.found.gain),
        planned=units.won_ratio(found.planned.gain),
        tail=units.share(found.wishes.tail_share),
        loss=units.share(round(found.found.tail_loss, 3)),
        planned_loss=units.share(round(found.planned.tail_loss, 3)),
    )


def most_text(found: Allocation, names: Mapping[str, str], texts: Texts, key: str = "title_most") -> str:
    """Which strategy gets the most, as a title or as a sentence."""
    strategies = found.strategy_shares()
    largest = max(strategies, key=lambda name: strategies[name])
    share = texts.units.share(round(strategies[largest], 3))
    return texts(f"allocation.{key}", name=names[largest.removesuffix("_share")], share=share)


def binding_cells(
    found: Allocation, names: Mapping[str, str], texts: Texts
) -> tuple[list[str], list[list[str]]]:
    """Headings and cells of the limits that bind, the dearest first."""
    prices = sorted(found.solution.prices.items(), key=lambda pair: -pair[1])
    cells = []
    for name, price in prices:
        kind = name.partition(":")[0]
        is_share = kind in (TAIL, FUND, STRATEGY)
        reached = texts.units.share(round(found.solution.activity[name], 4)) if is_share else ""
        priced = texts("allocation.price_text", price=f"{price / _PERCENT:.4f}")
        cells.append([limit_name(name, names, texts), reached, priced])
    return [texts(f"allocation.{key}") for key in ("limit", "reached", "price")], cells


def measure_cells(found: Allocation, again: Measures, texts: Texts) -> tuple[list[str], list[list[str]]]:
    """Headings and cells: planned, as solved, and run again in full."""
    units = texts.units
    columns = [found.planned, found.found or found.planned, again]
    tail = units.share(found.wishes.tail_share)
    rows = [
        [texts("allocation.gain"), *(units.won_ratio(one.gain) for one in columns)],
        [
            texts("allocation.loss", tail=tail),
            *(units.share(round(one.tail_loss, 3)) for one in columns),
        ],
        [texts("allocation.foreign"), *(units.share(round(one.foreign_share, 3)) for one in columns)],
    ]
    return [texts(f"allocation.{key}") for key in ("measure", "planned", "solved", "rerun")], rows
