"""Allocation: the shares of child funds that gain most under limits of risk, mandates and concentration."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fundmodel.assumptions import ScenarioError
from fundmodel.design.allocation_inputs import FundTable
from fundmodel.design.allocation_programme import Columns, Wishes, programme_of
from fundmodel.design.linear_programme import Solution, solve
from fundmodel.scenario import Scenario
from fundmodel.scenario_checks import STRATEGY_SHARES

Floats = NDArray[np.float64]

_CLEAN = 9


@dataclass(frozen=True)
class Measures:
    """What a set of shares gives.

    Attributes:
        gain: Mean present value per won committed.
        tail_loss: Mean loss over the worst paths, per won committed (negative: a gain even there).
        foreign_share: Share of foreign investors' largest tickets drawn, weighted by the funds' shares.
    """

    gain: float
    tail_loss: float
    foreign_share: float


@dataclass(frozen=True)
class Allocation:
    """The best shares, or why there are none.

    Attributes:
        table: The funds.
        wishes: Aim and limits.
        solution: What the solver found; its prices are by name of limit.
        shares: Share of each fund, summing to 1; empty if there is none.
        planned: Measures of the planned shares.
        found: Measures of the best shares; None if there are none.
        plant_money: Money into each site, as a share of commitments; empty if plants were not chosen.
        plant_counts: Whole plants built at each site.
    """

    table: FundTable
    wishes: Wishes
    solution: Solution
    shares: Floats
    planned: Measures
    found: Measures | None
    plant_money: Floats = field(default_factory=lambda: np.empty(0))
    plant_counts: tuple[int, ...] = ()

    @property
    def most_plants(self) -> tuple[int, ...]:
        """Plants that the plan has at each site."""
        return () if self.table.plants is None else self.table.plants.most_plants

    def strategy_shares(self) -> dict[str, float]:
        """Share of each strategy, by the name of its assumption."""
        sums = dict.fromkeys(STRATEGY_SHARES, 0.0)
        for strategy, share in zip(self.table.strategies, self.shares, strict=True):
            sums[f"{strategy}_share"] += float(share)
        rounded = {name: round(value, _CLEAN) for name, value in sums.items()}
        largest = max(rounded, key=lambda name: rounded[name])
        rounded[largest] = round(1 - sum(value for name, value in rounded.items() if name != largest), _CLEAN)
        return rounded

    def scenario(self, name: str) -> Scenario:
        """The scenario with the strategies' shares; vintages keep their planned proportions in it."""
        return self.table.scenario.with_(name, **self.strategy_shares())


def tail_loss(gains: Floats, tail_share: float) -> float:
    """Mean loss over the worst share of paths, the last of them counted in part.

    Args:
        gains: By path.
        tail_share: Share of the paths, above 0.

    Example:
        >>> tail_loss(np.array([-3.0, -1.0, 2.0, 4.0]), 0.5)
        2.0

    Source: Rockafellar and Uryasev 2000, "Optimization of conditional value-at-risk".
    """
    losses = np.sort(-gains)[::-1]
    wanted = tail_share * len(losses)
    weights = np.clip(wanted - np.arange(len(losses)), 0, 1)
    return sum(float(weight) * float(loss) for weight, loss in zip(weights, losses, strict=True)) / wanted


def measures_of(
    table: FundTable, shares: Floats, tail_share: float, plant_money: Floats | None = None
) -> Measures:
    """What shares of the child funds give on the paths of the table.

    Args:
        table: The funds.
        shares: Share of each.
        tail_share: Worst share of the paths that the tail is the mean of.
        plant_money: Money into each site, as a share of commitments; None for plants as planned.
    """
    parts = table.gain * shares
    if plant_money is not None and table.plants is not None:
        parts = np.hstack([table.beside_plants() * shares, table.plants.gain * plant_money])
    by_path = np.array([sum(float(x) for x in row) for row in parts])
    drawn = sum(float(x) for x in table.willing_share * shares)
    return Measures(sum(float(x) for x in by_path) / len(by_path), tail_loss(by_path, tail_share), drawn)


def measured_again(allocation: Allocation, scenario: Scenario, again: FundTable) -> Measures:
    """What the model gives for the scenario of an allocation, run in full: fees in bands, whole assets.

    Args:
        allocation: What was solved.
        scenario: Its scenario.
        again: Its child funds, on the paths of the first table.

    Raises:
        ScenarioError: If the table is of another scenario.
    """
    if dict(again.scenario.overrides) != dict(scenario.overrides):
        raise ScenarioError(f"scenario {scenario.name}: the funds given are those of another scenario.")
    return measures_of(again, again.planned_share, allocation.wishes.tail_share)


def allocate(table: FundTable, wishes: Wishes) -> Allocation:
    """The shares of child funds with the greatest gain under the limits.

    Variables are the funds' shares; with a least share also a whole number for each fund, 1 if it is formed.
    With a least stake the money into every site is a variable and the count of its plants a whole number:
    what a plant costs is what its owners pay in, and a fund has for plants what it has as planned per won
    committed to it. The limit on the tail is linear with one threshold and one excess for each path.

    Args:
        table: What there is to choose among.
        wishes: Aim and limits.

    Raises:
        ScenarioError: If the least stake is larger than the largest that the scenario allows.

    Source: METHOD.md, "Allocation"; Rockafellar and Uryasev 2000; solved by HiGHS.
    """
    plants = table.plants if wishes.least_stake_share > 0 else None
    if plants is not None and wishes.least_stake_share > plants.most_stake:
        raise ScenarioError(
            f"least_stake_share: {wishes.least_stake_share:g} is above plant_stake_share_max, "
            f"{plants.most_stake:g}, of the scenario; lower the one or raise the other."
        )
    columns = Columns.of(table, wishes)
    solution = solve(programme_of(table, wishes, columns))
    planned = measures_of(table, table.planned_share, wishes.tail_share)
    if not solution.is_feasible:
        return Allocation(table, wishes, solution, np.empty(0), planned, None)
    shares = np.maximum(solution.values[: columns.money], 0.0)
    if plants is None:
        found = measures_of(table, shares, wishes.tail_share)
        return Allocation(table, wishes, solution, shares, planned, found)
    money = np.maximum(solution.values[columns.money : columns.threshold], 0.0)
    counts = tuple(round(float(value)) for value in solution.values[columns.counts :])
    found = measures_of(table, shares, wishes.tail_share, money)
    return Allocation(table, wishes, solution, shares, planned, found, money, counts)
