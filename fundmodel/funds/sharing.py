"""Whole-won amounts shared out in fixed proportions, so that every row is whole and every sum exact."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Shares:
    """Fixed proportions in which cumulative whole-won amounts are shared out among parts.

    Each part in turn takes the floor of its share of what the parts before it left, the last part the rest.
    Of a cumulative amount that never falls, no part ever falls either, which rounding by the largest
    remainder does not promise; and no part gets more than its weight while the amount is at most the sum
    of the weights. A part is less than one won away from its share of what it finds.

    Attributes:
        factors: Shape (n_parts - 1, n_series), the share of each part in itself and the parts after it.

    Example:
        >>> shares = Shares.of(np.array([[2.0], [1.0], [1.0]]))
        >>> parts = np.zeros((3, 1))
        >>> shares.split(np.array([7.0]), parts)
        >>> parts[:, 0]
        array([3., 2., 2.])

    Source: the rule "one rounding rule" of the model's economics, made monotone.
    """

    factors: Floats

    @classmethod
    def of(cls, weights: Floats) -> "Shares":
        """Shares in proportion to weights (n_parts, n_series), 0 or more; all zero: to the last part."""
        rest = np.flip(np.cumsum(np.flip(weights, 0), axis=0), 0)
        return cls((np.divide(weights, rest, out=np.zeros_like(rest), where=rest > 0) * SNAP)[:-1])

    def first(self, n_series: int) -> "Shares":
        """The shares of the first series, in the same memory."""
        return Shares(self.factors[:, :n_series])

    def split(self, total: Floats, parts: Sequence[Floats] | Floats) -> None:
        """Write each part of `total`, shape (n_series,), whole won >= 0, into the rows of `parts`."""
        left = total
        for part, factor in zip(parts, self.factors, strict=False):
            np.multiply(left, factor, out=part)
            np.floor(part, out=part)
            left = left - part
        np.copyto(parts[-1], left)

    def shared(self, total: Floats) -> Floats:
        """The parts of `total`, shape (n_series,), whole won >= 0; shape (n_parts, n_series)."""
        parts = np.empty((len(self.factors) + 1, total.size))
        self.split(total, parts)
        return parts
