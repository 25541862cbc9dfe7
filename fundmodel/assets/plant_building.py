"""The building of plants as arrays: what they cost, who pays, when they open.

A series is one plant on one path. Amounts are those of the whole plant (100 %); the share that a fund holds
is applied later. All arithmetic is elementwise, so a series does not depend on its neighbours.
"""

from dataclasses import dataclass

import numpy as np

from fundmodel.assets.plant_loans import Loan
from fundmodel.assets.plant_terms import QUARTERS_PER_HALF_YEAR, Floats, Ints, PlantTerms


@dataclass(frozen=True)
class Building:
    """The building of plants; arrays of shape (n_series, n_instalments), those below the line (n_series,).

    Attributes:
        quarter: Quarter of each instalment.
        capex_krw: Whole won, overrun included; 0 where a plant has fewer instalments.
        overrun_krw: The part of it above the budget, whole won, below 0 where the plant came out cheaper.
        grant_krw: The part that a grant pays, whole won.
        draw_krw: The part that lenders pay, whole won.
        gross_krw: Total capex less grants, float: what is written off.
        completion: Quarter of mechanical completion.
        opening: Quarter of the first GMP batch and of commercial operation.
        opening_debt_krw: Loan owed at opening, interest during construction in it, float.
        opening_call_krw: What the owners pay in at opening, whole won: the reserve account, and interest of a
            delay above the loan.
        opening_reserve_krw: The reserve account in it, float.
    """

    quarter: Ints
    capex_krw: Ints
    overrun_krw: Ints
    grant_krw: Ints
    draw_krw: Ints
    gross_krw: Floats
    completion: Ints
    opening: Ints
    opening_debt_krw: Floats
    opening_call_krw: Ints
    opening_reserve_krw: Floats

    @property
    def owner_krw(self) -> Ints:
        """What the owners pay of each instalment, shape (n_series, n_instalments), whole won."""
        return self.capex_krw - self.grant_krw - self.draw_krw


def spent_shares(curve: tuple[float, ...], longest: int) -> Floats:
    """Cumulative shares of an S-curve that is stretched over 1, 2, ... half-years.

    Returns:
        Shape (longest + 1, longest + 1): row n is a building time of n half-years, column i the share spent
        after i of them; 1 from the n-th on.

    Example:
        >>> spent_shares((0.4, 0.6), 2)[2].tolist()
        [0.0, 0.4, 1.0]
    """
    known = np.array([0.0, *np.cumsum(curve)])
    known[-1] = 1.0
    positions = np.linspace(0.0, 1.0, known.size)
    spent = np.ones((longest + 1, longest + 1))
    for number in range(1, longest + 1):
        spent[number, : number + 1] = np.interp(np.arange(number + 1) / number, positions, known)
    return spent


def _instalments(amount: Floats, cumulative: Floats) -> Ints:
    return np.diff(np.floor(amount[:, None] * cumulative), axis=1).astype(np.int64)


def build(
    terms: PlantTerms,
    capacity_kl: Floats,
    start: Ints,
    overrun: Floats,
    delay: Ints,
    loan: Loan | None = None,
    validation: Ints | None = None,
) -> Building:
    """The building of plants: half-yearly instalments along the S-curve, who pays them, and the opening.

    Grants and the loan follow the S-curve of the plan's money; what the plant costs above the plan is paid by
    its owners. Interest during construction is added to the loan.

    Args:
        terms: Assumptions.
        capacity_kl: Shape (n_series,).
        start: Quarter in which building starts.
        overrun: Share of the budget; it is spread along the S-curve like the budget.
        delay: Quarters; the S-curve is stretched over the longer building time.
        loan: Of each series; None to build without debt.
        validation: Quarters from mechanical completion to opening; None for those of the terms.

    Example:
        >>> from tests.plant_case import TERMS
        >>> plant = build(TERMS, np.array([10.0]), np.array([0]), np.array([0.1]), np.array([0]))
        >>> plant.capex_krw.tolist(), plant.overrun_krw.tolist(), plant.opening.tolist()
        ([[4400, 6600]], [[400, 600]], [6])

    Source: METHOD.md, "Plants: building".
    """
    length = terms.build_quarters + delay
    count = -(-length // QUARTERS_PER_HALF_YEAR)
    longest = int(count.max(initial=1))
    cumulative = spent_shares(terms.capex_curve, longest)[count]
    kl_price = terms.capex_per_kl_krw
    if terms.second_phase == "at_once":
        kl_price *= 1 + terms.second_phase_share * terms.second_phase_capex_share
    budget = capacity_kl * kl_price
    gross = budget * (1 + overrun)
    capex = _instalments(gross, cumulative)
    grant = np.minimum(_instalments(budget * terms.grant_share, cumulative), capex)
    quarter = start[:, None] + np.arange(longest) * QUARTERS_PER_HALF_YEAR
    completion = start + length
    opening = completion + (terms.validation_quarters if validation is None else validation)
    draw = np.zeros_like(capex)
    debt, reserve, excess = (np.zeros(start.size) for _ in range(3))
    if loan is not None:
        draw = np.minimum(_instalments(loan.draws_krw, cumulative), capex - grant)
        grown = (1 + terms.debt_rate_per_quarter) ** np.maximum(opening[:, None] - quarter, 0)
        for instalment in range(longest):
            debt += draw[:, instalment] * grown[:, instalment]
        excess = np.maximum(debt - loan.amount_krw, 0.0)
        debt -= excess
        reserve = loan.reserve_krw[:, 0]
    return Building(
        quarter,
        capex,
        capex - _instalments(budget, cumulative),
        grant,
        draw,
        gross - budget * terms.grant_share,
        completion,
        opening,
        debt,
        np.floor(excess + reserve).astype(np.int64),
        reserve,
    )
