"""The parts of a page: question, answer, figures, chart with its table, small print, and what was changed."""

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

import altair as alt
import polars as pl
import streamlit as st

from fundmodel.assumptions import Value
from fundmodel.scenario import Scenario
from fundmodel.sentences import statistic_text
from fundmodel.session import compute, presenting, state
from fundmodel.session.drawing import plan_and_tables
from fundmodel.session.scales import controls
from fundmodel.session.screen import Screen, look
from fundmodel.session.tables import html_cards, html_table, returns_cells, written
from fundmodel.texts import Texts

_LEVELS = {"green": "domestic", "amber": "foreign", "red": "loss"}
_BOM = "\ufeff"
_IS_FIRST = "is_first_chart"
_HEAD_START_SECONDS = 0.03


def question(key: str) -> None:
    """The title of a page: the question it answers; below it what was changed."""
    texts = look().texts
    st.session_state[_IS_FIRST] = True
    st.html(f'<h1 class="fm-question">{escape(texts(key))}</h1>')
    for reason in state.refused_link():
        st.warning(texts("app.not_in_scenario", reason=reason))
    _changes(texts)


def _changes(texts: Texts) -> None:
    """The changed assumptions, old to new, each a button that puts it back."""
    changed, known = state.overrides(), controls(texts.language, texts.units.steps)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="changes"):
        for name, step, is_possible in (
            ("undo", state.undo, state.can_undo()),
            ("redo", state.redo, state.can_redo()),
        ):
            if state.can_undo() or state.can_redo():
                st.button(
                    texts(f"changes.{name}"),
                    key=name,
                    on_click=step,
                    disabled=not is_possible,
                    type="tertiary",
                )
        if not changed:
            _count(texts("changes.none"))
            return
        count = len(changed)
        _count(texts("changes.count" if count > 1 else "changes.count_one", count=count))
        for name, new in changed.items():
            control = known[name]
            old = control.written(control.row.value, texts)
            chip = texts("changes.chip", label=control.label, old=old, new=control.written(new, texts))
            hint = texts("changes.reset", old=old)
            st.button(chip, key=f"reset:{name}", help=hint, on_click=state.reset, args=(name,))
        if count > 1:
            start = state.base_scenario()
            st.button(
                texts("changes.reset_all"),
                key="reset_all",
                on_click=state.load,
                args=(start,),
                type="tertiary",
            )


def place() -> st.delta_generator.DeltaGenerator:
    """A place on the page that is filled later: what moves under a slider comes before what stands above."""
    return st.container()


@contextmanager
def beside(
    name: str = "",
) -> Generator[tuple[st.delta_generator.DeltaGenerator, st.delta_generator.DeltaGenerator]]:
    """Two places that stand side by side on a wide screen and below each other on a narrow one.

    Args:
        name: Tells the pairs of one page apart.
    """
    with st.container(key=f"pair{name}"):
        yield st.container(), st.container()


def _count(text: str) -> None:
    st.html(f'<p class="fm-small">{escape(text)}</p>', width="content")


def answer(screen: Screen, text: str, statistic: str = "") -> None:
    """The answer of a page in one sentence, and which statistic it is: that of the run unless it says so."""
    statistic = statistic or statistic_text(screen.texts, screen.paths)
    if presenting.is_opening():
        st.html(f'<p class="fm-answer">{escape(text)}</p><p class="fm-small">{escape(statistic)}</p>')


def check(level: str, text: str) -> None:
    """A banner that says whether figures are believable."""
    if not presenting.is_opening():
        return
    shown = look()
    word = shown.texts(f"sanity.{level}")
    colour = shown.colour(_LEVELS[level])
    role = "status" if level == "green" else "alert"
    st.html(
        f'<div class="fm-check" role="{role}" style="border-color:{colour}">'
        f"<strong>{escape(word)}</strong>{escape(text)}</div>"
    )


def cards(figures: Sequence[tuple[str, str, str]]) -> None:
    """At most six headline figures: label, value, a quiet line."""
    if presenting.is_opening():
        st.html(html_cards(figures, look().texts.definition))


def heading(text: str) -> None:
    """The title of a part of a page."""
    st.html(f'<h2 class="fm-title">{escape(text)}</h2>')


def _shown_heading(text: str) -> None:
    """The title of the chart or table whose turn it is in a presentation."""
    st.html(f'<h2 class="fm-title fm-shown">{escape(text)}</h2>')


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], title: str, roles: Sequence[str] = ()
) -> None:
    """A short table under its title."""
    if not presenting.has_turn():
        return
    colours = [look().colour(role) for role in roles]
    _shown_heading(title)
    st.html(html_table(headings, rows, title, colours, look().texts.definition))


def returns(rows: pl.DataFrame, columns: Sequence[str], title: str) -> None:
    """A table of returns_table under its title.

    Args:
        rows: returns_table of findings.
        columns: What to show: party, irr_net, tvpi, paid_in and so on.
        title: Title of the table.
    """
    headings, cells = returns_cells(rows, columns, look().texts)
    table(headings, cells, title, [code or "whole" for code in rows["class_code"]])


def chart(drawn: alt.LayerChart, frame: pl.DataFrame, name: str, headings: Mapping[str, str]) -> None:
    """A chart under its computed title, with the table behind it and its download.

    Args:
        drawn: A chart of charts.
        frame: The table behind it, in full precision.
        name: File name of the download, and key of the chart.
        headings: Columns to show in the table.
    """
    _drawn(drawn, frame, name, headings)


def chart_to_pick(
    drawn: alt.LayerChart, frame: pl.DataFrame, name: str, headings: Mapping[str, str], pick: str, field: str
) -> int | None:
    """A chart of which a point can be picked by a click; the number of the one that was, None without.

    Args:
        drawn: A chart of charts with a selection.
        frame: The table behind it, in full precision.
        name: File name of the download, and key of the chart.
        headings: Columns to show in the table.
        pick: Name of the selection.
        field: Its field, a whole number.
    """
    points = _drawn(drawn, frame, name, headings, on_select="rerun", selection_mode=pick).get(pick) or []
    return int(points[0][field]) if points and field in points[0] else None


def _drawn(
    drawn: alt.LayerChart,
    frame: pl.DataFrame,
    name: str,
    headings: Mapping[str, str],
    **selecting: Any,  # noqa: ANN401
) -> Mapping[str, Any]:
    """A chart drawn, with what is selected in it if anything can be."""
    if not presenting.has_turn():
        return {}
    texts = look().texts
    title, message = str(drawn.title.text), str(drawn.description)
    _shown_heading(title)
    st.html(f'<p class="fm-heard">{escape(message)}</p>')
    drawn.title = drawn.description = alt.Undefined
    height = "content"
    if presenting.is_on():
        presenting.enlarged(drawn)
        height = "stretch"
    spec = plan_and_tables(drawn)
    # The message is heard from the line above: a name of the chart that changes would have it drawn anew.
    event = st.vega_lite_chart(
        spec=spec,
        width="stretch",
        height=height,
        theme=None,
        key=f"chart:{name}",
        alt=texts("chart.described"),
        **selecting,
    )
    _let_be_seen()
    found = event.get("selection", {}) if selecting else {}
    if presenting.is_on():
        return found
    behind = st.expander(texts("chart.table"), key=f"table:{name}", on_change="rerun")
    if behind.open:
        with behind:
            download(frame, name)
            shown = written(frame, headings, texts)
            aligned = {heading: st.column_config.Column(alignment="right") for heading in shown.columns[1:]}
            st.dataframe(shown, hide_index=True, column_config=aligned, alt=title)
    return found


def _let_be_seen() -> None:
    """Give the first chart of a page the time in which a browser draws it, before more is sent."""
    if st.session_state.pop(_IS_FIRST, False):
        time.sleep(_HEAD_START_SECONDS)


def download(frame: pl.DataFrame | Callable[[], pl.DataFrame], name: str, label: str = "") -> None:
    """A button that saves a table as CSV in full precision, written when it is clicked."""

    def content() -> bytes:
        made = frame if isinstance(frame, pl.DataFrame) else frame()
        return (_BOM + made.write_csv()).encode("utf-8")

    if presenting.is_on():
        return
    text = label or look().texts("chart.csv")
    st.download_button(
        text, content, f"{name}.csv", "text/csv", key=f"csv:{name}", on_click="ignore", type="tertiary"
    )


def download_answer(screen: Screen, table: str) -> None:
    """A button that computes an answer when it is clicked, and saves it as CSV."""

    def make() -> pl.DataFrame:
        return compute.answers(screen.scenario, screen.paths, (table,), lambda *_: None)[table]

    download(make, table, f"{table}.csv")


def download_path(screen: Screen, path: int, label: str) -> None:
    """A button that recomputes one random path in full detail when it is clicked, and saves its ledger."""
    download(lambda: compute.ledger_of(screen.scenario, screen.paths, path), f"path_{path}", label)


def switch(name: str, value: Value, label: str) -> None:
    """A button that sets one assumption, and is not there where it is set already."""
    if state.value(name) != value:
        language = look().texts.language
        st.button(label, key=f"switch:{name}", on_click=state.choose, args=(name, value, language))


def small(*lines: str) -> None:
    """Small print: definitions, statistic, source."""
    if not presenting.is_on():
        st.html("".join(f'<p class="fm-small">{escape(line)}</p>' for line in lines))


def scenario_label(scenario: Scenario, texts: Texts) -> str:
    """A scenario as a person calls it: its label, its name, or that it is set by hand."""
    known = scenario.labels.get(f"label_{texts.language}")
    return known or (texts("sidebar.own") if scenario.name == state.OWN else scenario.name)


def foot(screen: Screen, *lines: str) -> None:
    """The small print of a page, ending with path, scenario and source."""
    texts = screen.texts
    name = scenario_label(screen.scenario, texts)
    source = texts("small.source", scenario=name, run_id=screen.answers.run_id)
    st.divider()
    small(*lines, source, texts("app.hypothetical"))
