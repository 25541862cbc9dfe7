"""What a page draws from: the tables of the scenario and of the base case, a language and a ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl
import streamlit as st

from fundmodel.charts import Look
from fundmodel.scenario import Scenario
from fundmodel.session import compute, limits, state
from fundmodel.session.compute import Answers
from fundmodel.texts import Texts

_PENDING = "pending_paths"


@dataclass(frozen=True)
class Screen:
    """What a page draws from.

    Attributes:
        look: Language and ground.
        scenario: The scenario as set.
        base: The base case.
        paths: Random paths behind the figures shown.
        answers: Tables of the scenario.
        base_answers: The same tables of the base case.
    """

    look: Look
    scenario: Scenario
    base: Scenario
    paths: int
    answers: Answers
    base_answers: Answers

    @property
    def texts(self) -> Texts:
        """Texts and number formats."""
        return self.look.texts

    @property
    def is_base(self) -> bool:
        """Whether nothing differs from the base case."""
        return not self.scenario.overrides

    @cached_property
    def names(self) -> pl.DataFrame:
        """party_id, party_kind, party_code, name_en and name_ko of every party."""
        return self.answers["parties"].select("party_id", "party_kind", "party_code", "name_en", "name_ko")

    def name(self, kind: str, code: str) -> str:
        """Name of a party in the language of the screen; empty for an empty code."""
        found = self.names.filter((pl.col("party_kind") == kind) & (pl.col("party_code") == code))
        return self.texts.label(found.row(0, named=True), "name") if found.height else ""

    def beside(self, table: str) -> pl.DataFrame | None:
        """A table of the base case to draw beside the scenario's; None if they are the same."""
        return None if self.is_base else self.base_answers[table]


def look() -> Look:
    """Language and ground of this session."""
    is_dark = st.context.theme.type == "dark"
    return Look(st.session_state.get("lang") or "ko", is_dark, st.session_state.get("won") or "")


def open_page(*tables: str) -> Screen:
    """The tables of the scenario and of the base case: the central case at once, random paths when ready.

    Args:
        tables: Answers that the page draws.

    Raises:
        ScenarioError: If the scenario cannot be run.
    """
    shown, scenario, base = look(), state.scenario(), state.base_scenario()
    wanted = (*tables, "parties")
    paths = int(st.session_state.get("paths") or 0)
    st.session_state.pop(_PENDING, None)
    spot = st.container(key="status").empty()
    if _waits_for((scenario, base), paths, wanted, spot):
        paths = 0
    made = _answers(scenario, paths, wanted, shown.texts, spot)
    plain = made if not scenario.overrides else _answers(base, paths, wanted, shown.texts, spot)
    if paths:
        spot.empty()
    return Screen(shown, scenario, base, paths, made, plain)


def open_several(scenarios: Sequence[Scenario], *tables: str) -> tuple[int, list[Answers]]:
    """The tables of several scenarios: the central cases at once, random paths when all are ready.

    Args:
        scenarios: What to set beside each other.
        tables: Answers that the page draws.

    Returns:
        The random paths behind the tables, and the tables of each scenario.
    """
    paths = int(st.session_state.get("paths") or 0)
    spot = st.container(key="status_several").empty()
    if _waits_for(scenarios, paths, tables, spot):
        paths = 0
    texts = look().texts
    made = [_answers(scenario, paths, tables, texts, spot) for scenario in scenarios]
    spot.empty()
    return paths, made


def _waits_for(
    scenarios: Sequence[Scenario], paths: int, tables: Sequence[str], spot: st.delta_generator.DeltaGenerator
) -> bool:
    """Whether random paths are not there; refine computes them later, unless they are more than allowed."""
    if not paths or all(compute.is_ready(each, paths, tables) for each in scenarios):
        return False
    jobs, _ = st.session_state.get(_PENDING, ([], None))
    st.session_state[_PENDING] = ([*jobs, (scenarios, tables)], spot)
    return True


def _answers(
    scenario: Scenario,
    paths: int,
    tables: Sequence[str],
    texts: Texts,
    spot: st.delta_generator.DeltaGenerator,
) -> Answers:
    def progress(done: int, blocks: int, step: str) -> None:
        del step
        if blocks < 1:
            spot.info(texts("app.waiting"))
        elif not paths:
            spot.empty()
        else:
            what = texts("app.computing_paths", paths=f"{paths:,}", done=done, blocks=blocks)
            spot.progress(done / blocks, texts("app.loading", what=what))

    if paths and not compute.is_ready(scenario, paths, tables):
        spot.progress(0.0, texts("app.loading", what=texts("app.computing_start", paths=f"{paths:,}")))
    return compute.answers(scenario, paths, tables, progress)


def refine() -> None:
    """Compute the random paths that the page still waits for, then draw it again with them.

    If they are more than may be asked for, the page stays as it is and says so.
    """
    pending = st.session_state.pop(_PENDING, None)
    if pending is None:
        return
    (jobs, spot), texts, paths = pending, look().texts, int(st.session_state["paths"])
    for scenarios, tables in jobs:
        if reason := limits.too_much(scenarios, paths, texts):
            spot.warning(reason)
            return
        for scenario in scenarios:
            _answers(scenario, paths, tables, texts, spot)
    st.rerun()
