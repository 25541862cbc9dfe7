"""Long computations of the page on design: their progress, and how they are stopped."""

from collections.abc import Callable

import streamlit as st

from fundmodel.pipeline.blocks import Progress
from fundmodel.session import compute
from fundmodel.session.screen import Screen

PATH_CHOICES = (0, 100, 200)


def run_shown(screen: Screen, work: Callable[[Progress], None], key: str = "response.solving") -> None:
    """Work with a bar of progress and a button that stops it.

    A click on any control begins the page anew, which ends the work at its next word of progress; so a second
    request takes the place of the first.

    Args:
        screen: The page.
        work: Takes a progress to report to.
        key: Text of progress, with done and all.
    """
    texts, spot = screen.texts, st.empty()
    with spot.container():
        bar = st.progress(0.0, texts("design.starting"))
        st.button(texts("design.stop"), key="design_stop")

    def progress(done: int, count: int, _: str) -> None:
        if count < 1:
            bar.progress(0.0, texts("app.waiting"))
        else:
            bar.progress(min(done / count, 1.0), texts(key, done=done, all=count))

    with compute.turn(progress):
        work(progress)
    spot.empty()
