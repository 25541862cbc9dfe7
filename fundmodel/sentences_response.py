"""Sentences and cells about foreign participation: what comes, from whom, and what levers do to it."""

from collections.abc import Sequence

import polars as pl

from fundmodel.design.investor_types import InvestorType
from fundmodel.design.participation import Demand, Participation
from fundmodel.texts import Texts

_CENTS = 100
# More foreign won than this per public won means that the cost is rounding beside the money.
_TINY_COST = 100


def equilibrium_text(found: Participation, texts: Texts) -> str:
    """What comes at these terms, and whether it is the only solution."""
    units, reached = texts.units, found.reached
    said = texts(
        f"response.{reached.kind}",
        share=units.share(reached.share),
        amount=units.won(round(reached.share * reached.scenario.effective_size_krw())),
        demand=units.share(reached.demand.share),
        set=units.share(float(found.scenario.value("foreign_share"))),
    )
    if found.is_unique:
        return f"{said} {texts('response.unique', count=found.scan.height)}"
    several = texts("response.several", count=len(found.equilibria), shares=_shares(found, texts))
    return f"{said} {several}"


def _shares(found: Participation, texts: Texts) -> str:
    return ", ".join(texts.units.share(one.share) for one in found.equilibria)


def map_texts(found: Participation, texts: Texts) -> tuple[str, str]:
    """Title and message of the chart of the map."""
    shares = _shares(found, texts)
    return texts("response.map_title", share=shares), texts("response.map_message", shares=shares)


def type_cells(
    demand: Demand, types: Sequence[InvestorType], texts: Texts
) -> tuple[list[str], list[list[str]]]:
    """Headings and cells: by investor type its return and chance of loss, what it asks, what it commits."""
    units = texts.units
    found = {row["investor_code"]: row for row in demand.types.iter_rows(named=True)}
    keys = ("type", "irr", "asks", "loss", "bears", "takes_part", "commits")
    cells = []
    for one in types:
        row = found[one.code]
        loss = row["loss_share"]
        cells.append(
            [
                one.name_ko if texts.language == "ko" else one.name_en,
                texts("term.none") if row["irr_rate"] is None else units.rate(row["irr_rate"]),
                _range(units.rate(one.reservation_rate), units.rate(one.target_rate), texts),
                texts("response.not_asked") if loss is None else units.share(loss),
                _range(units.share(one.loss_tolerated_share), units.share(one.loss_refused_share), texts),
                units.share(row["willing_share"]),
                units.dollars(row["commitment_usd"] * _CENTS),
            ]
        )
    return [texts(f"response.{key}") for key in keys], cells


def _range(low: str, high: str, texts: Texts) -> str:
    return texts("response.range", low=low, high=high)


def lever_cells(effects: pl.DataFrame, start: float, texts: Texts) -> tuple[list[str], list[list[str]], str]:
    """Headings, cells and title of what levers do.

    Args:
        effects: lever_effects with label and value_text.
        start: The share that comes without them.
        texts: The language.
    """
    units = texts.units
    cells = []
    for row in effects.iter_rows(named=True):
        ratio, cost = row["foreign_per_public_won"], row["public_cost_krw"]
        if row["foreign_change_krw"] <= 0:
            bought = texts("response.less")
        elif ratio is None:
            bought = texts("response.no_cost")
        else:
            bought = texts("response.tiny") if ratio > _TINY_COST else units.won_ratio(ratio)
        cells.append(
            [
                row["label"],
                row["value_text"],
                units.share(row["foreign_share"]),
                units.won(row["foreign_change_krw"], signed=True, named=False),
                units.won(cost, signed=True, named=False),
                bought,
            ]
        )
    best = effects.sort("foreign_share", descending=True, maintain_order=True).row(0, named=True)
    if best["foreign_share"] > start:
        title = texts("response.lever_title", name=best["label"], share=units.share(best["foreign_share"]))
    else:
        title = texts("response.lever_none")
    keys = ("lever", "moved_to", "comes", "change", "cost", "ratio")
    return [texts(f"response.{key}") for key in keys], cells, title
