"""The sidebar: language, scenario, paths, and every assumption as a control."""

from collections.abc import Iterable, Mapping

import streamlit as st

from fundmodel.assumptions import ScenarioError
from fundmodel.scenario import Scenario
from fundmodel.scenario_checks import LINKED
from fundmodel.session import library, presenting, state
from fundmodel.session.scales import Control, controls
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES

PATH_CHOICES = (0, 200, 1000)
# Headline figures come from random paths; the central case is shown while they are computed.
DEFAULT_PATHS = 200

_SAID = "said_of_files"
_WON_LANGUAGE = "won_language"
_NAMES = {"ko": "한국어", "en": "English"}


def language() -> str:
    """The language switch; the link or the browser's language decides at first."""
    if "lang" not in st.session_state:
        preferred = (st.query_params.get("lang"), (st.context.locale or "").split("-")[0], "en")
        st.session_state["lang"] = next(code for code in preferred if code in LANGUAGES)
    chosen = st.sidebar.segmented_control(
        "언어 · Language",
        LANGUAGES,
        format_func=lambda code: _NAMES[code],
        key="lang",
        required=True,
        label_visibility="collapsed",
    )
    return str(chosen)


def won_steps() -> str:
    """The switch of the steps in which won are counted; the link or the language decides at first."""
    language = st.session_state["lang"]
    if "won" not in st.session_state:
        asked = st.query_params.get("won")
        st.session_state["won"] = asked if asked in LANGUAGES else language
        st.session_state[_WON_LANGUAGE] = language
    if st.session_state.get(_WON_LANGUAGE) != language:
        # A new language brings its own steps; they can be changed after it.
        st.session_state["won"] = language
        st.session_state[_WON_LANGUAGE] = language
    texts = Texts(language)
    chosen = st.sidebar.segmented_control(
        texts("sidebar.won"),
        LANGUAGES,
        format_func=lambda code: texts(f"sidebar.won_{code}"),
        key="won",
        required=True,
        label_visibility="collapsed",
    )
    return str(chosen)


def draw(texts: Texts) -> None:
    """Everything below the language switch."""
    if "paths" not in st.session_state:
        asked = st.query_params.get("paths", "")
        st.session_state["paths"] = next(
            (count for count in PATH_CHOICES if str(count) == asked), DEFAULT_PATHS
        )
    with st.sidebar:
        _scenario(texts)
        _files(texts)
        st.button(
            texts("present.start"),
            key="present_start",
            type="tertiary",
            on_click=presenting.switch,
            args=(True,),
            help=texts("present.start_help"),
        )
        st.segmented_control(
            texts("sidebar.paths"),
            PATH_CHOICES,
            format_func=lambda count: (
                texts("sidebar.paths_some", paths=f"{count:,}") if count else texts("sidebar.paths_none")
            ),
            key="paths",
            required=True,
            help=texts("sidebar.paths_help"),
        )
        known = list(controls(texts.language, texts.units.steps).values())
        prominent = sorted(
            (control for control in known if control.order is not None),
            key=lambda control: control.order or 0,
        )
        _controls(prominent, texts)
        st.subheader(texts("sidebar.more"), anchor=False)
        for topic in dict.fromkeys(control.row.topic for control in known):
            others = [control for control in known if control.row.topic == topic and control.order is None]
            if others:
                part = st.expander(texts(f"topic.{topic}"), key=f"topic:{topic}", on_change="rerun")
                if part.open:
                    with part:
                        _controls(others, texts)


def _scenario(texts: Texts) -> None:
    known, current = library.known(), state.scenario_name()
    options = [*known, state.OWN] if current == state.OWN else list(known)
    st.session_state["scenario"] = current

    def choose() -> None:
        chosen = st.session_state["scenario"]
        if chosen in known:
            state.load(known[chosen])

    st.selectbox(
        texts("sidebar.scenario"),
        options,
        format_func=lambda name: _called(name, known, texts),
        key="scenario",
        on_change=choose,
        help=texts("sidebar.own_help"),
    )


def _called(name: str, known: Mapping[str, Scenario], texts: Texts) -> str:
    if name not in known:
        return texts("sidebar.own")
    labels = known[name].labels
    return texts.label(labels) if f"label_{texts.language}" in labels else name


def _controls(chosen: Iterable[Control], texts: Texts) -> None:
    seen: set[str] = set()
    for control in chosen:
        group = next((group for group in LINKED if control.row.name in group), ())
        if group and not seen & set(group):
            st.caption(texts("sidebar.shares" if group == LINKED[0] else "sidebar.milestones"))
        seen.add(control.row.name)
        _control(control, texts)


def _control(control: Control, texts: Texts) -> None:
    row, key = control.row, f"control:{control.row.name}"
    default = control.written(row.value, texts)
    mark = texts("sidebar.base_mark", value=default)
    label = f"{control.label} · {mark}"
    if row.type in ("choice", "bool"):
        _choice(control, label, key, texts)
        return
    low, high = float(row.low or 0), float(row.high or 0)
    limits = {"low": control.written(low, texts), "high": control.written(high, texts)}
    st.session_state[key] = control.shown(state.value(row.name))

    def move() -> None:
        state.choose(row.name, control.stored(st.session_state[key]), texts.language)

    st.slider(
        label,
        control.shown(low),
        control.shown(high),
        step=control.shown(control.step),
        format=control.slider_format,
        key=key,
        help=_help(control, texts("sidebar.default", value=default, **limits), texts),
        on_change=move,
    )


def _choice(control: Control, label: str, key: str, texts: Texts) -> None:
    row = control.row
    options = list(row.options) if row.type == "choice" else [True, False]
    st.session_state[key] = state.value(row.name)

    def choose() -> None:
        state.choose(row.name, st.session_state[key], texts.language)

    st.segmented_control(
        label,
        options,
        format_func=lambda option: texts(f"option.{str(option).lower()}"),
        key=key,
        required=True,
        help=_help(control, texts("sidebar.default_choice", value=control.written(row.value, texts)), texts),
        on_change=choose,
    )


def _help(control: Control, default: str, texts: Texts) -> str:
    checked = texts(f"data.verification_{control.verification}")
    return f"{control.meaning} {default}\n\n{texts('sidebar.source')}: {control.source} ({checked})"


def _files(texts: Texts) -> None:
    """Keep the settings under a name, save every kept scenario to a file, open one."""
    try:
        scenario = state.scenario()
    except ScenarioError:
        return
    with st.popover(texts("files.title"), type="tertiary", key="files"):
        st.text_input(texts("files.name"), key="keep_name", placeholder=texts("files.name_example"))
        st.button(texts("files.keep"), key="keep", on_click=_keep, args=(scenario, texts))
        st.download_button(
            texts("sidebar.download"),
            library.to_toml(scenario),
            f"{scenario.name}.toml",
            "application/toml",
            key="toml",
            on_click="ignore",
            help=texts("sidebar.download_help"),
        )
        if left := state.left_out_of_link():
            st.caption(texts("files.left_out", left=left))
        st.file_uploader(texts("files.open"), type="toml", key="open_file", on_change=_open, args=(texts,))
    if message := st.session_state.pop(_SAID, None):
        kind, text = message
        (st.error if kind == "error" else st.success)(text)


def _keep(scenario: Scenario, texts: Texts) -> None:
    try:
        name = library.keep(str(st.session_state["keep_name"]), scenario, texts)
    except ScenarioError as error:
        st.session_state[_SAID] = ("error", str(error))
    else:
        st.session_state[_SAID] = ("kept", texts("files.kept", name=name))


def _open(texts: Texts) -> None:
    file = st.session_state["open_file"]
    if file is None:
        return
    try:
        scenario = library.open_file(file.getvalue(), file.name, texts)
    except ScenarioError as error:
        st.session_state[_SAID] = ("error", texts("files.refused", reason=error))
    else:
        state.load(scenario)
        st.session_state[_SAID] = ("opened", texts("files.opened", name=scenario.name))
