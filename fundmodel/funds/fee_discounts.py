"""Fee discounts of classes of investors: what each class does not pay of its part of the fee."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.partner_groups import Slice
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

    def lower(self, classes: Sequence[Slice], fees: Sequence[Floats]) -> Floats:
        """Lower what classes have paid in by their discounts.

        A quarter saves no more than its fee and its call, so neither ever falls below zero; what rounding
        leaves over is saved later. The calls on groups, which carry counts, stay.

        Args:
            classes: Their cumulative calls before the discount are changed to those after it; what stands
                behind the classes of limited partners is not read.
            fees: Class by class, shape (n_series,), the part of the calls that is fee.

        Returns:
            Saved in the quarter, shape (n_series,).

        Example:
            >>> rows = np.zeros((3, 1, 1))
            >>> one = Slice.opening(np.array([[500.0]]), np.zeros(1), *rows[1:], slice(0, 1), 0)
            >>> one.paid_in += 140.0
            >>> discounts = FeeDiscounts.opening(np.array([[0.25]]))
            >>> discounts.lower([one], [np.array([40.0])]), one.paid_in
            (array([10.]), array([130.]))
        """
        before = self.total()
        for number, (one, fee) in enumerate(zip(classes, fees, strict=False)):
            whole = one.paid_in
            saved = self.saved[number]
            due = np.floor(fee * self.shares[number] * SNAP) - saved
            due = np.minimum(due, np.minimum(fee - self.fee[number], whole - self.paid_in[number]))
            saved += np.maximum(due, 0.0)
            np.copyto(self.fee[number], fee)
            np.copyto(self.paid_in[number], whole)
            np.subtract(whole, saved, out=whole)
        return self.total() - before

    def total(self) -> Floats:
        """Saved by all classes, shape (n_series,), cumulative."""
        return np.add.reduce(self.saved, axis=0)
