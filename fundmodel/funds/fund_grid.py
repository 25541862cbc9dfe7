"""What the axes of the arrays of a block of fund runs stand for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Tables = Mapping[str, pl.DataFrame]

# Class ids are places in this list.
CLASS_CODES = ("public", "domestic", "foreign", "gp")
LEVELS = ("mega fund", "child funds")
# The mega fund as an investor in its child funds, and a class without investors.
MEGA_AS_INVESTOR = -1
NOBODY = -2


@dataclass(frozen=True)
class Grid:
    """The axes of a block: pairs of scenario and path, child funds, investors, quarters.

    A pair is scenario number x n_paths + path number; a series is fund number x n_pairs + pair.

    Attributes:
        scenario_id, path_id: Ids, ascending.
        world_id: Worlds of the block, ascending.
        world: Number of each scenario's world among them.
        mega_id: fund_id of the mega fund.
        fund_id: fund_ids of the child funds, those that end last first.
        strategy_id: Strategy of each child fund.
        investors: Investor ids by level and class; NOBODY where a class has none.
        payers: Investors who pay first loss, in paying order.
        n_quarters: Length of the quarter grid.
    """

    scenario_id: Ints
    path_id: Ints
    world_id: Ints
    world: Ints
    mega_id: int
    fund_id: Ints
    strategy_id: Ints
    investors: tuple[tuple[tuple[int, ...], ...], ...]
    payers: tuple[int, ...]
    n_quarters: int

    @property
    def n_pairs(self) -> int:
        """Number of (scenario, path) pairs."""
        return self.scenario_id.size * self.path_id.size

    @property
    def every_fund_id(self) -> Ints:
        """fund_ids of child funds and mega fund, ascending."""
        return np.sort(np.append(self.fund_id, self.mega_id))

    def by_pair(self, values: NDArray[Any]) -> NDArray[Any]:
        """One value per scenario, on the last axis, repeated for every path of the scenario."""
        return np.repeat(values, self.path_id.size, axis=-1)

    def by_series(self, values: Floats) -> Floats:
        """Values by child fund and scenario, on the last two axes (one fund: the same for all), by series."""
        whole = np.broadcast_to(values, (*values.shape[:-2], self.fund_id.size, values.shape[-1]))
        return self.by_pair(whole).reshape(*values.shape[:-2], -1)

    def place_of_series(self) -> Ints:
        """Shape (n_series,): the place of each series' lots; see `place_of_lots`."""
        world_path = self.by_pair(self.world) * self.path_id.size + np.tile(
            np.arange(self.path_id.size), self.scenario_id.size
        )
        rank = np.argsort(np.argsort(self.fund_id))
        return (world_path[None, :] * self.fund_id.size + rank[:, None]).ravel()

    def place_of_lots(self, lot_flows: pl.DataFrame) -> Ints:
        """Shape (n_rows,): place of each row, (world x n_paths + path) x n_funds + fund, funds by fund_id.

        Raises:
            ValueError: If the rows are not sorted by world, path and fund, or belong to none of the block.
        """
        keys = [lot_flows[name].to_numpy() for name in ("world_id", "path_id", "fund_id")]
        if not lot_flows.height:
            return np.zeros(0, dtype=np.int64)
        changes = [key[1:] != key[:-1] for key in keys]
        first = np.append(0, np.flatnonzero(changes[0] | changes[1] | changes[2]) + 1)
        known = (self.world_id, self.path_id, np.sort(self.fund_id))
        number = [np.searchsorted(ids, key[first]) for ids, key in zip(known, keys, strict=True)]
        for ids, key, found in zip(known, keys, number, strict=True):
            if (found == ids.size).any() or (ids[found] != key[first]).any():
                raise ValueError(
                    "lot_flows: rows of a world, path or child fund that the block does not have"
                )
        place = (number[0] * self.path_id.size + number[1]) * self.fund_id.size + number[2]
        if (np.diff(place) <= 0).any():
            raise ValueError("lot_flows: rows are not sorted by world_id, path_id, fund_id")
        return np.repeat(place, np.diff(np.append(first, lot_flows.height)))


def read_grid(tables: Tables) -> Grid:
    """The axes of a block.

    Args:
        tables: scenarios, paths, funds, commitments, investors, run_settings.

    Raises:
        ValueError: If a fund ends after the quarter grid.
    """
    funds, scenarios = tables["funds"], tables["scenarios"].sort("scenario_id")
    n_quarters = int(tables["run_settings"]["n_quarters"][0])
    late = funds.filter(pl.col("end_quarter") >= n_quarters)
    if late.height:
        raise ValueError(
            f"funds: fund {late['fund_id'][0]} ends in quarter {late['end_quarter'][0]}, after the last of "
            f"the grid, {n_quarters - 1}; run_settings.n_quarters must be larger"
        )
    children = (
        funds.filter(pl.col("level") == 1)
        .group_by("fund_id")
        .agg(pl.col("strategy_id").first(), pl.col("end_quarter").max())
        .sort(["end_quarter", "fund_id"], descending=[True, False])
    )
    mega_id = int(funds.filter(pl.col("level") == 0)["fund_id"][0])
    world_id = scenarios["world_id"].unique().sort().to_numpy().astype(np.int64)
    stakes = tables["commitments"].select(
        "investor_id", "class_id", level=(pl.col("fund_id") != mega_id).cast(pl.Int32)
    )
    known = set(stakes.unique().iter_rows())
    ids = sorted({investor_id for investor_id, _, _ in known})
    investors = tuple(
        tuple(
            tuple(i for i in ids if (i, number, level) in known) or (NOBODY,)
            for number in range(len(CLASS_CODES))
        )
        for level in range(len(LEVELS))
    )
    ranked = tables["investors"].filter(pl.col("first_loss_rank").is_not_null())
    payers = [i for i in ranked.sort("first_loss_rank", "investor_id")["investor_id"] if i in investors[0][0]]
    return Grid(
        scenarios["scenario_id"].to_numpy().astype(np.int64),
        tables["paths"]["path_id"].unique().sort().to_numpy().astype(np.int64),
        world_id,
        np.searchsorted(world_id, scenarios["world_id"].to_numpy()),
        mega_id,
        children["fund_id"].to_numpy().astype(np.int64),
        children["strategy_id"].to_numpy().astype(np.int64),
        investors,
        tuple(payers) or (NOBODY,),
        n_quarters,
    )
