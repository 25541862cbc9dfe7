"""What the random paths hold: how returns are distributed, and what made a path good or bad."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

CAUSES = ("fx", "equity", "demand", "failed", "approvals", "revenue")
FIGURES = {
    "fx": "mean_krw_per_usd",
    "equity": "mean_equity_factor",
    "demand": "mean_demand_factor",
    "failed": "companies_failed",
    "approvals": "approvals",
    "revenue": "plant_revenue_krw",
}


def worst_paths(ranking: pl.DataFrame, count: int) -> pl.DataFrame:
    """The random paths on which the programme returned least, the worst first.

    Args:
        ranking: path_ranking of one scenario.
        count: How many.
    """
    return ranking.filter(pl.col("rank").is_between(1, count)).sort("rank")


@dataclass(frozen=True)
class Story:
    """One path beside all others.

    Attributes:
        path: Its row of path_ranking.
        median: Medians of the same figures over the random paths.
        central: The row of path 0.
        causes: Figures in which at least `notable` of the other paths were better, the worst first; none for
            a path that was good or bad through its companies' single outcomes.
    """

    path: Mapping[str, object]
    median: Mapping[str, object]
    central: Mapping[str, object]
    causes: tuple[tuple[str, float], ...]


def story(ranking: pl.DataFrame, path_id: int, notable: float) -> Story:
    """What happened on a path, beside the median of the others and the central case.

    Args:
        ranking: path_ranking of one scenario.
        path_id: A random path of the run.
        notable: From which share of better paths on a figure counts as a cause, for example 0.8.

    Raises:
        ValueError: If the path is not in the run.
    """
    rows = ranking.filter(pl.col("path_id") == path_id)
    if path_id < 1 or rows.is_empty():
        last = ranking["path_id"].max()
        raise ValueError(f"path {path_id} is not a random path of this run; choose one from 1 to {last}")
    row = rows.row(0, named=True)
    shares = [(cause, float(row[f"{cause}_better_share"])) for cause in CAUSES]
    causes = sorted((pair for pair in shares if pair[1] >= notable), key=lambda pair: -pair[1])
    drawn = ranking.filter(pl.col("path_id") > 0)
    numbers = [name for name, kind in drawn.schema.items() if kind.is_numeric()]
    return Story(
        row,
        drawn.select(pl.col(numbers).median()).row(0, named=True),
        ranking.filter(pl.col("path_id") == 0).row(0, named=True),
        tuple(causes),
    )


def chance_of_at_least(distribution: pl.DataFrame) -> pl.DataFrame:
    """The curve of a distribution: value, and the share of random paths that reach it.

    Args:
        distribution: Rows of return_distribution of one measure.

    Returns:
        party_code, value, reach_share, ordered by party and value.
    """
    share = (1 - pl.col("percent") / 100).alias("reach_share")
    return distribution.sort("party_id", "percent").select("party_code", "value", share)
