"""Goal seek on the screen: what is wanted, what may move, the search and its solutions."""

import math

import polars as pl
import streamlit as st

from fundmodel.charts import Look, search_chart
from fundmodel.design.goal_seek import Goal, movable, seek
from fundmodel.design.search import UNREACHABLE
from fundmodel.design.targets import TARGETS, Target, target_of
from fundmodel.pipeline.blocks import Progress
from fundmodel.sentences_design import goal_answer, target_name, target_value
from fundmodel.session import parts, state
from fundmodel.session.choices import start, start_number
from fundmodel.session.design_runs import PATH_CHOICES, run_shown
from fundmodel.session.scales import Control, controls
from fundmodel.session.screen import Screen
from fundmodel.units import MINUS

_KEPT = "design_goal"
_FIRST_TARGET, _FIRST_MOVE, _FIRST_WANTED = "foreign.irr_own_rate", "carry_rate", 7.5
_PERCENT = 100
_MORE_DECIMALS = 2
_UNITS = {"_multiple": "multiple", "_won": "ratio_unit"}
_STEP = {"percent": 0.5, "multiple": 0.05, "ratio_unit": 0.05}
_WON_STEP = 10.0


def draw(screen: Screen) -> None:
    """The whole view: controls, the search when asked for, and what it found."""
    texts, known = screen.texts, controls(screen.texts.language, screen.texts.units.steps)
    codes = [target.code for target in TARGETS]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="goal_controls"):
        code = st.selectbox(
            texts("design.figure"),
            codes,
            format_func=lambda code: target_name(target_of(code), texts),
            index=codes.index(start("goal_target", _FIRST_TARGET, codes)),
            key="goal_target",
        )
        target = target_of(str(code))
        unit, step, scale = _unit(target, screen.look)
        # A number typed in 억 is not one in billions.
        key = f"goal_wanted:{target.code}:{scale:g}" if scale > 1 else f"goal_wanted:{target.code}"
        first = _FIRST_WANTED if target.code == _FIRST_TARGET else None
        wanted = st.number_input(
            texts("design.wanted", unit=unit),
            value=start_number(key, first, -math.inf, math.inf),
            step=step,
            key=key,
            width=200,
        )
        names = sorted(movable(), key=lambda name: (known[name].order is None, known[name].order or 0))
        name = st.selectbox(
            texts("design.move"),
            names,
            format_func=lambda name: known[name].label,
            index=names.index(start("goal_name", _FIRST_MOVE, names)),
            key="goal_name",
        )
        counts = [count for count in PATH_CHOICES if count or not target.needs_paths]
        key = f"goal_paths:{target.needs_paths}"
        paths = st.segmented_control(
            texts("design.luck"),
            counts,
            format_func=lambda count: (
                texts("design.luck_paths", paths=count) if count else texts("design.luck_central")
            ),
            default=start(key, counts[0], counts),
            key=key,
            required=True,
            help=texts("design.luck_help"),
        )
    if st.button(texts("design.search"), key="goal_search", type="primary", disabled=wanted is None):
        _search(screen, str(name), target, float(wanted or 0) * scale, int(paths or 0))
    goal: Goal | None = st.session_state.get(_KEPT)
    if goal is None:
        parts.answer(screen, texts("design.ready"), texts("design.goal_note"))
    else:
        _show(screen, goal, known[goal.name])
    parts.foot(screen, texts("design.goal_note"), texts("design.goal_note_linked"))


def _unit(target: Target, look: Look) -> tuple[str, float, float]:
    """The unit in which a figure is typed, the step of its field, and what one of it is worth."""
    if target.column.endswith("_krw"):
        scale, unit = look.won_unit(0.0)
        return unit, _WON_STEP, scale
    kind = next((unit for suffix, unit in _UNITS.items() if target.column.endswith(suffix)), "percent")
    return look.texts(f"design.{kind}"), _STEP[kind], 1 / _PERCENT if kind == "percent" else 1.0


def _search(screen: Screen, name: str, target: Target, wanted: float, paths: int) -> None:
    def work(progress: Progress) -> None:
        def told(batch: int, done: int, count: int) -> None:
            progress(done, count, str(batch))

        st.session_state[_KEPT] = seek(screen.scenario, name, target, wanted, paths, progress=told)

    run_shown(screen, work, "design.searching")


def _show(screen: Screen, goal: Goal, control: Control) -> None:
    texts, search = screen.texts, goal.search

    def written(value: float) -> str:
        return _precise(control, value)

    luck = texts("design.luck_paths", paths=goal.paths) if goal.paths else texts("design.luck_central")
    parts.answer(screen, goal_answer(goal, control.label, written, texts), luck)
    if dict(goal.scenario.overrides) != dict(screen.scenario.overrides):
        st.info(texts("design.stale"))
    values = [one.value for one in search.crossings]
    if search.verdict == UNREACHABLE and search.best is not None:
        values = [search.best.value]
    with st.container(horizontal=True, key="goal_loads"):
        for value in values:
            key = "design.load_best" if search.verdict == UNREACHABLE else "design.load"
            st.button(
                texts(key, value=written(value)),
                key=f"goal_load:{value!r}",
                on_click=state.load,
                args=(goal.solved(value, texts("design.loaded_name")),),
            )
    table = goal.table()
    if table["answer"].null_count() == table.height:
        return
    column, none = goal.target.column, texts("design.no_answer")
    answers = [
        none if answer is None else target_value(column, answer, texts, exact=True)
        for answer in table["answer"].to_list()
    ]
    shown = table.with_columns(
        pl.col("value").is_in(values).alias("is_solution"),
        pl.Series("value_text", [written(value) for value in table["value"].to_list()]),
        pl.Series("answer_text", answers),
    )
    name = target_name(goal.target, texts)
    title = texts("design.goal_title", name=name, label=control.label)
    axis = shown.with_columns(pl.col("value").map_elements(control.shown, return_dtype=pl.Float64))
    now = control.shown(goal.scenario.value(goal.name))
    unit = control.template.replace("{n}", "").strip()
    label = texts("design.axis", label=control.label, unit=unit) if unit else control.label
    drawn = search_chart(
        axis,
        screen.look,
        search.target,
        column,
        now,
        label,
        title,
        f"{title}. {goal_answer(goal, control.label, written, texts)}",
    )
    headings = {
        "value_text": texts("design.value"),
        "answer_text": texts("design.answer"),
        "batch": texts("design.batch"),
    }
    parts.chart(drawn, shown, "goal_seek", headings)


def _precise(control: Control, value: float) -> str:
    """A value with two decimals more than its slider has, so that solutions read as they are."""
    number = control.shown(value)
    is_whole = control.row.type == "int" and control.factor == 1
    text = f"{abs(number):,.{control.decimals if is_whole else control.decimals + _MORE_DECIMALS}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return control.template.replace("{n}", f"{MINUS}{text}" if number < 0 else text)
