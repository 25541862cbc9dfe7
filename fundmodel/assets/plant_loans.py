"""The loan of a plant: how much lenders give, and when they want it back."""

from dataclasses import dataclass

import numpy as np

from fundmodel.assets.plant_terms import QUARTERS_PER_YEAR, Floats, Ints, PlantTerms
from fundmodel.finance import balance_after, level_payment, present_value


@dataclass(frozen=True)
class Loan:
    """Loans agreed before building starts; arrays of shape (n_series,) or (n_series, quarters + 1), won.

    Attributes:
        amount_krw: Owed at opening if all goes to plan: draws and interest during construction.
        draws_krw: Paid out during construction.
        capacity_krw: What the cash flow of the plan carries at the agreed cover.
        gearing_krw: What the agreed gearing allows.
        balance_krw: By operating quarter, 0 the opening: owed after the quarter's payment.
        service_krw: Same shape: interest and principal of the quarter, 0 at opening.
        reserve_krw: Same shape: target of the reserve account, the payments of the next quarters.
    """

    amount_krw: Floats
    draws_krw: Floats
    capacity_krw: Floats
    gearing_krw: Floats
    balance_krw: Floats
    service_krw: Floats
    reserve_krw: Floats

    def of(self, rows: Ints) -> "Loan":
        """The loans of chosen series, in that order."""
        return Loan(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def _yearly_payments(terms: PlantTerms, cfads_krw: Floats) -> Floats:
    """Payment of a quarter that the cash flow carries, by year of the tenor; 0 in the grace period."""
    years = terms.debt_tenor_years
    payment = np.zeros((cfads_krw.shape[0], years))
    for year in range(terms.debt_grace_years, min(years, cfads_krw.shape[1] // QUARTERS_PER_YEAR)):
        first = year * QUARTERS_PER_YEAR
        total = np.zeros(cfads_krw.shape[0])
        for quarter in range(first, first + QUARTERS_PER_YEAR):
            total += cfads_krw[:, quarter]
        payment[:, year] = np.maximum(total, 0.0) / terms.debt_dscr_multiple / QUARTERS_PER_YEAR
    return payment


def _capacity(terms: PlantTerms, payment: Floats) -> Floats:
    """What the payments are worth at the end of the grace period, and so at opening: interest is paid."""
    rate = terms.debt_rate_per_quarter
    worth = np.zeros(payment.shape[0])
    for year in range(terms.debt_tenor_years - 1, terms.debt_grace_years - 1, -1):
        worth = present_value(rate, QUARTERS_PER_YEAR, payment[:, year]) + worth / (1 + rate) ** 4
    return worth


def plan_loan(terms: PlantTerms, cost_krw: Floats, draw_growth: Floats, cfads_krw: Floats) -> Loan:
    """The loan that a plan carries: the smaller of gearing and cover over its cash flow.

    `sculpted`: after the grace period the payments of an operating year are level, and their sum is the
    year's
    cash flow over the agreed cover, or as much less as gearing allows. `level`: one payment from the grace
    period to the end, which the weakest year must carry. In the grace period interest is paid.

    Args:
        terms: Assumptions; the tenor ends no later than operation.
        cost_krw: Shape (n_series,), capex of the plan less grants.
        draw_growth: Shape (n_series,), what one won drawn along the S-curve has grown to at opening.
        cfads_krw: Shape (n_series, quarters), of the plan without debt.

    Example:
        >>> from dataclasses import replace
        >>> from tests.plant_case import TERMS
        >>> terms = replace(TERMS, gearing_max_share=0.5, debt_dscr_multiple=2.0, debt_interest_rate=0.4)
        >>> loan = plan_loan(terms, np.array([100.0]), np.ones(1), np.full((1, 12), 10.0))
        >>> loan.capacity_krw.round(2).tolist(), loan.gearing_krw.tolist(), loan.service_krw[0, :6].tolist()
        ([15.85], [50.0], [0.0, 5.0, 5.0, 5.0, 5.0, 0.0])

    Source: METHOD.md, "Plants: debt"; annuity formulas of fundmodel/finance/loans.py.
    """
    rate, n_series, quarters = terms.debt_rate_per_quarter, cost_krw.size, cfads_krw.shape[1]
    payment = _yearly_payments(terms, cfads_krw)
    if terms.debt_repayment == "level":
        weakest = payment[:, terms.debt_grace_years :].min(axis=1)
        payment[:, terms.debt_grace_years :] = weakest[:, None]
    capacity = _capacity(terms, payment)
    gearing = terms.gearing_max_share
    # Debt is at most a share of cost and interest during construction, amount x (1 - 1 / growth).
    most = gearing * cost_krw / (1 - gearing * (1 - 1 / draw_growth))
    amount = np.minimum(most, capacity)
    scale = np.divide(amount, capacity, out=np.zeros(n_series), where=capacity > 0)
    if terms.debt_repayment == "level":
        periods = (terms.debt_tenor_years - terms.debt_grace_years) * QUARTERS_PER_YEAR
        payment[:, terms.debt_grace_years :] = level_payment(rate, periods, amount)[:, None]
        scale = np.ones(n_series)
    balance, service = np.zeros((2, n_series, quarters + 1))
    balance[:, 0] = amount
    for quarter in range(1, min(terms.debt_tenor_years * QUARTERS_PER_YEAR, quarters) + 1):
        year = (quarter - 1) // QUARTERS_PER_YEAR
        before = balance[:, quarter - 1]
        is_grace = year < terms.debt_grace_years
        service[:, quarter] = before * rate if is_grace else payment[:, year] * scale
        balance[:, quarter] = balance_after(rate, 1, service[:, quarter], before)
    balance[:, terms.debt_tenor_years * QUARTERS_PER_YEAR :] = 0.0
    reserve = np.zeros_like(balance)
    for ahead in range(1, terms.dsra_quarters + 1):
        reserve[:, : quarters + 1 - ahead] += service[:, ahead:]
    return Loan(amount, amount / draw_growth, capacity, most, balance, service, reserve)
