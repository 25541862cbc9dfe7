"""Long computations on the screen: their progress, how they are stopped, and waiting for one's turn."""

import time
from collections.abc import Callable

import streamlit as st

from fundmodel.pipeline.blocks import Progress
from fundmodel.sentences_frontier import duration_text
from fundmodel.session import compute
from fundmodel.session.screen import Screen
from fundmodel.texts import Texts

PATH_CHOICES = (0, 100, 200)


def run_shown(screen: Screen, work: Callable[[Progress], None], key: str = "response.solving") -> None:
    """Work with a bar of progress and a button that stops it.

    A click on any control begins the page anew, which ends the work at its next word of progress; so a second
    request takes the place of the first.

    Args:
        screen: The page.
        work: Takes a progress to report to.
        key: Text of progress, with done, all, what (the text reported) and left (time to go).
    """
    texts, spot = screen.texts, st.empty()
    with spot.container():
        bar = st.progress(0.0, texts("design.starting"))
        st.button(texts("design.stop"), key="design_stop")
    begun: list[tuple[float, int]] = []

    def progress(done: int, count: int, what: str) -> None:
        if count < 1:
            bar.progress(0.0, texts("app.waiting"))
            return
        begun.append((time.monotonic(), done))
        (since, first), (now, _) = begun[0], begun[-1]
        seconds = (now - since) / max(1, done - first) * (count - done)
        told = texts(key, done=done, all=count, what=what, left=duration_text(seconds, texts))
        bar.progress(min(done / count, 1.0), told)

    with compute.turn(progress):
        work(progress)
    spot.empty()


def waiting(texts: Texts) -> Progress:
    """A progress that says when another computation is waited for, and lets a next request end the wait."""
    spot = st.empty()

    def progress(done: int, count: int, _: str) -> None:
        del done
        if count < 1:
            spot.info(texts("app.waiting"))
        else:
            spot.empty()

    return progress
