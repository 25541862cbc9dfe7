"""What a fund pays in the rounds of a company that it entered."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fundmodel.assets.drug_programmes import LAST_PHASE, NOTHING, PHASES, ROUND_PHASES, Floats, second_phase
from fundmodel.assets.value_ladder import Ladder


@dataclass(frozen=True)
class Cheque:
    """What is paid for one lot.

    Attributes:
        entry_phase: Phase in which the fund entered the company.
        round_pivot: Phase in which the first programme had failed before, or NOTHING.
        lot_phase: Phase whose round it is.
        paid_krw: Shape (n_worlds, n_areas), whole won.
    """

    entry_phase: int
    round_pivot: int
    lot_phase: int
    paid_krw: Floats


def cheques(ladder: Ladder, initial_share: Floats, follow_on_share: Floats) -> Iterator[Cheque]:
    """What a fund pays in every round, in the order entry phase, failed phase, phase of the lot.

    In the entry round it takes its share of the round, later the stated multiple of its pro rata: its
    ownership before the round, which every round dilutes, times the round; never more than the round. A
    second programme starts from the ownership that the first has left, at the ladder's value of its phase.

    Args:
        ladder: Of every world.
        initial_share: Shape (n_worlds,), share of the entry round.
        follow_on_share: Shape (n_worlds,), multiple of the pro rata taken; above 1 is super pro rata.
    """
    follow = follow_on_share[:, None]
    for entry in ROUND_PHASES:
        owned = np.zeros(ladder.growth.shape[:2])
        for phase in range(entry, len(PHASES)):
            if phase < LAST_PHASE:
                share = initial_share[:, None] if phase == entry else np.minimum(1, follow * owned)
                paid, owned = _round(ladder, phase, share, owned)
                yield Cheque(entry, NOTHING, phase, paid)
            left = owned
            for later in range(second_phase(phase), LAST_PHASE):
                paid, left = _round(ladder, later, np.minimum(1, follow * left), left)
                yield Cheque(entry, phase, later, paid)


def _round(ladder: Ladder, phase: int, share: Floats, owned: Floats) -> tuple[Floats, Floats]:
    """What is paid in a round, and what is owned after it."""
    paid = share * ladder.round_krw[:, :, phase]
    kept = owned * ladder.kept_share * ladder.pre_money_krw[:, :, phase]
    return np.floor(paid), (kept + paid) / ladder.post_money_krw[:, :, phase]
