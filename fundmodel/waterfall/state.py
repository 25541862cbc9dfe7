"""Where every series of a waterfall stands, as a struct of arrays with room to compute in."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from fundmodel.aligned_arrays import aligned
from fundmodel.waterfall.terms import Floats

Won = NDArray[np.int64]


@dataclass
class State:
    """Where each series stands in its waterfall; arrays of shape (n_series,), won.

    Attributes:
        above_capital: Distributed to the investor less paid in, whole won; below 0 until capital is returned.
        above_hurdle: The same with every flow compounded at the hurdle; below 0 until the hurdle is earned.
        gp_due: Carry the manager has earned so far, not rounded.
        gp_paid: Carry the manager has received so far, whole won.
        left: Cash of the period that the investor's tiers left over.

    Example:
        >>> State.opening(2).gp_paid
        array([0., 0.])
    """

    above_capital: Floats
    above_hurdle: Floats
    gp_due: Floats
    gp_paid: Floats
    left: Floats
    left_for_split: Floats
    work: Floats
    _twin: Self | None = field(default=None, init=False, repr=False)

    @classmethod
    def opening(cls, n_series: int) -> Self:
        """The state before the first period: nothing paid in, nothing distributed."""
        arrays = aligned(7, n_series)
        arrays.fill(0.0)
        return cls(*arrays)

    def reopen(self) -> None:
        """Back to the state before the first period."""
        for balance in self._balances():
            balance.fill(0.0)

    def first(self, n_series: int) -> Self:
        """The first series of this state, in the same memory."""
        arrays = (*self._balances(), self.left, self.left_for_split, self.work)
        return type(self)(*[array[:n_series] for array in arrays])

    def of(self, rows: NDArray[np.intp]) -> Self:
        """A copy of some of the series."""
        copied = [array[rows] for array in (*self._balances(), self.left)]
        return type(self)(*copied, *np.empty((2, len(rows))))

    def put(self, rows: NDArray[np.intp], part: Self) -> None:
        """Write the balances of some of the series back."""
        for array, copied in zip(self._balances(), part._balances(), strict=True):
            array[rows] = copied

    def twin(self) -> Self:
        """A copy to try something on; its memory is used again by the next call."""
        if self._twin is None:
            self._twin = self.opening(len(self.work))
        for copied, array in zip(self._twin._balances(), self._balances(), strict=True):
            np.copyto(copied, array)
        return self._twin

    def _balances(self) -> tuple[Floats, ...]:
        return self.above_capital, self.above_hurdle, self.gp_due, self.gp_paid
