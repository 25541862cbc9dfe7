"""The money of a fund's limited partners between the account of the fund and what it spends.

Without these terms partners pay in each quarter what the fund spends in it. With them they may pay early, so
that the fund holds idle cash, or late, while a subscription line pays for them.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
Ints = NDArray[np.integer]

QUARTERS_PER_YEAR = 4
# Longest notice, in quarters.
LONGEST_NOTICE = 4


@dataclass(frozen=True)
class CashTerms:
    """How funds call money; arrays of shape (n_series,), whole won unless said otherwise.

    Attributes:
        start, investment_end: First quarter of the fund, and the first after its investment period.
        lp_commitment: Of the limited partners.
        instalment: Called at a time; 0 where calls follow what is spent.
        interval: Quarters between instalments.
        notice: Quarters between a call and its payment.
        minimum: Smallest call.
        idle_rate: Interest on idle cash, per year.
        line_share: Most that the line may lend, as a share of what is not called.
        line_rate: Interest on it, per year.
        clean_down: Every so many quarters, and with the investment period, the line is paid back in full.
    """

    start: Floats
    investment_end: Floats
    lp_commitment: Floats
    instalment: Floats
    interval: Floats
    notice: Floats
    minimum: Floats
    idle_rate: Floats
    line_share: Floats
    line_rate: Floats
    clean_down: Floats


@dataclass
class Treasury:
    """Cash and debt of funds that belong to their limited partners alone; arrays of shape (n_series,), won.

    The GP commitment is paid as money is spent; the line lends against the commitments of limited partners.

    Attributes:
        terms: How the funds call money.
        called: Cumulative calls on limited partners.
        balance: Idle cash; below zero: what the line has lent.
        earned: Interest on idle cash, cumulative, not rounded; `interest` is what the bank has paid.
        owed: Interest on the line, cumulative, not rounded.
        interest: Paid by the bank, cumulative.
        short: Called at once, beyond what notice was given for, cumulative.
        spent: What limited partners owe for what the fund has spent, cumulative.
        pending: Shape (LONGEST_NOTICE, n_series): calls by the quarters until they are paid.

    Example:
        >>> numbers = [0.0, 8, 1000, 0, 1, 0, 100, 0.04, 0, 0, 4]
        >>> treasury = Treasury.opening(CashTerms(*np.array([numbers]).T))
        >>> one = np.array([True])
        >>> treasury.call(0, np.array([60.0]), np.array([60.0]), np.array([1000.0]), one)
        array([40.])
        >>> treasury.called, treasury.balance
        (array([100.]), array([40.]))

    Source: METHOD.md, "Cash of a fund".
    """

    terms: CashTerms
    called: Floats
    balance: Floats
    earned: Floats
    owed: Floats
    interest: Floats
    short: Floats
    spent: Floats
    pending: Floats

    @classmethod
    def opening(cls, terms: CashTerms) -> "Treasury":
        """Nothing called yet."""
        n_series = terms.start.size
        return cls(terms, *np.zeros((7, n_series)), np.zeros((LONGEST_NOTICE, n_series)))

    def of(self, rows: slice | Ints) -> "Treasury":
        """Some of the series: in the same memory for a slice, a copy for a list of places."""

        def cut(values: Floats) -> Floats:
            return values[..., rows] if isinstance(rows, slice) else values.take(rows, axis=-1)

        terms = CashTerms(*(cut(getattr(self.terms, item.name)) for item in fields(CashTerms)))
        names = (item.name for item in fields(Treasury) if item.name != "terms")
        return Treasury(terms, *(cut(getattr(self, name)) for name in names))

    def begin(self) -> Floats:
        """Let a quarter pass: interest on cash and debt at the end of the last one.

        Returns:
            What the bank pays on idle cash, shape (n_series,), whole won.
        """
        self.earned += np.maximum(self.balance, 0.0) * (self.terms.idle_rate / QUARTERS_PER_YEAR)
        self.owed += np.maximum(-self.balance, 0.0) * (self.terms.line_rate / QUARTERS_PER_YEAR)
        paid = np.floor(self.earned * SNAP) - self.interest
        self.interest += paid
        self.balance += paid
        return paid

    def line_reserve(self, quarter: int) -> Floats:
        """The most that interest on the line may still cost, set aside before lots are paid."""
        terms = self.terms
        years = np.maximum(terms.investment_end - quarter, 0.0) / QUARTERS_PER_YEAR
        return self._line() * terms.line_rate * years

    def _line(self) -> Floats:
        """The most that the line may lend now."""
        return self.terms.line_share * np.maximum(self.terms.lp_commitment - self.called, 0.0)

    def call(self, quarter: int, spent: Floats, coming: Floats, limit: Floats, is_open: Flags) -> Floats:
        """Pay what the quarter costs limited partners, and call money.

        Args:
            quarter: Of the grid.
            spent: Shape (n_series,), cumulative: their part of what the fund has spent, fees included.
            coming: Same shape, their part of what it expects to spend in a coming quarter.
            limit: Same shape, the most that may be called of them in all.
            is_open: Same shape, funds that have begun and not ended.

        Returns:
            What is called in the quarter beyond what it costs, shape (n_series,); below zero if less.
        """
        terms = self.terms
        cost = spent - self.spent
        np.copyto(self.spent, spent)
        self.balance -= cost
        lacking = np.maximum(-self.balance, 0.0)
        since = quarter - terms.start
        is_investing = is_open & (quarter < terms.investment_end)
        is_cleaned = ((since + 1) % terms.clean_down == 0) | (quarter + 1 >= terms.investment_end)
        lent = np.minimum(lacking, np.floor(self._line()) * (is_investing & ~is_cleaned))
        due = self.pending[0] * is_open
        falls_due = is_investing & (since % terms.interval == 0) & (self.balance < terms.instalment)
        called = np.maximum(np.maximum(lacking - lent, due), terms.instalment * falls_due)
        called = np.where(called > 0, np.maximum(called, terms.minimum), 0.0)
        called = np.minimum(called, limit - self.called)
        self.called += called
        self.balance += called
        self.short += np.maximum(called - due, 0.0) * (terms.notice > 0)
        self._give_notice(coming * is_open, limit)
        return called - cost

    def _give_notice(self, coming: Floats, limit: Floats) -> None:
        """Fix the call that is paid after the notice: what a quarter costs beyond the cash it then finds."""
        self.pending[:-1] = self.pending[1:]
        self.pending[-1] = 0.0
        before = np.add.reduce(self.pending, axis=0)
        found = np.maximum(self.balance, 0.0) + before - coming * np.maximum(self.terms.notice - 1, 0.0)
        due = np.ceil(np.maximum(coming - np.maximum(found, 0.0), 0.0))
        due = np.minimum(due, np.maximum(limit - self.called - before, 0.0))
        for place in range(LONGEST_NOTICE):
            self.pending[place] += due * (self.terms.notice == place + 1)

    def repay(self, places: Places) -> Floats:
        """Call what the line of funds that end now still owes, shape (n_series,).

        The line lends no more than is not called, so the commitments of limited partners cover it.
        """
        due = np.zeros(self.called.size)
        due[places] = np.maximum(-self.balance[places], 0.0)
        self.called += due
        self.balance += due
        return due

    def close(self, places: Places) -> Floats:
        """What funds that end now give back of their idle cash, shape of `places`."""
        back = np.maximum(self.balance[places], 0.0)
        self.balance[places] -= back
        self.pending[:, places] = 0.0
        return back
