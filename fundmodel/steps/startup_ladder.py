"""The value ladder, what a fund pays at each of its rungs, and what every outcome gives back."""

import numpy as np
import polars as pl

from fundmodel.assets.drug_programmes import PHASES, Floats
from fundmodel.assets.value_ladder import Ladder, cheques, outcomes, value_ladder

TABLES = ("startup_ladder", "startup_lots", "startup_multiples")

# Order of funding when a fund's money does not reach: an initial cheque goes before a follow-on.
_INITIAL, _FOLLOW_ON = 2, 3
_IDS = ("world_id", "area_id", "phase_id", "entry_phase", "lot_phase", "phase", "kind", "licence_phase")
_WHOLE = ("priority_class", "cost_before_share", "cost_after_share")


def _frame(columns: dict[str, object]) -> pl.DataFrame:
    frame = pl.DataFrame(columns)
    return frame.cast({name: pl.Int32 for name in frame.columns if name in (*_IDS, *_WHOLE)})


def _grid(*sizes: int) -> list[np.ndarray]:
    return [axis.ravel() for axis in np.indices(sizes)]


def _ladder_rows(ladder: Ladder) -> pl.DataFrame:
    world, area, phase = _grid(*ladder.pre_money_krw.shape)
    pad = [(0, 0), (0, 0), (0, 1)]
    rounds = np.pad(ladder.round_krw, pad)
    return _frame(
        {
            "world_id": world,
            "area_id": area,
            "phase_id": phase,
            "pre_money_krw": np.floor(ladder.pre_money_krw).astype(np.int64).ravel(),
            "round_krw": np.floor(rounds).astype(np.int64).ravel(),
            "success_growth_multiple": np.pad(ladder.growth, pad, constant_values=1).ravel(),
        }
    )


def _lot_rows(paid: np.ndarray) -> pl.DataFrame:
    world, area, entry, lot = _grid(*paid.shape)
    columns = {
        "world_id": world,
        "area_id": area,
        "entry_phase": entry,
        "lot_phase": lot,
        "priority_class": np.where(lot == entry, _INITIAL, _FOLLOW_ON),
        "cheque_krw": paid.ravel(),
    }
    return _frame(columns).filter(pl.col("lot_phase") >= pl.col("entry_phase"))


def _multiple_rows(assumptions: dict[str, Floats], ladder: Ladder) -> pl.DataFrame:
    world, area = _grid(*ladder.growth.shape[:2])
    frames = [
        _frame(
            {
                "world_id": world,
                "area_id": area,
                "lot_phase": np.full(world.size, outcome.lot_phase),
                "phase": np.full(world.size, outcome.phase),
                "kind": np.full(world.size, int(outcome.kind)),
                "licence_phase": np.full(world.size, outcome.licence_phase),
                "proceeds_multiple": outcome.proceeds.ravel(),
                "nav_before_multiple": outcome.nav_before.ravel(),
                "nav_after_multiple": outcome.nav_after.ravel(),
                "cost_before_share": np.full(world.size, outcome.cost_before),
                "cost_after_share": np.full(world.size, outcome.cost_after),
            }
        )
        for outcome in outcomes(assumptions, ladder)
    ]
    return pl.concat(frames).sort("world_id", "area_id", "lot_phase", "phase", "kind", "licence_phase")


def startup_ladder(
    programme_phases: pl.DataFrame, startups_assumptions: pl.DataFrame, plan_assumptions: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Values and rounds by phase, cheques by lot, and money back per won of a cheque, in every world.

    Args:
        programme_phases: world_id, area_id, phase_id, published_success_share, duration_years,
            trial_cost_ratio.
        startups_assumptions: One row per world.
        plan_assumptions: One row per world: initial_round_share, follow_on_share.

    Returns:
        startup_ladder: one row per world_id, area_id, phase_id (0 preclinical .. 5 approved): pre_money_krw,
        round_krw, success_growth_multiple (price of a share after success of the phase over that before).
        startup_lots: one row per world_id, area_id, entry_phase, lot_phase: priority_class, cheque_krw.
        startup_multiples: one row per world_id, area_id, lot_phase, phase, kind, licence_phase (-1: not
        licensed before): proceeds, NAV before and after as multiples of the cheque, cost as shares of it.

    Source: METHOD.md, "Asset economics that give sane numbers", "NAV", "Lots and budgets".
    """
    startups = startups_assumptions.sort("world_id")
    plan = plan_assumptions.sort("world_id")
    given = {name: startups[name].to_numpy().astype(np.float64) for name in startups.columns}
    phases = programme_phases.sort("world_id", "area_id", "phase_id")
    shape = (startups.height, -1, len(PHASES))
    success, years, cost = (
        phases[name].to_numpy().reshape(shape)
        for name in ("published_success_share", "duration_years", "trial_cost_ratio")
    )
    ladder = value_ladder(given, success, years, cost)
    paid = cheques(ladder, plan["initial_round_share"].to_numpy(), plan["follow_on_share"].to_numpy())
    return {
        "startup_ladder": _ladder_rows(ladder),
        "startup_lots": _lot_rows(paid),
        "startup_multiples": _multiple_rows(given, ladder),
    }
