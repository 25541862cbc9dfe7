"""Fiscal money that is appropriated by the year and waits on an account until funds call it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.budgets import QUARTERS_PER_YEAR
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Appropriated:
    """The account of an investor whose money is appropriated; shape (n_quarters, n_pairs), whole won.

    Funds and all other investors are as they would be if it paid on call.

    Attributes:
        investor_id: Whose it is.
        called: What funds called of the investor in the quarter, paid from the account.
        paid: What the investor paid into it.
        short: The part of that which came within the year, as the year's money did not suffice.
        interest: What the bank paid.
        returned: What the investor got back: money that a new year does not need, and all that is left at the
            end of the mega fund.
        balance: On the account at the end of the quarter.
    """

    investor_id: int
    called: Floats
    paid: Floats
    short: Floats
    interest: Floats
    returned: Floats
    balance: Floats

    def beside(self, n_investors: int) -> dict[str, Floats]:
        """What it adds to the flows of investors by id, shape (n_quarters, n_investors, n_pairs)."""
        changes = {
            "paid_in": self.paid - self.called,
            "distributed": self.returned,
            "nav": self.balance,
        }
        made = {}
        for name, own in changes.items():
            made[name] = np.zeros((own.shape[0], n_investors, own.shape[1]))
            made[name][:, self.investor_id] = own
        return made


def appropriated(
    called: Floats,
    commitment: Floats,
    investment_end: Floats,
    end: Floats,
    rate: Floats,
    investor_id: int = 0,
) -> Appropriated:
    """Yearly appropriations for what funds call, with no knowledge of the calls to come.

    In the first quarter of a year the account is filled up to the year's money: while the programme invests,
    an equal part of what is not called yet for each year that is left of it; later what was called in the
    year before; never more than what is not called. What lies on the account beyond that goes back to the
    investor. What is missing within the year is paid at once.

    Args:
        called: Shape (n_quarters, n_pairs), calls on the investor, whole won.
        commitment: Shape (n_pairs,), its commitment.
        investment_end: Same shape, first quarter after the programme's investment period.
        end: Same shape, last quarter of the mega fund, in which the account is closed.
        rate: Same shape, interest on the account, per year.
        investor_id: Whose account it is.

    Example:
        >>> calls = np.array([[10.0], [70.0], [0.0], [0.0], [20.0]])
        >>> made = appropriated(calls, *(np.array([one]) for one in (120.0, 8.0, 4.0, 0.04)))
        >>> made.paid[:, 0], made.short[:, 0], made.balance[:, 0]
        (array([60., 20.,  0.,  0., 20.]), array([ 0., 20.,  0.,  0., 20.]), array([50.,  0.,  0.,  0.,  0.]))

    Source: METHOD.md, "Cash of a fund".
    """
    paid, short, interest, returned, level = np.zeros((5, *called.shape))
    balance, earned, credited, last_year, this_year, so_far = np.zeros((6, called.shape[1]))
    for quarter, calls in enumerate(called):
        earned += balance * (rate / QUARTERS_PER_YEAR)
        interest[quarter] = np.floor(earned * SNAP) - credited
        credited += interest[quarter]
        balance += interest[quarter]
        if quarter % QUARTERS_PER_YEAR == 0:
            last_year, this_year = this_year, np.zeros_like(balance)
            left = commitment - so_far
            years = np.maximum(np.ceil((investment_end - quarter) / QUARTERS_PER_YEAR), 1.0)
            wanted = np.where(quarter < investment_end, np.ceil(left / years), last_year)
            wanted = np.minimum(wanted, left) * (quarter < end)
            paid[quarter] = np.maximum(wanted - balance, 0.0)
            returned[quarter] = np.maximum(balance - wanted, 0.0)
            balance -= returned[quarter]
        short[quarter] = np.maximum(calls - balance - paid[quarter], 0.0)
        paid[quarter] += short[quarter]
        balance += paid[quarter] - calls
        this_year += calls
        so_far += calls
        closed = balance * (quarter == end)
        returned[quarter] += closed
        balance -= closed
        level[quarter] = balance
    return Appropriated(investor_id, called, paid, short, interest, returned, level)
