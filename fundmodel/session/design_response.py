"""Foreign participation on the screen: the commitment that fits its returns, additionality, levers."""

import polars as pl
import streamlit as st

from fundmodel.charts import lever_chart, response_chart
from fundmodel.design.investor_types import investor_types
from fundmodel.design.lever_effects import (
    distinct_companies,
    lever_effects,
    leverage_of,
    levers,
)
from fundmodel.design.participation import Participation, participate
from fundmodel.sentences_response import equilibrium_text, lever_cells, map_texts, type_cells
from fundmodel.session import compute, parts, state
from fundmodel.session.choices import start
from fundmodel.session.design_runs import PATH_CHOICES, run_shown
from fundmodel.session.scales import controls
from fundmodel.session.screen import Screen

_KEPT, _LEVERS = "design_response", "design_levers"
_FIRST_LEVERS = (
    "public_first_loss_share",
    "first_loss_protects",
    "upside_transfer_share",
    "fee_rate_band_3",
    "carry_rate",
    "hedge_ratio_share",
)
# Scenarios that one end of a lever takes until its solution is near enough.
_PER_END = 10


def draw(screen: Screen) -> None:
    """The whole view: what comes at these terms, by whom, what is new money, and what levers do."""
    texts = screen.texts
    paths = st.segmented_control(
        texts("response.luck"),
        PATH_CHOICES,
        format_func=lambda count: (
            texts("design.luck_paths", paths=count) if count else texts("design.luck_central")
        ),
        default=start("response_paths", PATH_CHOICES[1], PATH_CHOICES),
        key="response_paths",
        required=True,
        help=texts("response.luck_help"),
    )
    if st.button(texts("response.solve"), key="response_solve", type="primary"):
        run_shown(
            screen,
            lambda progress: st.session_state.update(
                {_KEPT: participate([screen.scenario], int(paths or 0), progress=progress)[0], _LEVERS: None}
            ),
        )
    found: Participation | None = st.session_state.get(_KEPT)
    if found is None:
        parts.answer(screen, texts("response.ready"), texts("response.question_note"))
    else:
        _show(screen, found)
    parts.foot(screen, texts("response.note"), texts("response.note_public"), texts("response.note_first"))


def _show(screen: Screen, found: Participation) -> None:
    texts, units = screen.texts, screen.texts.units
    luck = texts("design.luck_paths", paths=found.paths) if found.paths else texts("design.luck_central")
    parts.answer(screen, equilibrium_text(found, texts), luck)
    if dict(found.scenario.overrides) != dict(screen.scenario.overrides):
        st.info(texts("response.stale"))
    with st.container(horizontal=True, key="response_loads"):
        for place, one in enumerate(found.equilibria):
            st.button(
                texts("response.load", share=units.share(one.share)),
                key=f"response_load:{place}",
                on_click=state.load,
                args=(one.scenario,),
            )
    solved = pl.DataFrame(
        {
            "share": [one.share for one in found.equilibria],
            "text": [units.share(one.share) for one in found.equilibria],
        }
    )
    now = float(found.scenario.value("foreign_share"))
    drawn = response_chart(found.scan, solved, screen.look, now, *map_texts(found, texts))
    headings = {name: texts(f"response.{key}") for name, key in _AXES.items()}
    parts.chart(drawn, found.scan, "foreign_response", headings)
    parts.table(*type_cells(found.reached.demand, investor_types(), texts), texts("response.types"))
    _additionality(screen, found)
    _levers(screen, found)


_AXES = {"share": "put_in_axis", "demanded_share": "demand_axis"}


def _additionality(screen: Screen, found: Participation) -> None:
    texts, units = screen.texts, screen.texts.units
    rows = []
    for name, scenario in (("as_set", found.scenario), ("solved", found.reached.scenario)):
        share = units.share(float(scenario.value("foreign_share")))
        what, shown = texts("response.at", name=texts(f"response.{name}"), share=share), leverage_of(scenario)
        pairs = (
            ("private_won", shown.gross_won, shown.net_won),
            ("foreign_won", shown.foreign_gross_won, shown.foreign_net_won),
        )
        rows += [
            [what, texts(f"response.{measure}"), units.won_ratio(gross), units.won_ratio(net)]
            for measure, gross, net in pairs
        ]
    headings = [texts(f"response.{key}") for key in ("at_heading", "measure", "gross", "net")]
    parts.table(headings, rows, texts("response.beside"))
    tables = compute.answers(found.scenario, 0, ("company_plan", "funds", "strategies"), lambda *_: None)
    funds = tables["funds"].join(tables["strategies"], on="strategy_id", how="inner")
    overlap = float(found.scenario.value("fund_overlap_share"))
    counted, distinct = distinct_companies(tables["company_plan"], funds, overlap)
    parts.small(
        texts("response.companies_text", counted=counted, distinct=distinct, overlap=units.share(overlap))
    )


def _levers(screen: Screen, found: Participation) -> None:
    texts, known = screen.texts, controls(screen.texts.language, screen.texts.units.steps)
    parts.heading(texts("response.levers"))
    options = levers()
    chosen = st.multiselect(
        texts("response.levers"),
        options,
        default=start("response_levers", [name for name in _FIRST_LEVERS if name in options], options),
        format_func=lambda name: known[name].label,
        key="response_levers",
        label_visibility="collapsed",
    )
    parts.small(texts("response.lever_help", count=2 * len(chosen) * _PER_END))
    if st.button(texts("response.move_levers"), key="response_move", disabled=not chosen):
        run_shown(
            screen,
            lambda progress: st.session_state.update(
                {_LEVERS: lever_effects(found, chosen, progress=progress)}
            ),
        )
    effects: pl.DataFrame | None = st.session_state.get(_LEVERS)
    if effects is None or not effects.height:
        return
    names = {name: known[name].label for name in effects["name"]}
    written = [
        known[name].written(known[name].row.parsed(value), texts)
        for name, value in effects.select("name", "value").iter_rows()
    ]
    solved = found.reached.share
    shown = effects.with_columns(
        pl.col("name").replace_strict(names).alias("label"),
        pl.Series("value_text", written),
        (pl.col("foreign_share") >= solved).alias("is_more"),
    )
    texts_at = [
        texts("response.lever_end", value=value, share=screen.texts.units.share(share))
        for value, share in zip(written, shown["foreign_share"].to_list(), strict=True)
    ]
    headings, cells, title = lever_cells(shown, solved, texts)
    drawn = lever_chart(shown.with_columns(pl.Series("text", texts_at)), screen.look, solved, title, title)
    columns = {"label": headings[0], "value_text": headings[1], "foreign_share": headings[2]}
    parts.chart(drawn, shown, "lever_effects", columns)
    parts.table(headings, cells, texts("response.levers"))
