"""Risk: how returns are distributed, how often money is lost, and what happened on the worst paths."""

import polars as pl
import streamlit as st

from fundmodel import session
from fundmodel.charts import cash_flow, return_curves
from fundmodel.risk_findings import story, worst_paths
from fundmodel.sentences_risk import risk_answer, story_rows, story_text, worst_cells

WORST = 10
# A figure that was better on four paths in five counts among the causes of a bad path.
NOTABLE = 0.8
CASH = ("quarter", "statistic", "cumulative_krw", "nav_krw")

session.question("risk.question")
screen = session.open_page("metrics", "return_distribution", "path_ranking", "fund_cash_flow")
texts, first_year = screen.texts, screen.answers.first_year
if screen.paths:
    session.answer(screen, risk_answer(screen.answers["metrics"], texts))
    distribution, ranking = screen.answers["return_distribution"], screen.answers["path_ranking"]
    flows = screen.answers["fund_cash_flow"].filter(pl.col("party_kind") == "whole")
    names = {
        code: screen.name("whole" if code == "whole" else "class", code)
        for code in ("whole", "public", "domestic", "foreign")
    }
    with session.beside() as (left, right):
        with left:
            headings = {name: texts(f"risk.{name}") for name in ("party_code", "percent", "value_rate")}
            rates = distribution.filter(pl.col("measure") == "irr_net").rename({"value": "value_rate"})
            session.chart(
                return_curves(distribution, screen.look, names), rates, "return_distribution", headings
            )
        with right:
            beside = screen.beside("fund_cash_flow")
            base = None if beside is None else beside.filter(pl.col("party_kind") == "whole")
            headings = {name: texts(f"term.{name.removesuffix('_krw')}") for name in CASH}
            session.chart(
                cash_flow(flows, screen.look, first_year, base, "cumulative"), flows, "fan", headings
            )

    worst = worst_paths(ranking, WORST)
    session.table(*worst_cells(worst, texts), texts("risk.worst"))
    session.download(ranking, "path_ranking")
    last = screen.paths
    path = int(
        st.number_input(
            texts("risk.open"),
            1,
            last,
            session.start_number("risk_path", int(worst["path_id"][0]), 1, last),
            key="risk_path",
            help=texts("risk.open_help", last=f"{last:,}"),
            width=240,
        )
    )
    told = story(ranking, path, NOTABLE)
    headings = [texts(f"risk.{name}") for name in ("figure", "this_path", "median_paths", "central")]
    session.table(headings, story_rows(told, texts), texts("risk.story_title", path=path))
    session.small(story_text(told, texts))
    session.download_path(screen, path, texts("risk.ledger"))
    session.foot(screen, texts("risk.note"), texts("risk.note_curve"))
else:
    session.answer(screen, texts("risk.no_paths"))
    session.foot(screen)
