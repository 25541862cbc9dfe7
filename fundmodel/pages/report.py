"""Report: choose scenarios, formats and language, and take the files away."""

import streamlit as st

from fundmodel import session
from fundmodel.reports.formats import FORMATS
from fundmodel.reports.place import ReportError
from fundmodel.scenario import load_scenarios
from fundmodel.session import exports, limits, state
from fundmodel.session.sidebar import PATH_CHOICES
from fundmodel.units import LANGUAGES

MADE = "export"

session.question("take.question")
screen = session.open_page()
texts = screen.texts
known = load_scenarios()
current = screen.scenario
offered = dict(known) if current.name in known else {**known, state.OWN: current}


def named(name: str) -> str:
    """A scenario as the sidebar names it."""
    return texts.label(known[name].labels) if name in known else texts("sidebar.own")


session.answer(screen, texts("take.answer", formats=len(FORMATS)))
start = [state.BASE] if screen.is_base else [state.BASE, current.name]
chosen = st.multiselect(
    texts("take.scenarios"),
    list(offered),
    default=session.start(f"take_scenarios:{current.name}", start, offered),
    format_func=named,
    key=f"take_scenarios:{current.name}",
    help=texts("take.scenarios_help"),
)
formats = st.pills(
    texts("take.formats"),
    list(FORMATS),
    default=session.start(
        "take_formats", [name for name in ("xlsx", "pptx", "pdf", "html") if name in FORMATS], FORMATS
    ),
    selection_mode="multi",
    format_func=lambda name: texts(f"take.format_{name}"),
    key="take_formats",
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    language = st.segmented_control(
        texts("take.language"),
        LANGUAGES,
        default=session.start("take_language", texts.language, LANGUAGES),
        format_func=lambda code: texts(f"take.language_{code}"),
        key="take_language",
        required=True,
    )
    paths = st.segmented_control(
        texts("sidebar.paths"),
        PATH_CHOICES,
        default=session.start("take_paths", PATH_CHOICES[-1], PATH_CHOICES),
        format_func=lambda count: texts("sidebar.paths_some", paths=f"{count:,}"),
        key="take_paths",
        required=True,
    )
    with_summary = st.toggle(
        texts("take.summary"),
        session.start("take_summary", False, (True, False)),
        key="take_summary",
        help=texts("take.summary_help"),
    )

is_complete = bool(chosen and formats)
if not is_complete:
    session.small(texts("take.nothing"))
asked = (tuple(chosen), tuple(formats), language, paths, with_summary, tuple(current.overrides.items()))
refused = limits.too_much([offered[name] for name in chosen], int(paths), texts) if is_complete else ""
if refused:
    st.warning(refused)
is_possible = is_complete and not refused
if st.button(texts("take.make"), type="primary", disabled=not is_possible, key="take_make"):
    bar = st.progress(0.0, texts("take.computing", done=0, blocks=1))

    def computing(done: int, blocks: int, step: str) -> None:
        """Show how far the run is, or that another one is at work."""
        del step
        if blocks < 1:
            bar.progress(0.0, texts("app.waiting"))
        else:
            bar.progress(done / blocks / 2, texts("take.computing", done=done, blocks=blocks))

    def writing(done: int, count: int, name: str) -> None:
        """Show which format is written."""
        if name:
            known_name = texts(f"take.format_{name}")
            bar.progress(0.5 + done / count / 2, texts("take.writing", name=known_name))

    try:
        made = exports.make_export(
            [offered[name] for name in chosen],
            int(paths),
            formats,
            str(language),
            with_summary,
            computing,
            writing,
        )
        st.session_state[MADE] = (asked, made)
    except ReportError as error:
        st.error(str(error))
    bar.empty()

for_these, ready = st.session_state.get(MADE, (None, None))
if ready is not None and for_these == asked:
    session.heading(texts("take.ready"))
    for name, kind, content in ready.files:
        size = texts("take.size", size=f"{len(content) / 1_000_000:.1f}")
        st.download_button(
            f"{name} · {size}", content, name, kind, key=f"take:{name}", on_click="ignore", type="tertiary"
        )
    if len(ready.files) > 1:
        st.download_button(
            texts("take.together"),
            lambda: ready.together,
            "fundmodel.zip",
            "application/zip",
            key="take:all",
            on_click="ignore",
        )
session.foot(screen, texts("take.note"))
