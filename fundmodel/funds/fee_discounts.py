"""Fee discounts of classes of investors: what each class does not pay of its part of the fee."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]


@dataclass
class FeeDiscounts:
    """Discounts on the management fee, class by class of the limited partners; won.

    A discount lowers the fee and nothing else: the waterfall, the sharing of cash and what the fund may
    spend count contributions before it, so nobody else bears it.

    Attributes:
        shares: Shape (n_classes, n_series), share of its part of the fee that a class does not pay.
        saved: Same shape, cumulative, whole won.
        paid_in, fee: Same shape, cumulative: calls before the discount, and the fee in them.

    Source: METHOD.md, "Fees".
    """

    shares: Floats
    saved: Floats
    paid_in: Floats
    fee: Floats

    @classmethod
    def opening(cls, shares: Floats) -> "FeeDiscounts":
        """Nothing saved yet."""
        return cls(shares, *np.zeros((3, *shares.shape)))

    def first(self, n_series: int) -> "FeeDiscounts":
        """The first series, in the same memory."""
        arrays = (self.shares, self.saved, self.paid_in, self.fee)
        return FeeDiscounts(*(one[:, :n_series] for one in arrays))

    def lower(self, number: int, paid_in: Floats, fee: Floats) -> None:
        """Lower what a class has paid in by its discount.

        A quarter saves no more than its fee and its call, so neither ever falls below zero; what rounding
        leaves over is saved later.

        Args:
            number: Of the class.
            paid_in: Shape (n_series,), cumulative calls before the discount; changed to those after it.
            fee: Same shape, the part of them that is fee.

        Example:
            >>> discounts, paid = FeeDiscounts.opening(np.array([[0.25]])), np.array([140.0])
            >>> discounts.lower(0, paid, np.array([40.0]))
            >>> paid, discounts.saved
            (array([130.]), array([[10.]]))
        """
        saved = self.saved[number]
        due = np.floor(fee * self.shares[number] * SNAP) - saved
        due = np.minimum(due, np.minimum(fee - self.fee[number], paid_in - self.paid_in[number]))
        saved += np.maximum(due, 0.0)
        np.copyto(self.fee[number], fee)
        np.copyto(self.paid_in[number], paid_in)
        paid_in -= saved

    def total(self) -> Floats:
        """Saved by all classes, shape (n_series,), cumulative."""
        return np.add.reduce(self.saved, axis=0)
