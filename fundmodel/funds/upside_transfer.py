"""Upside transfer: what a stake received above its hurdle, of which the public side gives a share away."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
_QUARTERS = 1 / 4


@dataclass
class HurdleBalance:
    """What one stake is above or below a rate, with every flow compounded at it; shape (n_series,), won.

    Attributes:
        factor: Growth of a quarter at the rate.
        balance: Distributed less paid in, compounded; below 0 until the rate is earned.
        excess: Receipts that came while the balance was not below zero, added up, not compounded.

    Example:
        100 are paid in, 104 come after a year at 4 %, 10 more and then 6: 16 are above the hurdle.

        >>> stake = HurdleBalance.opening(np.array([0.04]))
        >>> for paid, got in [(100.0, 0.0), *[(0.0, 0.0)] * 3, (0.0, 104.0), (0.0, 10.0), (0.0, 6.0)]:
        ...     stake.move(np.array([paid]), np.array([got]))
        >>> stake.above(np.zeros(1), np.array([20.0])).round(6)
        array([16.])

    Source: METHOD.md, "Public money for others".
    """

    factor: Floats
    balance: Floats
    excess: Floats

    @classmethod
    def opening(cls, rate: Floats) -> "HurdleBalance":
        """Nothing paid yet, at a rate per year, shape (n_series,)."""
        return cls((1 + rate) ** _QUARTERS, *np.zeros((2, rate.size)))

    def first(self, n_series: int) -> "HurdleBalance":
        """The first series, in the same memory."""
        return HurdleBalance(self.factor[:n_series], self.balance[:n_series], self.excess[:n_series])

    def move(self, paid_in: Floats, received: Floats) -> None:
        """Take in a quarter: calls before distributions."""
        self.balance *= self.factor
        self.balance += received - paid_in
        self.excess += np.clip(self.balance, 0.0, received)

    def short(self, value: Floats) -> Floats:
        """What the stake lacks to its rate if it were sold for `value` now, whole won."""
        return np.floor(np.maximum(-(self.balance + value), 0.0) * SNAP)

    def above(self, value: Floats, profit: Floats) -> Floats:
        """The excess over the hurdle if the stake were sold for `value` now.

        Args:
            value: Shape (n_series,), NAV of the stake.
            profit: Receipts and value less paid in: the excess is never more.
        """
        ended = self.balance + value
        most = np.minimum(self.excess + np.clip(ended, 0.0, value), ended)
        return np.maximum(np.minimum(most, profit), 0.0)
