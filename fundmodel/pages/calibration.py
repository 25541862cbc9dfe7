"""Calibration: the model beside what is published, and every value that was tuned."""

import polars as pl
import streamlit as st

from fundmodel import session
from fundmodel.calibration_words import MEASURES, answer, of_measure, table, tuned_table
from fundmodel.charts import calibration

session.question("calibration.question")
screen = session.open_page("calibration", "tuned_assumptions")
texts, rows = screen.texts, screen.answers["calibration"]
session.answer(screen, answer(texts, rows))
if screen.paths:
    for measure in MEASURES:
        one = of_measure(rows, measure)
        headings, cells = table(texts, one)
        names = [f"text_{place}" for place in range(len(headings))]
        told = pl.DataFrame(cells, schema=names, orient="row")
        session.chart(
            calibration(one, screen.look),
            one.hstack(told),
            f"calibration_{measure}",
            dict(zip(names, headings, strict=True)),
        )
tuned = screen.answers["tuned_assumptions"]
headings, cells = tuned_table(texts, tuned)
session.heading(texts("calibration.tuned"))
st.dataframe(
    pl.DataFrame(cells, schema=headings, orient="row"),
    hide_index=True,
    placeholder="",
    alt=texts("calibration.tuned"),
)
session.download(tuned, "tuned_assumptions")
session.foot(screen, texts("calibration.note"), texts("calibration.note_tuned"))
