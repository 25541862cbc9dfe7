"""What the answers hold: the rows, turning points and final figures that pages, charts and exports show."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

CLASSES = ("public", "domestic", "foreign", "gp")
SHARES = ("of_commitments_share", "of_paid_in_share", "of_nav_share", "reaching_korea_share")

_MAIN = ("median", "p50", "central")
_ADDITIVE = ("mean", "central")
_QUARTERS = 4


def number(value: object) -> float:
    """A cell as a float; 0 for an empty one."""
    return float(value) if isinstance(value, int | float) else 0.0


def main_statistic(frame: pl.DataFrame) -> str:
    """The statistic that stands for a run: the median of the random paths, else the central case."""
    present = set(frame["statistic"].unique())
    return next(name for name in _MAIN if name in present)


def line_of(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of the main statistic."""
    return frame.filter(pl.col("statistic") == main_statistic(frame))


def bars_of(flows: pl.DataFrame) -> pl.DataFrame:
    """The rows whose amounts may be added over quarters: mean cash, else the central case."""
    present = set(flows["statistic"].unique())
    return flows.filter(pl.col("statistic") == next(name for name in _ADDITIVE if name in present))


def by_year(flows: pl.DataFrame) -> pl.DataFrame:
    """Cash flows of one statistic added up by year; balances are those at the year's end.

    Args:
        flows: Rows of fund_cash_flow of one party and one statistic.

    Returns:
        year, calls_krw, distributions_krw, net_krw, cumulative_krw, nav_krw, one row per year.
    """
    moved = [pl.col(name).sum() for name in ("calls_krw", "distributions_krw", "net_krw")]
    held = [pl.col(name).last() for name in ("cumulative_krw", "nav_krw")]
    return flows.sort("quarter").group_by("year", maintain_order=True).agg(*moved, *held)


@dataclass(frozen=True)
class TurningPoints:
    """The deepest need and the break-even of a cumulative cash flow.

    Attributes:
        trough_quarter: Quarter of the deepest cumulative cash flow.
        peak_need_krw: Its depth, positive; 0 if it is never below zero.
        payback_quarter: First quarter from which it stays at or above zero to the end; None if it never does.
        end_krw: Where it ends.
    """

    trough_quarter: int
    peak_need_krw: int
    payback_quarter: int | None
    end_krw: int


def turning_points(flows: pl.DataFrame) -> TurningPoints:
    """Trough, break-even and end of the J-curve of one party, on the main statistic.

    Args:
        flows: Rows of fund_cash_flow of one party, all statistics.
    """
    line = line_of(flows).sort("quarter")
    quarters, values = line["quarter"].to_list(), line["cumulative_krw"].to_list()
    trough = min(range(len(values)), key=lambda place: values[place])
    below = [quarter for quarter, value in zip(quarters, values, strict=True) if value < 0]
    payback = None
    if below and below[-1] != quarters[-1]:
        payback = quarters[quarters.index(below[-1]) + 1]
    return TurningPoints(quarters[trough], max(0, -values[trough]), payback, values[-1])


def returns_table(
    metrics: pl.DataFrame, base: pl.DataFrame, parties: pl.DataFrame, kinds: tuple[str, ...]
) -> pl.DataFrame:
    """Returns of parties beside those of the base case.

    Args:
        metrics: metrics of the current scenario.
        base: metrics of the base case, for the same number of paths.
        parties: Party names: party_code, name_en, name_ko.
        kinds: Party kinds to list, in the order of party_id.

    Returns:
        The columns of metrics for its main statistic, name_en, name_ko, base_net_rate, base_net_status,
        net_change_rate (null unless both rates are ok), low_rate and high_rate (P5 and P95, null without
        paths).
    """
    chosen = line_of(metrics).filter(pl.col("party_kind").is_in(list(kinds)))
    other = line_of(base).select(
        "party_code",
        pl.col("irr_net_rate").alias("base_net_rate"),
        pl.col("irr_net_status").alias("base_net_status"),
    )
    bounds = [
        metrics.filter(pl.col("statistic") == name).select("party_code", pl.col("irr_net_rate").alias(column))
        for name, column in (("p5", "low_rate"), ("p95", "high_rate"))
    ]
    both_ok = (pl.col("irr_net_status") == "ok") & (pl.col("base_net_status") == "ok")
    change = pl.when(both_ok).then(pl.col("irr_net_rate") - pl.col("base_net_rate"))
    table = chosen.join(other, on="party_code", how="left")
    for bound in bounds:
        table = table.join(bound, on="party_code", how="left")
    named = table.join(parties.select("party_code", "name_en", "name_ko"), on="party_code", how="left")
    return named.with_columns(change.alias("net_change_rate")).sort("party_id")


def final_shares(foreign: pl.DataFrame) -> Mapping[str, float | None]:
    """The foreign shares when all money has been called: the last quarter in which each is defined.

    Args:
        foreign: foreign_share of one scenario.

    Returns:
        Share name -> value of the main statistic; None if no money ever moves. NAV is zero at the end, so
        of_nav is that of the last quarter in which there is one.
    """
    line = line_of(foreign).sort("quarter")
    names = (*SHARES, "reaching_korea_non_public_share", "foreign_won_per_public_won")
    found: dict[str, float | None] = {}
    for name in names:
        known = line[name].drop_nulls()
        found[name] = known[-1] if known.len() else None
    return found


@dataclass(frozen=True)
class Check:
    """Whether a net return is believable beside the record of comparable funds.

    Attributes:
        level: "ok", "amber" or "red".
        side: "inside", "high" or "low": on which side of the limits it lies.
        rate: The net return checked; None if there is none.
        limit: The limit that it passed; None inside.
        published_low: Lowest published return of comparable Korean funds.
        published_high: Highest of them.
        driver: party_code of the strategy that stands furthest out on that side; empty inside.
        driver_rate: Its net return; None inside.
    """

    level: str
    side: str
    rate: float | None
    limit: float | None
    published_low: float
    published_high: float
    driver: str = ""
    driver_rate: float | None = None


def published_range(benchmarks: pl.DataFrame) -> tuple[float, float]:
    """Lowest and highest published net return of finished or averaged Korean funds.

    Args:
        benchmarks: benchmarks_data: columns geography, metric, value.
    """
    rows = benchmarks.filter((pl.col("geography") == "KR") & pl.col("metric").str.starts_with("irr_"))
    return number(rows["value"].min()), number(rows["value"].max())


def sanity_check(metrics: pl.DataFrame, limits: Mapping[str, float], benchmarks: pl.DataFrame) -> Check:
    """The net return of the whole programme against the record of Korean funds.

    Args:
        metrics: metrics of one scenario.
        limits: sanity_amber_irr, sanity_red_high_irr and sanity_red_low_irr.
        benchmarks: benchmarks_data.
    """
    low, high = published_range(benchmarks)
    line = line_of(metrics)
    whole = line.filter(pl.col("party_kind") == "whole").row(0, named=True)
    rate = whole["irr_net_rate"] if whole["irr_net_status"] == "ok" else None
    if rate is None:
        return Check("red", "low", None, limits["sanity_red_low_irr"], low, high)
    bounds = (
        ("red", "high", rate > limits["sanity_red_high_irr"], limits["sanity_red_high_irr"]),
        ("amber", "high", rate > limits["sanity_amber_irr"], limits["sanity_amber_irr"]),
        ("red", "low", rate < limits["sanity_red_low_irr"], limits["sanity_red_low_irr"]),
    )
    for level, side, is_passed, limit in bounds:
        if is_passed:
            order = line.filter((pl.col("party_kind") == "strategy") & (pl.col("irr_net_status") == "ok"))
            furthest = order.sort("irr_net_rate", "party_id", descending=[side == "high", False]).head(1)
            driver = furthest["party_code"].to_list() or [""]
            rates = furthest["irr_net_rate"].to_list() or [None]
            return Check(level, side, rate, limit, low, high, driver[0], rates[0])
    return Check("ok", "inside", rate, None, low, high)
