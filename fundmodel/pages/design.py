"""Design: terms that give a wanted answer, efficient ones, foreign money that comes, best shares of funds."""

import streamlit as st

from fundmodel import session
from fundmodel.session import design_allocation, design_frontier, design_goal, design_response

VIEWS = {
    "goal": design_goal.draw,
    "frontier": design_frontier.draw,
    "response": design_response.draw,
    "allocation": design_allocation.draw,
}

session.question("design.question")
screen = session.open_page()
view = st.segmented_control(
    screen.texts("design.view"),
    list(VIEWS),
    format_func=lambda name: screen.texts(f"design.view_{name}"),
    default=session.start("design_view", "goal", VIEWS),
    key="design_view",
    required=True,
    label_visibility="collapsed",
)
VIEWS[str(view)](screen)
