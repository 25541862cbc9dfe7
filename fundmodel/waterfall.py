"""The whole-fund waterfall on arrays: tiers in paying order, one function each.

A series is one investor's slice of one fund on one path. Every operation is elementwise over series, so a
series does not depend on its neighbours or on how many there are.

One period: the hurdle balance grows, calls are added, then the period's cash runs through the tiers. The
investor's tiers say how much cash is left after them; the manager's tiers add to `gp_due`, the manager's
cumulative entitlement, which is kept in float64 and floored to whole won, so that rounding never adds up.

Source: the tiers and the unclamped hurdle balance follow the rule "Waterfall" of the model's economics.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall_terms import Floats, Terms

Won = NDArray[np.int64]

# An entitlement that is whole but for the last bits of a double counts as whole (4 units in the last place).
SNAP = 1 + 4 * np.finfo(np.float64).eps


class Payment(NamedTuple):
    """What investor and manager receive in one period; `tiers` is empty unless asked for."""

    lp: Won
    gp: Won
    tiers: dict[str, tuple[Won, Won]]


@dataclass
class State:
    """Where each series stands in its waterfall; arrays of shape (n_series,), won.

    Attributes:
        unreturned: Paid in less distributed to the investor; whole won, negative once in profit.
        hurdle_balance: What the investor must still receive to have earned the hurdle; negative beyond.
        gp_due: Carry the manager has earned so far, unrounded.
        gp_paid: Carry the manager has received so far, whole won.

    The other fields are room to compute in.

    Example:
        >>> state = State.opening(1)
        >>> terms = Terms(hurdle_rate=0.0)
        >>> advance(state, np.array([100]), np.array([200]), terms)[:2]
        (array([180]), array([20]))
    """

    unreturned: Floats
    hurdle_balance: Floats
    gp_due: Floats
    gp_paid: Floats
    distributable: Floats
    left: Floats
    left_for_split: Floats
    work: Floats

    @classmethod
    def opening(cls, n_series: int) -> Self:
        """The state before the first period: nothing paid in, nothing distributed."""
        return cls(*(np.zeros(n_series) for _ in range(8)))


def return_of_capital(state: State) -> Floats:
    """Cash left after paid-in capital has been returned; all of this tier goes to the investor."""
    np.subtract(state.distributable, state.unreturned, out=state.left)
    np.maximum(state.left, 0, out=state.left)
    return np.minimum(state.left, state.distributable, out=state.left)


def hurdle(state: State) -> Floats:
    """Cash left after the investor has earned the hurdle; all of this tier goes to the investor."""
    beyond = np.floor(state.hurdle_balance, out=state.work)
    np.subtract(state.distributable, beyond, out=beyond)
    np.maximum(beyond, 0, out=beyond)
    return np.minimum(state.left, beyond, out=state.left)


def catch_up(state: State, terms: Terms) -> Floats:
    """Cash left after the manager, taking catch_up_share of it, holds carry_rate of the profit so far.

    The catch-up x solves gp_due + catch_up_share x = carry_rate (profit before the tier + x).
    """
    if not terms.has_catch_up:
        return state.left
    amount = np.subtract(state.distributable, state.unreturned, out=state.work)
    amount += state.gp_paid
    amount -= state.left
    amount *= terms.carry_rate
    amount -= state.gp_due
    amount *= terms.catch_up_gain
    np.maximum(amount, 0, out=amount)
    np.minimum(amount, state.left, out=amount)
    np.subtract(state.left, amount, out=state.left_for_split)
    amount *= terms.catch_up_share
    state.gp_due += amount
    return state.left_for_split


def split(state: State, terms: Terms, left: Floats) -> None:
    """The rest: carry_rate of it to the manager, the remainder to the investor."""
    np.multiply(left, terms.carry_rate, out=state.work)
    state.gp_due += state.work


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
    """
    np.copyto(state.distributable, distributable)
    state.hurdle_balance *= terms.growth_factor
    state.hurdle_balance += paid_in
    state.unreturned += paid_in
    tiers: dict[str, tuple[Won, Won]] = {}
    gp = _pay(state, terms, tiers if with_tiers else None)
    state.gp_paid += gp
    lp = state.distributable - gp
    state.hurdle_balance -= lp
    state.unreturned -= lp
    return Payment(lp.astype(np.int64), gp.astype(np.int64), tiers)


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
    """
    end = replace(state, gp_due=state.gp_due.copy())
    np.copyto(end.distributable, nav)
    gp = _pay(end, terms, None)
    lp = end.distributable - gp
    if terms.is_clawback_at_end:
        lp += _overpaid(state.gp_paid + gp, state.unreturned - lp, state.hurdle_balance - lp, terms)
    return lp.astype(np.int64)


def clawback(state: State, terms: Terms) -> Won:
    """Carry that the manager returns to the investor at the end; moves it in `state`.

    Returns:
        Shape (n_series,), whole won >= 0, int64: enough that carry is at most carry_rate x profit and
        that the hurdle is met, but never more than the carry received. Zero where the terms have no clawback.
    """
    if not terms.is_clawback_at_end:
        return np.zeros(state.gp_paid.shape, dtype=np.int64)
    returned = _overpaid(state.gp_paid, state.unreturned, state.hurdle_balance, terms)
    state.gp_paid -= returned
    state.gp_due -= returned
    state.unreturned -= returned
    state.hurdle_balance -= returned
    return returned.astype(np.int64)


def _overpaid(gp_paid: Floats, unreturned: Floats, hurdle_balance: Floats, terms: Terms) -> Floats:
    """min(GP, max(GP - carry_rate x profit, hurdle shortfall)) in whole won."""
    profit = np.maximum(gp_paid - unreturned, 0)
    allowed = np.floor(profit * terms.carry_rate * SNAP)
    shortfall = np.maximum(np.floor(hurdle_balance), 0)
    return np.minimum(gp_paid, np.maximum(gp_paid - allowed, shortfall))


def _pay(state: State, terms: Terms, tiers: dict[str, tuple[Won, Won]] | None) -> Floats:
    """The manager's whole won of this period's cash, run through the tiers; fills `tiers` if given."""
    left = return_of_capital(state)
    if tiers is not None:
        tiers["return_of_capital"] = _tier(state.distributable - left, 0.0)
        before = left.copy()
    for_both = hurdle(state)
    if tiers is not None:
        tiers["hurdle"] = _tier(before - for_both, 0.0)
    for_split = catch_up(state, terms)
    if tiers is not None:
        caught_up = np.floor(for_both - for_split)
        gp_caught_up = np.minimum(_whole_gp(state, for_both), caught_up)
        tiers["catch_up"] = _tier(caught_up, gp_caught_up)
    split(state, terms, for_split)
    gp = _whole_gp(state, for_both)
    if tiers is not None:
        tiers["split"] = _tier(for_both - caught_up, gp - gp_caught_up)
    return gp


def _tier(amount: Floats, gp: Floats | float) -> tuple[Won, Won]:
    """(lp, gp) of one tier's cash in whole won."""
    return (amount - gp).astype(np.int64), (amount * 0 + gp).astype(np.int64)


def _whole_gp(state: State, most: Floats) -> Floats:
    """What the manager has earned and not yet received, floored to whole won."""
    gp = np.multiply(state.gp_due, SNAP)
    np.floor(gp, out=gp)
    gp -= state.gp_paid
    return np.minimum(gp, most, out=gp)
