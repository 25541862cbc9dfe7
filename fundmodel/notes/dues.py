"""What falls due on notes in one period, and who stands behind them: what accounts are told of terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fundmodel.interest import Ratios, Whole

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NO_LIMIT = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Dues:
    """What falls due in one period; the last axis is one for all series, or one entry per series.

    Amounts of a tranche are in its own unit; fee and premiums are cash.

    Attributes:
        fee: Shape (m,), service fee.
        premium: Shape (n_guarantees, m).
        interest, principal: Shape (n_tranches, m), by schedule.
        after: Same shape: balance after the period's payments.
        interest_after: Same shape: scheduled interest of all later periods.
        coupons: Of each tranche, for one period.
        price: Shape (n_tranches, n_series): cash per unit of a tranche; None where the unit is cash.
    """

    fee: Whole
    premium: Whole
    interest: Whole
    principal: Whole
    after: Whole
    interest_after: Whole
    coupons: Sequence[Fraction | Ratios]
    price: Floats | None = None

    def cash(self, amounts: Whole) -> Whole:
        """Amounts of every tranche, shape (n_tranches, m), in cash, rounded down."""
        if self.price is None:
            return amounts
        return np.floor(amounts * self.price).astype(np.int64)

    def cash_of(self, row: int, paths: Whole, amounts: Whole) -> Whole:
        """Amounts of one tranche on some paths in cash."""
        return amounts if self.price is None else np.floor(amounts * self.price[row, paths]).astype(np.int64)

    def units_of(self, row: int, paths: Whole, paid: Whole, owed: Whole, owed_cash: Whole) -> Whole:
        """The part of what is owed that cash pays off: all of it where the cash is all that it costs."""
        if self.price is None:
            return paid
        bought = np.floor(paid / self.price[row, paths]).astype(np.int64)
        return np.where(paid == owed_cash, owed, np.minimum(bought, owed))


@dataclass(frozen=True)
class Cover:
    """A guarantee as accounts read it; arrays have one entry for all series or one per series.

    Attributes:
        rows: The tranches it covers.
        share: Part of each shortfall that it pays.
        limit: Shape (m,), most that it ever pays, in cash.
        is_there: Shape (m,), where it exists at all.
        is_early: Shape (m,), whether a draw cures a missed payment.
        is_recovered: Shape (m,), whether draws are paid back.
        is_covering_fee: Whether it pays the service fee and premiums too.
        is_waiving: Whether a draw stands in for its own premium, so that no premium causes a default.
    """

    rows: tuple[int, ...]
    share: Fraction | Ratios
    limit: Whole
    is_there: Flags
    is_early: Flags
    is_recovered: Flags
    is_covering_fee: bool = False
    is_waiving: bool = False

    def first(self, n_series: int, whole: int) -> "Cover":
        """The guarantee for the first series of `whole`."""
        share = self.share
        if isinstance(share, Ratios):
            share = share.at(np.arange(n_series))
        flags = (self.is_there, self.is_early, self.is_recovered)
        limit = self.limit[:n_series] if self.limit.size == whole else self.limit
        cut = [one[:n_series] if one.size == whole else one for one in flags]
        return Cover(self.rows, share, limit, *cut, self.is_covering_fee, self.is_waiving)


class Obligations(Protocol):
    """Terms that accounts can be kept of."""

    @property
    def issued(self) -> Whole:
        """Shape (n_tranches, m), own units."""
        ...

    @property
    def covers(self) -> tuple[Cover, ...]:
        """The guarantees; each tranche has one at most."""
        ...

    def dues(self, period: int) -> Dues:
        """What falls due in a period."""
        ...


def at(values: NDArray, paths: Whole | Flags) -> NDArray:
    """The entries of some series; what holds for all series stays as it is."""
    return values if values.shape[-1] == 1 else values[..., paths]


def ratio_at(ratio: Fraction | Ratios, paths: Whole) -> Fraction | Ratios:
    """A fraction for some series."""
    return ratio.at(paths) if isinstance(ratio, Ratios) else ratio
