"""Whole histories through the waterfall: calls and cash of every period in, the split out."""

import numpy as np
from numpy.typing import ArrayLike

from fundmodel.aligned_arrays import aligned
from fundmodel.waterfall.accounts import Accounts
from fundmodel.waterfall.carry_tiers import book as book_accounts
from fundmodel.waterfall.carry_tiers import share as share_accounts
from fundmodel.waterfall.inputs import History, checked_history
from fundmodel.waterfall.period import clawback, interim_clawback
from fundmodel.waterfall.rates import Floats
from fundmodel.waterfall.splits import Split
from fundmodel.waterfall.state import State
from fundmodel.waterfall.terms import Terms
from fundmodel.waterfall.tiers import book, share

# Series worked on together: their arrays of one period stay in the processor's cache.
CHUNK = 8192


def distribute(
    paid_in: ArrayLike,
    distributable: ArrayLike,
    terms: Terms,
    realised_share: ArrayLike | None = None,
    nav: ArrayLike | None = None,
) -> Split:
    """The waterfall: how each period's cash is shared between investor and manager.

    Calls come before distributions within a period. The hurdle balance is
    balance[t] = balance[t-1] (1 + hurdle_rate)^(1 / periods_per_year) + paid_in[t] - lp[t]. Cash pays, in
    order, return of capital, hurdle, catch-up and split, and again catch-up and split above every further
    hurdle; in the last period the manager returns excess carry and receives what is left in escrow.

    Args:
        paid_in: Shape (n_series, n_periods), whole won >= 0, one row per investor's slice.
        distributable: The same shape, whole won >= 0: the slice's cash before carry.
        terms: One value per term for all series, or one per series.
        realised_share: The same shape, 0 to 1: the share of the cost held that is realised or written off in
            each period; needed, and only allowed, where the terms count deal by deal.
        nav: The same shape, whole won >= 0: what the slice's part of the fund is worth after the period's
            cash; a clawback before the end counts it as if it were sold. Left out: nothing.

    Returns:
        lp and gp with lp + gp + change of escrow = distributable to the won, and the same tier by tier. The
        manager's cumulative
        carry is floored, so it is at most carry_rate x profit where the catch-up has been completed, less
        than one won below.

    Raises:
        ValueError: If shapes differ or are not two-dimensional, an amount is negative, not whole or missing,
            or an input does not go with the terms.

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
    history = checked_history(paid_in, distributable, terms, realised_share, nav)
    if not terms.is_plain:
        return _with_accounts(history, terms)
    calls, cash = history.paid_in, history.distributable
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
    return Split(lp, gp, np.zeros_like(lp), history, terms)


def _distribute(state: State, cash: Floats, calls_then_gp: Floats, terms: Terms) -> None:
    """Put the manager's won in the place of the calls; arrays of shape (n_periods, n_series)."""
    state.reopen()
    for cash_now, other in zip(cash, calls_then_gp, strict=True):
        book(state, np.subtract(cash_now, other, out=other), terms)
        share(state, cash_now, terms, gp=other)
    calls_then_gp[-1] -= clawback(state, terms)


def _with_accounts(history: History, terms: Terms) -> Split:
    """Histories under more than plain terms."""
    lp, gp, escrow = np.empty((3, *history.paid_in.shape), dtype=np.int64)
    n_series = len(lp)
    for start in range(0, n_series, CHUNK):
        part = slice(start, min(start + CHUNK, n_series))
        own = terms.of_series(part)
        carry, held = _carry_and_escrow(history.of(part), own)
        np.copyto(escrow[part], held.T, casting="unsafe")
        to_escrow = np.diff(held, axis=0, prepend=0.0)
        np.copyto(gp[part], (carry - to_escrow).T, casting="unsafe")
        np.copyto(lp[part], history.distributable[part] - carry.T, casting="unsafe")
    return Split(lp, gp, escrow, history, terms)


def _carry_and_escrow(history: History, terms: Terms) -> tuple[Floats, Floats]:
    """Carry less what was returned, and what is in escrow, by period; shape (n_periods, n_series) each."""
    calls, cash, realised, nav = history.by_period()
    n_periods, n_series = calls.shape
    accounts = Accounts.opening(n_series, terms.factors)
    carry, held = np.empty((2, n_periods, n_series))
    nothing = np.zeros(n_series)
    for period in range(n_periods):
        realised_now = None if realised is None else realised[period]
        book_accounts(accounts, calls[period], cash[period], realised_now, terms.factors)
        share_accounts(accounts, cash[period], terms.factors, carry[period])
        if period < n_periods - 1:
            worth = nothing if nav is None else nav[period]
            carry[period] -= interim_clawback(accounts, worth, period, terms)
        held[period] = accounts.held
    carry[-1] -= clawback(accounts, terms)
    held[-1] = 0.0
    return carry, held
