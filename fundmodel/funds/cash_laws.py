"""Laws of idle cash, subscription lines and recallable distributions, checked on the arrays themselves."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.budgets import Budget

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def cash_laws(budget: Budget, rows: dict[str, Floats]) -> Iterator[tuple[str, Flags]]:
    """Law -> series that break it, shape (n_series,).

    Args:
        budget: At the end of the run.
        rows: ROWS, EQUITY_ROWS and CASH_ROWS of the child funds.

    Source: METHOD.md, "Cash of a fund".
    """

    def ever(broken: Flags) -> Flags:
        return np.logical_or.reduce(broken, axis=0)

    change = np.diff(rows["balance"], axis=0, prepend=0.0)
    moved = rows["advance"] + rows["interest"] - rows["returned"]
    yield "idle cash changes by calls beyond costs, interest and what is given back", ever(change != moved)
    yield "no idle cash and no debt is left at the end", rows["balance"][-1] != 0
    if budget.treasury is not None:
        terms = budget.treasury.terms
        limit = np.floor(terms.line_share * terms.lp_commitment)
        yield "the line lends within its limit", ever(-rows["balance"] > limit)
        yield "interest on the line is paid", np.floor(budget.treasury.owed) > budget.expenses
    if budget.recycling is not None:
        allowed = np.minimum(budget.recycling.cap, budget.recycling.share * budget.recycling.eligible)
        yield (
            "what may be called again is a share of distributions up to a cap",
            (budget.recycling.recallable > np.ceil(allowed)),
        )
        yield "no more is called again than may be", ever(rows["recycled"] > rows["recallable"])
