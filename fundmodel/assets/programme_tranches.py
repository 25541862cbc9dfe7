"""Rounds paid in two parts: one at closing, the rest when the programme has passed a milestone in the phase.

The milestone is met when the phase has run for a number of quarters without failing and without the company
being sold or licensed; a phase that leads to the next round before that has met it too, in that quarter. What
is not paid buys no shares: the company has less money and is worth that much less, a share as much.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fundmodel.assets.drug_programmes import NOTHING, Flags, Floats, Ints, Kind
from fundmodel.assets.programme_histories import Histories

AT_CLOSING, AT_MILESTONE = 0, 1
TRANCHES = (AT_CLOSING, AT_MILESTONE)


def milestone_quarters(assumptions: Mapping[str, object]) -> int:
    """Quarters from the closing of a round to its milestone; 0 if the whole round is paid at closing.

    Args:
        assumptions: Row of startups_assumptions, by name.

    Example:
        >>> milestone_quarters({"tranche_closing_share": 0.6, "tranche_milestone_quarters": 4})
        4
        >>> milestone_quarters({"tranche_closing_share": 1.0, "tranche_milestone_quarters": 4})
        0
    """
    is_whole = float(str(assumptions["tranche_closing_share"])) >= 1
    return 0 if is_whole else int(str(assumptions["tranche_milestone_quarters"]))


def tranche_cheques(paid_krw: Floats, closing_share: float) -> tuple[Floats, Floats]:
    """What of a cheque is paid at closing and at the milestone, whole won; together the cheque.

    Example:
        >>> tranche_cheques(np.array([101.0]), 0.6)
        (array([60.]), array([41.]))
    """
    at_closing = np.floor(paid_krw * closing_share)
    return at_closing, paid_krw - at_closing


def milestone_payments(past: Histories, milestone: int) -> tuple[Ints, Ints, Ints]:
    """The rests of all rounds that are paid on random paths: phase, cell and quarters after the round.

    Args:
        past: What happens to the programmes; a sale counts on its signing.
        milestone: From milestone_quarters, more than 0.

    Returns:
        Three arrays of shape (n_paid,), in the order of phase and cell.
    """
    phase, cell = np.nonzero(past.start != NOTHING)
    kind, begun = past.kind[phase, cell], past.start[phase, cell].astype(np.int64)
    is_sold = (kind == Kind.TRADE_SALE) | (kind == Kind.EARLY_SALE)
    ends = np.where(is_sold, past.priced_quarter[cell], past.quarter[phase, cell])
    is_sooner = (kind == Kind.ADVANCE) & (ends <= begun + milestone)
    chosen = np.flatnonzero(is_sooner | (ends > begun + milestone))
    after = np.where(is_sooner, ends - begun, milestone)[chosen]
    return phase[chosen].astype(np.int8), cell[chosen], after.astype(np.int8)


@dataclass(frozen=True)
class Paid:
    """Durations of a phase with which the rest of its round is paid at one date, by what becomes of it.

    Attributes:
        onward: Shape (n_codes,), if it goes on to the next round; codes are as likely.
        early: Same shape, if the company is sold before the phase is over.
        others: Same shape, otherwise.
    """

    onward: Flags
    early: Flags
    others: Flags

    @property
    def chances(self) -> tuple[Floats, Floats, Floats]:
        """The chance of each code, 0 where nothing is paid then: onward, early, others."""
        size = self.onward.size
        return self.onward / size, self.early / size, self.others / size

    def share(self, early_sale: float, advance: float) -> float:
        """The chance that the rest is paid then.

        Args:
            early_sale: Chance of a sale before the phase is over.
            advance: Chance that a phase that runs to its end leads to the next round.
        """
        onward, early, others = (np.count_nonzero(f) / f.size for f in (self.onward, self.early, self.others))
        return early_sale * early + (1 - early_sale) * (advance * onward + (1 - advance) * others)


@dataclass(frozen=True)
class Payment:
    """A date at which the rest of a round may be paid.

    Attributes:
        delay: Quarters after the round, 1 .. milestone; before the milestone only programmes pay that go on
            to the next round.
        milestone: From milestone_quarters.
    """

    delay: int
    milestone: int

    def codes(self, lengths: Ints) -> Paid:
        """The durations with which the rest is paid then.

        Args:
            lengths: Shape (n_codes,), quarters that the phase lasts.

        Example:
            >>> Payment(4, 4).codes(np.array([2, 3, 4, 9])).chances[0]
            array([0.  , 0.  , 0.25, 0.25])
        """
        is_due = self.delay == self.milestone
        onward = lengths >= self.milestone if is_due else lengths == self.delay
        half = (lengths + 1) // (1 + 1)
        return Paid(onward, is_due & (half > self.milestone), is_due & (lengths > self.milestone))

    def later(self, amounts: Floats, before: float = 0.0) -> Floats:
        """Amounts by quarter of the round, by quarter of this payment; what falls after the grid is left out.

        Example:
            >>> Payment(1, 4).later(np.array([1.0, 2.0, 3.0]))
            array([0., 1., 2.])
        """
        moved = np.full_like(amounts, before)
        moved[self.delay :] = amounts[: max(0, amounts.size - self.delay)]
        return moved


def payments(milestone: int) -> tuple[Payment, ...]:
    """All dates at which the rest of a round may be paid; none if all is paid at closing."""
    return tuple(Payment(delay, milestone) for delay in range(1, milestone + 1))
