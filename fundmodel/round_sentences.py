"""Sentences on up, flat and down rounds."""

import polars as pl

from fundmodel.texts import Texts
from fundmodel.units import significant


def rounds_message(rounds: pl.DataFrame, texts: Texts) -> tuple[str, str]:
    """Title and message of the chart of rounds.

    Args:
        rounds: round_directions of one scenario.
        texts: The language.
    """
    whole = rounds.filter(pl.col("grouped") == "all")
    if whole.is_empty():
        return texts("rounds.none"), texts("rounds.none")
    row, units = whole.row(0, named=True), texts.units
    down = units.share(row["down_share"])
    low, high = row["published_low_share"], row["published_high_share"]
    title = texts("rounds.plain", down=down)
    if low is not None:
        title = texts("rounds.title", down=down, low=units.share(low), high=units.share(high))
    second = row["second_programme_down_count"] / row["down_count"] if row["down_count"] else 0.0
    said = texts(
        "rounds.message",
        rounds=significant(row["mean_rounds"]),
        up=units.share(row["up_share"]),
        flat=units.share(row["flat_share"]),
        down=down,
        second=units.share(second),
    )
    years = rounds.filter(pl.col("grouped") == "year").sort("item")
    lines = [
        texts("rounds.by_year", year=year, rounds=significant(mean), down=units.share(share))
        for year, mean, share in years.select("item", "mean_rounds", "down_share").iter_rows()
    ]
    return title, " ".join([said, *lines])
