"""What a fund pays for each lot of a company."""

import numpy as np
import polars as pl

from fundmodel.assets.drug_programmes import NOTHING
from fundmodel.assets.programme_cheques import Cheque, cheques
from fundmodel.assets.value_ladder import ladder_of_worlds

# Order of funding when a fund's money does not reach: an initial cheque goes before a follow-on.
_INITIAL, _FOLLOW_ON = 2, 3
_KEYS = ["world_id", "area_id", "entry_phase", "round_pivot", "lot_phase"]


def _rows(cheque: Cheque) -> pl.DataFrame:
    world, area = (axis.ravel() for axis in np.indices(cheque.paid_krw.shape))
    is_entry = cheque.round_pivot == NOTHING and cheque.lot_phase == cheque.entry_phase
    keys = {
        "world_id": world,
        "area_id": area,
        "entry_phase": np.full(world.size, cheque.entry_phase),
        "round_pivot": np.full(world.size, cheque.round_pivot),
        "lot_phase": np.full(world.size, cheque.lot_phase),
        "priority_class": np.full(world.size, _INITIAL if is_entry else _FOLLOW_ON),
    }
    ids = {name: values.astype(np.int32) for name, values in keys.items()}
    return pl.DataFrame(ids | {"cheque_krw": cheque.paid_krw.astype(np.int64).ravel()})


def startup_lots(
    programme_phases: pl.DataFrame, startups_assumptions: pl.DataFrame, plan_assumptions: pl.DataFrame
) -> pl.DataFrame:
    """The cheques of a fund that enters a company in each phase, for every later round, in every world.

    Args:
        programme_phases: As startup_ladder reads it.
        startups_assumptions: One row per world.
        plan_assumptions: One row per world: initial_round_share, follow_on_share.

    Returns:
        One row per world_id, area_id, entry_phase, round_pivot (-1, or the phase in which the first programme
        had failed before the round), lot_phase: priority_class, cheque_krw.

    Source: METHOD.md, "Lots and budgets", "Asset economics that give sane numbers".
    """
    _, ladder = ladder_of_worlds(startups_assumptions, programme_phases)
    plan = plan_assumptions.sort("world_id")
    shares = (plan[name].to_numpy() for name in ("initial_round_share", "follow_on_share"))
    return pl.concat([_rows(cheque) for cheque in cheques(ladder, *shares)]).sort(_KEYS)
