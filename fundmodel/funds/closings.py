"""Child funds as they were formed: when each starts, how large it is, who came late."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.funds.budgets import Ints
from fundmodel.funds.fund_grid import CLASS_CODES, Grid
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]

# Columns of table fund_formation that hold one number per series.
_SERIES = (
    "start_quarter",
    "final_close_quarter",
    "first_share",
    "size_share",
    "is_formed",
    "private_share",
    "late_share",
    "fee_share",
    "equalisation_rate",
)
_PRIVATE = [code in ("domestic", "foreign") for code in CLASS_CODES]


@dataclass(frozen=True)
class Closings:
    """The formation of child funds; arrays of shape (n_series,).

    Attributes:
        planned_start: First quarter by the plan.
        start: Quarter of the first close; the last quarter of the term where no fund was formed.
        final: Quarter of the final close.
        first_share: Part of its lots that a fund pays for until the final close.
        size_share: The same from then on: its size over the planned size.
        is_formed: 1 where there is a fund, else 0.
        private_share: Commitments of domestic and foreign investors over the planned ones.
        late_share: Part of these that was signed at the final close.
        fee_share: Yearly fee over the planned one.
        interest_rate: Yearly rate that late investors pay early ones.

    Source: METHOD.md, "Closings of a fund".
    """

    planned_start: Floats
    start: Floats
    final: Floats
    first_share: Floats
    size_share: Floats
    is_formed: Floats
    private_share: Floats
    late_share: Floats
    fee_share: Floats
    interest_rate: Floats

    def asked(self, quarter: int, rows: Ints, offered: Floats) -> Floats:
        """The part of the quarter's lots that funds of this size pay for, whole won."""
        share = np.where(quarter < self.final[rows], self.first_share[rows], self.size_share[rows])
        return np.floor(offered * share * SNAP)

    def committed(self, planned: Floats, is_private: bool) -> Floats:
        """Commitments to funds as formed, from planned ones of shape (..., n_series): whole won.

        The mega fund, public investors and managers keep theirs where there is a fund.
        """
        return np.floor(planned * (self.private_share if is_private else self.is_formed) * SNAP)

    def classes(self, planned: Sequence[Floats]) -> list[Floats]:
        """Commitments of the mega fund, then by investor of each class, as formed."""
        kinds = zip(planned, [False, *_PRIVATE], strict=True)
        return [self.committed(values, is_private) for values, is_private in kinds]

    def of_investors(self, planned: Floats, class_id: Ints) -> Floats:
        """Commitments of ultimate investors, shape (n_investors, n_series), as formed."""
        kinds = zip(planned, np.array(_PRIVATE)[class_id], strict=True)
        return np.array([self.committed(values, bool(is_private)) for values, is_private in kinds])


def read_closings(grid: Grid, fund_formation: pl.DataFrame, start: Floats) -> Closings | None:
    """The formation of the child funds of a block; None where all are formed as planned.

    Args:
        grid: The axes.
        fund_formation: One row per scenario, path and child fund of scenarios with formation risk.
        start: Shape (n_funds, n_scenarios), planned first quarters.
    """
    if not fund_formation.height:
        return None
    rows = fund_formation.filter(
        pl.col("scenario_id").is_in(grid.scenario_id.tolist())
        & pl.col("path_id").is_in(grid.path_id.tolist())
    )
    if not rows.height:
        return None
    order = np.argsort(grid.fund_id)
    fund = order[np.searchsorted(grid.fund_id[order], rows["fund_id"].to_numpy())]
    scenario = np.searchsorted(grid.scenario_id, rows["scenario_id"].to_numpy())
    path = np.searchsorted(grid.path_id, rows["path_id"].to_numpy())
    series = fund * grid.n_pairs + scenario * grid.path_id.size + path
    planned = grid.by_series(start)
    made = {name: np.ones(planned.size) for name in _SERIES}
    made["late_share"] = np.zeros(planned.size)
    made["start_quarter"], made["final_close_quarter"] = planned.copy(), planned.copy()
    for name, values in made.items():
        values[series] = rows[name].to_numpy()
    return Closings(planned, *made.values())
