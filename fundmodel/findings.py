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
        parties: Party names: party_id, name_en, name_ko.
        kinds: Party kinds to list, in the order of party_id.

    Returns:
        The columns of metrics for its main statistic, name_en, name_ko, base_net_rate, base_net_status,
        net_change_rate (null unless both rates are ok), low_rate and high_rate (P5 and P95, null without
        paths).
    """
    chosen = line_of(metrics).filter(pl.col("party_kind").is_in(list(kinds)))
    other = line_of(base).select(
        "party_id",
        pl.col("irr_net_rate").alias("base_net_rate"),
        pl.col("irr_net_status").alias("base_net_status"),
    )
    bounds = [
        metrics.filter(pl.col("statistic") == name).select("party_id", pl.col("irr_net_rate").alias(column))
        for name, column in (("p5", "low_rate"), ("p95", "high_rate"))
    ]
    both_ok = (pl.col("irr_net_status") == "ok") & (pl.col("base_net_status") == "ok")
    change = pl.when(both_ok).then(pl.col("irr_net_rate") - pl.col("base_net_rate"))
    table = chosen.join(other, on="party_id", how="left")
    for bound in bounds:
        table = table.join(bound, on="party_id", how="left")
    named = table.join(parties.select("party_id", "name_en", "name_ko"), on="party_id", how="left")
    return named.with_columns(change.alias("net_change_rate")).sort("party_id")


def peak_nav_quarter(flows: pl.DataFrame) -> int:
    """The quarter in which a party's net asset value is largest, on the main statistic.

    Args:
        flows: Rows of fund_cash_flow of one party, all statistics.
    """
    line = line_of(flows).sort("nav_krw", "quarter", descending=[True, False])
    return int(line["quarter"][0])


def final_shares(foreign: pl.DataFrame, nav_quarter: int | None = None) -> Mapping[str, float | None]:
    """The foreign shares when all money has been called: the last quarter in which each is defined.

    Args:
        foreign: foreign_share of one scenario.
        nav_quarter: Quarter for of_nav, which means little once most holdings are sold; None for the last.

    Returns:
        Share name -> value of the main statistic; None if no money ever moves.
    """
    line = line_of(foreign).sort("quarter")
    names = (*SHARES, "reaching_korea_non_public_share", "foreign_won_per_public_won")
    found: dict[str, float | None] = {}
    for name in names:
        is_cut = name == "of_nav_share" and nav_quarter is not None
        known = (line.filter(pl.col("quarter") <= nav_quarter) if is_cut else line)[name].drop_nulls()
        found[name] = known[-1] if known.len() else None
    return found


def bridge_rows(table: pl.DataFrame) -> pl.DataFrame:
    """The stages from gross to net that a reader needs: mean cash if there is one, without empty steps.

    Args:
        table: Rows of gross_to_net of one party, all statistics.
    """
    has_mean = "mean" in table["statistic"].to_list()
    rows = table.filter(pl.col("statistic") == ("mean" if has_mean else "central")).sort("place")
    after = rows.filter(~pl.col("is_total") & (pl.col("change_krw") != 0))["step"].to_list()
    is_taxed = any(step in after for step in ("tax", "currency", "hedge"))
    # Where nothing follows the net return, the two last totals are one.
    return rows.filter(
        pl.col("step").is_in(after) | (pl.col("is_total") & ((pl.col("step") != "end") | is_taxed))
    )


def fee_gap(returns: pl.DataFrame) -> float | None:
    """What fees, expenses and carry take from the whole programme's return; None unless both rates are ok.

    Args:
        returns: returns_table with a row of the whole programme.
    """
    both_ok = (pl.col("irr_gross_status") == "ok") & (pl.col("irr_net_status") == "ok")
    whole = returns.filter((pl.col("party_kind") == "whole") & both_ok)
    return whole["irr_gross_rate"][0] - whole["irr_net_rate"][0] if whole.height else None


@dataclass(frozen=True)
class Check:
    """Whether a net return is believable beside the record of comparable funds.

    Attributes:
        level: green, amber or red.
        reason_code: in_range, above_amber, above_red, below_red or no_rate.
        rate: The net return checked; None if there is none.
        limit: The limit that it passed; None inside.
        sourced_low: Low end of what comparable funds earned.
        sourced_high: High end of it.
        sourced_period: Years of that record.
        driver: party_code of the strategy that stands furthest out on that side; empty inside.
        driver_rate: Its net return; None inside.
    """

    level: str
    reason_code: str
    rate: float | None
    limit: float | None
    sourced_low: float
    sourced_high: float
    sourced_period: str
    driver: str = ""
    driver_rate: float | None = None


_LIMITS = {"above_red": "red_high_rate", "above_amber": "amber_rate", "below_red": "red_low_rate"}


def sanity_check(sanity: pl.DataFrame, metrics: pl.DataFrame) -> Check:
    """The check of the whole programme, and the strategy that stands furthest out where it is flagged.

    Args:
        sanity: sanity of one scenario.
        metrics: metrics of the same scenario.
    """
    row = line_of(sanity.filter(pl.col("party_kind") == "whole")).row(0, named=True)
    reason = row["reason_code"]
    driver, driver_rate = "", None
    if reason in _LIMITS:
        known = (pl.col("party_kind") == "strategy") & (pl.col("irr_net_status") == "ok")
        is_high = reason != "below_red"
        furthest = (
            line_of(metrics).filter(known).sort("irr_net_rate", "party_id", descending=[is_high, False])
        )
        if furthest.height:
            driver, driver_rate = furthest["party_code"][0], furthest["irr_net_rate"][0]
    return Check(
        level=row["level"],
        reason_code=reason,
        rate=row["irr_net_rate"],
        limit=row[_LIMITS[reason]] if reason in _LIMITS else None,
        sourced_low=row["sourced_low_rate"],
        sourced_high=row["sourced_high_rate"],
        sourced_period=row["sourced_period"],
        driver=driver,
        driver_rate=driver_rate,
    )
