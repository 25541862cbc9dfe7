"""The scenarios of one session: those of the datasets, and those that a person kept or opened from a file."""

import streamlit as st

from fundmodel.assumptions import ScenarioError
from fundmodel.scenario import Scenario, load_scenarios, scenarios_from_toml
from fundmodel.texts import Texts

OWN = "own"
LARGEST_FILE_BYTES = 1 << 20

_KEPT = "kept_scenarios"


def kept() -> dict[str, Scenario]:
    """Scenarios that were kept or opened in this session, by name, in that order."""
    return st.session_state.setdefault(_KEPT, {})


def known() -> dict[str, Scenario]:
    """Every scenario that can be chosen: those of the datasets first."""
    return {**load_scenarios(), **kept()}


def keep(name: str, scenario: Scenario, texts: Texts) -> str:
    """Keep a scenario under a name for the rest of the session.

    Args:
        name: What to call it; one kept before under this name is replaced.
        scenario: What to keep.
        texts: The language of the messages.

    Returns:
        The name, trimmed.

    Raises:
        ScenarioError: If the name is empty, or that of a scenario of the datasets.
    """
    called = name.strip()
    if not called:
        raise ScenarioError(texts("files.no_name"))
    if called in load_scenarios() or called == OWN:
        raise ScenarioError(texts("files.taken", name=called))
    kept()[called] = Scenario(called, scenario.overrides)
    return called


def open_file(content: bytes, file_name: str, texts: Texts) -> Scenario:
    """Take over the scenarios of a TOML file, all of them or none.

    A scenario called like one of the datasets, or like the settings of a screen, is called after its file.

    Args:
        content: Bytes of the file.
        file_name: Its name, for messages.
        texts: The language of the messages.

    Returns:
        The first scenario of the file.

    Raises:
        ScenarioError: If the file is too large, no text, no TOML, or holds a scenario that cannot be run.
    """
    if len(content) > LARGEST_FILE_BYTES:
        raise ScenarioError(texts("files.too_large", file=file_name))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ScenarioError(texts("files.no_text", file=file_name)) from error
    found = scenarios_from_toml(text, file_name)
    taken = {*load_scenarios(), OWN}
    stem = file_name.rsplit(".", 1)[0] or file_name
    opened = []
    for name, scenario in found.items():
        called = name
        if name in taken:
            called = stem if stem not in taken and len(found) == 1 else f"{name} ({stem})"
        opened.append(Scenario(called, scenario.overrides, scenario.labels))
    kept().update({scenario.name: scenario for scenario in opened})
    return opened[0]


def to_toml(current: Scenario) -> str:
    """The scenario as set now and every kept one, as a TOML file for `fundmodel run --scenario`."""
    others = [scenario for name, scenario in kept().items() if name != current.name]
    return "\n".join(scenario.to_toml() for scenario in (current, *others))
