"""Foreign capital: its share by four definitions, what it adds to each public won, and what it earns."""

import polars as pl
import streamlit as st

from fundmodel import session
from fundmodel.charts import foreign_per_public, foreign_shares
from fundmodel.closing_sentences import OWNED, closing_cells, owner_cells
from fundmodel.findings import SHARES, final_shares, line_of, peak_nav_quarter
from fundmodel.sentences import foreign_answer
from fundmodel.session import state
from fundmodel.session.foreign_tables import MEASURES, foreign_cells, hedge_gap, won_returns
from fundmodel.status_notes import status_notes

RATED = ("irr_won_status", "irr_own_status")
WHEN = ("quarter", "statistic")
MONEY = ("foreign_paid_in_krw", "public_paid_in_krw", "foreign_korea_krw")

session.question("foreign.question")
# Tax and currency take a while; only those wait for them who ask.
asked = st.session_state.get("foreign_measure", "won")
wanted = ("metrics",) if asked == "won" else ("foreign_returns", "foreign_costs")
is_raised = state.value("formation_risk") != "planned"
wanted += ("fund_closings",) if is_raised else ()
has_owners = any(float(state.value(name)) > 0 for name in OWNED)
wanted += ("co_owners",) if has_owners else ()
screen = session.open_page("foreign_share", "fund_cash_flow", *wanted)
texts, units, first_year = screen.texts, screen.texts.units, screen.answers.first_year
foreign, beside = screen.answers["foreign_share"], screen.beside("foreign_share")

flows = screen.answers["fund_cash_flow"]
nav_quarter = peak_nav_quarter(flows.filter(pl.col("party_kind") == "whole"))
final = final_shares(foreign, nav_quarter)
session.answer(screen, foreign_answer(foreign, texts, beside))
figures = []
for name in SHARES:
    value = final[name]
    figures.append(
        (texts(f"foreign.{name}"), texts("term.none") if value is None else units.share(value), "")
    )
ratio = final["foreign_won_per_public_won"]
written = texts("term.none") if ratio is None else units.won_ratio(ratio)
figures.append((texts("foreign.foreign_won_per_public_won"), written, ""))
session.cards(figures)

when = {name: texts(f"term.{name}") for name in WHEN}
headings = when | {name: texts(f"foreign.{name}") for name in SHARES}
session.chart(
    foreign_shares(foreign, screen.look, first_year, beside, nav_quarter), foreign, "foreign_share", headings
)
headings = when | {name: texts(f"foreign.{name}") for name in ("foreign_won_per_public_won", *MONEY)}
session.chart(
    foreign_per_public(foreign, screen.look, first_year, beside), foreign, "foreign_per_public", headings
)
session.heading(texts("kept.title"))
kind = st.segmented_control(
    texts("kept.measure"),
    list(MEASURES),
    default=session.start("foreign_measure", "won", MEASURES),
    format_func=lambda code: texts(f"kept.by_{code}"),
    key="foreign_measure",
    required=True,
    label_visibility="collapsed",
)
names = {row["party_id"]: texts.label(row, "name") for row in screen.names.iter_rows(named=True)}
if kind == "won":
    returns, costs = won_returns(screen.answers["metrics"], screen.answers["parties"]), None
else:
    returns, costs = screen.answers["foreign_returns"], screen.answers["foreign_costs"]
headings, cells = foreign_cells(returns, costs, str(kind), names, texts)
session.table(headings, cells, texts(f"kept.table_{kind}"), ["foreign"] * len(cells))
session.download(returns, "foreign_returns", texts("kept.returns_csv"))
if costs is not None:
    session.download(costs, "foreign_costs", texts("kept.costs_csv"))
    if gap := hedge_gap(costs, texts):
        session.small(gap)
shown = line_of(returns).select(pl.selectors.ends_with("_status"))
reasons = status_notes([one for row in shown.iter_rows() for one in row], texts)
session.small(*reasons, texts("kept.note"), texts("kept.note_hedge"))

if is_raised:
    closings = screen.answers["fund_closings"]
    headings, cells = closing_cells(closings, texts)
    session.table(headings, cells, texts("closings.title"))
    session.download(closings, "fund_closings", texts("closings.csv"))
    session.small(texts("closings.note"))

if has_owners:
    owners = screen.answers["co_owners"]
    headings, cells = owner_cells(owners, texts)
    session.table(headings, cells, texts("co_owners.title"), ["foreign"] * len(cells))
    statuses = [status for name in RATED for status in line_of(owners)[name].to_list()]
    session.download(owners, "co_owners", texts("co_owners.csv"))
    session.small(*status_notes(statuses, texts), texts("co_owners.note"))

gross = final["reaching_korea_non_public_share"]
session.foot(
    screen,
    texts("foreign.note"),
    *([] if gross is None else [texts("foreign.note_gross", share=units.share(gross))]),
    texts("foreign.published"),
)
