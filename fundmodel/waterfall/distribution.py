"""Whole histories through the waterfall: calls and cash of every period in, the split out."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from fundmodel.aligned_arrays import aligned
from fundmodel.waterfall.inputs import checked_amounts
from fundmodel.waterfall.period import advance, clawback
from fundmodel.waterfall.state import State, Won
from fundmodel.waterfall.terms import Terms
from fundmodel.waterfall.tiers import Tiers, book, share

# Series worked on together: their arrays of one period stay in the processor's cache.
CHUNK = 4096


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
    state, blocks = State.opening(chunk), [aligned(n_periods, chunk) for _ in range(3)]
    for start in range(0, n_series, CHUNK):
        part = slice(start, min(start + CHUNK, n_series))
        n_part = part.stop - part.start
        cash_block, net_block, gp_block = (block[:, :n_part] for block in blocks)
        np.copyto(cash_block, cash[part].T)
        np.copyto(net_block, calls[part].T)
        np.subtract(cash_block, net_block, out=net_block)
        first = _share_periods(state.first(n_part), cash_block, net_block, gp_block, terms.of_series(part))
        gp[part, :first] = 0
        np.copyto(gp[part, first:], gp_block[first:].T, casting="unsafe")
        np.subtract(cash[part], gp[part], out=lp[part])
    return Split(lp, gp, calls, cash, terms)


def _share_periods(state: State, cash: np.ndarray, net: np.ndarray, gp: np.ndarray, terms: Terms) -> int:
    """Write the manager's won to `gp`, all arrays (n_periods, n_series); return the first period with any."""
    state.reopen()
    n_periods = len(cash)
    first = n_periods
    for period in range(n_periods):
        book(state, net[period], terms)
        is_shared = share(state, cash[period], terms, gp[period])
        if is_shared:
            first = min(first, period)
        elif first < n_periods:
            gp[period].fill(0.0)
    returned = clawback(state, terms)
    if first < n_periods:
        gp[-1] -= returned
    return first
