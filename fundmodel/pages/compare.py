"""Compare: two to five scenarios side by side, every input that differs, and what makes the difference."""

import polars as pl
import streamlit as st

from fundmodel import session
from fundmodel.charts import curves_together, difference_bars
from fundmodel.comparison import ANSWERS, difference, differing
from fundmodel.findings import line_of
from fundmodel.sentences import statistic_text
from fundmodel.sentences_compare import answer_name
from fundmodel.session import compute, library, state
from fundmodel.session.compare_tables import compare_answer, headline_cells, input_cells, step_labels
from fundmodel.session.design_runs import waiting

MOST = 5
FEWEST = 2
TABLES = ("metrics", "foreign_share", "fund_cash_flow")
IS_WHOLE = pl.col("party_kind") == "whole"

session.question("compare.question")
screen = session.open_page()
texts = screen.texts
offered = {**library.known(), screen.scenario.name: screen.scenario}
other = next(name for name in offered if name != state.BASE)
start = [state.BASE, other if screen.is_base else screen.scenario.name]
chosen = st.multiselect(
    texts("compare.choose"),
    list(offered),
    default=session.start(f"compare:{screen.scenario.name}", start, offered),
    format_func=lambda name: session.scenario_label(offered[name], texts),
    max_selections=MOST,
    key=f"compare:{screen.scenario.name}",
    help=texts("compare.choose_help"),
)
if len(chosen) < FEWEST:
    session.answer(screen, texts("compare.too_few"))
else:
    scenarios = [offered[name] for name in chosen]
    names = [session.scenario_label(one, texts) for one in scenarios]
    paths, made = session.open_several(scenarios, *TABLES)
    inputs = differing(scenarios)
    count = len(differing([scenarios[0], scenarios[-1]]))
    sentence = compare_answer((names[0], names[-1]), (made[0], made[-1]), count, texts)
    session.answer(screen, sentence, statistic_text(texts, paths))
    session.table(
        [texts("compare.figure"), *names], headline_cells(made, bool(paths), texts), texts("compare.headline")
    )
    session.table(
        [texts("compare.input"), texts("compare.topic"), *names],
        input_cells(scenarios, texts),
        texts("compare.inputs", count=len(inputs)),
    )
    flows = [one["fund_cash_flow"].filter(IS_WHOLE) for one in made]
    years = [one.first_year for one in made]
    curves = list(zip(names, flows, strict=True))
    table = pl.concat(
        line_of(rows).select(pl.lit(name).alias("name"), "quarter", "year", "cumulative_krw")
        for name, rows in curves
    )
    headings = {
        "name": texts("sidebar.scenario"),
        "quarter": texts("term.quarter"),
        "cumulative_krw": texts("term.cumulative"),
    }
    session.chart(curves_together(curves, screen.look, years), table, "curves_together", headings)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        end = st.selectbox(
            texts("compare.explain"),
            chosen[1:],
            format_func=lambda name: session.scenario_label(offered[name], texts),
            index=chosen[1:].index(session.start("compare_end", chosen[-1], chosen[1:])),
            key="compare_end",
            width=320,
        )
        party, column = st.selectbox(
            texts("compare.of"),
            ANSWERS,
            index=ANSWERS.index(session.start("compare_answer", ANSWERS[0], ANSWERS)),
            format_func=lambda answer: answer_name(*answer, texts),
            key="compare_answer",
            width=360,
        )
    what = answer_name(party, column, texts)
    ends = (names[0], names[chosen.index(end)])
    asked = (scenarios[0], offered[end], party, column)
    rows = compute.remembered(("difference", repr(asked)), lambda: difference(*asked), waiting(texts))
    labels = step_labels(rows, names[0], offered[end], texts)
    named = rows.with_columns(pl.Series("label", labels))
    drawn = difference_bars(rows, labels, column, ends, what, screen.look)
    headings = {"label": texts("compare.step"), "value": what, "change": texts("bridge.points")}
    session.chart(drawn, named, "difference", headings)
    session.small(texts("compare.central"))
session.foot(screen, texts("compare.note"))
