"""Terms of calls, idle cash, subscription lines and recycling, read from the assumptions of a block."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.budgets import FundTerms
from fundmodel.funds.recycling import Recycling
from fundmodel.funds.treasury import CashTerms, Treasury
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]

INSTALMENTS = "instalments"


@dataclass(frozen=True)
class CashInputs:
    """Reads terms of cash; what is off in every scenario gives None, and the run of the funds skips it.

    Attributes:
        assumptions: Name -> shape (n_scenarios,).
        expand: Turns shape (1, n_scenarios) into (n_series,).
        terms: Of the funds, by series.
    """

    assumptions: Mapping[str, NDArray[Any]]
    expand: Callable[[Floats], Floats]
    terms: FundTerms

    def treasury(self) -> Treasury | None:
        """Idle cash and subscription line of funds before their first quarter."""
        in_parts = (self.assumptions["call_method"] == INSTALMENTS).astype(np.float64)
        names = ("call_notice_quarters", "minimum_call_krw", "line_share")
        notice, minimum, line_share = (self._number(name) for name in names)
        if not any(one.any() for one in (in_parts, notice, minimum, line_share)):
            return None
        commitment = self.terms.lp_commitment
        share = self._number("instalment_share") * in_parts
        rate = self._number("line_base_rate") + self._number("line_spread_rate")
        others = [notice, minimum, self._number("idle_cash_rate"), line_share, rate]
        return Treasury.opening(
            CashTerms(
                self.terms.start,
                self.terms.investment_end,
                commitment,
                np.floor(commitment * self._expand(share) * SNAP),
                self._expand(self._number("instalment_interval_quarters")),
                *(self._expand(one) for one in (*others, self._number("line_clean_down_quarters"))),
            )
        )

    def recycling(self) -> Recycling | None:
        """Distributions of funds that may be called again."""
        share = self._number("recycling_share")
        if not share.any():
            return None
        cap = self._expand(self._number("recycling_cap_share"))
        window = self._expand(self._number("recycling_window_quarters"))
        return Recycling.opening(
            self._expand(share),
            np.floor(self.terms.commitment * cap * SNAP),
            self.terms.investment_end - 1 + window,
        )

    def _number(self, name: str) -> Floats:
        return self.assumptions[name].astype(np.float64)

    def _expand(self, values: Floats) -> Floats:
        return self.expand(values[None, :])
