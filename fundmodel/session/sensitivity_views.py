"""Sensitivities on the screen: the study of every assumption, and the heat map of two of them."""

import polars as pl
import streamlit as st

from fundmodel.charts import heat_cells, tornado_bars
from fundmodel.charts.design import answer_axis
from fundmodel.design.targets import Target, target_of
from fundmodel.pipeline.blocks import Progress
from fundmodel.sensitivity import CENTRAL_TARGETS, Grid, Study, grid
from fundmodel.sentences_design import target_name, target_value
from fundmodel.sentences_frontier import duration_text
from fundmodel.sentences_sensitivity import grid_message, tornado_answer, tornado_message
from fundmodel.session import compute, limits, parts
from fundmodel.session.choices import start
from fundmodel.session.design_runs import run_shown, waiting
from fundmodel.session.scales import controls
from fundmodel.session.screen import Screen
from fundmodel.sweep import cash_names
from fundmodel.texts import Texts

SIZES = (3, 5, 7)
# Processor seconds of a set of assets on the central path, by tests/benchmarks/bench_design.py.
SECONDS_A_WORLD = 0.55

_STUDY, _GRID = "sensitivity_study", "sensitivity_grid"
_FIRST_PAIR = ("success_multiplier", "hurdle_rate")
_NUMBERS = ("float", "int")


def choose_target(texts: Texts) -> Target:
    """The answer that is looked at."""
    codes = [target.code for target in CENTRAL_TARGETS]
    code = st.selectbox(
        texts("sensitivity.figure"),
        codes,
        index=codes.index(start("sensitivity_target", codes[0], codes)),
        format_func=lambda code: target_name(target_of(code), texts),
        key="sensitivity_target",
        width=420,
    )
    return target_of(str(code))


def study_of(screen: Screen) -> Study:
    """The study of the scenario as set, with every term computed; what was computed before is kept."""
    known: Study | None = st.session_state.get(_STUDY)
    if known is None or dict(known.scenario.overrides) != dict(screen.scenario.overrides):
        known = Study.of(screen.scenario)
        st.session_state[_STUDY] = known
    if not known.frames:
        with compute.turn(waiting(screen.texts)):
            known.compute_terms()
    return known


def draw_tornado(screen: Screen, study: Study, target: Target) -> None:
    """The tornado as far as it is computed, and what is left of it to compute."""
    texts, known = screen.texts, controls(screen.texts.language, screen.texts.units.steps)

    def label(name: str) -> str:
        return known[name].label

    rows = study.tornado(target)
    names = {move.name for move in (*study.terms, *study.worlds) if move.scenario.name in study.done}
    parts.answer(
        screen, tornado_answer(rows, len(names), target, label, texts), texts("sensitivity.statistic")
    )
    if left := study.left(study.worlds):
        _offer(screen, study, len(left))
    column = target.column
    shown = rows.with_columns(
        pl.Series("label", [label(name) for name in rows["name"]], dtype=pl.String),
        *(
            pl.Series(
                f"{end}_text",
                [
                    _written(texts, name, value)
                    for name, value in rows.select("name", f"{end}_value").iter_rows()
                ],
                dtype=pl.String,
            )
            for end in ("low", "high")
        ),
        *(
            pl.Series(
                f"{end}_tip",
                [_answer(column, value, texts) for value in rows[f"{end}_answer"]],
                dtype=pl.String,
            )
            for end in ("low", "high")
        ),
    )
    title, message = tornado_message(rows, target, label, texts)
    axis = answer_axis(screen.look, column, rows.select(pl.col("low_answer").alias("answer")))
    headings = {
        "label": texts("compare.input"),
        "low_text": texts("sensitivity.low"),
        "low_tip": texts("sensitivity.low_answer"),
        "high_text": texts("sensitivity.high"),
        "high_tip": texts("sensitivity.high_answer"),
    }
    drawn = tornado_bars(shown, screen.look, axis, title, message)
    parts.chart(drawn, shown, "tornado", headings)


def _answer(column: str, value: float | None, texts: Texts, none: str = "", exact: bool = True) -> str:
    return none or texts("term.none") if value is None else target_value(column, value, texts, exact)


def _written(texts: Texts, name: str, value: str | None) -> str:
    control = controls(texts.language, texts.units.steps)[name]
    return "" if value is None else control.written(control.row.parsed(value), texts)


def _offer(screen: Screen, study: Study, left: int) -> None:
    """What is left to compute, how long it takes, and the button that starts it."""
    texts = screen.texts
    if refused := limits.too_much([screen.scenario] * left, 0, texts):
        st.warning(refused)
        return
    text = texts(
        "sensitivity.left",
        done=len(study.done),
        all=study.count,
        left=left,
        time=duration_text(left * SECONDS_A_WORLD, texts),
    )
    parts.small(text)
    spot = st.empty()
    if spot.button(texts("sensitivity.compute", left=left), key="sensitivity_compute", type="primary"):
        spot.empty()
        run_shown(screen, study.compute_worlds, "sensitivity.progress")
        st.rerun()


def draw_grid(screen: Screen, target: Target) -> None:
    """Two assumptions at once: the choice of both, and the heat map once it is computed."""
    texts, known = screen.texts, controls(screen.texts.language, screen.texts.units.steps)
    parts.heading(texts("sensitivity.grid"))
    names = [name for name in cash_names() if known[name].row.type in _NUMBERS]
    names.sort(key=lambda name: (known[name].order is None, known[name].order or 0))
    chosen = []
    with st.container(horizontal=True, vertical_alignment="bottom", key="grid_controls"):
        for side, first in zip(("across", "down"), _FIRST_PAIR, strict=True):
            chosen.append(
                str(
                    st.selectbox(
                        texts(f"sensitivity.{side}"),
                        names,
                        index=names.index(start(f"grid_{side}", first, names)),
                        format_func=lambda name: known[name].label,
                        key=f"grid_{side}",
                        width=320,
                    )
                )
            )
        size = st.segmented_control(
            texts("sensitivity.size"),
            SIZES,
            default=start("grid_size", SIZES[1], SIZES),
            format_func=lambda count: f"{count} x {count}",
            key="grid_size",
            required=True,
        )
        is_same = chosen[0] == chosen[1]
        started = st.button(
            texts("sensitivity.compute_grid"), key="grid_compute", type="primary", disabled=is_same
        )
    if is_same:
        parts.small(texts("sensitivity.same"))
        return
    wanted = (tuple(chosen), size, tuple(screen.scenario.overrides.items()))
    if started:
        across, down = chosen

        def work(progress: Progress) -> None:
            made = grid(screen.scenario, across, down, int(size or SIZES[1]), progress)
            st.session_state[_GRID] = (wanted, made)

        run_shown(screen, work, "sensitivity.grid_progress")
    for_these, made = st.session_state.get(_GRID, (None, None))
    if made is None or for_these != wanted:
        parts.small(texts("sensitivity.grid_ready"))
        return
    _show(screen, made, target)


def _show(screen: Screen, made: Grid, target: Target) -> None:
    texts, known = screen.texts, controls(screen.texts.language, screen.texts.units.steps)
    cells, column = made.answers(target), target.column
    across, down = known[made.across], known[made.down]
    answers = cells["answer"].to_list()
    shown = cells.with_columns(
        pl.Series("across", [across.written(value, texts) for value in cells["across_value"]]),
        pl.Series("down", [down.written(value, texts) for value in cells["down_value"]]),
        pl.Series(
            "text", ["–" if value is None else target_value(column, value, texts) for value in answers]
        ),
        pl.Series(
            "tip",
            [
                texts("term.none") if value is None else target_value(column, value, texts, exact=True)
                for value in answers
            ],
        ),
    )
    orders = [list(dict.fromkeys(shown[side].to_list())) for side in ("across", "down")]
    title, message = grid_message(cells, target, across.label, down.label, texts)
    drawn = heat_cells(shown, screen.look, (across.label, down.label), orders, title, message)
    headings = {"down": down.label, "across": across.label, "tip": target_name(target, texts)}
    parts.chart(drawn, shown, "heat_map", headings)
