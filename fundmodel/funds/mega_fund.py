"""The mega fund on every path, quarter by quarter: calls for its child funds, and what they give back."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.budgets import Budget, FundTerms
from fundmodel.funds.carry_returns import settle
from fundmodel.funds.charges import note_charges
from fundmodel.funds.child_funds import LOOKED_THROUGH, ChildFlows, opened_rows
from fundmodel.funds.escrow import note_escrow
from fundmodel.funds.fee_rules import FeeRules
from fundmodel.funds.partnership import Partnership
from fundmodel.funds.sharing import Shares

Floats = NDArray[np.float64]
Trace = Callable[[int, Partnership], None]

# Who holds the mega fund, in the order of the rows of all arrays by class; all but the GP are one group.
CLASSES = ("public", "domestic", "foreign", "gp")


@dataclass(frozen=True)
class MegaFund:
    """The mega fund before its first quarter; series are (scenario, path) pairs.

    Attributes:
        terms: Of each series.
        committed: Shape (n_series,), its commitments to child funds.
        partners: The partners, in the classes of CLASSES.
        ownership: Commitments of CLASSES, for looking through to the assets.
        rules: Fee terms beside the plain ones; None where there are none.
        money: Shape (n_series,), what it has for them; None if that is what it has committed.
    """

    terms: FundTerms
    committed: Floats
    partners: Partnership
    ownership: Shares
    rules: FeeRules | None = None
    money: Floats | None = None


@dataclass(frozen=True)
class MegaFlows:
    """What happened in the mega fund; whole won held as float64.

    Attributes:
        rows: ROWS and EQUITY_ROWS -> shape (n_quarters, n_series): flows of the quarter, levels at its
            end; what only child funds have is zero.
        paid_in, received: Shape (n_quarters, n_investors, n_series), cumulative, investors of each class in
            the order of CLASSES; received is after carry, the GPs' includes carry.
        looked_through: Shape (n_quarters, len(LOOKED_THROUGH), len(CLASSES), n_series), cumulative.
        values: Shape (n_quarters, len(CLASSES) + 1, n_series): NAV by class before first loss, then accrued
            carry, which the GP's row does not include.
        returned: Shape (n_groups, n_series): carry that came back.
        investor_values: NAV by investor as paid_in, where some have hurdles of their own; else None.
        budget, partners: Cumulative money of each series, at its end once the run is over.
    """

    rows: dict[str, Floats]
    paid_in: Floats
    received: Floats
    looked_through: Floats
    values: Floats
    returned: Floats
    budget: Budget
    partners: Partnership
    investor_values: Floats | None = None

    @classmethod
    def opening(cls, fund: MegaFund, n_quarters: int) -> "MegaFlows":
        """Nothing happened yet; the commitments to child funds are set aside, as far as there is money."""
        n_series = fund.committed.size
        n_investors = len(fund.partners.paid_in)
        budget = replace(Budget.opening(fund.terms), rules=fund.rules)
        budget.invested += fund.committed if fund.money is None else np.minimum(fund.committed, fund.money)
        return cls(
            opened_rows(
                n_quarters,
                n_series,
                has_escrow=fund.partners.in_escrow() is not None,
                has_charges=fund.rules is not None or fund.partners.discounts is not None,
            ),
            *np.zeros((2, n_quarters, n_investors, n_series)),
            np.zeros((n_quarters, len(LOOKED_THROUGH), len(CLASSES), n_series)),
            np.zeros((n_quarters, len(CLASSES) + 1, n_series)),
            np.zeros((len(fund.partners.groups), n_series)),
            budget,
            fund.partners,
            np.zeros((n_quarters, n_investors, n_series)) if fund.partners.sums else None,
        )


def run_mega_fund(fund: MegaFund, children: ChildFlows, trace: Trace | None = None) -> MegaFlows:
    """Run the mega fund over all quarters.

    It calls what its child funds call from it and its own fee and expenses, which never touch the money
    committed to child funds, and hands on what it receives in the same quarter. Its fee is on commitments to
    child funds in the investment period, then on what it has paid in to them and not got back. It ends one
    quarter after the last child fund.

    Args:
        fund: Before its first quarter; its partners are changed.
        children: Flows of its child funds; investor 0 and class 0 of them is the mega fund.
        trace: Called after each quarter as (quarter, partners).

    Source: METHOD.md, "Funds and their life" and "NAV" (investor NAV of its stakes).
    """
    n_quarters = children.paid_in.shape[0]
    flows = MegaFlows.opening(fund, n_quarters)
    budget, partners, terms = flows.budget, flows.partners, fund.terms
    last_child = np.maximum.reduce(children.budget.terms.end.reshape(-1, fund.committed.size), axis=0)
    np.minimum(terms.term_end, last_child + 1, out=terms.end)
    paid_before = received_before = np.zeros(fund.committed.size)
    for quarter in range(n_quarters):
        is_open = (terms.start <= quarter) & (quarter < terms.end)
        fee, expense = budget.charge(quarter, is_open)
        paid, received = children.paid_in[quarter, 0], children.received[quarter, 0]
        saved = partners.call(paid + budget.expenses, budget.fees)
        proceeds = received - received_before
        carry = partners.distribute(proceeds, trace is not None)
        nav = children.values[quarter, 0]
        carry -= settle(partners, quarter, nav, is_open, np.flatnonzero(terms.end == quarter))
        if partners.returned is not None:
            np.add(flows.returned, partners.returned, out=flows.returned)
        partners.share_receipts()
        partners.appraise(nav, is_open)
        budget.cost[:] = children.stake_cost[quarter]
        noted = {
            "invested": paid - paid_before,
            "fee": fee - saved,
            "expense": expense,
            "proceeds": proceeds,
            "carry": carry,
            "nav": nav,
            "lp_called": partners.sum_of_groups("called", np.empty_like(nav)) - saved,
            "lp_received": partners.sum_of_groups("paid", np.empty_like(nav)) - carry,
            "lp_value": nav - partners.gp.value - partners.values[-1],
            "carry_accrued": partners.values[-1],
        }
        for name, values in noted.items():
            flows.rows[name][quarter] = values
        note_charges({name: rows[quarter] for name, rows in flows.rows.items()}, budget, saved)
        note_escrow(flows.rows, quarter, partners)
        for whole, parts in zip(
            children.looked_through[quarter, :, 0], flows.looked_through[quarter], strict=True
        ):
            fund.ownership.split(whole, parts)
        flows.paid_in[quarter] = partners.paid_in
        flows.received[quarter] = partners.received
        flows.values[quarter] = partners.values
        if flows.investor_values is not None:
            flows.investor_values[quarter] = partners.values_of_investors()
        if trace is not None:
            trace(quarter, partners)
        paid_before, received_before = paid, received
    return flows
