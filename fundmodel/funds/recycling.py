"""Distributions that a fund may call again: how much, until when, and what stops it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Codes = NDArray[np.int64]

# Why nothing, or no more, was called again.
LIMITS = ("none", "no_proceeds", "window", "cap", "share", "too_late", "not_needed")


@dataclass
class Recycling:
    """Recallable distributions of funds; arrays of shape (n_series,), won.

    Attributes:
        share: Of what partners receive from assets, that may be called again.
        cap: The most in all.
        last: Last quarter whose distributions may be called again.
        seen: What partners have received after carry, cumulative; `eligible` is the part of it in time.
        recallable: What may be called again so far, cumulative, whole won.
        recycled: The part of it that fees, expenses and lots have used up, or have set aside.

    Source: METHOD.md, "Cash of a fund".
    """

    share: Floats
    cap: Floats
    last: Floats
    seen: Floats
    eligible: Floats
    recallable: Floats
    recycled: Floats

    @classmethod
    def opening(cls, share: Floats, cap: Floats, last: Floats) -> "Recycling":
        """Nothing received yet."""
        return cls(share, cap, last, *np.zeros((4, share.size)))

    def of(self, rows: slice | Ints) -> "Recycling":
        """Some of the series: in the same memory for a slice, a copy for a list of places."""
        every = (
            self.share, self.cap, self.last, self.seen, self.eligible, self.recallable, self.recycled
        )  # fmt: skip
        return Recycling(*(one[rows] if isinstance(rows, slice) else one.take(rows) for one in every))

    def receive(self, quarter: int, distributed: Floats) -> None:
        """Note what partners receive in a quarter from assets, after carry.

        Example:
            >>> recycling = Recycling.opening(*np.array([[0.5], [30.0], [3.0]]))
            >>> recycling.receive(2, np.array([40.0]))
            >>> recycling.receive(4, np.array([40.0]))
            >>> recycling.recallable
            array([20.])
        """
        self.seen += distributed
        self.eligible += distributed * (quarter <= self.last)
        allowed = np.floor(np.minimum(self.cap, self.eligible * self.share) * SNAP)
        np.maximum(self.recallable, allowed, out=self.recallable)

    def use(self, lacking: Floats) -> None:
        """Note by how much what is spent and set aside goes beyond commitment."""
        np.maximum(self.recycled, np.ceil(np.clip(lacking, 0.0, self.recallable)), out=self.recycled)

    def limits(self, not_funded: Floats) -> Codes:
        """Places in LIMITS: what kept a fund from calling more again.

        Args:
            not_funded: Shape (n_series,), what lots asked for and did not get over the whole life.
        """
        is_cut, is_used = not_funded > 0, self.recycled > 0
        is_full = self.recycled >= self.recallable
        by_cap = self.eligible * self.share >= self.cap
        conditions = [
            (self.share <= 0),
            (self.cap <= 0),
            (self.seen <= 0),
            (self.eligible <= 0),
            is_used & is_full & is_cut & by_cap,
            is_used & is_full & is_cut,
            is_used,
            is_cut,
        ]
        named = ("none", "cap", "no_proceeds", "window", "cap", "share", "none", "too_late")
        codes = [np.full(is_cut.shape, LIMITS.index(name)) for name in named]
        return np.select(conditions, codes, LIMITS.index("not_needed")).astype(np.int64)
