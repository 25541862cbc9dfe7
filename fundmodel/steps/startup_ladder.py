"""The value ladder, and what every outcome of a lot gives back."""

import numpy as np
import polars as pl

from fundmodel.assets.drug_programmes import Floats
from fundmodel.assets.programme_multiples import outcomes
from fundmodel.assets.value_ladder import Ladder, ladder_of_worlds

TABLES = ("startup_ladder", "startup_multiples")

_KEYS = ("lot_phase", "pivot_phase", "phase", "kind", "licence_phase", "step")
_WORTH = {
    "proceeds_multiple": "proceeds",
    "nav_before_multiple": "nav_before",
    "nav_after_multiple": "nav_after",
    "cost_before_share": "cost_before",
    "cost_after_share": "cost_after",
}


def _grid(*sizes: int) -> list[np.ndarray]:
    return [axis.ravel() for axis in np.indices(sizes)]


def _ladder_rows(ladder: Ladder, sources: pl.Series) -> pl.DataFrame:
    world, area, phase = _grid(*ladder.pre_money_krw.shape)
    pad = [(0, 0), (0, 0), (0, 1)]
    rounds = np.pad(ladder.round_krw, pad)
    return pl.DataFrame(
        {
            "world_id": world.astype(np.int32),
            "area_id": area.astype(np.int32),
            "phase_id": phase.astype(np.int32),
            "pre_money_krw": np.floor(ladder.pre_money_krw).astype(np.int64).ravel(),
            "round_krw": np.floor(rounds).astype(np.int64).ravel(),
            "success_growth_multiple": np.pad(ladder.growth, pad, constant_values=1).ravel(),
            "is_consistent": (sources == "success").to_numpy()[world],
        }
    )


def _multiple_rows(assumptions: dict[str, Floats], ladder: Ladder) -> pl.DataFrame:
    every = list(outcomes(assumptions, ladder))
    n_worlds, n_areas = ladder.growth.shape[:2]
    place, world, area = _grid(len(every), n_worlds, n_areas)
    columns: dict[str, np.ndarray] = {"world_id": world.astype(np.int32), "area_id": area.astype(np.int32)}
    for name in _KEYS:
        columns[name] = np.array([int(getattr(outcome, name)) for outcome in every], dtype=np.int32)[place]
    for name, attribute in _WORTH.items():
        columns[name] = np.array([getattr(outcome, attribute) for outcome in every]).ravel()
    return pl.DataFrame(columns).sort("world_id", "area_id", *_KEYS)


def startup_ladder(
    programme_phases: pl.DataFrame, startups_assumptions: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Values and rounds by phase, and money back per won of a cheque, in every world.

    Args:
        programme_phases: world_id, area_id, phase_id, published_success_share, published_duration_years,
            trial_cost_ratio, round_need_share, step_up_multiple.
        startups_assumptions: One row per world.

    Returns:
        startup_ladder: one row per world_id, area_id, phase_id (0 preclinical .. 5 approved): pre_money_krw,
        round_krw, success_growth_multiple (price of a share after success of the phase over that before),
        is_consistent (false where prices follow published step-ups, of another population than success).
        startup_multiples: one row per world_id, area_id, lot_phase, pivot_phase (-1: no programme failed
        before), phase, kind, licence_phase (-1: not licensed before), step: proceeds, NAV before and after as
        multiples of the cheque, cost as shares of it.

    Source: METHOD.md, "Asset economics that give sane numbers", "NAV".
    """
    given, ladder = ladder_of_worlds(startups_assumptions, programme_phases)
    sources = startups_assumptions.sort("world_id")["value_ladder_source"]
    rows = _ladder_rows(ladder, sources)
    return {"startup_ladder": rows, "startup_multiples": _multiple_rows(given, ladder)}
