"""Fee discounts: what investors, or all of a class, do not pay of their part of the fee."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.partner_groups import Slice
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]


@dataclass
class FeeDiscounts:
    """Discounts on the management fee, investor by investor of the limited partners; won.

    A discount lowers the fee and nothing else: the waterfall, the sharing of cash and what the fund may
    spend count contributions before it, so nobody else bears it and the manager earns less.

    Attributes:
        shares: Shape (n_investors, n_series), share of its part of the fee that an investor does not pay,
            the investors of each part of `Partnership.parts()` in turn.
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

    def rows(self, parts: Sequence[Slice]) -> list[slice]:
        """The rows of the investors of each part."""
        stops = np.cumsum([len(one.commitments) for one in parts]).tolist()
        return [slice(stop - len(one.commitments), stop) for stop, one in zip(stops, parts, strict=True)]

    def lower(self, parts: Sequence[Slice], fees: Sequence[Floats]) -> Floats:
        """Share the calls on parts out to their investors, less their discounts.

        A quarter saves no more than an investor's fee and its call, so neither ever falls below zero; what
        rounding leaves over is saved later. The calls on groups, which carry counts, stay.

        Args:
            parts: Their cumulative calls before the discount are changed to those after it, and those of
                their investors are written.
            fees: Part by part, shape (n_series,), cumulative: what of the calls is fee.

        Returns:
            Saved in the quarter, shape (n_series,).

        Example:
            Two investors hold half each and are called 140, of which 40 is fee; the first saves a quarter.

            >>> zeros = np.zeros((2, 2, 1))
            >>> one = Slice.opening(np.array([[250.0], [250.0]]), np.zeros(1), *zeros, slice(0, 2))
            >>> one.paid_in += 140.0
            >>> discounts = FeeDiscounts.opening(np.array([[0.25], [0.0]]))
            >>> discounts.lower([one], [np.array([40.0])]), one.paid_in, one.investors_paid_in[:, 0]
            (array([5.]), array([135.]), array([65., 70.]))
        """
        before = self.total()
        for one, fee, rows in zip(parts, fees, self.rows(parts), strict=True):
            saved, paid, charged = self.saved[rows], one.shares.shared(one.paid_in), one.shares.shared(fee)
            due = np.floor(charged * self.shares[rows] * SNAP) - saved
            due = np.minimum(due, np.minimum(charged - self.fee[rows], paid - self.paid_in[rows]))
            saved += np.maximum(due, 0.0)
            self.fee[rows] = charged
            self.paid_in[rows] = paid
            np.subtract(paid, saved, out=one.investors_paid_in)
            one.paid_in -= np.add.reduce(saved, axis=0)
        return self.total() - before

    def total(self) -> Floats:
        """Saved by all investors, shape (n_series,), cumulative."""
        return np.add.reduce(self.saved, axis=0)
