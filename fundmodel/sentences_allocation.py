"""Sentences and cells about an allocation: what it gives, what binds, what contradicts what."""

from collections.abc import Mapping

from fundmodel.design.allocation import Allocation, Measures
from fundmodel.design.allocation_programme import FUND, STRATEGY, TAIL
from fundmodel.design.plant_choice import LEAST_STAKE, STAKE
from fundmodel.texts import Texts

_PERCENT = 100
# A share below this is rounding of the solver.
NOTHING = 1e-6


def limit_name(name: str, names: Mapping[str, str], texts: Texts) -> str:
    """A limit in words.

    Args:
        name: Its name in the solution.
        names: Names of funds, strategies and sites by code.
        texts: The language.
    """
    kind, _, code = name.partition(":")
    if kind == TAIL:
        return texts("allocation.limit_tail")
    if kind in (FUND, STRATEGY, STAKE, LEAST_STAKE):
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
    sites = () if found.table.plants is None else found.table.plants.codes
    idle = {code for code, count in zip(sites, found.plant_counts, strict=False) if not count}
    cells = []
    for name, price in prices:
        kind, _, code = name.partition(":")
        # Where nothing is built no stake is held that could be larger.
        if code in idle:
            continue
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


def plant_cells(found: Allocation, texts: Texts) -> tuple[list[str], list[list[str]]]:
    """Headings and cells of the sites: plants built, the fund's stake and money, what a won there gains.

    Args:
        found: An allocation in which plants were chosen.
        texts: The language.
    """
    units, plants, cells = texts.units, found.table.plants, []
    if plants is not None:
        gains = plants.gain.mean(axis=0)
        for place, name in enumerate(plants.names[texts.language]):
            count, money = found.plant_counts[place], float(found.plant_money[place])
            stake = money / (count * float(plants.need_share[place])) if count else None
            built = texts("allocation.plants_of", built=count, planned=plants.most_plants[place])
            cells.append(
                [
                    name,
                    built,
                    texts("term.none") if stake is None else units.share(round(stake, 3)),
                    units.share(round(money, 4)),
                    units.share(round(float(plants.planned_share[place]), 4)),
                    units.won_ratio(float(gains[place])),
                ]
            )
    keys = ("site", "plants_built", "stake", "plant_money", "plant_planned", "gain_plant")
    return [texts(f"allocation.{key}") for key in keys], cells
