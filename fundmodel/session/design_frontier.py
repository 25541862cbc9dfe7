"""The frontier on the screen: term sheets drawn, computed part by part, and one of them loaded."""

import polars as pl
import streamlit as st

from fundmodel.assumptions import Value
from fundmodel.charts import frontier_chart
from fundmodel.charts.frontier import PICK
from fundmodel.design.frontier import Frontier, expected_seconds, in_parts
from fundmodel.design.term_sheets import choosable, term_sheets, varied_by_default, worlds_of
from fundmodel.pipeline.blocks import Progress
from fundmodel.sentences_frontier import duration_text, frontier_texts, sheet_cells, terms_text
from fundmodel.session import limits, parts, state
from fundmodel.session.choices import start, start_number
from fundmodel.session.design_runs import PATH_CHOICES, run_shown
from fundmodel.session.scales import controls
from fundmodel.session.screen import Screen

LEAST_SHEETS, MOST_SHEETS, FIRST_SHEETS = 10, 2_000, 500

_KEPT = "design_frontier"
_PICKED, _CLICKED = "frontier_pick", "frontier_clicked"
_COLUMNS = {
    "sheet": "sheet",
    "terms": "terms",
    "public_cost_krw": "cost_axis",
    "attracted_krw": "attracted_axis",
    "demanded_share": "demanded",
    "first_loss_krw": "first_loss",
    "irr_public_rate": "irr_public",
    "irr_foreign_rate": "irr_foreign",
}


def draw(screen: Screen) -> None:
    """The whole view: what varies, how long it takes, the sheets, and the one that is loaded."""
    texts, known = screen.texts, controls(screen.texts.language, screen.texts.units.steps)
    names = st.multiselect(
        texts("frontier.vary"),
        choosable(),
        default=start("frontier_names", varied_by_default(), choosable()),
        format_func=lambda name: known[name].label,
        key="frontier_names",
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="frontier_controls"):
        count = int(
            st.number_input(
                texts("frontier.count"),
                LEAST_SHEETS,
                MOST_SHEETS,
                start_number("frontier_count", FIRST_SHEETS, LEAST_SHEETS, MOST_SHEETS),
                step=50,
                key="frontier_count",
                width=200,
            )
        )
        paths = int(
            st.segmented_control(
                texts("design.luck"),
                PATH_CHOICES,
                format_func=lambda number: (
                    texts("design.luck_paths", paths=number) if number else texts("design.luck_central")
                ),
                default=start("frontier_paths", PATH_CHOICES[1], PATH_CHOICES),
                key="frontier_paths",
                required=True,
                help=texts("design.luck_help"),
            )
            or 0
        )
    if not names:
        parts.answer(screen, texts("frontier.nothing"), texts("frontier.ready"))
    else:
        _offer(screen, list(names), count, paths)
        _show(screen)
    parts.foot(screen, texts("frontier.note_attracted"), texts("frontier.note_cost"))


def _offer(screen: Screen, names: list[str], count: int, paths: int) -> None:
    """Say how long it takes before it begins; begin when asked."""
    texts = screen.texts
    sheets = term_sheets(screen.scenario, names, count)
    key = "frontier.expected" if paths else "frontier.expected_central"
    seconds = duration_text(expected_seconds(sheets, paths), texts)
    parts.small(texts(key, sheets=len(sheets), paths=paths, worlds=worlds_of(sheets), seconds=seconds))
    refused = limits.too_much([screen.scenario] * len(sheets), paths, texts)
    if refused:
        st.warning(refused)
    if st.button(texts("frontier.solve"), key="frontier_solve", type="primary", disabled=bool(refused)):
        st.session_state.pop(_PICKED, None)
        parts.small(texts("frontier.stop_note"))

        def work(progress: Progress) -> None:
            # Each part is kept at once: who stops the work keeps what was done.
            for found in in_parts(sheets, names, paths, progress=lambda *_: None):
                st.session_state[_KEPT] = found
                progress(found.frame.height, len(sheets), "")

        run_shown(screen, work, "frontier.computing")


def _show(screen: Screen) -> None:
    texts, known = screen.texts, controls(screen.texts.language, screen.texts.units.steps)
    found: Frontier | None = st.session_state.get(_KEPT)
    if found is None:
        parts.answer(screen, texts("frontier.ready"), texts("frontier.pick_help"))
        return

    def written(name: str, value: Value) -> str:
        return known[name].written(value, texts)

    labels = {name: known[name].label for name in found.names}
    said, title = frontier_texts(found, texts)
    luck = texts("design.luck_paths", paths=found.paths) if found.paths else texts("design.luck_central")
    parts.answer(screen, said, luck)
    if found.frame.height < len(found.sheets):
        st.info(texts("frontier.partial", done=found.frame.height, all=len(found.sheets)))
    if dict(found.sheets[0].scenario.overrides) != dict(screen.scenario.overrides):
        st.info(texts("frontier.stale"))
    by_number = {sheet.number: sheet for sheet in found.sheets}
    shown = found.frame.with_columns(
        pl.Series(
            "terms",
            [terms_text(by_number[number].values, labels, written) for number in found.frame["sheet"]],
        )
    )
    efficient = found.frame.filter(pl.col("is_efficient")).sort("public_cost_krw", "sheet")["sheet"].to_list()
    chosen = st.session_state.get(_PICKED)
    drawn = frontier_chart(shown, chosen, screen.look, title, said)
    headings = {column: texts(f"frontier.{key}") for column, key in _COLUMNS.items()}
    clicked = parts.chart_to_pick(drawn, shown, "frontier", headings, PICK, "sheet")
    # A click counts once: what is chosen below afterwards stays chosen.
    if clicked != st.session_state.get(_CLICKED):
        st.session_state[_CLICKED] = clicked
        if clicked is not None:
            st.session_state[_PICKED] = clicked
            st.rerun()
    options = sorted({*efficient, *([] if chosen is None else [chosen])})
    picked = st.selectbox(
        texts("frontier.pick"),
        options,
        format_func=lambda number: f"{number}: {terms_text(by_number[number].values, labels, written)}",
        key=_PICKED,
        index=None,
        help=texts("frontier.pick_help"),
    )
    if picked is not None:
        st.button(
            texts("frontier.load", sheet=picked),
            key="frontier_load",
            type="primary",
            on_click=state.load,
            args=(by_number[picked].scenario,),
        )
    parts.table(*sheet_cells(found, labels, written, texts), texts("frontier.efficient"))
