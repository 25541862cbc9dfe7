"""Sentences and cells about term sheets: what they are made of, and which are efficient."""

from collections.abc import Callable, Mapping

import polars as pl

from fundmodel.assumptions import Value
from fundmodel.design.frontier import Frontier
from fundmodel.texts import Texts

Written = Callable[[str, Value], str]

_SECONDS_PER_MINUTE = 60


def duration_text(seconds: float, texts: Texts) -> str:
    """A time in seconds, or in minutes from two of them on."""
    minutes = seconds / _SECONDS_PER_MINUTE
    if minutes >= 1 + 1:
        return texts("frontier.minutes", count=f"{minutes:.0f}")
    return texts("frontier.seconds", count=f"{max(1.0, seconds):.0f}")


def frontier_texts(found: Frontier, texts: Texts) -> tuple[str, str]:
    """Answer and title of a frontier."""
    rows, units = found.frame, texts.units
    efficient = rows.filter(pl.col("is_efficient"))
    most = efficient.sort("attracted_krw", descending=True).row(0, named=True)
    counts = {"count": rows.height, "efficient": efficient.height}
    cost = most["public_cost_krw"]
    change = texts("frontier.costs" if cost >= 0 else "frontier.saves", cost=units.won(abs(cost)))
    said = texts("frontier.answer", **counts, most=units.won(most["attracted_krw"]), change=change)
    return said, texts("frontier.title", **counts)


def terms_text(values: Mapping[str, Value], labels: Mapping[str, str], written: Written) -> str:
    """The terms of a sheet in one line."""
    return ", ".join(f"{labels[name]} {written(name, value)}" for name, value in values.items())


def sheet_cells(
    found: Frontier, labels: Mapping[str, str], written: Written, texts: Texts
) -> tuple[list[str], list[list[str]]]:
    """Headings and cells of the efficient sheets, the cheapest for the public first."""
    units = texts.units
    by_number = {sheet.number: sheet for sheet in found.sheets}
    cells = []
    efficient = found.frame.filter(pl.col("is_efficient")).sort("public_cost_krw", "sheet")
    for row in efficient.iter_rows(named=True):
        values = by_number[row["sheet"]].values
        cells.append(
            [
                texts("frontier.start") if row["sheet"] == 0 else f"{row['sheet']}",
                *(written(name, values[name]) for name in found.names),
                units.won(row["public_cost_krw"], signed=True, named=False),
                units.won(row["attracted_krw"], named=False),
                units.share(row["demanded_share"]),
                *(
                    texts("term.none") if row[name] is None else units.rate(row[name])
                    for name in ("irr_public_rate", "irr_foreign_rate")
                ),
            ]
        )
    keys = ("cost_axis", "attracted_axis", "demanded", "irr_public", "irr_foreign")
    headings = [texts("frontier.sheet"), *(labels[name] for name in found.names)]
    return [*headings, *(texts(f"frontier.{key}") for key in keys)], cells
