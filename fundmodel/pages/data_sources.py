"""Data and sources: what every figure stands on, assumptions first."""

import polars as pl
import streamlit as st

from fundmodel import datasets, model, session
from fundmodel.provenance import assumption_rows, checked_rows, step_graph, step_text
from fundmodel.session.scales import controls

CHECKED = ("read", "secondary", "derived", "assumption")
ANSWERS = ("metrics", "fund_cash_flow", "foreign_share", "policy_outcomes", "exposure")

session.question("data.question")
screen = session.open_page()
texts, known = screen.texts, controls(screen.texts.language, screen.texts.units.steps)
tables = datasets.read_all()
rows = assumption_rows(tables["assumptions_data"], screen.scenario)
counts = checked_rows(tables)
totals = counts.row(-1, named=True)
session.answer(
    screen,
    texts(
        "data.answer",
        assumptions=rows.height,
        changed=len(screen.scenario.overrides),
        rows=f"{totals['rows']:,}",
        sourced=f"{totals['sourced']:,}",
        assumed=f"{totals['assumption']:,}",
    ),
)

session.heading(texts("data.assumptions"))
only_changed = st.toggle(
    texts("data.only_changed"), session.start("only_changed", False, (True, False)), key="only_changed"
)
shown = rows.filter(pl.col("is_changed")) if only_changed else rows
described = [
    {
        texts("data.topic"): texts(f"topic.{row['topic']}"),
        texts("data.label"): texts.label(row),
        texts("data.value"): known[row["name"]].written(screen.scenario.value(row["name"]), texts),
        texts("data.base"): known[row["name"]].written(known[row["name"]].row.value, texts),
        texts("data.source"): row["source"],
        texts("data.verification"): texts(f"data.verification_{row['verification']}"),
        texts("data.url"): row["url"],
        texts("data.name"): row["name"],
    }
    for row in shown.iter_rows(named=True)
]
if described:
    link = {texts("data.url"): st.column_config.LinkColumn()}
    st.dataframe(
        pl.DataFrame(described),
        hide_index=True,
        column_config=link,
        placeholder="",
        alt=texts("data.assumptions"),
    )
else:
    st.caption(texts("changes.none"))
session.download(rows, "assumptions")

headings = [
    texts("data.dataset"),
    texts("data.rows"),
    *(texts(f"data.verification_{kind}") for kind in CHECKED),
]
cells = [
    [row["table"] or texts("data.sum"), *(f"{row[kind]:,}" for kind in ("rows", *CHECKED))]
    for row in counts.iter_rows(named=True)
]
session.table(headings, cells, texts("data.sources"))
offered = counts["table"].to_list()[:-1]
first = offered.index(session.start("dataset", offered[0], offered))
dataset = st.selectbox(texts("data.choose_dataset"), offered, index=first, key="dataset")
st.dataframe(tables[dataset], hide_index=True, placeholder="", alt=dataset)
session.download(tables[dataset], dataset)

session.heading(texts("data.tables"))
graph = model.graph()
made = [name for step in graph.order() for name in step.tables]
chosen = st.selectbox(
    texts("data.choose"), made, index=made.index(session.start("table", "metrics", made)), key="table"
)
language, text = step_text(graph, chosen)
session.small(
    texts("data.made_by", kind=texts(f"data.kind_{language}")),
    texts("data.reads", tables=", ".join(graph.maker[chosen].reads)),
)
st.code(text, language=language, wrap_lines=True)
with st.expander(texts("data.graph")):
    st.graphviz_chart(step_graph(graph, chosen), width="stretch")

session.heading(texts("data.run"))
session.small(texts("data.run_id", run_id=screen.answers.run_id, seed=model.DEFAULT_SEED, paths=screen.paths))
with st.container(horizontal=True):
    for name in ANSWERS:
        session.download_answer(screen, name)
session.foot(screen)
