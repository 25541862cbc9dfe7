"""One period of a waterfall on vectors of series: what is paid, what a net asset value is worth, the end.

The fund step runs these inside its loop over quarters; `distribute` runs them over whole histories.
"""

from typing import NamedTuple

import numpy as np

from fundmodel.waterfall.state import State, Won
from fundmodel.waterfall.terms import Terms
from fundmodel.waterfall.tiers import SNAP, Tiers, book, share, share_by_tier


class Payment(NamedTuple):
    """What investor and manager receive in one period; `tiers` is empty unless asked for."""

    lp: Won
    gp: Won
    tiers: Tiers


def advance(
    state: State, paid_in: Won, distributable: Won, terms: Terms, with_tiers: bool = False
) -> Payment:
    """What one period pays to investor and manager; moves `state` on by that period.

    Args:
        state: From `State.opening` or the period before; changed in place.
        paid_in: Shape (n_series,), whole won >= 0, called in this period; counts before the distribution.
        distributable: Shape (n_series,), whole won >= 0, this slice's cash before carry.
        terms: One number or shape (n_series,) per term.
        with_tiers: Whether to return the amounts tier by tier too.

    Returns:
        lp and gp, new int64 arrays of shape (n_series,), whole won, lp + gp = distributable. Nothing is
        checked here: `distribute` checks, and a fund step's own arrays are whole won by construction.

    Example:
        >>> advance(State.opening(1), np.array([100]), np.array([200]), Terms(hurdle_rate=0.0))[:2]
        (array([180]), array([20]))
    """
    cash = np.asarray(distributable, dtype=np.float64)
    book(state, cash - paid_in, terms)
    gp, tiers = np.empty(len(cash)), {}
    if with_tiers:
        gp, tiers = share_by_tier(state, cash, terms)
    else:
        share(state, cash, terms, gp)
    return Payment((cash - gp).astype(np.int64), gp.astype(np.int64), tiers)


def liquidation_value(state: State, nav: Won, terms: Terms) -> Won:
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
    end = state.twin()
    cash, gp = np.asarray(nav, dtype=np.float64), np.empty(len(nav))
    end.above_hurdle += cash
    end.above_capital += cash
    share(end, cash, terms, gp)
    return (cash - gp).astype(np.int64) + clawback(end, terms)


def clawback(state: State, terms: Terms) -> Won:
    """Carry that the manager returns to the investor at the end; moves it in `state`.

    Returns:
        Shape (n_series,), whole won >= 0, int64: enough that carry is at most carry_rate x profit and
        that the hurdle is met, but never more than the carry received. Zero where the terms have no clawback.

    Example:
        >>> state, terms = State.opening(1), Terms(hurdle_rate=0.0)
        >>> early = advance(state, np.array([100]), np.array([200]), terms)
        >>> late = advance(state, np.array([100]), np.array([0]), terms)
        >>> clawback(state, terms)
        array([20])
    """
    if not terms.is_clawback_at_end or not state.gp_paid.any():
        return np.zeros(state.gp_paid.shape, dtype=np.int64)
    profit = np.maximum(state.above_capital + state.gp_paid, 0.0)
    overpaid = state.gp_paid - np.floor(profit * terms.carry_rate * SNAP)
    shortfall = np.maximum(np.floor(-state.above_hurdle), 0.0)
    returned = np.minimum(np.maximum(overpaid, shortfall), state.gp_paid)
    state.gp_paid -= returned
    state.gp_due -= returned
    state.above_capital += returned
    state.above_hurdle += returned
    return returned.astype(np.int64)
