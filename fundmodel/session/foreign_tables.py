"""Returns of foreign investors as a person reads them: in won, at a constant rate, in their own currency."""

from collections.abc import Mapping

import polars as pl

from fundmodel.findings import line_of
from fundmodel.sentences import range_text, rate_text
from fundmodel.texts import Texts

# What a return is measured in, and the rates and costs shown for it; won need nothing but the metrics.
MEASURES: Mapping[str, tuple[str, ...]] = {
    "won": ("irr_won",),
    "constant": ("irr_won", "irr_constant"),
    "own": ("irr_won", "irr_constant", "irr_own_unhedged", "irr_own"),
}
_COSTS: Mapping[str, tuple[str, ...]] = {
    "won": (),
    "constant": ("tax",),
    "own": ("tax", "hedge_points", "hedge_spot", "hedge_cost", "excused"),
}
_SIGNED = ("hedge_points", "hedge_spot")
Names = Mapping[int, str]


def won_returns(metrics: pl.DataFrame, parties: pl.DataFrame) -> pl.DataFrame:
    """The foreign class and its investors from metrics, in the columns of foreign_returns."""
    is_foreign = (pl.col("party_kind") == "class") & (pl.col("party_code") == "foreign")
    own = parties.filter(pl.col("class_id") == pl.col("class_id").filter(is_foreign).first())
    return metrics.filter(pl.col("party_id").is_in(own["party_id"].to_list())).select(
        "party_id",
        "statistic",
        pl.col("irr_net_rate").alias("irr_won_rate"),
        pl.col("irr_net_status").alias("irr_won_status"),
    )


def foreign_cells(
    returns: pl.DataFrame, costs: pl.DataFrame | None, kind: str, names: Names, texts: Texts
) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells of the table of returns; hedges are left out where there are none.

    Args:
        returns: foreign_returns, or won_returns for won; all statistics.
        costs: foreign_costs, None for won.
        kind: A key of MEASURES; its last rate has the range.
        names: Party id -> name.
        texts: The language.
    """
    rates = MEASURES[kind]
    low, high = (_rates(returns, name, rates[-1]) for name in ("p5", "p95"))
    paid = {} if costs is None else {row["party_id"]: row for row in line_of(costs).iter_rows(named=True)}
    is_hedged = any(row["hedge_cost_krw"] or row["hedge_points_krw"] for row in paid.values())
    money = [key for key in _COSTS[kind] if is_hedged or not key.startswith("hedge")]
    cells = []
    for row in line_of(returns).sort("party_id").iter_rows(named=True):
        party = row["party_id"]
        written = [rate_text(texts, row[f"{key}_rate"], row[f"{key}_status"]) for key in rates]
        written += [range_text(texts, low[party], high[party])] if low else []
        written += [texts.units.won(paid[party][f"{key}_krw"], key in _SIGNED, False) for key in money]
        cells.append([names[party], *written])
    columns = ["party", *rates, *(["range"] if low else []), *money]
    return [texts(f"kept.{key}") for key in columns], cells


def hedge_gap(costs: pl.DataFrame, texts: Texts) -> str:
    """By how much the class was sold forward beyond its hedge ratio at most, and short of it; empty unhedged.

    Args:
        costs: foreign_costs, one scenario, all statistics.
        texts: The language.
    """
    row = line_of(costs).sort("party_id").row(0, named=True)
    if not row["over_hedged_krw"] and not row["under_hedged_krw"]:
        return ""
    over, under = (texts.units.won(row[f"{key}_hedged_krw"]) for key in ("over", "under"))
    return texts("kept.gap", over=over, under=under)


def _rates(returns: pl.DataFrame, statistic: str, key: str) -> dict[int, float | None]:
    rows = returns.filter(pl.col("statistic") == statistic)
    return dict(rows.select("party_id", f"{key}_rate").iter_rows())
