"""What the answers on notes hold: the tranches, the sums and the change of equity that a person sees."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from fundmodel.findings import main_statistic, number

ALL_NOTES = -1
_GROUPS = ("random", "central")


def main_group(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows that stand for a run: those over the random paths, else those of the central case."""
    present = set(frame["path_group"].unique())
    return frame.filter(pl.col("path_group") == next((name for name in _GROUPS if name in present), ""))


def tranches(performance: pl.DataFrame) -> pl.DataFrame:
    """One row per note: note_performance over the random paths, else of the central case, with its bearer.

    Args:
        performance: note_performance of one scenario.

    Returns:
        Its columns, sorted by fund and priority, and loss_bp and guarantor_bp, whose sum is shortfall_bp.
    """
    rows = main_group(performance)
    return rows.with_columns(
        pl.col("expected_loss_bp").alias("loss_bp"), pl.col("drawn_bp").alias("guarantor_bp")
    ).sort("note_id")


@dataclass(frozen=True)
class NotesSummary:
    """The notes of a scenario in a few figures.

    Attributes:
        note_count: Number of notes.
        fund_count: Number of funds that have some.
        amount_krw: Issued, at the rate of quarter 0.
        worst: The note with the highest chance of default: a row of note_performance.
        expected_loss_bp: Mean loss of all holders in basis points of the amount.
        path_count: Random paths behind it; 1 for the central case alone.
        is_random: Whether the figures come from random paths.
    """

    note_count: int
    fund_count: int
    amount_krw: int
    worst: dict[str, Any]
    expected_loss_bp: float
    path_count: int
    is_random: bool


def notes_summary(performance: pl.DataFrame) -> NotesSummary | None:
    """The notes of a scenario in a few figures; None if it has none.

    Args:
        performance: note_performance of one scenario.
    """
    rows = tranches(performance)
    if rows.is_empty():
        return None
    amounts = [int(value) for value in rows["amount_krw"]]
    losses = [number(value) for value in rows["expected_loss_bp"]]
    whole = sum(amounts)
    lost = sum(amount * loss for amount, loss in zip(amounts, losses, strict=True))
    worst = rows.sort("default_share", "note_id", descending=[True, False]).row(0, named=True)
    return NotesSummary(
        rows.height,
        rows["fund_code"].n_unique(),
        whole,
        worst,
        lost / max(whole, 1),
        int(number(rows["path_count"][0])),
        rows["path_group"][0] == _GROUPS[0],
    )


def guarantor_rows(costs: pl.DataFrame) -> pl.DataFrame:
    """What each guarantor pays for all its notes together.

    Args:
        costs: guarantee_cost of one scenario.
    """
    return main_group(costs).filter(pl.col("note_id") == ALL_NOTES).sort("guarantor")


def effect_rows(effect: pl.DataFrame, parties: pl.DataFrame, kinds: tuple[str, ...]) -> pl.DataFrame:
    """Equity with and without notes, party by party, on the main statistic.

    Args:
        effect: notes_effect of one scenario.
        parties: Party names: party_id, name_en, name_ko.
        kinds: Party kinds to list.
    """
    if effect.is_empty():
        return effect
    rows = effect.filter(
        (pl.col("statistic") == main_statistic(effect)) & pl.col("party_kind").is_in(list(kinds))
    )
    return rows.join(parties.select("party_id", "name_en", "name_ko"), on="party_id").sort("party_id")


def whole_effect(effect: pl.DataFrame) -> dict[str, Any]:
    """The row of all investors together."""
    rows = effect.filter((pl.col("statistic") == main_statistic(effect)) & (pl.col("party_kind") == "whole"))
    return rows.row(0, named=True)
