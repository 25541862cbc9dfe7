"""What a fund pays for each lot of a company, and what it sets aside for follow-ons."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from fundmodel.assets.drug_programmes import PHASES, ExitTerms
from fundmodel.assets.programme_cheques import Cheque, cheques
from fundmodel.assets.programme_reserves import expected_cheques, is_entry, round_chances, with_reserve
from fundmodel.assets.programme_tranches import AT_CLOSING, tranche_cheques
from fundmodel.assets.value_ladder import ladder_of_worlds

TABLES = ("startup_lots", "startup_reserves")

# Order of funding when a fund's money does not reach: an initial cheque goes before a follow-on.
_INITIAL, _FOLLOW_ON = 2, 3
_KEYS = ["world_id", "area_id", "entry_phase", "round_pivot", "lot_phase", "tranche"]


def _tranches(world: int, cheque: Cheque, closing_share: float) -> Iterator[pl.DataFrame]:
    if closing_share < 1:
        for tranche, paid in enumerate(tranche_cheques(cheque.paid_krw, closing_share)):
            yield _rows(world, replace(cheque, paid_krw=paid), tranche)
    else:
        yield _rows(world, cheque, AT_CLOSING)


def _rows(world: int, cheque: Cheque, tranche: int) -> pl.DataFrame:
    size = cheque.paid_krw.shape[1]
    keys = {
        "world_id": np.full(size, world),
        "area_id": np.arange(size),
        "entry_phase": np.full(size, cheque.entry_phase),
        "round_pivot": np.full(size, cheque.round_pivot),
        "lot_phase": np.full(size, cheque.lot_phase),
        "tranche": np.full(size, tranche),
        "priority_class": np.full(size, _INITIAL if is_entry(cheque) else _FOLLOW_ON),
    }
    ids = {name: values.astype(np.int32) for name, values in keys.items()}
    return pl.DataFrame(ids | {"cheque_krw": cheque.paid_krw.astype(np.int64).ravel()})


def _reserves(world: int, expected: dict[int, tuple[np.ndarray, np.ndarray]]) -> Iterator[pl.DataFrame]:
    for entry, (first, later) in expected.items():
        total = first + later
        size = first.size
        yield pl.DataFrame(
            {
                "world_id": np.full(size, world, dtype=np.int32),
                "area_id": np.arange(size, dtype=np.int32),
                "entry_phase": np.full(size, entry, dtype=np.int32),
                "initial_krw": first.astype(np.int64),
                "expected_follow_on_krw": np.floor(later).astype(np.int64),
                "reserve_share": np.where(total > 0, later / np.where(total > 0, total, 1), 0.0),
            }
        )


def startup_lots(
    programme_phases: pl.DataFrame, startups_assumptions: pl.DataFrame, plan_assumptions: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The cheques of a fund that enters a company in each phase, for every later round, in every world.

    Either the cheques follow from the fund's shares of rounds and the reserve from them, or the reserve ratio
    is given and the cheques are solved for: the expected total for a company stays, the first cheque takes
    what the reserve leaves, and follow-ons share the reserve as they did. A cheque may be paid in two parts;
    the reserve holds both, as what is agreed.

    Args:
        programme_phases: As startup_ladder reads it, and success_share.
        startups_assumptions: One row per world.
        plan_assumptions: One row per world: initial_round_share, follow_on_share, reserve_source,
            follow_on_reserve_share.

    Returns:
        startup_lots: one row per world_id, area_id, entry_phase, round_pivot (-1, or the phase in which the
        first programme had failed before the round), lot_phase, tranche (0 at closing, 1 at the milestone of
        the phase): priority_class, cheque_krw.
        startup_reserves: one row per world_id, area_id, entry_phase: initial_krw, expected_follow_on_krw,
        reserve_share (expected follow-ons over the expected total).

    Source: METHOD.md, "Lots and budgets", "Financing of startups".
    """
    lots, reserves = [], []
    for plan in plan_assumptions.sort("world_id").iter_rows(named=True):
        world = plan["world_id"]
        startups = startups_assumptions.filter(pl.col("world_id") == world)
        phases = programme_phases.filter(pl.col("world_id") == world).sort("area_id", "phase_id")
        _, ladder = ladder_of_worlds(startups, phases)
        paid = list(
            cheques(ladder, *(np.array([plan[f"{name}_share"]]) for name in ("initial_round", "follow_on")))
        )
        success = phases["success_share"].to_numpy().reshape(-1, len(PHASES))
        chances = round_chances(success, ExitTerms.of(startups.row(0, named=True)))
        if plan["reserve_source"] == "from_ratio":
            paid = with_reserve(paid, expected_cheques(paid, chances), plan["follow_on_reserve_share"])
        closing_share = startups["tranche_closing_share"][0]
        lots.extend(rows for cheque in paid for rows in _tranches(world, cheque, closing_share))
        reserves.extend(_reserves(world, expected_cheques(paid, chances)))
    keys = [name for name in _KEYS if name in reserves[0].columns]
    return {"startup_lots": pl.concat(lots).sort(_KEYS), "startup_reserves": pl.concat(reserves).sort(keys)}
