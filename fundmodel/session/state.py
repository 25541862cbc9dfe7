"""What one person has set: the assumptions that differ from the base case, in the session and in the link."""

from collections.abc import Mapping

import streamlit as st

from fundmodel.assumptions import ScenarioError, Value, assumptions, lookup
from fundmodel.scenario import Scenario, load_scenarios
from fundmodel.scenario_checks import LINKED
from fundmodel.session import choices, library, link
from fundmodel.session.library import OWN
from fundmodel.session.refusals import refusal
from fundmodel.session.scales import controls, rebalanced
from fundmodel.texts import Texts

BASE = "base"
KEPT = "kept"
MOST_STEPS_BACK = 100

_OVERRIDES = "overrides"
_REFUSED = "refused_link"
_PAST = "past"
_FUTURE = "future"


def overrides() -> Mapping[str, Value]:
    """Assumptions that differ from the base case."""
    return st.session_state.setdefault(_OVERRIDES, {})


def _take(found: Mapping[str, Value]) -> None:
    """Make these the overrides; what they were can be had back."""
    if dict(found) == dict(overrides()):
        return
    past = st.session_state.setdefault(_PAST, [])
    past.append(dict(overrides()))
    del past[:-MOST_STEPS_BACK]
    st.session_state[_FUTURE] = []
    st.session_state[_OVERRIDES] = dict(found)


def _changed(changes: Mapping[str, Value]) -> dict[str, Value]:
    merged = {**overrides(), **changes}
    return {
        name: merged[name] for name in assumptions() if name in merged and merged[name] != lookup(name).value
    }


def _step(source: str, target: str) -> None:
    steps = st.session_state.get(source, [])
    if steps:
        st.session_state.setdefault(target, []).append(dict(overrides()))
        st.session_state[_OVERRIDES] = steps.pop()


def undo() -> None:
    """Go back to the assumptions of before the last change."""
    _step(_PAST, _FUTURE)


def redo() -> None:
    """Take back the last undo."""
    _step(_FUTURE, _PAST)


def can_undo() -> bool:
    """Whether there is a change to take back."""
    return bool(st.session_state.get(_PAST))


def can_redo() -> bool:
    """Whether there is an undo to take back."""
    return bool(st.session_state.get(_FUTURE))


def begin(language: str) -> None:
    """Take over the assumptions that a link carries, once, before anything is drawn."""
    if _OVERRIDES in st.session_state:
        return
    st.session_state[_OVERRIDES] = {}
    refused = []
    for name in st.query_params:
        if name in assumptions():
            try:
                st.session_state[_OVERRIDES] = _changed({name: lookup(name).parsed(st.query_params[name])})
            except ScenarioError as error:
                refused.append(str(error))
    try:
        Scenario(OWN, overrides())
    except ScenarioError as error:
        refused.append(refusal(error, value, Texts(language)))
        st.session_state[_OVERRIDES] = {}
    try:
        if KEPT in st.query_params:
            kept, st.session_state[_PAST], st.session_state[_FUTURE] = link.unpacked(st.query_params[KEPT])
            library.kept().update(kept)
    except ScenarioError as error:
        refused.append(str(error))
    try:
        choices.take(st.query_params.get(choices.PARAMETER, "{}"))
    except ScenarioError as error:
        refused.append(str(error))
    st.session_state[_REFUSED] = refused


def refused_link() -> list[str]:
    """Why values of the link were left out; said once."""
    return st.session_state.pop(_REFUSED, [])


def write_link() -> None:
    """Put language, paths, changed assumptions, kept scenarios, the last steps and choices into the address.

    Assumptions stand under the names of the command line; a browser that loads the address again has it all.
    """
    changed = {
        name: f"{value:.12g}" if isinstance(value, float) else str(value)
        for name, value in overrides().items()
    }
    changed["lang"] = st.session_state["lang"]
    changed["paths"] = str(st.session_state["paths"])
    if st.session_state["won"] != changed["lang"]:
        changed["won"] = st.session_state["won"]
    code, _ = link.packed(library.kept(), st.session_state.get(_PAST, []), st.session_state.get(_FUTURE, []))
    if code:
        changed[KEPT] = code
    if chosen := choices.written():
        changed[choices.PARAMETER] = chosen
    ours = {*assumptions(), "paths", "won", KEPT, choices.PARAMETER}
    for name in [name for name in st.query_params if name in ours and name not in changed]:
        del st.query_params[name]
    for name, value in changed.items():
        if st.query_params.get(name) != value:
            st.query_params[name] = value


def left_out_of_link() -> int:
    """How many kept scenarios have no room in the address."""
    return link.packed(library.kept(), [])[1]


def value(name: str) -> Value:
    """The value of an assumption now."""
    return overrides().get(name, lookup(name).value)


def choose(name: str, chosen: Value, language: str) -> None:
    """Set an assumption; shares that must sum to 1 with it give way."""
    group = next((group for group in LINKED if name in group), None)
    if group is None:
        _take(_changed({name: chosen}))
        return
    shares = {member: float(value(member)) for member in group}
    _take(_changed(dict(rebalanced(shares, name, float(chosen), controls(language)[name].step))))


def reset(name: str) -> None:
    """Put an assumption back to the base case; shares that sum to 1 go back together."""
    group = next((group for group in LINKED if name in group), (name,))
    _take(_changed({member: lookup(member).value for member in group}))


def load(scenario: Scenario) -> None:
    """Take over a named scenario."""
    _take(scenario.overrides)


def base_scenario() -> Scenario:
    """The base case."""
    return load_scenarios()[BASE]


def scenario_name() -> str:
    """The named scenario that the settings equal, or "own"."""
    for name, known in library.known().items():
        if dict(known.overrides) == dict(overrides()):
            return name
    return OWN


def scenario() -> Scenario:
    """The scenario as set now.

    Raises:
        ScenarioError: If the assumptions contradict each other.
    """
    name = scenario_name()
    return Scenario(OWN, overrides()) if name == OWN else library.known()[name]
