"""The frame around every page: settings of the window, styles, sidebar, navigation, and worded refusals."""

from collections.abc import Generator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from fundmodel.assumptions import ScenarioError
from fundmodel.datasets import DatasetError
from fundmodel.pipeline import QueryError, StepError
from fundmodel.session import library, presenting, sidebar, state
from fundmodel.session.parts import scenario_label
from fundmodel.session.refusals import refusal
from fundmodel.session.screen import look
from fundmodel.texts import Texts

SECTIONS = {
    "money": ("overview", "cash_flows", "investors", "foreign_capital"),
    "assets": ("startups", "plants", "mandates", "notes"),
    "choices": ("risk", "compare", "sensitivity", "design"),
    "sources": ("calibration", "report", "data_sources"),
}
PAGES = tuple(page for pages in SECTIONS.values() for page in pages)

_IS_NEW = "is_new_session"
_FOLDER = Path(__file__).resolve().parent.parent / "pages"


def begin() -> None:
    """Language, styles, what the link carries, and at first the sidebar."""
    st.set_page_config(page_icon="🧬", layout="wide")
    texts = Texts(sidebar.language(), sidebar.won_steps())
    st.set_page_config(page_title=texts("app.name"))
    shown = look()
    presenting.begin()
    sheets = ("screen.css", "print.css", *(("presenting.css",) if presenting.is_on() else ()))
    folder = files("fundmodel").joinpath("session")
    css = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in sheets)
    colours = "".join(f"--fm-{role}: {shown.colour(role)};" for role in ("quiet", "grid", "ground"))
    st.html(f"<style>:root {{ {colours} }}{css}</style>")
    state.begin(texts.language)
    # A new session sees its sliders before anything is computed.
    st.session_state[_IS_NEW] = _IS_NEW not in st.session_state
    if st.session_state[_IS_NEW]:
        sidebar.draw(texts)


def show(page: Page) -> None:
    """The page, then the sidebar: what a slider is moved for is drawn before the sliders are.

    Args:
        page: The page that was chosen.
    """
    with guarded():
        page.run()
    step = _presented(page.url_path or PAGES[0]) if presenting.is_on() else 0
    if not st.session_state[_IS_NEW]:
        sidebar.draw(look().texts)
    state.write_link()
    if step:
        presenting.go(page.url_path or PAGES[0], step)


def _presented(page: str) -> int:
    texts, known, scenario = look().texts, library.known(), state.scenario_name()
    name = scenario_label(known[scenario], texts) if scenario in known else texts("sidebar.own")
    return presenting.bar(texts, page, name)


def pages() -> dict[str, list[Page]]:
    """The pages by section, in reading order, named in the language of the screen."""
    texts = look().texts
    return {
        texts(f"section.{section}"): [
            st.Page(
                _FOLDER / f"{name}.py", title=texts(f"page.{name}"), url_path=name, default=name == PAGES[0]
            )
            for name in names
        ]
        for section, names in SECTIONS.items()
    }


@contextmanager
def guarded() -> Generator[None]:
    """Says in words why something cannot be computed, in place of a traceback."""
    try:
        yield
    except ScenarioError as error:
        _refuse(refusal(error, state.value, look().texts))
    except (StepError, QueryError, DatasetError) as error:
        _refuse(str(error))


def _refuse(reason: str) -> None:
    texts = look().texts
    st.error(texts("app.failed", reason=reason))
    st.caption(texts("app.failed_advice"))
