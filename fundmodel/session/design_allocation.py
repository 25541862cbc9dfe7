"""Allocation on the screen: aim and limits, the best shares of child funds, what binds, and the rerun."""

import polars as pl
import streamlit as st

from fundmodel.charts import allocation_chart
from fundmodel.design.allocation import Allocation, Measures, allocate, measured_again
from fundmodel.design.allocation_inputs import fund_table
from fundmodel.design.allocation_programme import DUTIES, FOREIGN, RETURN, Wishes
from fundmodel.pipeline.blocks import Progress
from fundmodel.sentences_allocation import (
    NOTHING,
    allocation_answer,
    binding_cells,
    measure_cells,
    most_text,
    plant_cells,
)
from fundmodel.session import parts, state
from fundmodel.session.choices import start, start_number
from fundmodel.session.design_runs import PATH_CHOICES, run_shown
from fundmodel.session.screen import Screen

_KEPT = "design_allocation"
_PERCENT = 100


def draw(screen: Screen) -> None:
    """The whole view: what is wanted, what was found, and what the model makes of it."""
    texts = screen.texts
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="allocation_controls"):
        aim = st.segmented_control(
            texts("allocation.aim"),
            (RETURN, FOREIGN),
            format_func=lambda name: texts(f"allocation.aim_{name}"),
            default=start("allocation_aim", RETURN, (RETURN, FOREIGN)),
            key="allocation_aim",
            required=True,
        )
        tail = _percent(screen, "tail", 5.0, 1.0, 50.0)
        loss = _percent(screen, "most_loss", None, -200.0, 200.0)
        fund = _percent(screen, "most_fund", 20.0, 1.0, 100.0)
        strategy = _percent(screen, "most_strategy", 60.0, 10.0, 100.0)
        least = _percent(screen, "least_fund", 0.0, 0.0, 20.0)
        stake = _percent(screen, "least_stake", 20.0, 0.0, 100.0)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="allocation_rules"):
        duties = st.pills(
            texts("allocation.duties"),
            list(DUTIES),
            format_func=lambda name: texts(f"allocation.duty_{name}"),
            selection_mode="multi",
            default=start("allocation_duties", list(DUTIES), DUTIES),
            key="allocation_duties",
        )
        keeps = st.toggle(
            texts("allocation.vintages"),
            value=start("allocation_vintages", True, (True, False)),
            key="allocation_vintages",
            help=texts("allocation.vintages_help"),
        )
        paths = st.segmented_control(
            texts("design.luck"),
            [count for count in PATH_CHOICES if count],
            format_func=lambda count: texts("allocation.paths", paths=count),
            default=start("allocation_paths", PATH_CHOICES[1], PATH_CHOICES[1:]),
            key="allocation_paths",
            required=True,
        )
    if st.button(texts("allocation.solve"), key="allocation_solve", type="primary"):
        wishes = Wishes(
            str(aim),
            tail or 1.0,
            loss,
            fund or 1.0,
            strategy or 1.0,
            least or 0.0,
            tuple(duties),
            stake or 0.0,
            bool(keeps),
        )
        run_shown(screen, lambda progress: _solve(screen, wishes, int(paths or 0), progress), _PROGRESS)
    found: tuple[Allocation, Measures | None] | None = st.session_state.get(_KEPT)
    if found is None:
        parts.answer(screen, texts("allocation.ready"), texts("allocation.vintages_help"))
    else:
        _show(screen, *found)
    parts.foot(
        screen, *(texts(f"allocation.{key}") for key in ("note", "note_plants", "note_foreign", "note_price"))
    )


_PROGRESS = "allocation.computing"


def _percent(screen: Screen, name: str, value: float | None, low: float, high: float) -> float | None:
    """A share typed in percent; None if the field is empty."""
    texts = screen.texts
    typed = st.number_input(
        texts(f"allocation.{name}"),
        low,
        high,
        start_number(f"allocation_{name}", value, low, high),
        step=1.0,
        format="%.1f",
        key=f"allocation_{name}",
        help=texts(f"allocation.{name}_help") if texts.has(f"allocation.{name}_help") else None,
        width=170,
    )
    return None if typed is None else float(typed) / _PERCENT


def _solve(screen: Screen, wishes: Wishes, paths: int, progress: Progress) -> None:
    """Solve, then run the model again with the shares found."""
    found = allocate(fund_table(screen.scenario, paths, progress=progress), wishes)
    again = None
    if found.found is not None:
        scenario = found.scenario(screen.texts("allocation.loaded_name"))
        again = measured_again(found, scenario, fund_table(scenario, paths, progress=progress))
    st.session_state[_KEPT] = (found, again)


def _show(screen: Screen, found: Allocation, again: Measures | None) -> None:
    texts, units = screen.texts, screen.texts.units
    names = _names(screen, found)
    luck = texts("design.luck_paths", paths=found.table.paths)
    parts.answer(screen, allocation_answer(found, names, texts), luck)
    if dict(found.table.scenario.overrides) != dict(screen.scenario.overrides):
        st.info(texts("allocation.stale"))
    if found.found is None or again is None:
        return
    st.button(
        texts("allocation.load"),
        key="allocation_load",
        on_click=state.load,
        args=(found.scenario(texts("allocation.loaded_name")),),
    )
    table = pl.DataFrame(
        {
            "name": [names[code] for code in found.table.codes],
            "planned_share": found.table.planned_share,
            "best_share": found.shares,
            "gain_won": found.table.gain.mean(axis=0),
            "willing_share": found.table.willing_share,
        }
    ).with_columns(pl.max_horizontal("planned_share", "best_share").alias("edge_share"))
    written = [units.share(round(share, 3)) for share in found.shares]
    shown = table.with_columns(pl.Series("text", written))
    title = most_text(found, names, texts)
    drawn = allocation_chart(shown, screen.look, title, f"{title}. {allocation_answer(found, names, texts)}")
    keys = ("fund", "share_planned", "share_best", "gain_fund", "pull")
    columns = ("name", "planned_share", "best_share", "gain_won", "willing_share")
    headings = dict(zip(columns, (texts(f"allocation.{key}") for key in keys), strict=True))
    parts.chart(drawn, shown, "allocation", headings)
    missing = [
        names[code] for code, share in zip(found.table.codes, found.shares, strict=True) if share < NOTHING
    ]
    if missing:
        parts.small(texts("allocation.not_formed", funds=", ".join(missing)))
    if found.plant_counts:
        parts.table(*plant_cells(found, texts), texts("allocation.plants"))
        if any(built < most for built, most in zip(found.plant_counts, found.most_plants, strict=True)):
            parts.small(texts("allocation.note_left_out"))
    headings_of, cells = binding_cells(found, names, texts)
    if cells:
        parts.table(headings_of, cells, texts("allocation.binding"))
    else:
        parts.small(texts("allocation.no_binding"))
    parts.table(*measure_cells(found, again, texts), texts("allocation.measures"))


def _names(screen: Screen, found: Allocation) -> dict[str, str]:
    """Names of funds, strategies and sites by code."""
    kept = screen.names.filter(pl.col("party_kind").is_in(["fund", "strategy"]))
    names = {row["party_code"]: screen.texts.label(row, "name") for row in kept.iter_rows(named=True)}
    plants = found.table.plants
    if plants is not None:
        names |= dict(zip(plants.codes, plants.names[screen.texts.language], strict=True))
    return names
