"""Whole histories through the waterfall: calls and cash of every period in, the split out."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from fundmodel.aligned_arrays import aligned
from fundmodel.waterfall.inputs import checked_amounts
from fundmodel.waterfall.period import advance, clawback
from fundmodel.waterfall.state import State, Won
from fundmodel.waterfall.terms import Floats, Terms
from fundmodel.waterfall.tiers import Tiers, book, share

# Series worked on together: their arrays of one period stay in the processor's cache.
CHUNK = 8192


@dataclass(frozen=True)
class Split:
    """What investor and manager receive of each period's cash.

    Arrays of shape (n_series, n_periods), whole won, int64.

    Attributes:
        lp: To the investor, including carry that the manager returns in the last period.
        gp: To the manager; negative in the last period where it returns carry.
    """

    lp: Won
    gp: Won
    _paid_in: Won = field(repr=False)
    _distributable: Won = field(repr=False)
    _terms: Terms = field(repr=False)

    @cached_property
    def tiers(self) -> Tiers:
        """Tier name -> (lp, gp) in paying order, the clawback last; computed when first asked for.

        Raises:
            RuntimeError: If the arrays given to `distribute` were changed in the meantime.
        """
        n_series, n_periods = self.lp.shape
        state = State.opening(n_series)
        tiers: Tiers = {}
        for period in range(n_periods):
            paid_in, cash = self._paid_in[:, period], self._distributable[:, period]
            payment = advance(state, paid_in, cash, self._terms, with_tiers=True)
            for name, amounts in payment.tiers.items():
                both = tiers.setdefault(name, (np.empty_like(self.lp), np.empty_like(self.gp)))
                for whole, amount in zip(both, amounts, strict=True):
                    whole[:, period] = amount
        returned = np.zeros_like(self.lp)
        returned[:, -1] = clawback(state, self._terms)
        tiers["clawback"] = returned, -returned
        if not np.array_equal(sum(gp for _, gp in tiers.values()), self.gp):
            raise RuntimeError(
                "The arrays given to distribute have changed since; ask for tiers before, or pass copies."
            )
        return tiers


def distribute(paid_in: ArrayLike, distributable: ArrayLike, terms: Terms) -> Split:
    """The whole-fund waterfall: how each period's cash is shared between investor and manager.

    Calls come before distributions within a period. The hurdle balance is
    balance[t] = balance[t-1] (1 + hurdle_rate)^(1 / periods_per_year) + paid_in[t] - lp[t]. Cash pays, in
    order, return of capital, hurdle, catch-up and split; in the last period the manager returns excess carry.

    Args:
        paid_in: Shape (n_series, n_periods), whole won >= 0, one row per investor's slice.
        distributable: The same shape, whole won >= 0: the slice's cash before carry.
        terms: One number per term for all series, or one per series.

    Returns:
        lp and gp with lp + gp = distributable to the won, and the same tier by tier. The manager's cumulative
        carry is floored, so it is at most carry_rate x profit where the catch-up has been completed, less
        than one won below.

    Raises:
        ValueError: If shapes differ or are not two-dimensional, or an amount is negative, not whole, missing.

    Example:
        >>> terms = Terms(hurdle_rate=0.08, carry_rate=0.20, catch_up_share=1.0, periods_per_year=1)
        >>> split = distribute([[100, 0, 0, 0, 0, 0]], [[0, 0, 0, 0, 0, 200]], terms)
        >>> split.lp[:, -1], split.gp[:, -1]
        (array([180]), array([20]))
        >>> list(split.tiers)
        ['return_of_capital', 'hurdle', 'catch_up', 'split', 'clawback']
        >>> split.tiers["catch_up"][1][:, -1]
        array([11])

    Source: the European (whole-fund) waterfall of partnership agreements, compounded hurdle.
    """
    calls, cash = checked_amounts(paid_in, distributable, terms)
    n_series, n_periods = calls.shape
    lp, gp = np.empty_like(cash), np.empty_like(cash)
    chunk = min(CHUNK, n_series)
    state, cash_room, other_room = State.opening(chunk), aligned(n_periods, chunk), aligned(n_periods, chunk)
    for start in range(0, n_series, CHUNK):
        part = slice(start, min(start + CHUNK, n_series))
        n_part = part.stop - part.start
        cash_block, other_block = cash_room[:, :n_part], other_room[:, :n_part]
        np.copyto(cash_block, cash[part].T)
        np.copyto(other_block, calls[part].T)
        _distribute(state.first(n_part), cash_block, other_block, terms.of_series(part))
        np.copyto(gp[part], other_block.T, casting="unsafe")
        np.subtract(cash[part], gp[part], out=lp[part])
    return Split(lp, gp, calls, cash, terms)


def _distribute(state: State, cash: Floats, calls_then_gp: Floats, terms: Terms) -> None:
    """Put the manager's won in the place of the calls; arrays of shape (n_periods, n_series)."""
    state.reopen()
    for cash_now, other in zip(cash, calls_then_gp, strict=True):
        book(state, np.subtract(cash_now, other, out=other), terms)
        share(state, cash_now, terms, gp=other)
    calls_then_gp[-1] -= clawback(state, terms)
