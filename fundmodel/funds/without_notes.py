"""The equity of the same programmes without their notes: same paths, same assets, partners pay for all."""

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
    chosen = tables["note_terms"]["scenario_id"].unique().sort()
    scenarios = tables["scenarios"].filter(pl.col("scenario_id").is_in(chosen.implode()))
    if not scenarios.height:
        return pl.DataFrame(schema=SCHEMA)
    worlds = scenarios["world_id"].unique().implode()
    cut = {name: frame for name, frame in tables.items() if name != "note_terms"}
    for name, frame in cut.items():
        if "scenario_id" in frame.columns:
            cut[name] = frame.filter(pl.col("scenario_id").is_in(chosen.implode()))
        elif "world_id" in frame.columns:
            cut[name] = frame.filter(pl.col("world_id").is_in(worlds))
    cut["note_terms"] = tables["note_terms"].clear()
    parties = read_parties(run_funds(cut), cut)
    rates = parties.rates().filter(pl.col("measure") == NET)
    keys = list(SCHEMA)[:3]
    return parties.totals().join(rates, on=keys, how="inner").select(list(SCHEMA)).sort(keys)
