"""What an allocation chooses among: each child fund's gain on every path, its cheques, its pull abroad."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel import model
from fundmodel.assumptions import ScenarioError
from fundmodel.design.investor_types import investor_types
from fundmodel.design.plant_choice import PlantTable, plant_table
from fundmodel.pipeline.blocks import Progress
from fundmodel.scenario import Scenario

Floats = NDArray[np.float64]

_QUARTERS_PER_YEAR = 4
_DUTIES = ("drug", "clinical", "vaccine", "regional", "invested")


@dataclass(frozen=True)
class FundTable:
    """The child funds of a scenario, per won committed to each.

    Attributes:
        scenario: What was run.
        paths: Random paths.
        codes: Code of each fund.
        strategies: Strategy of each fund.
        planned_share: Share of the child funds' commitments that each has, summing to 1.
        gain: Shape (paths, funds): present value of what its partners get after carry, less what they pay in.
        willing_share: Share of the foreign investors' largest tickets that its own returns would draw.
        cheques: Money for drug companies, for clinical ones, for vaccines, for regions and in all, by name:
            shape (funds,), mean of the paths.
        plants: The sites of the plant funds; None without any.
    """

    scenario: Scenario
    paths: int
    codes: tuple[str, ...]
    strategies: tuple[str, ...]
    planned_share: Floats
    gain: Floats
    willing_share: Floats
    cheques: dict[str, Floats]
    plants: PlantTable | None = None

    def planned_plants(self) -> Floats:
        """Money that each fund puts into plants as planned, as a share of all commitments."""
        count = len(self.codes)
        return (
            np.zeros(count) if self.plants is None else self.plants.of_funds(self.plants.planned_share, count)
        )

    def beside_plants(self) -> Floats:
        """Gain of each fund by path without that of its plants: fees, carry, and all other assets.

        Shape (paths, funds), per won committed.
        """
        if self.plants is None:
            return self.gain
        found = self.gain.copy()
        for site, fund in enumerate(self.plants.funds):
            part = self.plants.planned_share[site] / self.planned_share[fund]
            found[:, fund] -= self.plants.gain[:, site] * part
        return found


def fund_table(
    scenario: Scenario,
    paths: int,
    seed: int = model.DEFAULT_SEED,
    progress: Progress | None = None,
) -> FundTable:
    """The child funds of a scenario on random paths.

    Cash is discounted to quarter 0 at the yield of government bonds (government_yield_rate), which public
    money costs. A fund of twice the commitment is taken to have twice the flows: exact but for bands of fees,
    rounding, and the number of its assets, which is whole.

    Args:
        scenario: What to run.
        paths: Random paths, at least 1.
        seed: Seed of the draws.
        progress: As of model.run; may raise to stop.

    Raises:
        ScenarioError: If there are no random paths.

    Source: METHOD.md, "Allocation".
    """
    if paths < 1:
        raise ScenarioError("an allocation weighs random paths; ask for at least one.")
    results = model.run(scenario, paths=paths, seed=seed, progress=progress)
    results.compute("fund_flows", "party_totals", "irrs", "mandate_cheques", "facility_lots")
    strategies = results["strategies"].select("strategy_id", "strategy_code")
    funds = (
        results["funds"]
        .filter((pl.col("level") == 1) & (pl.col("commitment_krw") > 0))
        .join(strategies, on="strategy_id", how="left", maintain_order="left")
        .sort("fund_id")
    )
    order = funds["fund_id"].to_list()
    commitments = funds["commitment_krw"].to_numpy().astype(np.float64)
    rate = float(scenario.value("government_yield_rate"))
    return FundTable(
        scenario,
        paths,
        tuple(funds["fund_code"]),
        tuple(funds["strategy_code"]),
        commitments / float(commitments.sum()),
        _gains(results["fund_flows"], order, paths, rate) / commitments,
        _willing(results, order, paths),
        _cheques(results["mandate_cheques"], order, commitments),
        plant_table(
            results, scenario, {fund: place for place, fund in enumerate(order)}, float(commitments.sum())
        ),
    )


def _gains(flows: pl.DataFrame, order: list[int], paths: int, rate: float) -> Floats:
    """Present values by path and fund; cash of a quarter comes at its place on the grid."""
    factor = (1 + rate) ** (-pl.col("quarter") / _QUARTERS_PER_YEAR)
    net = pl.col("distributable_krw") - pl.col("carry_krw") - pl.col("called_krw")
    kept = flows.filter((pl.col("path_id") > 0) & pl.col("fund_id").is_in(order))
    sums = (
        kept.sort("path_id", "fund_id", "quarter")
        .group_by("path_id", "fund_id", maintain_order=True)
        .agg((net * factor).sum().alias("value"))
    )
    return _grid(sums, "value", order, paths)


def _grid(rows: pl.DataFrame, column: str, order: list[int], paths: int) -> Floats:
    found = np.zeros((paths, len(order)))
    places = {fund: place for place, fund in enumerate(order)}
    for path, fund, value in rows.select("path_id", "fund_id", column).iter_rows():
        found[path - 1, places[fund]] = value
    return found


def _willing(results: model.Results, order: list[int], paths: int) -> Floats:
    """Of all that the investor types could commit, what they would at each fund's own return and loss."""
    parties = results["parties"].filter(pl.col("party_kind") == "fund").select("party_id", "fund_id")
    rates = results["irrs"].filter((pl.col("measure") == "net") & (pl.col("path_id") > 0))
    ranked = rates.join(parties, on="party_id").with_columns(
        pl.when(pl.col("status") == "out of range").then(-1.0).otherwise(pl.col("rate")).alias("rate")
    )
    totals = results["party_totals"].filter(pl.col("path_id") > 0).join(parties, on="party_id")
    lost = totals.group_by("fund_id").agg(
        (pl.col("distributed_krw") < pl.col("paid_in_krw")).sum().cast(pl.Int64).alias("losing")
    )
    middle = dict(ranked.group_by("fund_id").agg(pl.col("rate").median()).iter_rows())
    losing = dict(lost.iter_rows())
    types = investor_types()
    most = sum(one.commitment_usd(1.0) for one in types)
    return np.array(
        [
            sum(
                one.commitment_usd(one.willing_share(middle.get(fund), losing.get(fund, 0) / paths))
                for one in types
            )
            / most
            for fund in order
        ]
    )


def _cheques(rows: pl.DataFrame, order: list[int], commitments: Floats) -> dict[str, Floats]:
    """Mean money of the random paths for each duty, per won committed to the fund."""
    sums = (
        rows.filter(pl.col("path_id") > 0)
        .group_by("fund_id")
        .agg(*(pl.col(f"{name}_krw").sum().alias(name) for name in _DUTIES))
    )
    paths = max(1, rows.filter(pl.col("path_id") > 0)["path_id"].n_unique())
    found = {row["fund_id"]: row for row in sums.iter_rows(named=True)}
    return {
        name: np.array([float(found.get(fund, {}).get(name, 0)) for fund in order]) / paths / commitments
        for name in _DUTIES
    }
