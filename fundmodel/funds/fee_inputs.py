"""Fee terms that differ from the plain ones, read from the assumptions of a block."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.fee_rules import FEE_BASES, FeeRules

Floats = NDArray[np.float64]
Expand = Callable[[Floats], Floats]

# Classes of limited partners that invest in a fund by themselves, in the order of the arrays by class.
LP_CLASSES = ("public", "domestic", "foreign")


@dataclass(frozen=True)
class FeeInputs:
    """Reads fee terms; what is off in every scenario gives None, and the run of the funds skips it.

    Attributes:
        assumptions: Name -> shape (n_scenarios,).
    """

    assumptions: Mapping[str, NDArray[Any]]

    def discounts(self, classes: Sequence[str], own: Sequence[Floats], expand: Expand) -> Floats | None:
        """Discounts on the fee of the limited partners: an investor's own, else that of its class.

        Args:
            classes: Codes of their classes.
            own: Class by class, shape (n_investors, n_scenarios), NaN for none.
            expand: From (n_investors, 1, n_scenarios) to (n_investors, n_series).

        Returns:
            Shape (n_investors, n_series), class by class; None where there are no discounts.
        """
        of_class = [self._number(f"{code}_fee_discount_share") for code in classes]
        shares = np.concatenate(
            [np.where(np.isnan(one), whole, one) for one, whole in zip(own, of_class, strict=True)]
        )
        return expand(shares[:, None, :]) if shares.any() else None

    def rules(self, commitment: Floats, expand: Expand, is_child: bool) -> FeeRules | None:
        """Other fee bases, formation and transaction fees of funds.

        Args:
            commitment: Shape (n_funds, n_scenarios).
            expand: Turns that shape into (n_series,).
            is_child: Only child funds choose their fee base and charge transaction fees.
        """
        organisation = np.minimum(
            np.floor(commitment * self._number("organisation_rate")), self._number("organisation_cap_krw")
        )
        base = self.assumptions["child_fee_base"] if is_child else np.full(commitment.shape[1], FEE_BASES[0])
        rate = self._number("transaction_fee_rate") * is_child
        if not organisation.any() and not rate.any() and (base == FEE_BASES[0]).all():
            return None
        rows = [(base == one).astype(np.float64)[None, :] for one in FEE_BASES[1:]]
        rows += [organisation, rate[None, :], self._number("fee_offset_share")[None, :]]
        given = [expand(one) for one in rows]
        return FeeRules(*given, *np.zeros((3, given[0].size)))

    def _number(self, name: str) -> Floats:
        return self.assumptions[name].astype(np.float64)
