"""The equity of the same programmes without notes, or without lines: same paths, same assets."""

import polars as pl

from fundmodel.funds.fund_grid import Tables
from fundmodel.funds.fund_run import read_parties, run_funds

NET = "net"
SCHEMA = {
    "scenario_id": pl.Int32,
    "path_id": pl.Int32,
    "party_id": pl.Int32,
    "paid_in_krw": pl.Int64,
    "distributed_krw": pl.Int64,
    "rate": pl.Float64,
    "status": pl.String,
}


def equity_without(tables: Tables) -> pl.DataFrame:
    """Paid-in, distributions and net rate of every party of scenarios with notes, as if they had none.

    Args:
        tables: What `run_funds` and `read_parties` read.

    Returns:
        SCHEMA, one row per scenario_id, path_id, party_id; no rows for scenarios without notes.
    """
    return equity_of(
        tables, tables["note_terms"]["scenario_id"], {"note_terms": tables["note_terms"].clear()}
    )


def equity_without_lines(tables: Tables) -> pl.DataFrame:
    """The same of scenarios with subscription lines, as if partners paid when the funds spend.

    Args:
        tables: What `run_funds` and `read_parties` read.
    """
    terms = tables["fund_terms_assumptions"]
    chosen = terms.filter(pl.col("line_share") > 0)["scenario_id"]
    return equity_of(tables, chosen, {"fund_terms_assumptions": terms.with_columns(line_share=pl.lit(0.0))})


def equity_of(tables: Tables, chosen: pl.Series, changed: Tables) -> pl.DataFrame:
    """Paid-in, distributions and net rate of every party of some scenarios with other tables.

    Args:
        tables: What `run_funds` and `read_parties` read.
        chosen: scenario_id of the scenarios.
        changed: The tables that are different.

    Returns:
        SCHEMA, one row per scenario_id, path_id, party_id.
    """
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
    keys = list(SCHEMA)[:3]
    return parties.totals().join(rates, on=keys, how="inner").select(list(SCHEMA)).sort(keys)
