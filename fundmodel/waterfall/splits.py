"""What a waterfall gives for whole histories: the split, and on demand the split tier by tier."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from fundmodel.waterfall.accounts import Accounts
from fundmodel.waterfall.inputs import History
from fundmodel.waterfall.period import advance, clawback, interim_clawback, opened, release
from fundmodel.waterfall.state import Won
from fundmodel.waterfall.terms import Terms
from fundmodel.waterfall.tiers import Tiers


@dataclass(frozen=True)
class Split:
    """What investor and manager receive of each period's cash.

    Arrays of shape (n_series, n_periods), whole won, int64.

    Attributes:
        lp: To the investor, including carry that the manager returns.
        gp: To the manager, without what goes to escrow; negative where it returns carry.
        escrow: Carry held back at the end of each period; zero in the last.
    """

    lp: Won
    gp: Won
    escrow: Won
    _history: History = field(repr=False)
    _terms: Terms = field(repr=False)

    @cached_property
    def tiers(self) -> Tiers:
        """Tier name -> (lp, gp) in paying order, then escrow if any, then clawback; made when asked for.

        Raises:
            RuntimeError: If the arrays given to `distribute` were changed in the meantime.
        """
        n_series, n_periods = self.lp.shape
        calls, cash, realised, nav = self._history.by_period()
        state = opened(n_series, self._terms)
        tiers: Tiers = {}
        back, held = np.zeros_like(self.lp), np.zeros_like(self.lp)
        nothing = np.zeros(n_series)
        for period in range(n_periods):
            realised_now = None if realised is None else realised[period]
            payment = advance(state, calls[period], cash[period], self._terms, True, realised_now)
            for name, amounts in payment.tiers.items():
                both = tiers.setdefault(name, (np.empty_like(self.lp), np.empty_like(self.gp)))
                for whole, amount in zip(both, amounts, strict=True):
                    whole[:, period] = amount
            if period == n_periods - 1:
                back[:, period] = clawback(state, self._terms)
                release(state)
            else:
                worth = nothing if nav is None else nav[period]
                back[:, period] = interim_clawback(state, worth, period, self._terms)
            if isinstance(state, Accounts):
                held[:, period] = state.held
        if np.any(self._terms.escrow_share):
            tiers["escrow"] = np.zeros_like(held), -np.diff(held, axis=1, prepend=0)
        tiers["clawback"] = back, -back
        if not np.array_equal(sum(gp for _, gp in tiers.values()), self.gp):
            raise RuntimeError(
                "The arrays given to distribute have changed since; ask for tiers before, or pass copies."
            )
        return tiers
