"""Cash flows: what goes in and what comes back, for the whole programme, a class or a fund."""

import polars as pl
import streamlit as st

from fundmodel import session
from fundmodel.charts import cash_flow
from fundmodel.charts.look import CLASSES
from fundmodel.findings import turning_points

KINDS = ("whole", "class", "fund")
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
screen = session.open_page("fund_cash_flow")
texts, units, first_year = screen.texts, screen.texts.units, screen.answers.first_year

flows = screen.answers["fund_cash_flow"]
with st.container(horizontal=True, vertical_alignment="bottom"):
    kind = st.segmented_control(
        texts("cash.kind"),
        KINDS,
        default=KINDS[0],
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
            format_func=lambda code: screen.name(kind, code),
            key=f"cash_party_{kind}",
            width=320,
        )
    view = st.segmented_control(
        texts("cash.view"),
        VIEWS,
        default=VIEWS[0],
        format_func=lambda code: texts(f"cash.view_{code}"),
        key="cash_view",
        required=True,
    )

is_chosen = (pl.col("party_kind") == kind) & (pl.col("party_code") == party)
chosen = flows.filter(is_chosen)
other = screen.beside("fund_cash_flow")
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
drawn = cash_flow(chosen, screen.look, first_year, base, view or VIEWS[0], role)
headings = {name: texts(f"term.{name.removesuffix('_krw')}") for name in COLUMNS}
session.chart(drawn, chosen, f"cash_flow_{party}", headings)
session.foot(
    screen,
    texts("cash.note", mean=texts("cash.note_mean") if screen.paths else ""),
    *([texts("cash.note_band")] if screen.paths else []),
)
