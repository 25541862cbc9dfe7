"""One period of a waterfall with more than plain terms: interest, realised cost, tiers, escrow.

The operations on a plain series are those of `tiers`, in the same order, so it gets the same bits here. Above
each hurdle the manager first catches up, then shares until the investor has earned the next hurdle.

Source: METHOD.md, "Waterfall".
"""

from collections.abc import Callable

import numpy as np

from fundmodel.waterfall.accounts import Accounts
from fundmodel.waterfall.factors import Factors
from fundmodel.waterfall.rates import Floats, Term
from fundmodel.waterfall.tiers import SNAP, Tiers, rows_of, whole_left

Note = Callable[[str, Floats], None]


def book(accounts: Accounts, paid_in: Floats, cash: Floats, realised: Floats | None, terms: Factors) -> None:
    """Add interest, book calls, take realised cost to the tiers' accounts, book cash as the investor's.

    `realised` is the share of what is held that is realised in this period, read only where deals count by
    themselves; a series of the whole fund has all of it realised at once.
    """
    net = np.subtract(cash, paid_in, out=accounts.work[0])
    _accrue(accounts.whole_hurdles, accounts.whole_capital, terms, accounts.work[1])
    accounts.whole_hurdles += net
    accounts.whole_capital += net
    if not accounts.has_deals:
        accounts.profit += net
        return
    share = np.maximum(0.0 if realised is None else realised, terms.realised_least, out=accounts.work[2])
    _accrue(accounts.hurdles, accounts.capital, terms, accounts.work[1])
    for number, pool in enumerate(accounts.pools):
        np.multiply(pool, terms.growth[number], out=pool)
        if terms.is_simple:
            interest = np.multiply(accounts.unrealised, terms.interest[number], out=accounts.work[1])
            np.add(pool, interest, out=pool)
        np.add(pool, paid_in, out=pool)
        gone = np.multiply(pool, share, out=accounts.work[1])
        np.subtract(pool, gone, out=pool)
        accounts.hurdles[number] += np.subtract(cash, gone, out=gone)
    accounts.unrealised += paid_in
    gone = np.multiply(accounts.unrealised, share, out=accounts.work[1])
    accounts.unrealised -= gone
    net = np.subtract(cash, gone, out=gone)
    accounts.capital += net
    accounts.profit += net


def _accrue(hurdles: Floats, capital: Floats, terms: Factors, room: Floats) -> None:
    """Add a period's interest: on the whole balance, or, where it is simple, on capital not yet returned."""
    for hurdle, growth, interest in zip(hurdles, terms.growth, terms.interest, strict=True):
        np.multiply(hurdle, growth, out=hurdle)
        if terms.is_simple:
            np.minimum(capital, 0.0, out=room)
            np.multiply(room, interest, out=room)
            np.add(hurdle, room, out=hurdle)


def close(accounts: Accounts, cash: Floats) -> None:
    """Book `cash` as the proceeds of everything that is still held."""
    accounts.whole_hurdles += cash
    accounts.whole_capital += cash
    accounts.profit += cash - accounts.unrealised
    if accounts.has_deals:
        accounts.hurdles += cash - accounts.pools
        accounts.capital += cash - accounts.unrealised
        accounts.pools[:] = 0.0
    accounts.unrealised[:] = 0.0


def share(accounts: Accounts, cash: Floats, terms: Factors, gp: Floats, note: Note | None = None) -> None:
    """Write the manager's whole won of the booked cash to `gp`, and take it from the investor's balances.

    `note` is called after each tier with its name and the cash it leaves.
    """
    left, amount, room, available = accounts.work
    np.minimum(cash, accounts.capital, out=left)
    if note:
        note("return_of_capital", left)
    np.minimum(left, accounts.hurdles[0], out=left)
    if note:
        note("hurdle", left)
    np.maximum(left, 0.0, out=left)
    np.copyto(available, left)
    for number in range(accounts.n_hurdles):
        _catch_up(accounts, left, amount, terms, number)
        if note:
            note(_name("catch_up", number), left)
        _split(accounts, left, amount, room, terms, number)
        if note:
            note(_name("split", number), left)
    np.multiply(accounts.gp_due, SNAP, out=gp)
    np.floor(gp, out=gp)
    gp -= accounts.gp_paid
    np.minimum(gp, np.ceil(available, out=available), out=gp)
    _take(accounts, gp, terms)


def _name(tier: str, number: int) -> str:
    return f"{tier}_{number + 1}" if number else tier


def _catch_up(accounts: Accounts, left: Floats, amount: Floats, terms: Factors, number: int) -> None:
    """catch_up_share to the manager until it holds carry_rate of the profit so far."""
    gain = terms.catch_up_gain[number]
    if not np.any(gain):
        return
    np.subtract(accounts.profit, left, out=amount)
    amount *= terms.carry_rate[number]
    amount -= accounts.gp_due
    amount *= gain
    np.maximum(amount, 0.0, out=amount)
    np.minimum(amount, left, out=amount)
    left -= amount
    amount *= terms.catch_up_share[number]
    accounts.gp_due += amount


def _split(
    accounts: Accounts, left: Floats, amount: Floats, room: Floats, terms: Factors, number: int
) -> None:
    """carry_rate to the manager, of the rest or until the investor has earned the next hurdle."""
    carry: Term = terms.carry_rate[number]
    if number + 1 == accounts.n_hurdles:
        np.multiply(left, carry, out=amount)
        accounts.gp_due += amount
        left.fill(0.0)
        return
    # What is left and what the manager has earned now are still booked as the investor's.
    np.subtract(accounts.gp_due, accounts.gp_paid, out=amount)
    amount += left
    amount -= accounts.hurdles[number + 1]
    amount *= terms.per_investor_won[number]
    np.maximum(amount, 0.0, out=amount)
    np.minimum(amount, left, out=amount)
    left -= amount
    np.multiply(amount, carry, out=room)
    accounts.gp_due += room


def _take(accounts: Accounts, gp: Floats, terms: Factors) -> None:
    """Give to the manager, and to escrow, what was booked as the investor's."""
    accounts.gp_paid += gp
    accounts.whole_capital -= gp
    accounts.whole_hurdles -= gp
    if accounts.has_deals:
        for balance in (accounts.capital, accounts.hurdles):
            np.subtract(balance, gp, out=balance)
            np.minimum(balance, terms.most, out=balance)
    if terms.has_escrow:
        room = accounts.work[1]
        accounts.held -= _floored(accounts.allocated, terms.escrow_share, room)
    accounts.allocated += gp
    if terms.has_escrow:
        accounts.held += _floored(accounts.allocated, terms.escrow_share, room)


def _floored(amounts: Floats, factor: Term, room: Floats) -> Floats:
    np.multiply(amounts, factor, out=room)
    room *= SNAP
    return np.floor(room, out=room)


def share_by_tier(accounts: Accounts, cash: Floats, terms: Factors, gp: Floats) -> Tiers:
    """As `share`, and the amounts tier by tier: what a tier leaves less of, in whole won."""
    tiers: Tiers = {}
    before, paid = cash.copy(), np.zeros(len(cash))
    last = _name("split", accounts.n_hurdles - 1)
    shared: list[tuple[str, Floats, Floats]] = []

    def note(name: str, left: Floats) -> None:
        amount = whole_left(before) - whole_left(left)
        np.copyto(before, left)
        if name in ("return_of_capital", "hurdle"):
            tiers[name] = rows_of(amount, np.zeros(len(cash)))
        else:
            shared.append((name, amount, accounts.gp_due * SNAP))

    paid_before = accounts.gp_paid.copy()
    share(accounts, cash, terms, gp, note)
    for name, amount, due in shared:
        now = gp if name == last else np.minimum(np.floor(due) - paid_before, paid + amount)
        now = np.minimum(now, gp)
        tiers[name] = rows_of(amount, now - paid)
        paid = now
    return tiers
