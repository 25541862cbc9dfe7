"""The presentation: no sidebar, large type, one chart or table a screen, next and previous by keyboard."""

from pathlib import Path

import altair as alt
import streamlit as st

from fundmodel.session import state
from fundmodel.texts import Texts

# What a committee sees, in order; pages that ask for something first are for whoever designs.
SHOWN = (
    "overview",
    "cash_flows",
    "investors",
    "foreign_capital",
    "startups",
    "plants",
    "mandates",
    "risk",
    "compare",
)
PARAMETER = "present"

_ON, _NUMBER, _COUNT, _COUNTS = "presenting", "screen_number", "screen_count", "screen_counts"
_TYPE = 19
_AXIS = {"labelFontSize": _TYPE, "titleFontSize": _TYPE, "labelLimit": 360}
_FOLDER = Path(__file__).resolve().parent.parent / "pages"


def is_on() -> bool:
    """Whether the screen is shown as a presentation."""
    return bool(st.session_state.get(_ON))


def begin() -> None:
    """Take over what the link says, once; count the screens of this page anew."""
    if _ON not in st.session_state:
        st.session_state[_ON] = st.query_params.get(PARAMETER) == "1"
        st.session_state[_NUMBER] = 0
    st.session_state[_COUNT] = 1


def switch(is_presenting: bool) -> None:
    """Turn the presentation on, at the first screen of the page that is open, or off."""
    st.session_state[_ON] = is_presenting
    st.session_state[_NUMBER] = 0


def is_opening() -> bool:
    """Whether what opens a page - its answer and its figures - is to be drawn now."""
    return not is_on() or st.session_state[_NUMBER] == 0


def has_turn() -> bool:
    """Whether the next chart or table is to be drawn now; counts it."""
    if not is_on():
        return True
    st.session_state[_COUNT] += 1
    return st.session_state[_NUMBER] == st.session_state[_COUNT] - 1


def enlarged(drawn: alt.LayerChart) -> None:
    """Let a chart fill the screen, in type for the back of a room; the style sheet sets its height."""
    drawn.height = "container"
    for part in ("axis", "axisY"):
        drawn.config[part] = {**drawn.config[part].to_dict(), **_AXIS}
    drawn.config["text"] = {**drawn.config["text"].to_dict(), "fontSize": _TYPE}
    drawn.config["legend"] = {"labelFontSize": _TYPE, "labelLimit": 0}


def bar(texts: Texts, page: str, scenario: str) -> int:
    """Where one is, and the way on: arrow keys, page keys of a pointer, Esc to leave.

    Args:
        texts: The language.
        page: Name of the page that is open.
        scenario: Name of the scenario that is shown.

    Returns:
        1 to go on, -1 to go back, 0 to stay.
    """
    count, number = st.session_state[_COUNT], st.session_state[_NUMBER]
    st.session_state.setdefault(_COUNTS, {})[page] = count
    changed = len(state.overrides())
    with st.container(horizontal=True, vertical_alignment="center", key="present_bar"):
        back = st.button(texts("present.back"), key="present_back", shortcut="Left", disabled=_is_first(page))
        on = st.button(texts("present.next"), key="present_next", shortcut="Right", disabled=_is_last(page))
        st.button(texts("present.leave"), key="present_leave", shortcut="Esc", on_click=switch, args=(False,))
        st.html(
            '<p class="fm-small" role="status">'
            + texts(
                "present.where",
                page=texts(f"page.{page}"),
                number=number + 1,
                count=count,
                scenario=scenario,
                changed=changed,
            )
            + "</p>"
        )
    return int(on) - int(back)


def _is_first(page: str) -> bool:
    return page == SHOWN[0] and st.session_state[_NUMBER] == 0


def _is_last(page: str) -> bool:
    return page == SHOWN[-1] and st.session_state[_NUMBER] == st.session_state[_COUNT] - 1


def go(page: str, step: int) -> None:
    """To the next or previous screen, of the next or previous page where this one has no more.

    Args:
        page: The page that is open.
        step: 1 or -1.
    """
    count, number = st.session_state[_COUNT], st.session_state[_NUMBER]
    if 0 <= number + step < count:
        st.session_state[_NUMBER] = number + step
        st.rerun()
    place = SHOWN.index(page) if page in SHOWN else -step
    other = SHOWN[(place + step) % len(SHOWN)]
    known = st.session_state[_COUNTS].get(other, 1)
    st.session_state[_NUMBER] = 0 if step > 0 else known - 1
    # A switch of pages forgets the controls of the sidebar; the address holds what they were.
    st.switch_page(_FOLDER / f"{other}.py", query_params=st.query_params.to_dict())
