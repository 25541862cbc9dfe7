"""The linear programme of an allocation: the variables, what is wanted, a row for every rule and limit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.assumptions import ScenarioError
from fundmodel.design.allocation_inputs import FundTable
from fundmodel.design.linear_programme import Limit, Programme
from fundmodel.design.plant_choice import plant_limits

Floats = NDArray[np.float64]

RETURN, FOREIGN = "return", "foreign"
TAIL, FUND, STRATEGY = "tail", "fund", "strategy"
# Mandate -> what is measured, of what, and the assumption that limits it from below.
DUTIES = {
    "purpose": ("clinical", "drug", "mandate_purpose_share"),
    "vaccine": ("vaccine", "drug", "mandate_vaccine_share"),
    "regional": ("regional", "invested", "mandate_regional_share"),
}


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
        least_stake_share: Plants are chosen one by one, each with at least this stake of its fund; 0 to build
            what is planned in proportion to the funds.
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
    least_stake_share: float = 0.0
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
        if not 0 <= self.least_stake_share <= 1:
            raise ScenarioError(f"least_stake_share: {self.least_stake_share!r} must lie between 0 and 1.")
        if unknown := [name for name in self.duties if name not in DUTIES]:
            raise ScenarioError(f"duty {unknown[0]!r} is not known; choose among {', '.join(DUTIES)}.")


@dataclass(frozen=True)
class Columns:
    """Where each kind of variable begins; the shares of the funds are the first.

    Attributes:
        money: Money into each site, as a share of commitments.
        threshold: The loss from which on the tail is counted.
        excess: What each path loses beyond it.
        formed: 1 for each fund that is formed.
        counts: Whole plants of each site.
        all: Number of variables.
    """

    money: int
    threshold: int
    excess: int
    formed: int
    counts: int
    all: int

    @classmethod
    def of(cls, table: FundTable, wishes: Wishes) -> "Columns":
        """The columns that a table and wishes take."""
        funds = len(table.codes)
        sites = len(table.plants.codes) if table.plants is not None and wishes.least_stake_share > 0 else 0
        threshold = funds + sites
        has_tail = wishes.most_loss is not None
        excess = threshold + int(has_tail)
        formed = excess + (table.paths if has_tail else 0)
        counts = formed + (funds if wishes.least_fund_share > 0 else 0)
        return cls(funds, threshold, excess, formed, counts, counts + sites)


def programme_of(table: FundTable, wishes: Wishes, columns: Columns) -> Programme:
    """What is maximised, and the rows of every rule and limit.

    Args:
        table: What there is to choose among.
        wishes: Aim and limits.
        columns: Columns.of both.

    Source: METHOD.md, "Allocation"; Rockafellar and Uryasev 2000.
    """
    funds, plants = columns.money, table.plants if columns.threshold > columns.money else None
    earned = table.gain if plants is None else np.hstack([table.beside_plants(), plants.gain])
    gain, low, high = np.zeros(columns.all), np.zeros(columns.all), np.full(columns.all, np.inf)
    if wishes.aim == RETURN:
        gain[: columns.threshold] = earned.mean(axis=0)
    else:
        gain[:funds] = table.willing_share
    high[: columns.threshold] = 1.0
    limits = [Limit("whole", dict.fromkeys(range(funds), 1.0), 1.0, 1.0, is_given=False)]
    if columns.excess > columns.threshold:
        low[columns.threshold] = -np.inf
        limits += _tail(earned, wishes, columns.threshold, columns.excess)
    if columns.counts > columns.formed:
        high[columns.formed : columns.counts] = 1.0
        limits += _least(wishes, funds, columns.formed)
    limits += _concentration(table, wishes)
    limits += _duties(table, wishes, columns)
    if wishes.keeps_vintages:
        limits += _vintages(table)
    if plants is not None:
        high[columns.counts :] = plants.most_plants
        limits += plant_limits(
            plants, table.planned_share, wishes.least_stake_share, columns.money, columns.counts
        )
    return Programme(gain, low, high, tuple(limits), tuple(range(columns.formed, columns.all)))


def _tail(earned: Floats, wishes: Wishes, threshold: int, excess: int) -> list[Limit]:
    """Threshold + mean excess over the tail <= most_loss; excess of a path >= its loss - threshold."""
    paths, earning = earned.shape
    weight = 1 / (wishes.tail_share * paths)
    whole = {threshold: 1.0, **dict.fromkeys(range(excess, excess + paths), weight)}
    rows = [Limit(TAIL, whole, -np.inf, float(wishes.most_loss or 0))]
    for path in range(paths):
        losses = {column: float(earned[path, column]) for column in range(earning)}
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


def _duties(table: FundTable, wishes: Wishes, columns: Columns) -> list[Limit]:
    """Money for a duty is at least its share of the money it is a share of; plants bring their own."""
    rows = []
    for duty in wishes.duties:
        part, of, name = DUTIES[duty]
        least = float(table.scenario.value(name))
        over = table.cheques[part] - least * table.cheques[of]
        weights = {place: float(value) for place, value in enumerate(over)}
        if table.plants is not None and columns.threshold > columns.money and of == "invested":
            asked = table.cheques[of] * table.planned_share
            planned = table.planned_plants()
            for place, fund in enumerate(table.plants.funds):
                # A won planned for plants stands for what they ask for in the mean of the paths.
                weights[fund] = 0.0
                per_won = float(asked[fund] / planned[fund])
                weights[columns.money + place] = per_won * (float(table.plants.is_regional[place]) - least)
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
