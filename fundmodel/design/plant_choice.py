"""Which plants to build: whole plants of every site of every plant fund, each with what it really costs."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel import model
from fundmodel.design.linear_programme import Limit
from fundmodel.scenario import Scenario

Floats = NDArray[np.float64]

STAKE, LEAST_STAKE = "stake", "least_stake"

_QUARTERS_PER_YEAR = 4


@dataclass(frozen=True)
class PlantTable:
    """The sites of the plant funds, money as a share of all commitments to child funds.

    Attributes:
        codes: Code of each site.
        funds: Place of its fund among the child funds.
        names: Cluster and fund of each site, by language.
        need_share: What the owners of one whole plant pay in.
        most_plants: Plants that the plan has there.
        most_stake: Largest share of a plant that the fund may own.
        planned_share: What the fund puts in as planned.
        gain: Shape (paths, sites): present value of what comes back less what is put in, per won planned.
        is_regional: Whether the site lies outside the capital region.
    """

    codes: tuple[str, ...]
    funds: tuple[int, ...]
    names: dict[str, tuple[str, ...]]
    need_share: Floats
    most_plants: tuple[int, ...]
    most_stake: float
    planned_share: Floats
    gain: Floats
    is_regional: tuple[bool, ...]

    def of_funds(self, money: Floats, count: int) -> Floats:
        """Money of the sites added up by fund, for so many child funds."""
        sums = np.zeros(count)
        for fund, amount in zip(self.funds, money, strict=True):
            sums[fund] += float(amount)
        return sums


def plant_table(
    results: model.Results, scenario: Scenario, funds: dict[int, int], whole_krw: float
) -> PlantTable | None:
    """The sites of a run that plan plants; None if there are none.

    Args:
        results: A run of the scenario with random paths.
        scenario: Its scenario.
        funds: Fund id -> its place among the child funds.
        whole_krw: All commitments to child funds.
    """
    plan = (
        results["facility_plan"]
        .filter((pl.col("plant_count") > 0) & pl.col("fund_id").is_in(list(funds)))
        .join(results["clusters"], on="cluster_id", how="left", maintain_order="left")
        .join(
            results["funds"].select("fund_id", "fund_code"), on="fund_id", how="left", maintain_order="left"
        )
        .sort("facility_id")
    )
    if plan.is_empty():
        return None
    planned = plan["planned_investment_krw"].to_numpy().astype(np.float64)
    names = {
        language: tuple(
            f"{row[f'name_{language}']} · {row['fund_code']}" for row in plan.iter_rows(named=True)
        )
        for language in ("ko", "en")
    }
    return PlantTable(
        tuple(plan["facility_code"]),
        tuple(funds[fund] for fund in plan["fund_id"]),
        names,
        plan["need_krw"].to_numpy().astype(np.float64) / whole_krw,
        tuple(plan["plant_count"]),
        float(scenario.value("plant_stake_share_max")),
        planned / whole_krw,
        _gains(results, plan, float(scenario.value("government_yield_rate"))) / planned,
        tuple(not is_capital for is_capital in plan["is_capital_region"]),
    )


def _gains(results: model.Results, plan: pl.DataFrame, rate: float) -> Floats:
    """Present value of the fund's part of every plant, by path and site."""
    factor = (1 + rate) ** (-pl.col("cash_quarter") / _QUARTERS_PER_YEAR)
    owned = (
        results["facility_lots"]
        .filter(pl.col("path_id") > 0)
        .join(plan.select("facility_id", "plant_count", "stake_share"), on="facility_id", how="inner")
        .filter(pl.col("plant_number") <= pl.col("plant_count"))
        .sort("path_id", "facility_id", "plant_number", "funded_quarter", "cash_quarter")
    )
    value = (pl.col("proceeds_krw") - pl.col("invested_krw")) * factor * pl.col("stake_share")
    sums = owned.group_by("path_id", "facility_id", maintain_order=True).agg(value.sum().alias("value"))
    places = {site: place for place, site in enumerate(plan["facility_id"])}
    found = np.zeros((results.paths, len(places)))
    for path, site, amount in sums.iter_rows():
        found[path - 1, places[site]] = amount
    return found


def plant_limits(
    plants: PlantTable, planned_share: Floats, least_stake: float, money: int, counts: int
) -> list[Limit]:
    """What ties the money of the sites to whole plants and to the funds that pay for them.

    A fund pays for plants what it would as planned, per won committed to it; the rest of its commitment is
    for fees and the reserve. Of every plant that is built it owns at least the least stake and at most the
    largest.

    Args:
        plants: The sites.
        planned_share: Planned share of each child fund; the columns of their shares are the first.
        least_stake: Smallest share of a plant worth having.
        money: Column of the first site's money.
        counts: Column of the first site's count of plants.
    """
    rows = []
    for_plants = plants.of_funds(plants.planned_share, len(planned_share)) / planned_share
    for fund in sorted(set(plants.funds)):
        weights = {money + place: 1.0 for place, of in enumerate(plants.funds) if of == fund}
        paid = {**weights, fund: -float(for_plants[fund])}
        rows.append(Limit(f"capital {fund}", paid, -np.inf, 0.0, is_given=False))
    for place, code in enumerate(plants.codes):
        need = float(plants.need_share[place])
        most = {money + place: 1.0, counts + place: -plants.most_stake * need}
        least = {money + place: 1.0, counts + place: -least_stake * need}
        rows.append(Limit(f"{STAKE}:{code}", most, -np.inf, 0.0))
        rows.append(Limit(f"{LEAST_STAKE}:{code}", least, 0.0, np.inf))
    return rows
