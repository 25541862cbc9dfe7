"""Startups: the pipeline by phase over time, how companies leave it, and how concentrated the money is."""

import polars as pl
import streamlit as st

from fundmodel import session
from fundmodel.charts import (
    companies_in_phase,
    exits_over_time,
    money_by_multiple,
    pipeline_by_phase,
    round_directions,
)
from fundmodel.findings import bars_of
from fundmodel.startup_findings import ALL, PHASES, exits_by_year, fates, pipeline_of
from fundmodel.startup_sentences import bucket_text, fate_text, phase_text, startups_answer

COUNTS = ("company_count", "low_count", "high_count")
ROUNDS_BY = ("year", "phase")
SHARES = {
    "bucket": "multiple_axis",
    "company_share": "companies_part",
    "invested_share": "invested_part",
    "proceeds_share": "money_part",
}

session.question("startups.question")
screen = session.open_page(
    "startup_pipeline", "policy_outcomes", "company_returns", "largest_positions", "round_directions"
)
texts, units = screen.texts, screen.texts.units
pipeline, outcomes = screen.answers["startup_pipeline"], screen.answers["policy_outcomes"]
returns, largest = screen.answers["company_returns"], screen.answers["largest_positions"]
statistic = texts("startups.statistic_mean", paths=f"{screen.paths:,}") if screen.paths else ""
session.answer(screen, startups_answer(pipeline, outcomes, returns, texts), statistic)

year = {"year": texts("term.year")}
with session.beside() as (left, right):
    with left:
        every = pipeline_of(pipeline)
        headings = year | {"company_count": texts("startups.companies")}
        session.chart(pipeline_by_phase(pipeline, screen.look), every, "startup_pipeline", headings)
        rows = exits_by_year(outcomes)
        exits = rows.with_columns(
            pl.Series("name", [fate_text(texts, name) for name in rows["measure"]], dtype=pl.String)
        )
        headings = year | {"name": texts("startups.outcome"), "count": texts("startups.companies")}
        session.chart(exits_over_time(outcomes, screen.look), exits, "startup_exits", headings)
    with right:
        phase = st.segmented_control(
            texts("startups.phase"),
            (ALL, *PHASES),
            default=session.start("startup_phase", PHASES[-2], (ALL, *PHASES)),
            format_func=lambda code: phase_text(texts, code),
            key="startup_phase",
            required=True,
        )
        of_phase = pipeline_of(pipeline, str(phase))
        drawn = companies_in_phase(pipeline, str(phase), screen.look, screen.beside("startup_pipeline"))
        headings = year | dict(zip(COUNTS, (texts("startups.companies"), "P10", "P90"), strict=True))
        session.chart(drawn, of_phase, "startup_phase", headings)
        buckets = [
            bucket_text(texts, low, high)
            for low, high in returns.select("from_multiple", "to_multiple").iter_rows()
        ]
        named = returns.with_columns(pl.Series("bucket", buckets, dtype=pl.String))
        headings = {column: texts(f"startups.{key}") for column, key in SHARES.items()}
        if returns.height:
            session.chart(money_by_multiple(returns, screen.look), named, "company_returns", headings)

rounds = screen.answers["round_directions"]
if rounds.height:
    grouped = st.segmented_control(
        texts("startups.rounds_by"),
        ROUNDS_BY,
        default=session.start("startup_rounds", ROUNDS_BY[0], ROUNDS_BY),
        format_func=lambda code: texts(f"rounds.{code}"),
        key="startup_rounds",
        required=True,
    )
    headings = {"item": texts(f"rounds.{grouped}"), "mean_rounds": texts("rounds.rounds")}
    headings |= {f"{name}_share": texts(f"rounds.{name}") for name in ("up", "flat", "down")}
    shown = rounds.filter(pl.col("grouped") == grouped)
    session.chart(round_directions(rounds, screen.look, str(grouped)), shown, "round_directions", headings)

ends = fates(outcomes)
columns = ["outcome", "companies", "of_funded", *(["range"] if screen.paths else [])]
cells = []
for row in ends.iter_rows(named=True):
    written = [fate_text(texts, row["measure"]), units.count(row["amount"])]
    written.append(texts("term.none") if row["share"] is None else units.share(round(row["share"], 3)))
    if screen.paths:
        written.append(
            texts("returns.range", low=units.count(row["low_amount"]), high=units.count(row["high_amount"]))
        )
    cells.append(written)
with session.beside("_tables") as (left, right):
    with left:
        session.table([texts(f"startups.{key}") for key in columns], cells, texts("startups.fates"))
        session.download(ends, "startup_outcomes")
    with right:
        columns = ("fund", "largest_krw", "commitment", "share_of_commitment")
        cells = [
            [
                screen.name("fund", row["fund_code"]),
                units.won(row["largest_krw"], named=False),
                units.won(row["commitment_krw"], named=False),
                units.share(round(row["share_of_commitment"], 3)),
            ]
            for row in bars_of(largest).iter_rows(named=True)
        ]
        session.table([texts(f"startups.{key}") for key in columns], cells, texts("startups.largest"))
        session.download(largest, "largest_positions")
session.foot(
    screen,
    texts("startups.note"),
    texts("startups.note_returns" if returns.height else "startups.returns_none"),
)
