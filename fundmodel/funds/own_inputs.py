"""What single investors agreed for themselves alone, read from table commitments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.funds.fee_inputs import FeeInputs
from fundmodel.funds.fund_grid import Grid
from fundmodel.funds.own_terms import OWN_TERMS, OwnTerms, own_terms
from fundmodel.waterfall import Terms

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Expand = Callable[[Floats], Floats]
# Names of the hurdle, carry and catch-up of a group, its terms, and the investor ids of each of its classes.
Group = tuple[tuple[str, str, str], Terms, Sequence[tuple[int, ...]]]


@dataclass(frozen=True)
class OwnInputs:
    """Terms of single investors in the funds of one level, where a scenario counts them.

    Attributes:
        grid: The axes.
        commitments: One row per scenario, fund and investor.
        assumptions: Name -> shape (n_scenarios,).
        fund_id: Funds of the level.
    """

    grid: Grid
    commitments: pl.DataFrame
    assumptions: Mapping[str, NDArray[Any]]
    fund_id: Ints

    def terms(self, groups: Sequence[Group], expand: Expand) -> list[OwnTerms]:
        """Terms of a waterfall that differ from those of the investor's group.

        Args:
            groups: All groups of limited partners, in order.
            expand: From (n_investors, 1, n_scenarios) to (n_investors, n_series).
        """
        is_used = np.asarray(self.assumptions["investor_hurdles"] == "own")
        if not is_used.any():
            return []
        found = []
        for number, (names, terms, classes) in enumerate(groups):
            common = np.array([self.assumptions[name].astype(np.float64) for name in names])
            by_term = [self._given(name, classes, is_used) for name in OWN_TERMS]
            given = [np.array(of_class) for of_class in zip(*by_term, strict=True)]
            found += own_terms(number, terms, common, given, expand)
        return found

    def discounts(
        self, codes: Sequence[str], classes: Sequence[tuple[int, ...]], expand: Expand
    ) -> Floats | None:
        """Discounts on the fee: an investor's own, else that of its class.

        Args:
            codes: Of the classes of limited partners.
            classes: Investor ids of each.
            expand: From (n_investors, 1, n_scenarios) to (n_investors, n_series).

        Returns:
            Shape (n_investors, n_series), class by class; None where nobody has any.
        """
        is_used = np.asarray(self.assumptions["investor_fee_discounts"] == "own")
        own = [np.full((len(ids), is_used.size), np.nan) for ids in classes]
        if is_used.any():
            own = self._given("fee_discount_share", classes, is_used)
        return FeeInputs(self.assumptions).discounts(codes, own, expand)

    def _given(
        self, name: str, classes: Sequence[tuple[int, ...]], is_used: NDArray[np.bool_]
    ) -> list[Floats]:
        """A column, class by class, shape (n_investors, n_scenarios), NaN where it is empty."""
        every = np.unique(np.concatenate(classes))
        is_known = pl.col("investor_id").is_in(every.tolist()) & pl.col("fund_id").is_in(
            self.fund_id.tolist()
        )
        rows = self.commitments.filter(pl.col(name).is_not_null() & is_known)
        dense = np.full((every.size, self.grid.scenario_id.size), np.nan)
        investor = np.searchsorted(every, rows["investor_id"].to_numpy())
        scenario = np.searchsorted(self.grid.scenario_id, rows["scenario_id"].to_numpy())
        dense[investor, scenario] = rows[name].to_numpy()
        dense[:, ~is_used] = np.nan
        return [dense[np.searchsorted(every, ids)] for ids in classes]
