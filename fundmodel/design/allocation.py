"""Allocation: the shares of child funds that gain most under limits of risk, mandates and concentration."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.assumptions import ScenarioError
from fundmodel.design.allocation_inputs import FundTable
from fundmodel.design.linear_programme import Limit, Programme, Solution, solve
from fundmodel.scenario import Scenario
from fundmodel.scenario_checks import STRATEGY_SHARES

Floats = NDArray[np.float64]

RETURN, FOREIGN = "return", "foreign"
TAIL, FUND, STRATEGY = "tail", "fund", "strategy"
# Mandate -> what is measured, of what, and the assumption that limits it from below.
DUTIES = {
    "purpose": ("clinical", "drug", "mandate_purpose_share"),
    "vaccine": ("vaccine", "drug", "mandate_vaccine_share"),
    "regional": ("regional", "invested", "mandate_regional_share"),
}

_CLEAN = 9


@dataclass(frozen=True)
class Wishes:
    """What an allocation shall maximise, and what it shall keep to.

    Attributes:
        aim: return (mean present value) or foreign (money that foreign investors would put in).
        tail_share: Worst share of the paths that the tail is the mean of, such as 0.05.
        most_loss: Largest mean loss over that tail, per won committed; None for no limit.
        most_fund_share: Largest share of one child fund.
        most_strategy_share: Largest share of one strategy.
        least_fund_share: A child fund is formed with at least this share, or not at all; 0 for no such rule.
        duties: Mandates to keep, of DUTIES.
        keeps_vintages: True to keep the planned proportions of the funds of a strategy to each other.

    Raises:
        ScenarioError: If a share lies outside 0..1, or a name is unknown.
    """

    aim: str = RETURN
    tail_share: float = 0.05
    most_loss: float | None = None
    most_fund_share: float = 1.0
    most_strategy_share: float = 1.0
    least_fund_share: float = 0.0
    duties: tuple[str, ...] = ()
    keeps_vintages: bool = True

    def __post_init__(self) -> None:
        if self.aim not in (RETURN, FOREIGN):
            raise ScenarioError(f"aim {self.aim!r} is not known; choose {RETURN} or {FOREIGN}.")
        for name in ("tail_share", "most_fund_share", "most_strategy_share"):
            if not 0 < getattr(self, name) <= 1:
                raise ScenarioError(f"{name}: {getattr(self, name)!r} must be above 0 and at most 1.")
        if not 0 <= self.least_fund_share <= self.most_fund_share:
            raise ScenarioError(
                f"least_fund_share: {self.least_fund_share!r} must lie between 0 and the largest share of a "
                f"fund, {self.most_fund_share:g}."
            )
        if unknown := [name for name in self.duties if name not in DUTIES]:
            raise ScenarioError(f"duty {unknown[0]!r} is not known; choose among {', '.join(DUTIES)}.")


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
    """

    table: FundTable
    wishes: Wishes
    solution: Solution
    shares: Floats
    planned: Measures
    found: Measures | None

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


def measures_of(table: FundTable, shares: Floats, tail_share: float) -> Measures:
    """What shares of the child funds give, on the paths of the table."""
    by_path = np.array([sum(float(x) for x in row) for row in table.gain * shares])
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

    Variables are the funds' shares; with a least share also a whole number for each fund, 1 if it is formed
    (for a CDMO fund: if its plants are built). The limit on the tail is linear with one threshold and one
    excess for each path.

    Args:
        table: What there is to choose among.
        wishes: Aim and limits.

    Source: METHOD.md, "Allocation"; Rockafellar and Uryasev 2000; solved by HiGHS.
    """
    programme = _programme(table, wishes)
    solution = solve(programme)
    planned = measures_of(table, table.planned_share, wishes.tail_share)
    if not solution.is_feasible:
        return Allocation(table, wishes, solution, np.empty(0), planned, None)
    shares = np.maximum(solution.values[: len(table.codes)], 0.0)
    return Allocation(table, wishes, solution, shares, planned, measures_of(table, shares, wishes.tail_share))


def _programme(table: FundTable, wishes: Wishes) -> Programme:
    funds, paths = len(table.codes), table.paths
    has_tail, has_least = wishes.most_loss is not None, wishes.least_fund_share > 0
    threshold = funds
    excess = threshold + 1
    formed = excess + paths if has_tail else funds
    count = formed + (funds if has_least else 0)
    gain, low, high = np.zeros(count), np.zeros(count), np.full(count, np.inf)
    gain[:funds] = table.gain.mean(axis=0) if wishes.aim == RETURN else table.willing_share
    high[:funds] = 1.0
    limits = [Limit("whole", dict.fromkeys(range(funds), 1.0), 1.0, 1.0, is_given=False)]
    if has_tail:
        low[threshold] = -np.inf
        limits += _tail(table, wishes, threshold, excess)
    if has_least:
        high[formed:] = 1.0
        limits += _least(wishes, funds, formed)
    limits += _concentration(table, wishes)
    limits += _duties(table, wishes)
    if wishes.keeps_vintages:
        limits += _vintages(table)
    whole = tuple(range(formed, count)) if has_least else ()
    return Programme(gain, low, high, tuple(limits), whole)


def _tail(table: FundTable, wishes: Wishes, threshold: int, excess: int) -> list[Limit]:
    """Threshold + mean excess over the tail <= most_loss; excess of a path >= its loss - threshold."""
    weight = 1 / (wishes.tail_share * table.paths)
    whole = {threshold: 1.0, **dict.fromkeys(range(excess, excess + table.paths), weight)}
    rows = [Limit(TAIL, whole, -np.inf, float(wishes.most_loss or 0))]
    for path in range(table.paths):
        losses = {fund: float(table.gain[path, fund]) for fund in range(len(table.codes))}
        rows.append(
            Limit(
                f"path {path + 1}",
                {**losses, threshold: 1.0, excess + path: 1.0},
                0.0,
                np.inf,
                is_given=False,
            )
        )
    return rows


def _least(wishes: Wishes, funds: int, formed: int) -> list[Limit]:
    rows = []
    for fund in range(funds):
        rows.append(Limit(f"formed {fund}", {fund: 1.0, formed + fund: -1.0}, -np.inf, 0.0, is_given=False))
        least = {fund: 1.0, formed + fund: -wishes.least_fund_share}
        rows.append(Limit(f"least {fund}", least, 0.0, np.inf, is_given=False))
    return rows


def _concentration(table: FundTable, wishes: Wishes) -> list[Limit]:
    rows = []
    if wishes.most_fund_share < 1:
        rows += [
            Limit(f"{FUND}:{code}", {place: 1.0}, -np.inf, wishes.most_fund_share)
            for place, code in enumerate(table.codes)
        ]
    if wishes.most_strategy_share < 1:
        for strategy in dict.fromkeys(table.strategies):
            weights = {place: 1.0 for place, of in enumerate(table.strategies) if of == strategy}
            rows.append(Limit(f"{STRATEGY}:{strategy}", weights, -np.inf, wishes.most_strategy_share))
    return rows


def _duties(table: FundTable, wishes: Wishes) -> list[Limit]:
    """Money for a duty is at least its share of the money it is a share of."""
    rows = []
    for duty in wishes.duties:
        part, of, name = DUTIES[duty]
        least = float(table.scenario.value(name))
        over = table.cheques[part] - least * table.cheques[of]
        weights = {place: float(value) for place, value in enumerate(over)}
        rows.append(Limit(duty, weights, 0.0, np.inf))
    return rows


def _vintages(table: FundTable) -> list[Limit]:
    """Funds of a strategy keep their planned proportions to its first fund."""
    rows = []
    for strategy in dict.fromkeys(table.strategies):
        first, *others = [place for place, of in enumerate(table.strategies) if of == strategy]
        for other in others:
            plan = (float(table.planned_share[first]), float(table.planned_share[other]))
            rows.append(
                Limit(f"vintage {other}", {other: plan[0], first: -plan[1]}, 0.0, 0.0, is_given=False)
            )
    return rows
