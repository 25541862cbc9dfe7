"""One period of a waterfall on vectors of series: what is paid, what a net asset value is worth, the end.

The fund step runs these inside its loop over quarters; `distribute` runs them over whole histories.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall import carry_tiers
from fundmodel.waterfall.accounts import Accounts
from fundmodel.waterfall.clawbacks import overpaid, take_back, tested_now
from fundmodel.waterfall.state import State, Won
from fundmodel.waterfall.terms import Floats, Terms
from fundmodel.waterfall.tiers import SNAP, Tiers, book, share, share_by_tier


class Payment(NamedTuple):
    """What investor and manager receive in one period; `tiers` is empty unless asked for.

    `gp` is the manager's carry, the part of it that goes to escrow included.
    """

    lp: Won
    gp: Won
    tiers: Tiers


def opened(n_series: int, terms: Terms) -> State | Accounts:
    """The state before the first period, for `advance`, of as many series.

    Example:
        >>> opened(1, Terms()).gp_paid
        array([0.])
    """
    return State.opening(n_series) if terms.is_plain else Accounts.opening(n_series, terms.factors)


def advance(
    state: State | Accounts,
    paid_in: Won,
    distributable: Won,
    terms: Terms,
    with_tiers: bool = False,
    realised_share: Floats | None = None,
) -> Payment:
    """What one period pays to investor and manager; moves `state` on by that period.

    Args:
        state: From `opened` or the period before; changed in place.
        paid_in: Shape (n_series,), whole won >= 0, called in this period; counts before the distribution.
        distributable: Shape (n_series,), whole won >= 0, this slice's cash before carry.
        terms: One number or shape (n_series,) per term.
        with_tiers: Whether to return the amounts tier by tier too.
        realised_share: Shape (n_series,), the share of the cost held that is realised or written off in this
            period; asked for where deals count by themselves.

    Returns:
        lp and gp, new int64 arrays of shape (n_series,), whole won, lp + gp = distributable. Nothing is
        checked here: `distribute` checks, and a fund step's own arrays are whole won by construction.

    Example:
        >>> advance(State.opening(1), np.array([100]), np.array([200]), Terms(hurdle_rate=0.0))[:2]
        (array([180]), array([20]))
    """
    cash = np.asarray(distributable, dtype=np.float64)
    gp, tiers = np.empty(len(cash)), {}
    if isinstance(state, Accounts):
        carry_tiers.book(state, np.asarray(paid_in, dtype=np.float64), cash, realised_share, terms.factors)
        if with_tiers:
            tiers = carry_tiers.share_by_tier(state, cash, terms.factors, gp)
        else:
            carry_tiers.share(state, cash, terms.factors, gp)
        return Payment((cash - gp).astype(np.int64), gp.astype(np.int64), tiers)
    book(state, cash - paid_in, terms)
    if with_tiers:
        gp, tiers = share_by_tier(state, cash, terms)
    else:
        share(state, cash, terms, gp)
    return Payment((cash - gp).astype(np.int64), gp.astype(np.int64), tiers)


def liquidation_value(state: State | Accounts, nav: Won, terms: Terms) -> Won:
    """What the investor would receive if `nav` were distributed now and the fund ended: its NAV after carry.

    The hurdle balance is used as it stands, so call it after `advance` of the same period. `state` keeps its
    values. Includes accrued carry and, where the terms have it, the clawback of carry already paid.

    Args:
        state: After this period's `advance`.
        nav: Shape (n_series,), whole won >= 0, this slice's part of the fund's net asset value.
        terms: As in `advance`.

    Returns:
        Shape (n_series,), whole won, int64; nav less the result is accrued carry (negative: clawback due).

    Example:
        >>> state, terms = State.opening(1), Terms(hurdle_rate=0.0)
        >>> called = advance(state, np.array([100]), np.array([0]), terms)
        >>> liquidation_value(state, np.array([200]), terms)
        array([180])
    """
    cash, gp = np.asarray(nav, dtype=np.float64), np.empty(len(nav))
    if isinstance(state, Accounts):
        closed = state.of(slice(None))
        carry_tiers.close(closed, cash)
        carry_tiers.share(closed, cash, terms.factors, gp)
        return (cash - gp).astype(np.int64) + clawback(closed, terms)
    end = state.twin()
    end.above_hurdle += cash
    end.above_capital += cash
    share(end, cash, terms, gp)
    return (cash - gp).astype(np.int64) + clawback(end, terms)


def interim_clawback(
    state: State | Accounts,
    nav: Won | Floats,
    period: int,
    terms: Terms,
    is_open: NDArray[np.bool_] | bool = True,
) -> Won:
    """Carry returned at the end of a period in which the terms ask for a test; moves it in `state`.

    Args:
        state: After the period's `advance`.
        nav: Shape (n_series,), whole won >= 0, this slice's part of what the fund still holds: it is
            counted as if it were sold now.
        period: Counted from 0.
        terms: As in `advance`.
        is_open: Shape (n_series,): a fund that has ended is tested no more.

    Returns:
        Shape (n_series,), whole won >= 0, int64; zero where no test is due.

    Example:
        >>> terms = Terms(hurdle_rate=0.0, clawback_interval=2)
        >>> state = opened(1, terms)
        >>> early = advance(state, np.array([100]), np.array([200]), terms)
        >>> late = advance(state, np.array([100]), np.array([0]), terms)
        >>> interim_clawback(state, np.array([40]), 1, terms)
        array([12])
    """
    if not isinstance(state, Accounts) or not np.any(due := tested_now(terms.factors, period)):
        return np.zeros(state.gp_paid.shape, dtype=np.int64)
    asked = overpaid(state, terms.factors, np.asarray(nav, dtype=np.float64)) * (due & is_open)
    return take_back(state, terms.factors, asked).astype(np.int64)


def release(state: State | Accounts) -> Won:
    """What escrow still holds, paid to the manager after the clawback at the end; moves it in `state`."""
    if not isinstance(state, Accounts):
        return np.zeros(state.gp_paid.shape, dtype=np.int64)
    held = state.held.astype(np.int64)
    state.held.fill(0.0)
    return held


def clawback(state: State | Accounts, terms: Terms) -> Won:
    """Carry that the manager returns to the investor at the end; moves it in `state`.

    Returns:
        Shape (n_series,), whole won >= 0, int64: enough that carry is at most carry_rate x profit and
        that the hurdle is met, but never more than the carry received, less tax on it where the terms say
        so. Zero where the terms have no clawback.

    Example:
        >>> state, terms = State.opening(1), Terms(hurdle_rate=0.0)
        >>> early = advance(state, np.array([100]), np.array([200]), terms)
        >>> late = advance(state, np.array([100]), np.array([0]), terms)
        >>> clawback(state, terms)
        array([20])
    """
    if not terms.is_clawback_at_end or not state.gp_paid.any():
        return np.zeros(state.gp_paid.shape, dtype=np.int64)
    if isinstance(state, Accounts):
        asked = overpaid(state, terms.factors)
        return take_back(state, terms.factors, asked).astype(np.int64)
    profit = np.maximum(state.above_capital + state.gp_paid, 0.0)
    excess = state.gp_paid - np.floor(profit * terms.carry_rate * SNAP)
    shortfall = np.maximum(np.floor(-state.above_hurdle), 0.0)
    returned = np.minimum(np.maximum(excess, shortfall), state.gp_paid)
    state.gp_paid -= returned
    state.gp_due -= returned
    state.above_capital += returned
    state.above_hurdle += returned
    return returned.astype(np.int64)
