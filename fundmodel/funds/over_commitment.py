"""A mega fund that commits more to its child funds than its investors gave it, and what that leads to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from fundmodel.funds.budgets import Budget
    from fundmodel.funds.partnership import Partnership

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


# Stands for as much money as is asked for.
UNLIMITED = float(np.iinfo(np.int64).max)


@dataclass
class Placement:
    """The money that a mega fund really has for its child funds; series are funds x pairs.

    Attributes:
        n_pairs: Number of (scenario, path) pairs.
        money: Shape (n_pairs,), won; UNLIMITED where no more is committed than there is.
        budget, partners: Of all series, not only of those that have not ended.

    Source: METHOD.md, "Cash of a fund".
    """

    n_pairs: int
    money: Floats
    budget: "Budget | None" = None
    partners: "Partnership | None" = None

    def over(self, budget: "Budget", partners: "Partnership") -> "Placement":
        """The same for these funds."""
        return Placement(self.n_pairs, self.money, budget, partners)

    def _all(self) -> tuple["Budget", "Partnership"]:
        if self.budget is None or self.partners is None:
            raise ValueError("over_commitment: the placement of a mega fund is not over any funds yet")
        return self.budget, self.partners

    def _by_pair(self, values: Floats) -> Floats:
        return np.add.reduce(values.reshape(-1, self.n_pairs), axis=0)

    def _spare(self, used: Floats, n_funds: int) -> Floats:
        """Money beyond what is used, less a won for the rounding of each fund."""
        return np.maximum(self.money - used - n_funds, 0.0)

    def charges(self, n_series: int) -> Floats:
        """What fees and expenses may cost limited partners in this quarter, shape (n_series,).

        Every fund may use the same part of what the mega fund has left: more than they are, until it has next
        to nothing, as lots leave what fees and expenses are expected to need.
        """
        budget, partners = self._all()
        mega = partners.slices()[0]
        n_funds = budget.terms.start.size // self.n_pairs
        spare = np.tile(self._spare(self._by_pair(mega.paid_in), n_funds) / n_funds, n_funds)
        own, whole = mega.commitments[0], budget.terms.lp_commitment
        room = np.divide(spare * whole, own, out=np.full_like(spare, UNLIMITED), where=own > 0)
        return np.floor(room[:n_series])

    def lots(self, quarter: int, rows: Places, asked: Floats) -> Floats:
        """What funds may pay for lots: all they ask for, or the same part of it in every fund of a pair.

        Args:
            quarter: Of the grid.
            rows: Places of the funds that ask.
            asked: What each of them asks for and could pay out of its own commitments.
        """
        budget, partners = self._all()
        terms, mega = budget.terms, partners.slices()[0]
        part = mega.commitments[0] / np.maximum(terms.commitment, 1.0)
        left, per_won = budget.left(quarter)
        used = np.where(terms.end < quarter, mega.paid_in, part * (terms.commitment - left))
        wanted = np.zeros_like(left)
        wanted[rows] = asked * per_won[rows] * part[rows]
        n_funds = left.size // self.n_pairs
        total, spare = self._by_pair(wanted), self._spare(self._by_pair(used), n_funds)
        share = np.divide(spare, total, out=np.ones_like(total), where=total > spare)
        return np.floor(asked * np.tile(share, n_funds)[rows])
