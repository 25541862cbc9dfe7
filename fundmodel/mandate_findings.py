"""What a reader needs of mandates and of outcomes beside national targets."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Kept:
    """How many mandates are kept.

    Attributes:
        kept: Mandates that are met whenever they can be measured.
        all: Mandates that can be measured at all.
        missed: Mandate -> years in which it is missed, in the order of the table.
    """

    kept: int
    all: int
    missed: dict[str, list[int]]


def mandate_years(table: pl.DataFrame) -> pl.DataFrame:
    """The years in which something still changes, and one more; later years repeat the last one.

    Args:
        table: The answer mandates, one scenario.
    """
    shares = table.sort("mandate", "year").with_columns(
        pl.col("measured").shift(1).over("mandate").alias("before")
    )
    # Below a tenth of a percent a share looks the same on the screen.
    moves = (pl.col("measured") - pl.col("before")).abs() > pl.col("limit") / 1000
    changing = shares.filter(moves | (pl.col("before").is_null() & pl.col("measured").is_not_null()))
    last = changing["year"].max()
    return table.filter(pl.col("year") <= last) if last is not None else table.head(0)


def year_spans(years: list[int]) -> str:
    """Years in a row as one span.

    Example:
        >>> year_spans([2027, 2029, 2030, 2031])
        '2027, 2029-2031'
    """
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][-1] == year - 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(f"{span[0]}-{span[-1]}" if len(span) > 1 else str(span[0]) for span in spans)


def kept_mandates(table: pl.DataFrame) -> Kept:
    """How many mandates are kept, and when the others are missed.

    Args:
        table: The answer mandates, one scenario.
    """
    measured = table.filter(pl.col("is_met").is_not_null())
    missed: dict[str, list[int]] = {}
    for row in measured.filter(~pl.col("is_met")).sort("mandate", "year").iter_rows(named=True):
        missed.setdefault(row["mandate"], []).append(row["year"])
    count = measured["mandate"].n_unique()
    return Kept(count - len(missed), count, missed)


def against_targets(outcomes: pl.DataFrame, years: tuple[int, ...]) -> pl.DataFrame:
    """Outcomes that have a national target, in some years: means of the random paths if there are any.

    Args:
        outcomes: policy_outcomes, one scenario.
        years: Calendar years.
    """
    has_mean = "mean" in outcomes["statistic"].to_list()
    chosen = outcomes.filter(
        (pl.col("statistic") == ("mean" if has_mean else "central"))
        & pl.col("target_amount").is_not_null()
        & pl.col("year").is_in(years)
    )
    return chosen.sort("measure", "attribution", "year")
