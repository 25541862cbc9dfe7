"""The equity of the same programmes without what their funds borrow: same paths, same assets."""

import polars as pl

from fundmodel.funds.fund_grid import Tables
from fundmodel.funds.fund_run import read_parties, run_funds

NET = "net"
NOTES, LINE = "notes", "line"
KEYS = ["scenario_id", "borrowing", "path_id", "party_id"]
SCHEMA = {
    "scenario_id": pl.Int32,
    "borrowing": pl.String,
    "path_id": pl.Int32,
    "party_id": pl.Int32,
    "paid_in_krw": pl.Int64,
    "distributed_krw": pl.Int64,
    "rate": pl.Float64,
    "status": pl.String,
}


def equity_without_borrowing(tables: Tables) -> pl.DataFrame:
    """Paid-in, distributions and net rate of every party of scenarios that borrow, as if they did not.

    Args:
        tables: What `run_funds` and `read_parties` read.

    Returns:
        SCHEMA, one row per KEYS: once without notes for scenarios with notes, once without lines for those
        with a subscription line, whose partners then pay when the funds spend; no rows for the others.
    """
    notes, terms = tables["note_terms"], tables["fund_terms_assumptions"]
    lined = terms.filter(pl.col("line_share") > 0)["scenario_id"]
    without_line = {"fund_terms_assumptions": terms.with_columns(line_share=pl.lit(0.0))}
    parts = (
        _equity_of(tables, NOTES, notes["scenario_id"], {"note_terms": notes.clear()}),
        _equity_of(tables, LINE, lined, without_line),
    )
    return pl.concat(parts).sort(KEYS)


def _equity_of(tables: Tables, borrowing: str, chosen: pl.Series, changed: Tables) -> pl.DataFrame:
    """The rows of some scenarios, run with some tables changed."""
    chosen = chosen.unique().sort()
    scenarios = tables["scenarios"].filter(pl.col("scenario_id").is_in(chosen.implode()))
    if not scenarios.height:
        return pl.DataFrame(schema=SCHEMA)
    worlds = scenarios["world_id"].unique().implode()
    cut = {**tables, **changed}
    for name, frame in cut.items():
        if "scenario_id" in frame.columns:
            cut[name] = frame.filter(pl.col("scenario_id").is_in(chosen.implode()))
        elif "world_id" in frame.columns:
            cut[name] = frame.filter(pl.col("world_id").is_in(worlds))
    parties = read_parties(run_funds(cut), cut)
    rates = parties.rates().filter(pl.col("measure") == NET)
    made = parties.totals().join(rates, on=["scenario_id", "path_id", "party_id"], how="inner")
    return made.with_columns(borrowing=pl.lit(borrowing)).select(list(SCHEMA))
