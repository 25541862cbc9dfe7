"""What each policy lever is worth, on the screen: computed when it is asked for."""

import streamlit as st

from fundmodel.policy_lever_worth import lever_worths
from fundmodel.session import compute, parts
from fundmodel.session.choices import start
from fundmodel.session.design_runs import waiting
from fundmodel.session.screen import Screen
from fundmodel.session.sidebar import controls

_KEPT = "policy_lever_worths"
_COLUMNS = ("lever", "from", "to", "irr_gross", "irr_net", "tvpi")


def draw_policy_levers(screen: Screen) -> None:
    """A switch, and the table of levers once it is on; six sets of assets are computed for it."""
    texts = screen.texts
    parts.heading(texts("policy_levers.title"))
    if not st.toggle(
        texts("policy_levers.show"), start("policy_levers", False, (True, False)), key="policy_levers"
    ):
        parts.small(texts("policy_levers.note"))
        return
    known = repr(sorted(screen.scenario.overrides.items()))
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] != known:
        with st.spinner(texts("policy_levers.computing")), compute.turn(waiting(texts)):
            kept = (known, lever_worths(screen.scenario))
        st.session_state[_KEPT] = kept
    found, named = kept[1], controls(texts.language, texts.units.steps)
    units, none = texts.units, texts("term.none")
    cells = [
        [
            named[row["lever"]].label,
            units.share(row["value_from"]),
            units.share(row["value_to"]),
            none if row["irr_gross_change_rate"] is None else units.points(row["irr_gross_change_rate"]),
            none if row["irr_net_change_rate"] is None else units.points(row["irr_net_change_rate"]),
            none
            if row["tvpi_change_multiple"] is None
            else units.multiple(row["tvpi_change_multiple"], True),
        ]
        for row in found.iter_rows(named=True)
    ]
    parts.table([texts(f"policy_levers.{name}") for name in _COLUMNS], cells, texts("policy_levers.table"))
    parts.small(texts("policy_levers.note"))
    parts.download(found, "policy_lever_worths")
