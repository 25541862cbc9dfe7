"""What every party paid, received and earned, as tables."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.finance import irr
from fundmodel.funds.flow_frames import pair_keys, won
from fundmodel.funds.fund_grid import Grid, Tables
from fundmodel.funds.party_costs import PartyCosts
from fundmodel.funds.party_flows import PartyFlows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

QUARTERS_PER_YEAR = 4
CENTS_PER_DOLLAR = 100
HOME_CURRENCY, OTHER_CURRENCY = "KRW", "USD"
CENTRAL = 0
KINDS = ("whole", "class", "investor", "fund", "strategy")


@dataclass(frozen=True)
class PartyFrames:
    """The parties of a block of programmes.

    Attributes:
        grid: The axes.
        tables: parties, investors, market_paths.
        flows, costs: By party.
        commitments: Shape (n_parties, n_pairs).
    """

    grid: Grid
    tables: Tables
    flows: PartyFlows
    costs: PartyCosts
    commitments: Floats

    @cached_property
    def net(self) -> Floats:
        """Net cash, shape (n_quarters, n_parties, n_pairs)."""
        return self.flows.by_measure["distributed"] - self.flows.by_measure["paid_in"]

    @cached_property
    def other_currency(self) -> Ints:
        """Places of the parties whose investors all count in dollars.

        Raises:
            ValueError: If an investor counts in a currency without an exchange rate.
        """
        investors, parties = self.tables["investors"], self.tables["parties"].sort("party_id")
        if unknown := sorted(set(investors["currency"]) - {HOME_CURRENCY, OTHER_CURRENCY}):
            raise ValueError(f"investors: no exchange rate for {unknown[0]}; allowed are KRW and USD")
        is_other = pl.col("currency") == OTHER_CURRENCY
        own = investors.filter(is_other)["investor_id"]
        classes = investors.group_by("class_id").agg(is_other.all()).filter("currency")["class_id"]
        is_member = pl.col("investor_id").is_in(own.implode())
        is_class = (pl.col("party_kind") == "class") & pl.col("class_id").is_in(classes.implode())
        return parties.select((is_member | is_class).arg_true()).to_series().to_numpy().astype(np.int64)

    @cached_property
    def net_dollars(self) -> Floats:
        """Net cash in dollars at the quarter's rate, shape (n_quarters, len(other_currency), n_pairs)."""
        grid = self.grid
        paths = self.tables["market_paths"].filter(pl.col("quarter") < grid.n_quarters)
        paths = paths.sort("world_id", "path_id", "quarter")
        rate = paths["krw_per_usd"].to_numpy().reshape(grid.world_id.size, grid.path_id.size, grid.n_quarters)
        of_pair = rate[grid.world].reshape(grid.n_pairs, grid.n_quarters).T
        return self.net[:, self.other_currency] / of_pair[:, None, :]

    def totals(self) -> pl.DataFrame:
        """Table party_totals: one row per scenario_id, path_id, party_id."""
        sums = {name: np.add.reduce(values, axis=0) for name, values in self.flows.by_measure.items()}
        cumulative, lowest = np.zeros((2, *self.commitments.shape))
        payback = np.zeros(self.commitments.shape, dtype=np.int32)
        for quarter, net in enumerate(self.net):
            cumulative += net
            np.minimum(lowest, cumulative, out=lowest)
            payback[cumulative < 0] = quarter + 1
        payback[cumulative < 0] = -1
        money = {
            "commitment": self.commitments,
            "paid_in": sums["paid_in"],
            "distributed": sums["distributed"],
            "gross_invested": sums["gross_invested"],
            "gross_proceeds": sums["gross_proceeds"],
            **self.costs.by_measure,
            "first_loss": self.flows.first_loss,
            "support": self.flows.support,
            "peak_need": -lowest,
        }
        columns = {f"{name}_krw": won(values.T).ravel() for name, values in money.items()}
        return pl.DataFrame(self._keys() | columns | {"payback_quarter": payback.T.ravel()})

    def _keys(self) -> dict[str, NDArray[np.int32]]:
        n_parties, n_pairs = self.commitments.shape
        pair, party = np.divmod(np.arange(n_parties * n_pairs), n_parties)
        return pair_keys(self.grid, pair) | {"party_id": party.astype(np.int32)}

    def rates(self) -> pl.DataFrame:
        """Table irrs: one row per scenario_id, path_id, party_id, measure; rates per year."""
        gross = self.flows.by_measure["gross_proceeds"] - self.flows.by_measure["gross_invested"]
        every = np.arange(self.commitments.shape[0])
        cash = {
            "gross": (gross, every),
            "net": (self.net, every),
            "net_own_currency": (self.net_dollars, self.other_currency),
        }
        rate, status, place = [], [], []
        for number, (flows, parties) in enumerate(cash.values()):
            found = irr(flows.reshape(self.grid.n_quarters, -1).T)
            squared = (1 + found.rate) * (1 + found.rate)
            rate.append(squared * squared - 1)
            status.append(found.status)
            pair = np.tile(np.arange(self.grid.n_pairs), parties.size)
            place.append((pair * every.size + np.repeat(parties, self.grid.n_pairs)) * len(cash) + number)
        where = np.concatenate(place)
        order = np.argsort(where)
        party, measure = np.divmod(where[order], len(cash))
        pair, party = np.divmod(party, every.size)
        return pl.DataFrame(
            pair_keys(self.grid, pair)
            | {
                "party_id": party.astype(np.int32),
                "measure": pl.Series(list(cash)).gather(measure),
                "rate": np.concatenate(rate)[order],
                "status": np.concatenate(status)[order],
            }
        ).with_columns(pl.col("rate").fill_nan(None))

    def sums(self) -> pl.DataFrame:
        """Table party_flow_sums: one row per scenario_id, party_id, path_group, quarter; sums over paths."""
        grid, n_parties = self.grid, self.commitments.shape[0]
        n_central = int(np.count_nonzero(grid.path_id == CENTRAL))
        cut = {"central": slice(n_central), "random": slice(n_central, None)}
        paths = {name: grid.path_id[part].size for name, part in cut.items() if grid.path_id[part].size}

        def summed(values: Floats) -> Ints:
            """Shape (n_scenarios, n_rows, n_groups, n_quarters); whole numbers, so exact."""
            by_path = values.astype(np.int64).reshape(*values.shape[:2], grid.scenario_id.size, -1)
            sums = np.stack([np.add.reduce(by_path[..., cut[name]], axis=-1) for name in paths])
            return sums.transpose(3, 2, 0, 1)

        money = {f"{name}_krw": summed(values).ravel() for name, values in self.flows.by_measure.items()}
        shape = (grid.scenario_id.size, n_parties, len(paths), grid.n_quarters)
        cents = np.zeros(shape, dtype=np.int64)
        cents[:, self.other_currency] = summed(np.rint(self.net_dollars * CENTS_PER_DOLLAR))
        scenario, party, group, quarter = (axis.ravel() for axis in np.indices(shape, dtype=np.int32))
        return pl.DataFrame(
            {
                "scenario_id": grid.scenario_id.astype(np.int32)[scenario],
                "party_id": party,
                "path_group": pl.Series(list(paths)).gather(group),
                "quarter": quarter,
                "path_count": np.array(list(paths.values()))[group],
                **money,
                "own_currency_net_cents": cents.ravel(),
            }
        )
