"""Where every series of a waterfall with more than plain terms stands: one account per hurdle and purpose."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from fundmodel.aligned_arrays import aligned
from fundmodel.waterfall.factors import Factors
from fundmodel.waterfall.rates import Floats

SINGLE = ("gp_due", "gp_paid", "allocated", "held", "profit", "unrealised")
WORK_ROWS = 4


@dataclass
class Accounts:
    """Balances of each series, arrays of shape (n_series,) or (n_hurdles, n_series), won.

    The tiers look at `capital` and `hurdles`. Of a whole fund these are all there is; where deals count by
    themselves they hold realised deals alone and `whole_capital` and `whole_hurdles` hold the whole fund.

    Attributes:
        memory: All balances, row by row.
        work: Rows to compute in.
        gp_due: Carry the manager has earned, not rounded.
        gp_paid: Carry given to the manager, escrow included, less what it returned; whole won.
        allocated: The same without deducting what was returned.
        held: The part of gp_paid in escrow.
        profit: Cash distributed less what was paid in for what is realised.
        unrealised: Paid in for what is not yet realised.
        capital, whole_capital: Distributed to the investor less paid in.
        hurdles, whole_hurdles: The same with interest, hurdle by hurdle.
        pools: `unrealised` with interest, hurdle by hurdle.

    Example:
        >>> from fundmodel.waterfall.terms import Terms
        >>> Accounts.opening(2, Factors.of(Terms(escrow_share=0.3))).held
        array([0., 0.])
    """

    memory: Floats
    work: Floats
    n_hurdles: int
    has_deals: bool

    def __post_init__(self) -> None:
        rows = self.memory
        self.gp_due, self.gp_paid, self.allocated, self.held, self.profit, self.unrealised = rows[:6]
        start, count = len(SINGLE), self.n_hurdles
        self.whole_capital = rows[start]
        self.whole_hurdles = rows[start + 1 : start + 1 + count]
        self.capital, self.hurdles, self.pools = self.whole_capital, self.whole_hurdles, rows[:0]
        if self.has_deals:
            start += 1 + count
            self.capital = rows[start]
            self.hurdles = rows[start + 1 : start + 1 + count]
            self.pools = rows[start + 1 + count : start + 1 + 2 * count]

    @classmethod
    def opening(cls, n_series: int, factors: Factors) -> Self:
        """The accounts before the first period."""
        count = len(factors.growth)
        n_rows = len(SINGLE) + 1 + count + (1 + 2 * count) * factors.has_deals
        opened = cls(aligned(n_rows, n_series), aligned(WORK_ROWS, n_series), count, factors.has_deals)
        opened.reopen(factors)
        return opened

    def reopen(self, factors: Factors) -> None:
        """Back to before the first period."""
        self.memory.fill(0.0)
        for whole, own, start in zip(self.whole_hurdles, self.hurdles, factors.opening, strict=True):
            whole[:] = own[:] = start

    def first(self, n_series: int) -> Self:
        """The first series, in the same memory."""
        return type(self)(self.memory[:, :n_series], self.work[:, :n_series], self.n_hurdles, self.has_deals)

    def of(self, rows: slice | NDArray[np.intp]) -> Self:
        """A copy of some of the series."""
        copied = self.memory[:, rows].copy()
        return type(self)(copied, np.empty((WORK_ROWS, copied.shape[1])), self.n_hurdles, self.has_deals)

    def put(self, rows: NDArray[np.intp], part: Self) -> None:
        """Write the balances of some of the series back."""
        self.memory[:, rows] = part.memory

    def give_back(self, returned: Floats) -> None:
        """Move carry from the manager to the investor."""
        self.gp_paid -= returned
        self.gp_due -= returned
        self.whole_capital += returned
        self.whole_hurdles += returned
        if self.has_deals:
            self.capital += returned
            self.hurdles += returned
