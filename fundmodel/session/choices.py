"""What a person chose on the pages - views, axes, parties - kept for a return, a reload and in the link."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import streamlit as st

from fundmodel.assumptions import ScenarioError

PARAMETER = "view"
# Beside what else an address carries.
LONGEST = 1_500

Choice = TypeVar("Choice")

_CHOICES, _STARTS = "page_choices", "choice_starts"


def start(key: str, default: Choice, allowed: Iterable[object]) -> Choice:
    """What a control begins with: what was chosen in it last, in this session or in the link; or its default.

    Args:
        key: Key of the control.
        default: Its value where nothing was chosen; a list for a control with several choices.
        allowed: What can be chosen; what is not among it any more is forgotten.
    """
    options = list(allowed)

    def is_offered(value: object) -> bool:
        return all(one in options for one in (value if isinstance(value, list) else [value]))

    saved = _choices().get(key)
    if not isinstance(default, list):
        return _begun(key, default, _among(saved, options), is_offered)
    picked = [_among(one, options) for one in saved] if isinstance(saved, list) else [None]
    return _begun(key, default, None if None in picked else picked, is_offered)


def start_number(key: str, default: Choice, low: float, high: float) -> Choice:
    """What a field for a number begins with, as of start.

    Args:
        key: Key of the field.
        default: Its value where nothing was typed, maybe None.
        low: Smallest number allowed.
        high: Largest number allowed.
    """
    saved = _choices().get(key)
    is_number = isinstance(saved, int | float) and not isinstance(saved, bool) and low <= saved <= high
    if is_number and isinstance(default, int) != isinstance(saved, int):
        is_number = False
    return _begun(
        key,
        default,
        saved if is_number else None,
        lambda value: value is None or (isinstance(value, int | float) and low <= value <= high),
    )


def current(key: str, default: Choice, allowed: Iterable[object]) -> Choice:
    """What is chosen in a control that is drawn later on the page."""
    return st.session_state[key] if key in st.session_state else start(key, default, allowed)


def _choices() -> dict[str, object]:
    return st.session_state.setdefault(_CHOICES, {})


def _begun(key: str, default: Choice, found: object, is_offered: Callable[[object], bool]) -> Choice:
    """The beginning of a control stays the same while the control is on the screen and offers it."""
    starts = st.session_state.setdefault(_STARTS, {})
    if key not in starts or key not in st.session_state or not is_offered(starts[key][1]):
        starts[key] = (default, default if found is None else found)
    return starts[key][1]


def _plain(value: object) -> object:
    """A choice as JSON has it."""
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _among(saved: object, options: list[object]) -> object:
    equal = (one for one in options if type(_plain(one)) is type(saved) and _plain(one) == saved)
    return next(equal, None)


def written() -> str:
    """Every choice that is not a default, as a text for the address; the oldest ones go first.

    Called after a page is drawn: takes note of what was chosen on it.
    """
    choices = _choices()
    for key, (default, _) in st.session_state.get(_STARTS, {}).items():
        if key not in st.session_state:
            continue
        value = _plain(st.session_state[key])
        if value == _plain(default):
            choices.pop(key, None)
        elif choices.get(key) != value:
            choices.pop(key, None)
            choices[key] = value
    while choices:
        text = json.dumps(choices, ensure_ascii=False, separators=(",", ":"))
        if len(text) <= LONGEST:
            return text
        del choices[next(iter(choices))]
    return ""


def take(text: str) -> None:
    """Take over the choices that an address carries.

    Args:
        text: As of written.

    Raises:
        ScenarioError: If it was cut or changed.
    """
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, Mapping):
        raise ScenarioError(
            f"{PARAMETER}: this part of the link was cut or changed; choose the view on the page."
        )
    st.session_state[_CHOICES] = dict(found)
