"""The headline of a run: returns by investor class and the share of foreign capital, to print or export."""

from typing import Any

import polars as pl

from fundmodel.model import Results

CENTRAL = "central"
STATISTICS = (CENTRAL, "median", "mean", "p5", "p95")
CENTRAL_LABEL = "central case (path 0): expected asset flows, not the mean of the random paths"
HEADLINE_KINDS = ("whole", "class")

_COLUMNS = {
    "party_code": "party",
    "class_code": "class",
    "irr_gross_rate": "irr_gross",
    "irr_net_rate": "irr_net",
    "irr_net_status": "irr_status",
    "tvpi_multiple": "tvpi",
    "dpi_multiple": "dpi",
    "paid_in_krw": "paid_in_krw",
    "distributed_krw": "distributed_krw",
    "irr_gross_status": "irr_gross_status",
    "irr_own_currency_rate": "irr_own_currency",
    "irr_own_currency_status": "irr_own_currency_status",
    "party_kind": "party_kind",
}
_SHARES = {
    "of_commitments_share": "of_commitments",
    "of_paid_in_share": "of_paid_in",
    "reaching_korea_share": "reaching_korea",
    "foreign_won_per_public_won": "foreign_won_per_public_won",
}


def headline_table(results: Results) -> pl.DataFrame:
    """Returns of the whole programme and of each investor class, for every scenario and statistic of a run.

    Returns:
        One row per scenario, statistic and party, in the order of `metrics`: scenario, statistic, then the
        columns of the JSON headline (rates per year, multiples, whole won).
    """
    rows = results["metrics"].filter(pl.col("party_kind").is_in(HEADLINE_KINDS))
    return rows.select("scenario", "statistic", *(pl.col(old).alias(new) for old, new in _COLUMNS.items()))


def foreign_share_table(results: Results) -> pl.DataFrame:
    """The share of foreign capital of each scenario over its whole life.

    Commitments, paid-in and money that reached Korea are cumulative to the last quarter. NAV is zero by then,
    so the share of NAV is the one of the quarter in which the programme's NAV peaks: the central NAV for the
    central case, the median NAV for the random paths.

    Returns:
        One row per scenario and statistic: scenario, statistic, the shares, of_nav_quarter, status.
    """
    shares = results["foreign_share"]
    keys = ["scenario", "statistic"]
    nav = pl.when(pl.col("statistic") == CENTRAL).then(pl.lit(CENTRAL)).otherwise(pl.lit("p50"))
    peaks = (
        results["fund_cash_flow"]
        .filter(pl.col("party_kind") == "whole")
        .sort("scenario_id", "statistic", "nav_krw", "quarter", descending=[False, False, True, False])
        .group_by("scenario", pl.col("statistic").alias("nav"), maintain_order=True)
        .agg(pl.col("quarter").first())
    )
    at_peak = (
        shares.with_columns(nav.alias("nav"))
        .join(peaks, on=["scenario", "nav", "quarter"])
        .select(*keys, pl.col("of_nav_share").alias("of_nav"), pl.col("quarter").alias("of_nav_quarter"))
    )
    last = shares.filter(pl.col("quarter") == pl.col("quarter").max().over(keys))
    return last.join(at_peak, on=keys, how="left", maintain_order="left").select(
        *keys,
        *(pl.col(old).alias(new) for old, new in _SHARES.items()),
        "of_nav",
        "of_nav_quarter",
        "status",
    )


def headline(results: Results) -> dict[str, Any]:
    """The headline as plain values: run_id, and per scenario the rows that `fundmodel run --json` prints.

    `headline` and `foreign_share` are the central case (path 0: expected asset flows, not the mean of the
    random paths); the other statistics stand under `statistics`, by name, in the same shape.
    """
    results.compute("metrics", "foreign_share", "fund_cash_flow")
    returns, shares = headline_table(results), foreign_share_table(results)
    scenarios: dict[str, Any] = {}
    for scenario in results.scenarios:
        by_statistic = {
            statistic: {
                "headline": _rows(returns, scenario.name, statistic),
                "foreign_share": next(iter(_rows(shares, scenario.name, statistic)), None),
            }
            for statistic in STATISTICS
            if _rows(returns, scenario.name, statistic)
        }
        central = by_statistic.pop(CENTRAL)
        scenarios[scenario.name] = {"statistic": CENTRAL_LABEL, **central, "statistics": by_statistic}
    return {"run_id": results.run_id, "paths": results.paths, "seed": results.seed, "scenarios": scenarios}


def _rows(table: pl.DataFrame, scenario: str, statistic: str) -> list[dict[str, Any]]:
    chosen = table.filter((pl.col("scenario") == scenario) & (pl.col("statistic") == statistic))
    return chosen.drop("scenario", "statistic").to_dicts()
