"""Carry that the manager returns: the test, its limit, escrow first, and the release of escrow at the end.

The test looks at the whole fund, whatever the waterfall that paid the carry. The manager may keep what stays
within carry_rate x profit of a tier whose hurdle is met; of all tiers the one that asks least of it counts.

Source: METHOD.md, "Waterfall".
"""

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall.accounts import Accounts
from fundmodel.waterfall.factors import Factors
from fundmodel.waterfall.rates import Floats
from fundmodel.waterfall.tiers import SNAP


def overpaid(accounts: Accounts, terms: Factors, nav: Floats | float = 0.0) -> Floats:
    """What the manager would have to return if the fund were sold at `nav` now, before any limit.

    Returns:
        Shape (n_series,), whole won >= 0 and at most the carry it holds.
    """
    profit = np.maximum(accounts.whole_capital + accounts.gp_paid + nav, 0.0)
    least = accounts.gp_paid.copy()
    for hurdle, carry_rate, opening in zip(
        accounts.whole_hurdles, terms.carry_rate, terms.opening, strict=True
    ):
        over = accounts.gp_paid - np.floor(profit * carry_rate * SNAP)
        short = np.maximum(np.floor(-(hurdle + nav)), 0.0)
        asked = np.where(np.isfinite(opening), np.maximum(over, short), np.inf)
        np.minimum(least, asked, out=least)
    return least


def returnable(accounts: Accounts, terms: Factors) -> Floats:
    """The most a manager returns: all that is in escrow, and what it received less the tax on it.

    Example:
        Carry of 100, of which 30 went to escrow; tax takes 40 % of the 70 received, so 30 + 42 can come back.

        >>> from fundmodel.waterfall.terms import Terms
        >>> factors = Factors.of(Terms(escrow_share=0.3, carry_tax_share=0.4))
        >>> accounts = Accounts.opening(1, factors)
        >>> accounts.allocated += 100; accounts.gp_paid += 100; accounts.held += 30
        >>> returnable(accounts, factors)
        array([72.])
    """
    to_escrow = np.floor(accounts.allocated * terms.escrow_share * SNAP)
    received = accounts.allocated - to_escrow
    tax = received - np.floor(received * terms.kept_share * SNAP)
    return accounts.held + np.maximum(accounts.gp_paid - accounts.held - tax, 0.0)


def take_back(accounts: Accounts, terms: Factors, asked: Floats) -> Floats:
    """Return what is asked for up to the limit, out of escrow first; moves it in the accounts."""
    returned = np.minimum(asked, returnable(accounts, terms))
    accounts.held -= np.minimum(accounts.held, returned)
    accounts.give_back(returned)
    if accounts.has_deals:
        np.minimum(accounts.capital, terms.most, out=accounts.capital)
        np.minimum(accounts.hurdles, terms.most, out=accounts.hurdles)
    return returned


def tested_now(terms: Factors, period: int) -> NDArray[np.bool_] | bool:
    """Which series' clawback is tested at the end of a period before the last; periods count from 0."""
    interval = terms.interval
    if isinstance(interval, int):
        return interval > 0 and (period + 1) % interval == 0
    return (interval > 0) & ((period + 1) % np.maximum(interval, 1) == 0)
