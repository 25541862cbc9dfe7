"""The foreign investors of a block of programmes: arrays read from tables, tax, hedges and own currency."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.foreign.dollar_commitments import DollarCalls, dollar_calls
from fundmodel.foreign.hedges import HedgeFlows, HedgeTerms, run_hedges, to_come
from fundmodel.foreign.withholding import withhold
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Tables = Mapping[str, pl.DataFrame]

# Net cash in won before and after tax, in dollars after tax, and the same with the hedge.
MEASURES = ("net", "after_tax", "own_unhedged", "own")


@dataclass(frozen=True)
class ForeignRun:
    """Foreign investors of a block; a pair is scenario number x n_paths + path number.

    Attributes:
        tables: scenarios, paths, run_settings, foreign_flows, central_foreign_flows (the same of path 0),
            foreign_tax_due, planned_exposures, commitments, fund_formation, market_paths and the assumptions
            of foreign and market.
    """

    tables: Tables

    @cached_property
    def scenario_id(self) -> Ints:
        """Ids, ascending."""
        return self.tables["scenarios"]["scenario_id"].sort().to_numpy().astype(np.int64)

    @cached_property
    def path_id(self) -> Ints:
        """Ids, ascending."""
        return self.tables["paths"]["path_id"].unique().sort().to_numpy().astype(np.int64)

    @cached_property
    def investor_id(self) -> Ints:
        """Ids of the foreign investors, ascending."""
        return self.tables["foreign_flows"]["investor_id"].unique().sort().to_numpy().astype(np.int64)

    @property
    def n_quarters(self) -> int:
        """Length of the quarter grid."""
        return int(self.tables["run_settings"]["n_quarters"][0])

    @property
    def n_pairs(self) -> int:
        """Number of (scenario, path) pairs."""
        return self.scenario_id.size * self.path_id.size

    @cached_property
    def flows(self) -> dict[str, Floats]:
        """paid_in, distributed, nav: shape (n_quarters, n_investors, n_pairs), whole won."""
        frame = self.tables["foreign_flows"].sort("scenario_id", "path_id", "investor_id", "quarter")
        shape = (self.n_pairs, self.investor_id.size, self.n_quarters)
        made = {}
        for name in ("paid_in", "distributed", "nav"):
            values = frame[f"{name}_krw"].to_numpy().astype(np.float64).reshape(shape)
            made[name] = np.ascontiguousarray(values.transpose(2, 1, 0))
        return made

    def _placed(self, frame: pl.DataFrame, column: str, by_path: bool) -> Floats:
        """Whole won of sparse rows on the grid, shape (n_quarters, n_investors, n_pairs)."""
        made = np.zeros((self.n_quarters, self.investor_id.size, self.n_pairs))
        scenario = np.searchsorted(self.scenario_id, frame["scenario_id"].to_numpy())
        investor = np.searchsorted(self.investor_id, frame["investor_id"].to_numpy())
        quarter, values = frame["quarter"].to_numpy(), frame[column].to_numpy()
        if by_path:
            path = np.searchsorted(self.path_id, frame["path_id"].to_numpy())
            made[quarter, investor, scenario * self.path_id.size + path] = values
        else:
            whole = made.reshape(*made.shape[:2], self.scenario_id.size, self.path_id.size)
            whole[quarter, investor, scenario] = values[:, None]
        return made

    @cached_property
    def rate(self) -> Floats:
        """KRW per USD, shape (n_quarters, n_pairs)."""
        paths = self.tables["market_paths"].filter(pl.col("quarter") < self.n_quarters)
        worlds = paths["world_id"].unique().sort()
        values = paths.sort("world_id", "path_id", "quarter")["krw_per_usd"].to_numpy()
        by_world = values.reshape(worlds.len(), self.path_id.size, self.n_quarters)
        return np.ascontiguousarray(by_world[self._world].reshape(self.n_pairs, self.n_quarters).T)

    @cached_property
    def _world(self) -> Ints:
        """Number of each scenario's world among those of the block."""
        worlds = self.tables["market_paths"]["world_id"].unique().sort().to_numpy()
        return np.searchsorted(worlds, self.tables["scenarios"].sort("scenario_id")["world_id"].to_numpy())

    def _by_pair(self, values: pl.Series) -> Floats:
        return np.repeat(values.to_numpy().astype(np.float64), self.path_id.size)

    @cached_property
    def taxes(self) -> tuple[Floats, Floats]:
        """Tax kept back, and what is still due at the end."""
        due = self._placed(self.tables["foreign_tax_due"], "due_krw", by_path=True)
        return withhold(due, self.flows["distributed"])

    @cached_property
    def hedges(self) -> HedgeFlows:
        """Hedges of each investor."""
        given = self.tables["foreign_assumptions"].sort("scenario_id")
        market = (
            self.tables["scenarios"]
            .sort("scenario_id")
            .join(self.tables["market_assumptions"], on="world_id", how="left", maintain_order="left")
        )
        terms = HedgeTerms(
            self._by_pair(given["hedge_ratio_share"]),
            self._by_pair(given["hedge_tenor_quarters"]),
            self._by_pair(market["fx_forward_rate"]),
            self._by_pair(given["forward_points_slope_rate"]),
            self._by_pair(given["hedge_cost_rate"]),
        )
        chosen = given["hedge_notional"]
        is_plan, is_flows = (self._by_pair((chosen == one).cast(pl.Int64)) > 0 for one in ("plan", "flows"))
        nav = self.flows["nav"]
        notional, held = nav, nav
        if is_plan.any():
            planned = self._placed(self.tables["planned_exposures"], "planned_krw", by_path=False)
            notional = np.where(is_plan, planned, notional)
        if is_flows.any():
            notional = np.where(is_flows, self._forecast, notional)
            held = np.where(is_flows, to_come(self.flows["distributed"] - self.flows["paid_in"]), held)
        return run_hedges(notional, held, self.rate, terms)

    @cached_property
    def _forecast(self) -> Floats:
        """What the central case has still to come, shape (n_quarters, n_investors, n_pairs)."""
        central = self.tables["central_foreign_flows"]
        net = central.with_columns(net_krw=pl.col("distributed_krw") - pl.col("paid_in_krw"))
        return to_come(self._placed(net, "net_krw", by_path=False))

    @cached_property
    def hedge_result(self) -> Floats:
        """Points and spot less cost, shape (n_quarters, n_investors, n_pairs)."""
        return self.hedges.points + self.hedges.spot - self.hedges.cost

    @cached_property
    def commitment(self) -> Floats:
        """Commitments over both levels as formed, shape (n_investors, n_pairs), whole won."""
        known = self.tables["commitments"].filter(pl.col("investor_id").is_in(self.investor_id.tolist()))
        formed = self.tables["fund_formation"].select("scenario_id", "path_id", "fund_id", "private_share")
        path = pl.DataFrame({"path_id": self.path_id}, schema={"path_id": pl.Int32})
        rows = known.join(path, how="cross").join(formed, on=formed.columns[:-1], how="left")
        won = (pl.col("commitment_krw") * pl.col("private_share").fill_null(1.0) * SNAP).floor()
        own = won.cast(pl.Int64).sum().alias("won")
        sums = rows.group_by("scenario_id", "path_id", "investor_id").agg(own)
        made = np.zeros((self.investor_id.size, self.scenario_id.size, self.path_id.size))
        investor = np.searchsorted(self.investor_id, sums["investor_id"].to_numpy())
        scenario = np.searchsorted(self.scenario_id, sums["scenario_id"].to_numpy())
        made[investor, scenario, np.searchsorted(self.path_id, sums["path_id"].to_numpy())] = sums["won"]
        return made.reshape(self.investor_id.size, -1)

    @cached_property
    def calls(self) -> DollarCalls:
        """Calls against commitments in dollars; nothing is excused where commitments are in won."""
        found = dollar_calls(self.flows["paid_in"], self.rate, self.commitment)
        given = self.tables["foreign_assumptions"].sort("scenario_id")
        is_dollar = self._by_pair((given["foreign_commitment_currency"] == "USD").cast(pl.Int64))
        return found._replace(excused_krw=found.excused_krw * is_dollar)

    @cached_property
    def cash(self) -> dict[str, Floats]:
        """MEASURES -> net cash, shape (n_quarters, n_investors, n_pairs), in won or in dollars."""
        net = self.flows["distributed"] - self.flows["paid_in"]
        after_tax = net - self.taxes[0]
        rate = self.rate[:, None]
        own = (after_tax + self.hedge_result) / rate
        return dict(zip(MEASURES, (net, after_tax, after_tax / rate, own), strict=True))
