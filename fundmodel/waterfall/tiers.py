"""The tiers of a whole-fund waterfall, in paying order, one function each.

All cash of a period, less calls, is first booked as the investor's; tiers then find what is the manager's.
A tier takes the cash that the one before left over and returns what it leaves (negative if it lacks cash).
Tiers shared with the manager add to `gp_due`, the manager's cumulative entitlement: it is kept in float64 and
floored to whole won, so that rounding never adds up. Every operation is elementwise over series.

Source: the tiers and the unclamped hurdle balance follow the rule "Waterfall" of the model's economics.
"""

import numpy as np

from fundmodel.waterfall.state import State, Won
from fundmodel.waterfall.terms import Floats, Terms

Tiers = dict[str, tuple[Won, Won]]

# An entitlement that is whole but for the last bits of a double counts as whole (4 units in the last place).
SNAP = 1 + 4 * float(np.finfo(np.float64).eps)
# If fewer than one series in so many shares with the manager, those are worked on apart.
FEW = 5
# What the last tier leaves, whatever the number of series.
NOTHING = np.zeros(1)


def return_of_capital(state: State, left: Floats, terms: Terms) -> Floats:  # noqa: ARG001 (tiers look alike)
    """To the investor until paid-in capital is returned."""
    return np.minimum(left, state.above_capital, out=state.left)


def hurdle(state: State, left: Floats, terms: Terms) -> Floats:  # noqa: ARG001 (tiers look alike)
    """To the investor until the hurdle is earned."""
    return np.minimum(left, state.above_hurdle, out=state.left)


def catch_up(state: State, left: Floats, terms: Terms) -> Floats:
    """catch_up_share to the manager until it holds carry_rate of the profit so far.

    The amount x solves gp_due + catch_up_share x = carry_rate (profit before the tier + x).
    """
    if not terms.has_catch_up:
        return left
    amount = np.add(state.above_capital, state.gp_paid, out=state.work)
    amount -= left
    amount *= terms.carry_rate
    amount -= state.gp_due
    amount *= terms.catch_up_gain
    np.maximum(amount, 0.0, out=amount)
    np.minimum(amount, left, out=amount)
    np.subtract(left, amount, out=state.left_for_split)
    amount *= terms.catch_up_share
    state.gp_due += amount
    return state.left_for_split


def split(state: State, left: Floats, terms: Terms) -> Floats:
    """carry_rate of the rest to the manager, the remainder to the investor; leaves nothing."""
    np.multiply(left, terms.carry_rate, out=state.work)
    state.gp_due += state.work
    return NOTHING


INVESTOR_TIERS = (return_of_capital, hurdle)
SHARED_TIERS = (catch_up, split)


def book(state: State, net: Floats, terms: Terms) -> None:
    """Compound the hurdle by one period and book the period's cash less calls as the investor's."""
    state.above_hurdle *= terms.growth_factor
    state.above_hurdle += net
    state.above_capital += net


def share(state: State, cash: Floats, terms: Terms, gp: Floats) -> None:
    """Write the manager's whole won of the booked cash to `gp`, and take it from the investor's balances."""
    left = cash
    for tier in INVESTOR_TIERS:
        left = tier(state, left, terms)
    is_shared = left > 0
    n_shared = np.count_nonzero(is_shared)
    if n_shared * FEW > len(left):
        np.maximum(left, 0.0, out=state.left)
        _pay_manager(state, terms, gp)
        return
    gp.fill(0.0)
    if n_shared:
        rows = np.flatnonzero(is_shared)
        part = state.of(rows)
        _pay_manager(part, terms.of_series(rows), part.work)
        state.put(rows, part)
        gp[rows] = part.work


def _pay_manager(state: State, terms: Terms, gp: Floats) -> None:
    left = state.left
    for tier in SHARED_TIERS:
        left = tier(state, left, terms)
    _earned(state, gp)
    _take(state, gp)


def _earned(state: State, gp: Floats) -> Floats:
    """What the manager has earned and not yet received, floored to whole won, in `gp`."""
    np.multiply(state.gp_due, SNAP, out=gp)
    np.floor(gp, out=gp)
    gp -= state.gp_paid
    return np.minimum(gp, np.ceil(state.left), out=gp)


def _take(state: State, gp: Floats) -> None:
    """Give to the manager what was booked as the investor's."""
    state.gp_paid += gp
    state.above_capital -= gp
    state.above_hurdle -= gp


def share_by_tier(state: State, cash: Floats, terms: Terms) -> tuple[Floats, Tiers]:
    """As `share` for all series, and the amounts tier by tier: what a tier leaves less of, in whole won."""
    tiers: Tiers = {}
    left, paid = cash, np.zeros(len(cash))
    for tier in INVESTOR_TIERS:
        before = whole_left(left)
        left = tier(state, left, terms)
        tiers[tier.__name__] = rows_of(before - whole_left(left), paid)
    left = np.maximum(left, 0.0, out=state.left)
    for tier in SHARED_TIERS:
        before = whole_left(left)
        left = tier(state, left, terms)
        amount = before - whole_left(left)
        gp = _earned(state, np.empty(len(cash)))
        if tier is not SHARED_TIERS[-1]:
            np.minimum(gp, paid + amount, out=gp)
        tiers[tier.__name__] = rows_of(amount, gp - paid)
        paid = gp
    _take(state, paid)
    return paid, tiers


def whole_left(left: Floats) -> Floats:
    """Cash left over in whole won: a tier's cash is floored."""
    return np.ceil(np.maximum(left, 0.0))


def rows_of(amount: Floats, gp: Floats) -> tuple[Won, Won]:
    """What investor and manager receive of a tier's whole won."""
    return (amount - gp).astype(np.int64), gp.astype(np.int64)
