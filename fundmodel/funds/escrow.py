"""Carry held back in escrow: noted quarter by quarter, and seen by pair of scenario and path."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.partnership import Partnership

Floats = NDArray[np.float64]

ESCROW = "escrow"


def note_escrow(rows: Mapping[str, Floats], quarter: int, partners: Partnership) -> None:
    """Note what is in escrow at the end of a quarter, and take what went there from the GP's carry.

    Args:
        rows: Shape (n_quarters, n_series) each; has a row for escrow where some terms have one.
        quarter: Whose carry is noted already, escrow included.
        partners: The first series, those that have not ended before.
    """
    held = partners.in_escrow()
    if held is None:
        return
    level = rows[ESCROW][:, : held.size]
    level[quarter] = held
    before = level[quarter - 1] if quarter else np.zeros_like(held)
    rows["carry"][quarter, : held.size] -= held - before


def held_by_pair(rows: Mapping[str, Floats], n_pairs: int) -> Floats | float:
    """What all funds together hold in escrow, shape (n_quarters, n_pairs); 0 where no terms have any."""
    if ESCROW not in rows:
        return 0.0
    level = rows[ESCROW]
    return np.add.reduce(level.reshape(len(level), -1, n_pairs), axis=1)
