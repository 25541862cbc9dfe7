"""Limited partners of a fund: classes of investors, and groups of classes with the same terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.sharing import Shares
from fundmodel.waterfall import Accounts, State, Terms, opened

Floats = NDArray[np.float64]
# Whole won, as integers or held exactly in doubles; the waterfall takes both.
Won = NDArray[Any]


@dataclass
class Slice:
    """The investors of one class in a fund; arrays of shape (n_series,) or (n_investors, n_series).

    Attributes:
        commitments: Of the investors.
        shares: Among the investors of the class, in proportion to commitment.
        paid_in, received, value: Of the class: cumulative calls, cumulative distributions, NAV.
        investors_paid_in, investors_received: The same by investor.
        place: Of these investors among all of the fund.
    """

    commitments: Floats
    shares: Shares
    paid_in: Floats
    received: Floats
    value: Floats
    investors_paid_in: Floats
    investors_received: Floats
    place: slice

    @classmethod
    def opening(
        cls,
        commitments: Floats,
        value: Floats,
        paid_in: Floats,
        received: Floats,
        place: slice,
    ) -> "Slice":
        """Nothing paid yet.

        Args:
            commitments: Shape (n_investors, n_series).
            value: Shape (n_series,), zeros, in which the value is kept.
            paid_in: Shape (n_investors, n_series), zeros, in which the investors' calls are kept.
            received: Same shape, for their receipts.
            place: Of the investors among all.
        """
        paid, got = np.zeros((2, value.size))
        shares = Shares.of(commitments)
        return cls(commitments, shares, paid, got, value, paid_in, received, place)

    def first(self, n_series: int) -> "Slice":
        """The first series, in the same memory."""
        return Slice(
            self.commitments[:, :n_series],
            self.shares.first(n_series),
            self.paid_in[:n_series],
            self.received[:n_series],
            self.value[:n_series],
            self.investors_paid_in[:, :n_series],
            self.investors_received[:, :n_series],
            self.place,
        )


@dataclass
class Group:
    """Classes of limited partners with the same terms, run as one waterfall; arrays of shape (n_series,).

    Attributes:
        terms, state: Of the waterfall.
        shares: Among the classes.
        slices: The classes.
        paid_in, cash, received, carry: Cumulative: calls, cash before carry, cash after it, carry (the part
            of it that is in escrow included).
        called, paid: Of the quarter: calls, cash before carry.
    """

    terms: Terms
    state: State | Accounts
    shares: Shares
    slices: tuple[Slice, ...]
    paid_in: Floats
    cash: Floats
    received: Floats
    carry: Floats
    called: Won
    paid: Won

    @classmethod
    def opening(cls, terms: Terms, commitments: Sequence[Floats], slices: tuple[Slice, ...]) -> "Group":
        """Nothing paid yet, for the commitments of the investors of each class."""
        n_series = commitments[0].shape[1]
        weights = np.array([np.add.reduce(one, axis=0) for one in commitments])
        return cls(terms, opened(n_series, terms), Shares.of(weights), slices, *np.zeros((6, n_series)))

    @property
    def is_tested(self) -> bool:
        """Whether the clawback of some series is tested before the end."""
        return not self.terms.is_plain and bool(np.any(self.terms.clawback_interval))

    @property
    def is_by_deal(self) -> bool:
        """Whether the carry of some series is due on realised deals alone."""
        return not self.terms.is_plain and bool(np.any(self.terms.is_deal_by_deal))

    @property
    def held(self) -> Floats | None:
        """Carry in escrow, None where the terms have none."""
        return self.state.held if isinstance(self.state, Accounts) else None

    def first(self, n_series: int) -> "Group":
        """The first series, in the same memory."""
        arrays = (self.paid_in, self.cash, self.received, self.carry, self.called, self.paid)
        return Group(
            self.terms.of_series(slice(0, n_series)),
            self.state.first(n_series),
            self.shares.first(n_series),
            tuple(one.first(n_series) for one in self.slices),
            *(array[:n_series] for array in arrays),
        )
