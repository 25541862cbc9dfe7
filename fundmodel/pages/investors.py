"""Investors: what each class and each investor puts in, gets out and earns, and what takes the difference."""

import polars as pl
import streamlit as st

from fundmodel import session
from fundmodel.cash_sentences import account_cells, cash_cells, line_cells
from fundmodel.charts import bridge, lever_values, money_by_class, net_returns
from fundmodel.charts.bridge import MEASURES
from fundmodel.closing_sentences import equalisation_cells
from fundmodel.findings import bridge_rows, fee_gap, line_of, returns_table
from fundmodel.lever_findings import lever_rows, lever_summary
from fundmodel.lever_sentences import funding_answer, funding_cells, lever_cells, lever_party_cells
from fundmodel.reported_findings import FIGURES as REPORTED
from fundmodel.reported_findings import figures_at, peak_year, years_of
from fundmodel.sentences import investors_answer, rate_text
from fundmodel.session.figure_tables import figure_cells
from fundmodel.session.investor_tables import term_cells
from fundmodel.session.market_tables import market_cells
from fundmodel.status_notes import status_notes

KINDS = {"class": ("whole", "class"), "investor": ("investor",)}
BRIDGE, LEVERS, CASH, FIGURES, MARKET = "bridge", "levers", "cash", "figures", "market"
# What a view reads beside the metrics; only those wait for it who ask.
ON_DEMAND = {
    BRIDGE: ("gross_to_net",),
    LEVERS: ("lever_values", "investor_funding"),
    CASH: ("cash_of_funds", "line_effect", "fiscal_account", "equalisation"),
    FIGURES: ("reported_figures",),
    MARKET: ("market_equivalents",),
}
TERMS = "investor_terms"
MONEY = ("commitment", "paid_in", "distributed", "carry", "first_loss")
RATES = {"irr_gross_rate": "irr_gross", "irr_net_rate": "irr_net", "base_net_rate": "irr_base"}
STATUSES = ("irr_status", "direct_alpha_status", "ln_pme_status", "pme_plus_status")
PARTIES = ("whole", "public", "domestic", "foreign", "gp")


def show_returns(kind: str) -> None:
    """Returns and money of every class or investor, as a table and two charts."""
    shown = classes if kind == "class" else returns_table(made, plain, screen.names, KINDS["investor"])
    change = [] if screen.is_base else ["irr_change"]
    columns = ["party", "irr_net", *change, "irr_own", "irr_gross", "tvpi", *MONEY]
    session.returns(shown, columns, texts("investors.table"))
    named = shown.with_columns(shown[f"name_{texts.language}"].alias("name"))
    party = {"name": texts("term.party")}
    rates = party | {name: texts(f"term.{key}") for name, key in RATES.items()}
    money = party | {f"{key}_krw": texts(f"term.{key}") for key in (*MONEY, "fee", "peak_need")}
    with session.beside() as (left, right):
        with left:
            session.chart(net_returns(shown, screen.look), named, f"returns_{kind}", rates)
        with right:
            session.chart(money_by_class(shown, screen.look), named, f"money_{kind}", money)
    if kind == "investor":
        terms = screen.answers[TERMS]
        session.table(
            *term_cells(terms, lambda code: screen.name("investor", code), texts), texts("agreed.title")
        )
        session.download(terms, TERMS, texts("agreed.csv"))
        session.small(texts("agreed.note"))
    rates = ("irr_net_status", "irr_gross_status", "irr_own_currency_status")
    notes = status_notes([status for name in rates for status in shown[name].to_list()], texts)
    session.foot(screen, *notes, texts("investors.note"), texts("investors.first_loss_note"))


def show_bridge() -> None:
    """From gross to net, step by step, of one party in points or in won."""
    table = screen.answers["gross_to_net"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.segmented_control(
            texts("bridge.party"),
            PARTIES,
            default=session.start("bridge_party", "foreign", PARTIES),
            format_func=lambda one: screen.name("whole" if one == "whole" else "class", one),
            key="bridge_party",
            required=True,
        )
        measure = st.segmented_control(
            texts("bridge.size"),
            MEASURES,
            default=session.start("bridge_measure", MEASURES[0], MEASURES),
            format_func=lambda one: texts(f"bridge.measure_{one}"),
            key="bridge_measure",
            required=True,
        )
    chosen = table.filter(pl.col("party_code") == code)
    name = screen.name("whole" if code == "whole" else "class", str(code))
    rows = bridge_rows(chosen)
    written = [
        (
            texts(f"bridge.{row['step']}"),
            rate_text(texts, row["rate"], row["status"]),
            "" if row["rate_change"] is None or row["is_total"] else texts.units.points(row["rate_change"]),
        )
        for row in rows.iter_rows(named=True)
    ]
    columns = ("step_name", "irr", "points")
    named = pl.concat([rows, pl.DataFrame(written, schema=list(columns), orient="row")], how="horizontal")
    headings = {"step_name": "step", "irr": "rate", "points": "points"}
    headings |= {key: key for key in ("change_krw", "total_krw")}
    shown = {column: texts(f"bridge.{key}") for column, key in headings.items()}
    drawn = bridge(chosen, screen.look, name, str(measure))
    session.chart(drawn, named, f"gross_to_net_{code}", shown)
    notes = status_notes(rows["status"].to_list(), texts)
    session.foot(screen, *notes, texts("bridge.note"), texts("bridge.note_other"), texts("bridge.note_tax"))


def show_funding() -> None:
    """What the guaranteed bonds of public investors cost, where they have some."""
    funding = screen.answers["investor_funding"]
    if not funding.is_empty():
        session.table(*funding_cells(funding, screen.names, texts), texts("funding.title"))
        session.small(funding_answer(funding, texts))
        session.download(funding, "investor_funding")


def show_levers() -> None:
    """What each lever of public support costs the public side, and what it is worth to every investor."""
    table = screen.answers["lever_values"]
    if table.is_empty():
        session.small(texts("levers.none"))
        show_funding()
        session.foot(screen)
        return
    summary = lever_summary(table)
    named = summary.with_columns(pl.Series("name", [texts(f"lever.{code}") for code in summary["lever"]]))
    money = ("cost", "p95_cost", "present_cost", "p95_present_cost")
    headings = {"name": texts("levers.lever")} | {f"{key}_krw": texts(f"levers.{key}") for key in money}
    headings |= {f"{code}_value_krw": texts(f"levers.value_{code}") for code in ("domestic", "foreign")}
    session.chart(lever_values(table, screen.look), named, "lever_values", headings)
    session.table(*lever_cells(table, texts), texts("levers.table"))
    lever = st.segmented_control(
        texts("levers.lever"),
        summary["lever"].to_list(),
        default=session.start("lever_shown", summary["lever"][0], summary["lever"]),
        format_func=lambda code: texts(f"lever.{code}"),
        key="lever_shown",
        required=True,
    )
    title = texts("levers.table_party", lever=texts(f"lever.{lever}"))
    session.table(*lever_party_cells(table, screen.names, str(lever), texts), title)
    session.download(lever_rows(table), "lever_values_by_party")
    show_funding()
    session.foot(screen, texts("levers.note"), texts("levers.note_zero"), texts("funding.note"))


def show_cash() -> None:
    """Idle cash, line and recallable distributions of every fund, and returns without the line."""
    shown = {key: screen.answers[key] for key in ON_DEMAND[CASH]}
    funds, lines, account, late = shown.values()
    if not late.is_empty():
        cells = equalisation_cells(late, lambda code: screen.name("investor", code), texts)
        session.table(*cells, texts("closings.title_late"))
        session.download(late, "equalisation", texts("closings.csv_late"))
    if all(table.is_empty() for table in (funds, lines, account)):
        session.small(texts("calls.none"))
        session.foot(screen)
        return
    notes = []
    if not funds.is_empty():
        session.table(*cash_cells(funds, lambda code: screen.name("fund", code), texts), texts("calls.title"))
        session.download(funds, "cash_of_funds", texts("calls.csv_funds"))
        notes.append(texts("calls.note"))
    if not lines.is_empty():
        names = {row["party_id"]: texts.label(row, "name") for row in screen.names.iter_rows(named=True)}
        session.table(*line_cells(lines, names, texts), texts("calls.title_line"), PARTIES)
        session.download(lines, "line_effect", texts("calls.csv_line"))
        notes.append(texts("calls.note_line"))
    if not account.is_empty():
        cells = account_cells(account, lambda code: screen.name("investor", code), texts)
        session.table(*cells, texts("calls.title_account"))
        session.download(account, "fiscal_account", texts("calls.csv_account"))
        notes.append(texts("calls.note_account"))
    session.foot(screen, *notes)


def show_figures() -> None:
    """What a report to investors holds at the end of a year: fees, offsets, line, carry, recallable money."""
    table = screen.answers["reported_figures"]
    codes = table.sort("party_id")["party_code"].unique(maintain_order=True).to_list()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(
            texts("figures.of"),
            codes,
            format_func=lambda one: screen.name("whole" if one == "whole" else "fund", one),
            key="figures_of",
        )
        years = years_of(table, code)
        asked_year = st.session_state.get("figures_year")
        year = st.select_slider(
            texts("figures.year"),
            years,
            value=asked_year if asked_year in years else peak_year(table, code),
            key="figures_year",
        )
    figures = figures_at(table, code, year)
    for group in REPORTED:
        cells = figure_cells([one for one in figures if one.group == group], texts)
        session.table(*cells, texts(f"figures.group_{group}", year=year))
    session.download(table, "reported_figures")
    session.foot(screen, texts("figures.note"), texts("figures.note_parts"), texts("figures.note_carry"))


def show_market() -> None:
    """Returns of the whole and of each class beside the same money in a market index."""
    table = screen.answers["market_equivalents"]
    names = {row["party_id"]: texts.label(row, "name") for row in screen.names.iter_rows(named=True)}
    headings, cells = market_cells(table, names, texts)
    session.table(headings, cells, texts("against.title"), PARTIES[: len(cells)])
    session.download(table, "market_equivalents")
    notes = status_notes([status for name in STATUSES for status in line_of(table)[name].to_list()], texts)
    index = texts("against.index", rate=texts.units.rate(table["index_return_rate"][0]))
    session.foot(screen, *notes, texts("against.note"), index, texts("against.past"))


session.question("investors.question")
asked = st.session_state.get("investor_rows")
screen = session.open_page("metrics", *(ON_DEMAND | {"investor": (TERMS,)}).get(asked, ()))
texts = screen.texts
made, plain = screen.answers["metrics"], screen.base_answers["metrics"]

classes = returns_table(made, plain, screen.names, KINDS["class"])
session.answer(screen, investors_answer(classes, fee_gap(classes), texts))
view = st.segmented_control(
    texts("investors.rows"),
    [*KINDS, *ON_DEMAND],
    default=session.start("investor_rows", "class", (*KINDS, *ON_DEMAND)),
    format_func=lambda code: texts(f"investors.by_{code}"),
    key="investor_rows",
    required=True,
    label_visibility="collapsed",
)
if view == BRIDGE:
    show_bridge()
elif view == LEVERS:
    show_levers()
elif view == CASH:
    show_cash()
elif view == FIGURES:
    show_figures()
elif view == MARKET:
    show_market()
else:
    show_returns(str(view))
