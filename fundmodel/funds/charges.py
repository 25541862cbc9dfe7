"""What a fund's fee and expenses are made of: waivers, offsets, transaction fees, organisation."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.budgets import Budget
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]


def note_charges(rows: Mapping[str, Floats], budget: Budget, saved: Floats | float) -> None:
    """Note the parts of the quarter's fee and expenses, where the fund has more than the plain fee.

    Where its money does not reach for all expenses, what was paid counts as interest on the line first, then
    as transaction fees, then as organisation.

    Args:
        rows: CHARGE_ROWS -> shape (n_series,), of the quarter; nothing is noted where they are missing.
        budget: Charged for the quarter.
        saved: What discounts took off the fee of the quarter.

    Example:
        >>> from fundmodel.funds.budgets import FundTerms
        >>> from fundmodel.funds.fee_rules import FeeRules
        >>> numbers = [0.0, 4.0, 8.0, 8.0, 100.0, 80.0, 100.0, 8.0, 0.0, 0.2, 0.2, 1.0]
        >>> budget = Budget.opening(FundTerms(*np.array([numbers]).T))
        >>> budget.rules = FeeRules(*np.array([[0.0, 0, 0, 3, 0.05, 0.5, 0, 0, 0]]).T)
        >>> budget.invested += 40.0
        >>> budget.charge(1, np.array([True]))
        (array([1.]), array([5.]))
        >>> rows = {name: np.zeros(1) for name in ("waived", "offset", "transactions", "organisation")}
        >>> note_charges(rows, budget, 0.0)
        >>> [float(one[0]) for one in rows.values()]
        [0.0, 1.0, 2.0, 3.0]

    Source: METHOD.md, "Fees" and "Names of measures".
    """
    if "waived" not in rows:
        return
    rows["waived"][:] = saved
    rules = budget.rules
    if rules is None:
        return
    earned = np.floor(budget.fee_due * SNAP)
    used = np.minimum(np.ceil(rules.credited), earned - budget.fees)
    np.maximum(used, 0.0, out=rows["offset"])
    owed = 0.0 if budget.treasury is None else np.floor(budget.treasury.owed * SNAP)
    np.minimum(rules.transactions, np.maximum(budget.expenses - owed, 0.0), out=rows["transactions"])
    left = np.maximum(budget.expenses - owed - rules.transactions, 0.0)
    np.minimum(rules.organisation, left, out=rows["organisation"])
