import pandas, pyarrow, polars, altair  # noqa: D100, E401, F401, I001, ICN001 - first: a cold reload needs it

import streamlit as st

from fundmodel import session

with session.guarded():
    session.begin()
    session.show(st.navigation(session.pages(), position="top"))
    session.refine()
