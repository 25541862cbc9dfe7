"""What the answers on companies hold: their number by phase, what becomes of them, which bring money."""

from dataclasses import dataclass

import polars as pl

from fundmodel.findings import bars_of, number

PHASES = ("PRE", "P1", "P2", "P3", "NDA")
ALL = "all"
EXITS = ("trade_sales", "ipos", "licences", "approvals")
FATES = (*EXITS, "failures")
FUNDED = "companies_funded"

_BAND = {"low": "p10", "high": "p90"}


def pipeline_of(pipeline: pl.DataFrame, phase: str = ALL) -> pl.DataFrame:
    """Companies in a phase by year: the mean of the random paths, else the central case, and its band.

    Args:
        pipeline: startup_pipeline of one scenario.
        phase: A phase, or all.

    Returns:
        year, company_count, low_count and high_count (null without random paths), in order of year.
    """
    rows = pipeline.filter(pl.col("phase_code") == phase)
    if rows.is_empty():
        return pl.DataFrame(
            schema={"year": pl.Int32}
            | dict.fromkeys(("company_count", "low_count", "high_count"), pl.Float64)
        )
    found = bars_of(rows).select("year", "company_count")
    for name, statistic in _BAND.items():
        bound = rows.filter(pl.col("statistic") == statistic)
        found = found.join(
            bound.select("year", pl.col("company_count").alias(f"{name}_count")), on="year", how="left"
        )
    return found.sort("year")


def outcomes_of(outcomes: pl.DataFrame, measure: str) -> pl.DataFrame:
    """What became of companies to date by year: year, amount, low_amount, high_amount (null without paths).

    Args:
        outcomes: policy_outcomes of one scenario.
        measure: companies_funded or one of FATES.
    """
    rows = outcomes.filter((pl.col("measure") == measure) & (pl.col("attribution") == "full"))
    if rows.is_empty():
        return pl.DataFrame(
            schema={"year": pl.Int32} | dict.fromkeys(("amount", "low_amount", "high_amount"), pl.Float64)
        )
    found = bars_of(rows).select("year", "amount")
    for name, statistic in _BAND.items():
        bound = rows.filter(pl.col("statistic") == statistic)
        found = found.join(
            bound.select("year", pl.col("amount").alias(f"{name}_amount")), on="year", how="left"
        )
    return found.sort("year")


def exits_by_year(outcomes: pl.DataFrame) -> pl.DataFrame:
    """Exits, licences and approvals in each year.

    Args:
        outcomes: policy_outcomes of one scenario.

    Returns:
        measure, year, count: in the order of EXITS, without measures that the scenario does not have.
    """
    parts = []
    for measure in EXITS:
        rows = outcomes_of(outcomes, measure)
        if rows.height:
            yearly = (pl.col("amount") - pl.col("amount").shift(1).fill_null(0)).alias("count")
            parts.append(rows.select(pl.lit(measure).alias("measure"), "year", yearly))
    if not parts:
        return pl.DataFrame(schema={"measure": pl.String, "year": pl.Int32, "count": pl.Float64})
    return pl.concat(parts)


def fates(outcomes: pl.DataFrame) -> pl.DataFrame:
    """What has become of the companies at the end: measure, amount, share of those funded, and the band.

    Args:
        outcomes: policy_outcomes of one scenario.

    Returns:
        measure, amount, share, low_amount, high_amount; companies_funded first, nothing without companies.
    """
    rows = []
    for measure in (FUNDED, *FATES):
        last = outcomes_of(outcomes, measure).tail(1)
        if last.height:
            rows.append(last.select(pl.lit(measure).alias("measure"), "amount", "low_amount", "high_amount"))
    if not rows:
        return pl.DataFrame(
            schema={"measure": pl.String}
            | dict.fromkeys(("amount", "share", "low_amount", "high_amount"), pl.Float64)
        )
    found = pl.concat(rows)
    funded = number(found.filter(pl.col("measure") == FUNDED)["amount"].max())
    share = pl.col("amount") / funded if funded else pl.lit(None, dtype=pl.Float64)
    return found.with_columns(share.alias("share"))


@dataclass(frozen=True)
class Peak:
    """When the most companies are held at once.

    Attributes:
        year: That year.
        companies: How many.
        low: P10 of that year; None without random paths.
        high: P90.
    """

    year: int
    companies: float
    low: float | None
    high: float | None


def peak(pipeline: pl.DataFrame, phase: str = ALL) -> Peak | None:
    """The height of the pipeline; None if there are no companies; arguments as in pipeline_of."""
    rows = pipeline_of(pipeline, phase).sort("company_count", "year", descending=[True, False])
    if rows.is_empty() or not rows["company_count"][0]:
        return None
    top = rows.row(0, named=True)
    return Peak(int(top["year"]), top["company_count"], top["low_count"], top["high_count"])


@dataclass(frozen=True)
class Concentration:
    """How few companies bring most of the money back.

    Attributes:
        best_share: Part of the companies of the fewest best ones that bring half of the money, by bucket.
        money_share: Their part of the money back.
    """

    best_share: float
    money_share: float


def concentration(returns: pl.DataFrame) -> Concentration | None:
    """How few companies bring half of the money back, as buckets of multiples allow.

    Args:
        returns: company_returns of one scenario.

    Returns:
        None without random paths, or if nothing comes back.
    """
    if returns.is_empty() or not number(returns["proceeds_share"].max()):
        return None
    companies = money = 0.0
    for row in returns.sort("from_multiple", descending=True).iter_rows(named=True):
        companies, money = companies + row["company_share"], money + row["proceeds_share"]
        if money * 2 >= 1:
            break
    return Concentration(companies, money)
