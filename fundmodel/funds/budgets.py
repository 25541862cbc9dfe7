"""What a fund may spend: fees and expenses as they fall due, and what is left for lots."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.fee_rules import FeeRules
from fundmodel.funds.over_commitment import Placement
from fundmodel.funds.recycling import Recycling
from fundmodel.funds.treasury import Treasury
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.integer]

QUARTERS_PER_YEAR = 4


def chosen(values: Floats, rows: slice | Ints) -> Floats:
    """Some of the series: in the same memory for a slice, a copy for a list of places."""
    return values[rows] if isinstance(rows, slice) else values.take(rows)


@dataclass(frozen=True)
class FundTerms:
    """The life and the money terms of funds; arrays of shape (n_series,), won, quarters of the grid.

    Attributes:
        start: First quarter of the fund.
        investment_end: First quarter after the investment period.
        term_end: Last quarter by the agreement, in which everything left is sold.
        end: Last quarter: term_end, or earlier once the fund has nothing left; moved by the run of the fund.
        commitment: Of all partners.
        lp_commitment: Of the partners who pay fees, all but the GP.
        fee_base: The commitments on which the fee is charged until investment_end; from then on the fee
            falls in proportion to unrealised cost over this base.
        annual_fee: Fee per year on the whole fee_base.
        annual_expense: Expenses per year.
        forced_sale_discount: Share of NAV lost on what is sold at the end.
        dilution: Share of later proceeds lost where nothing of what assets asked for was funded.
        korea_share: Share of the money in assets that reaches Korea.
    """

    start: Floats
    investment_end: Floats
    term_end: Floats
    end: Floats
    commitment: Floats
    lp_commitment: Floats
    fee_base: Floats
    annual_fee: Floats
    annual_expense: Floats
    forced_sale_discount: Floats
    dilution: Floats
    korea_share: Floats

    def of(self, rows: slice | Ints) -> "FundTerms":
        """Some of the series: in the same memory for a slice, a copy for a list of places."""
        return FundTerms(*(chosen(getattr(self, item.name), rows) for item in fields(self)))


@dataclass
class Budget:
    """The money of funds so far, cumulative; arrays of shape (n_series,), whole won unless said otherwise.

    Attributes:
        terms: The terms of the funds.
        lp_share: Share of the limited partners in commitments.
        fee_per_cost: Fee per quarter on a won of cost.
        invested: Paid to assets.
        own: The part of it that partners paid; the same array as `invested` in a fund without notes.
        expenses: Paid to providers.
        fees: Paid to the manager.
        fee_due: Fee earned by the manager, not rounded.
        cost: Acquisition cost of what is not yet realised, less write-offs.
        offered: What lots asked for.
        not_funded: The part of it that the budget could not pay.
        kept_share: What is left of later proceeds after dilution: 1 where everything was funded.
        rules: Fee terms beside the plain ones; None where no fund has any.
        treasury: Idle cash and subscription line; None where calls are what is spent.
        recycling: Distributions that may be called again; None where none may.
        placement: What a mega fund that has committed too much really has; None where none has.

    Example:
        >>> numbers = [0.0, 4.0, 8.0, 8.0, 100.0, 80.0, 100.0, 4.0, 2.0, 0.2, 0.2, 1.0]
        >>> budget = Budget.opening(FundTerms(*np.array([numbers]).T))
        >>> budget.charge(0, np.array([True]))
        (array([1.]), array([0.]))
        >>> budget.investable(0)
        array([88.])

    Source: METHOD.md, "Lots and budgets" and "Funds and their life".
    """

    terms: FundTerms
    lp_share: Floats
    fee_per_cost: Floats
    invested: Floats
    own: Floats
    expenses: Floats
    fees: Floats
    fee_due: Floats
    cost: Floats
    offered: Floats
    not_funded: Floats
    kept_share: Floats
    rules: FeeRules | None = None
    treasury: Treasury | None = None
    recycling: Recycling | None = None
    placement: Placement | None = None

    @classmethod
    def opening(cls, terms: FundTerms, has_notes: bool = False) -> Self:
        """Nothing paid yet; a fund without commitments has no cost either."""
        lp_share = np.maximum(terms.lp_commitment, 1.0) / np.maximum(terms.commitment, 1.0)
        fee_per_cost = terms.annual_fee / np.maximum(terms.fee_base, 1.0) / QUARTERS_PER_YEAR
        invested, *paid = np.zeros((7, terms.start.size))
        own = np.zeros_like(invested) if has_notes else invested
        expenses, fees, fee_due, cost, offered, not_funded = paid
        kept = np.ones(terms.start.size)
        rows = (own, expenses, fees, fee_due, cost, offered, not_funded, kept)
        return cls(terms, lp_share, fee_per_cost, invested, *rows)

    def of(self, rows: slice | Ints) -> "Budget":
        """Some of the series: in the same memory for a slice, a copy for a list of places."""
        others = (self.rules, self.treasury, self.recycling, self.placement)
        names = [item.name for item in fields(self)[1 : -len(others)]]
        arrays = [chosen(getattr(self, name), rows) for name in names]
        return Budget(
            self.terms.of(rows),
            *arrays,
            None if self.rules is None else self.rules.of(rows),
            None if self.treasury is None else self.treasury.of(rows),
            None if self.recycling is None else self.recycling.of(rows),
            self.placement,
        )

    def lp_limit(self) -> Floats:
        """The most that may be called of limited partners in all."""
        if self.recycling is None:
            return self.terms.lp_commitment
        return self.terms.lp_commitment + np.floor(self.recycling.recallable * (self.lp_share * SNAP))

    def charge(self, quarter: int, is_open: Flags) -> tuple[Floats, Floats]:
        """Charge the quarter's fee and expenses, in advance.

        The fee is on the fee base until the end of the investment period, then on the cost at the end of the
        last quarter. Neither goes beyond what the partners still have to pay.

        Returns:
            Fee and expense of the quarter.
        """
        terms, rules = self.terms, self.rules
        common, limit = self.own + self.expenses, self.lp_limit()
        if self.placement is not None:
            paid = np.floor(common * (self.lp_share * SNAP)) + self.fees
            limit = np.minimum(limit, paid + self.placement.charges(limit.size))
        room = np.floor((limit - self.fees) / self.lp_share)
        room -= common
        due = np.floor(terms.annual_expense * ((quarter + 1 - terms.start) / QUARTERS_PER_YEAR) * SNAP)
        if rules is not None:
            due += rules.expense_due(self.invested)
        if self.treasury is not None:
            due += np.floor(self.treasury.owed * SNAP)
        due -= self.expenses
        expense = np.maximum(np.minimum(due, room), 0.0) * is_open
        self.expenses += expense
        common += expense

        is_investing = quarter < terms.investment_end
        is_flat, base = is_investing, self.cost
        if rules is not None:
            is_flat, base = rules.fee_base(is_investing, self.cost)
        due = np.where(is_flat, terms.annual_fee / QUARTERS_PER_YEAR, base * self.fee_per_cost)
        self.fee_due += due * is_open
        room = limit - self.fees - np.floor(common * (self.lp_share * SNAP))
        earned = self.fee_due if rules is None else self.fee_due - rules.credited
        fee = np.minimum(np.floor(earned * SNAP) - self.fees, room)
        fee = np.maximum(fee, 0.0) * is_open
        self.fees += fee
        return fee, expense

    def investable(self, quarter: int) -> Floats:
        """What funds that are open can pay for lots in this quarter, after its fee and expenses.

        Fees and expenses to the end of the fund are set aside first: the fee on commitment until the end of
        the investment period, then on a cost that falls in a straight line to zero at the end of the fund.
        Cost at the end of the investment period is everything invested by then, so the fee on it grows with
        each won invested. LPs bear the fee alone: a won of it uses up more than a won of common commitment.
        """
        money, per_won = self.left(quarter)
        if self.recycling is not None:
            money = money + self.recycling.recallable
        return np.maximum(np.floor(money / per_won), 0.0)

    def recycle(self, quarter: int) -> None:
        """Note what is used of the distributions that may be called again, once the lots are paid."""
        if self.recycling is not None:
            self.recycling.use(-self.left(quarter)[0] * (self.offered > 0))

    def left(self, quarter: int) -> tuple[Floats, Floats]:
        """What of commitment is left for lots, below zero if none is, and what a won of lots takes of it."""
        terms, rules = self.terms, self.rules
        is_investing = quarter < terms.investment_end
        years_of_cost = np.where(is_investing, terms.end - terms.investment_end + 1, terms.end - quarter - 1)
        quarters_left = np.maximum(terms.investment_end - 1 - quarter, 0.0)
        if rules is not None:
            years_of_cost = rules.cost_quarters(years_of_cost, quarters_left)
            quarters_left = rules.flat_quarters(quarters_left, terms.end - 1 - quarter)
        # The mean of a straight line to zero is half its height.
        per_cost = self.fee_per_cost * np.maximum(years_of_cost, 0.0) / (1 + 1) / self.lp_share
        fees_to_pay = self.fees + terms.annual_fee * (quarters_left / QUARTERS_PER_YEAR)
        expenses_to_pay = terms.annual_expense * ((terms.end - terms.start) / QUARTERS_PER_YEAR)
        money = terms.commitment - expenses_to_pay - fees_to_pay / self.lp_share - self.own
        cost = np.where(is_investing, self.invested, self.cost)
        per_won = 1 + per_cost
        if rules is not None:
            money = money - rules.organisation - self.invested * rules.transaction_rate
            per_won = per_won + rules.transaction_rate
        if self.treasury is not None:
            money = money - self.treasury.owed - self.treasury.line_reserve(quarter)
        return money - per_cost * cost, per_won

    def invest(self, rows: Ints, offered: Floats, funded: Floats, borrowed: Floats | None = None) -> None:
        """Book what lots of some series asked for, what of it was paid, and what of that notes paid."""
        self.invested[rows] += funded
        if borrowed is not None:
            self.own[rows] += funded - borrowed
        self.offered[rows] += offered
        self.not_funded[rows] += offered - funded
        unfunded_share = self.not_funded[rows] / np.maximum(self.offered[rows], 1.0)
        self.kept_share[rows] = 1 - self.terms.dilution[rows] * unfunded_share
