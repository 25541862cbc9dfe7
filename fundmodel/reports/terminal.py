"""The headline and the catalogue as tables for a terminal."""

import difflib
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl
from rich.table import Table

from fundmodel import datasets
from fundmodel.scenario import ScenarioError
from fundmodel.units import Units

_MISSING = "-"
_UNITS = Units("en")


def headline_lines(found: dict[str, Any]) -> Iterator[Table | str]:
    """The headline of a run: per scenario a table of returns, and a sentence on foreign capital.

    Args:
        found: What reports.headline.headline returns.
    """
    for name, scenario in found["scenarios"].items():
        statistics = scenario["statistics"]
        caption = f"unless named otherwise: {scenario['statistic']}"
        table = Table(title=name, caption=caption, pad_edge=False)
        table.title_justify = table.caption_justify = "left"
        table.add_column("party")
        titles = ("gross IRR", "net IRR", "TVPI", "DPI", "paid in", "distributed")
        for title in (*titles, *(f"net IRR {statistic}" for statistic in statistics)):
            table.add_column(title, justify="right")
        for number, row in enumerate(scenario["headline"]):
            table.add_row(
                row["party"],
                _rate(row["irr_gross"], row["irr_gross_status"]),
                _rate(row["irr_net"], row["irr_status"]),
                _given(row["tvpi"], _UNITS.multiple),
                _given(row["dpi"], _UNITS.multiple),
                _given(row["paid_in_krw"], _UNITS.won),
                _given(row["distributed_krw"], _UNITS.won),
                *(_rate(other["headline"][number]["irr_net"], other["headline"][number]["irr_status"])
                  for other in statistics.values()),
            )  # fmt: skip
        yield table
        yield _foreign(scenario["foreign_share"])
    yield f"run {found['run_id']}, seed {found['seed']}, {found['paths']:,} random paths"


def _foreign(share: dict[str, Any]) -> str:
    return (
        f"foreign capital: {_given(share['of_commitments'], _UNITS.share)} of commitments, "
        f"{_given(share['of_paid_in'], _UNITS.share)} of paid-in, "
        f"{_given(share['of_nav'], _UNITS.share)} of NAV at its peak, "
        f"{_given(share['reaching_korea'], _UNITS.share)} of what reached Korean assets; "
        f"{_given(share['foreign_won_per_public_won'], _UNITS.won_ratio)} per public won\n"
    )


def _rate(rate: float | None, status: str | None) -> str:
    return _UNITS.rate(rate) if rate is not None and status == "ok" else str(status or _MISSING)


def _given(value: float | None, written: Callable[[float], str]) -> str:
    return _MISSING if value is None else written(value)


def assumption_table(topic: str | None = None) -> Table:
    """The catalogue of assumptions, or one topic of it.

    Raises:
        ScenarioError: If there is no such topic; the message proposes the nearest.
    """
    catalogue = datasets.catalogue()
    topics = catalogue["topic"].unique(maintain_order=True).to_list()
    if topic is not None and topic not in topics:
        close = difflib.get_close_matches(topic, topics, n=1, cutoff=0.5)
        hint = f"Did you mean {close[0]}?" if close else f"Known: {', '.join(topics)}."
        raise ScenarioError(f"unknown topic {topic!r}. {hint}")
    chosen = catalogue if topic is None else catalogue.filter(pl.col("topic") == topic)
    table = Table(pad_edge=False)
    for title in ("topic", "name", "value", "allowed", "unit", "meaning", "source"):
        table.add_column(title, overflow="fold")
    for row in chosen.iter_rows(named=True):
        is_number = row["type"] in ("float", "int")
        allowed = f"{row['low']:g} to {row['high']:g}" if is_number else (row["options"] or "true|false")
        source = f"{row['source']} ({row['verification']})"
        table.add_row(row["topic"], row["name"], row["value"], allowed, row["unit"], row["label_en"], source)
    return table
