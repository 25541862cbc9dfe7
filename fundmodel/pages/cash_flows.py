"""Cash flows: what goes in and what comes back, for the whole programme, a class or a fund."""

import polars as pl
import streamlit as st

from fundmodel import session
from fundmodel.charts import cash_flow, nav_over_time
from fundmodel.charts.look import CLASSES
from fundmodel.findings import turning_points

KINDS = ("whole", "class", "fund", "investor")
INVESTOR = "investor"
NAV = ("quarter", "statistic", "nav_krw")
VIEWS = ("year", "quarter", "cumulative")
COLUMNS = (
    "quarter",
    "statistic",
    "calls_krw",
    "distributions_krw",
    "net_krw",
    "cumulative_krw",
    "nav_krw",
)

session.question("cash.question")
# Investors one by one take a while; only those wait for them who ask.
source = (
    "investor_cash_flow" if session.current("cash_kind", KINDS[0], KINDS) == INVESTOR else "fund_cash_flow"
)
screen = session.open_page(source)
texts, units, first_year = screen.texts, screen.texts.units, screen.answers.first_year

flows = screen.answers[source]
with st.container(horizontal=True, vertical_alignment="bottom"):
    kind = st.segmented_control(
        texts("cash.kind"),
        KINDS,
        default=session.start("cash_kind", KINDS[0], KINDS),
        format_func=lambda code: texts(f"cash.kind_{code}"),
        key="cash_kind",
        required=True,
    )
    of_kind = flows.filter(pl.col("party_kind") == kind)
    present = of_kind["party_code"].unique(maintain_order=True).to_list()
    party = present[0]
    if len(present) > 1:
        party = st.selectbox(
            texts("cash.party"),
            present,
            index=present.index(session.start(f"cash_party_{kind}", party, present)),
            format_func=lambda code: screen.name(kind, code),
            key=f"cash_party_{kind}",
            width=320,
        )
    view = st.segmented_control(
        texts("cash.view"),
        VIEWS,
        default=session.start("cash_view", VIEWS[0], VIEWS),
        format_func=lambda code: texts(f"cash.view_{code}"),
        key="cash_view",
        required=True,
    )

is_chosen = (pl.col("party_kind") == kind) & (pl.col("party_code") == party)
chosen = flows.filter(is_chosen)
other = screen.beside(source)
base = None if other is None else other.filter(is_chosen)
turns = turning_points(chosen)
values = {
    "party": screen.name(kind, party),
    "need": units.won(turns.peak_need_krw),
    "trough": units.quarter(turns.trough_quarter, first_year),
    "end": units.won(turns.end_krw),
}
if turns.payback_quarter is None:
    session.answer(screen, texts("cash.answer_never", **values))
else:
    session.answer(
        screen, texts("cash.answer", payback=units.quarter(turns.payback_quarter, first_year), **values)
    )

role = party if party in CLASSES else "whole"
if kind == INVESTOR:
    classes = screen.answers["parties"].filter(pl.col("party_kind") == "class")
    of_investor = screen.answers["parties"].filter(
        pl.col("party_code") == party, pl.col("party_kind") == kind
    )
    role = classes.join(of_investor, on="class_id", how="semi")["party_code"][0]
drawn = cash_flow(chosen, screen.look, first_year, base, view or VIEWS[0], role)
headings = {name: texts(f"term.{name.removesuffix('_krw')}") for name in COLUMNS}
session.chart(drawn, chosen, f"cash_flow_{party}", headings)
drawn = nav_over_time(chosen, screen.look, screen.name(kind, party), base, role)
session.chart(drawn, chosen, f"nav_{party}", {name: headings[name] for name in NAV})
session.foot(
    screen,
    texts("cash.note", mean=texts("cash.note_mean") if screen.paths else ""),
    texts("cash.note_nav"),
    *([texts("cash.note_band")] if screen.paths and kind != INVESTOR else []),
    *([texts("cash.note_investor")] if screen.paths and kind == INVESTOR else []),
)
