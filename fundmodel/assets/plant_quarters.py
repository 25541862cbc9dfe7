"""Plants quarter by quarter on the calendar: what is sold, paid and owed, and how well debt is covered."""

from dataclasses import dataclass, fields

import numpy as np

from fundmodel.assets.plant_events import opened_kl
from fundmodel.assets.plant_runs import Runs
from fundmodel.assets.plant_terms import QUARTERS_PER_YEAR, Floats, Ints, PlantTerms
from fundmodel.assets.plant_trade import NEVER


@dataclass(frozen=True)
class Quarters:
    """Amounts by calendar quarter; shape (n_groups, n_quarters), whole won unless it says otherwise.

    Attributes:
        kl_online_thousandths: Capacity that is open at the quarter's end, thousandths of a kL.
        kl_used_thousandths: Capacity in use, averaged over the quarter.
        capex_krw: Paid for building, of the second phase too.
        grant_krw: Grants received.
        draw_krw: Lent in the quarter.
        paid_in_krw: Paid in by the owners.
        cure_krw: The part of it that serves debt after the grace period.
        revenue_krw: Revenue.
        ebitda_krw: Revenue less fixed and variable cost.
        tax_krw: Corporate tax.
        cfads_krw: Cash flow available for debt service.
        covered_krw: The part of it while the loan's plan runs.
        interest_krw: Interest accrued.
        service_krw: Paid to lenders.
        planned_krw: What the loan's plan asks for.
        sale_krw: Price of the plant.
        paid_out_krw: Paid to the owners.
        debt_krw: Owed at the quarter's end.
        held_krw: Cash and reserve account at the quarter's end.
    """

    kl_online_thousandths: Ints
    kl_used_thousandths: Ints
    capex_krw: Ints
    grant_krw: Ints
    draw_krw: Ints
    paid_in_krw: Ints
    cure_krw: Ints
    revenue_krw: Ints
    ebitda_krw: Ints
    tax_krw: Ints
    cfads_krw: Ints
    covered_krw: Ints
    interest_krw: Ints
    service_krw: Ints
    planned_krw: Ints
    sale_krw: Ints
    paid_out_krw: Ints
    debt_krw: Ints
    held_krw: Ints


_LEVELS = ("kl_online_thousandths", "kl_used_thousandths", "debt_krw", "held_krw")


class _Calendar:
    """Puts amounts of series by operating quarter or instalment on calendar quarters, averaged by group."""

    def __init__(self, runs: Runs, n_quarters: int) -> None:
        self._group = runs.group
        self._weight = np.ones(runs.group.size) if runs.weight is None else runs.weight
        self._shape = (runs.path.size, n_quarters)

    def put(self, quarter: Ints, amount: Floats | Ints) -> Floats:
        """Expected amounts (n_groups, n_quarters) of amounts (n_series, any) in their quarters."""
        inside = quarter < self._shape[1]
        cell = np.ravel_multi_index(
            (np.broadcast_to(self._group[:, None], quarter.shape)[inside], quarter[inside]), self._shape
        )
        weights = (self._weight[:, None] * amount)[inside]
        sums: Floats = np.bincount(cell, weights, minlength=self._shape[0] * self._shape[1]).astype(
            np.float64
        )
        return sums.reshape(self._shape)


def _whole(name: str, amounts: Floats) -> Ints:
    """Levels to the next won; flows by their running total, so that no won is lost over time."""
    if name in _LEVELS:
        return np.rint(amounts).astype(np.int64)
    return np.diff(np.rint(np.cumsum(amounts, axis=1)).astype(np.int64), axis=1, prepend=0)


def quarters_of(terms: PlantTerms, runs: Runs, n_quarters: int) -> Quarters:
    """The plants of runs by calendar quarter; an average plant is the mean over its delays.

    Args:
        terms: Assumptions.
        runs: Plants that were built and operated.
        n_quarters: Calendar quarters; what comes later is left out.

    Source: METHOD.md, "Plants: operation", "Plants: debt".
    """
    building, operation, detail = runs.building, runs.operation, runs.operation.detail
    on = _Calendar(runs, n_quarters)
    run = building.opening[:, None] + np.arange(terms.quarters + 1)
    later, opening = run[:, 1:], run[:, :1]
    open_kl = np.broadcast_to((opened_kl(terms, runs.capacity_kl) * 1000)[:, None], later.shape)
    second = np.arange(1, terms.quarters + 1) > operation.second_opening[:, None]
    kl = open_kl + second * (runs.capacity_kl * terms.second_phase_share * 1000)[:, None]
    paid_out = np.zeros(later.shape)
    paid_out[:, np.array(terms.ends) - 1] = operation.dividend_krw + operation.exit_krw
    excess = building.opening_call_krw - np.floor(building.opening_reserve_krw)
    is_planned = detail.planned_krw > 0
    before = np.arange(n_quarters)[None, :] < opening
    drawn = np.zeros((run.shape[0], n_quarters))
    for number in range(building.quarter.shape[1]):
        age = np.arange(n_quarters)[None, :] - building.quarter[:, number : number + 1]
        grown = (1 + terms.debt_rate_per_quarter) ** np.maximum(age, 0)
        drawn += np.where((age >= 0) & before, building.draw_krw[:, number : number + 1] * grown, 0.0)
    everywhere = np.broadcast_to(np.arange(n_quarters), drawn.shape)
    expected = {
        "kl_online_thousandths": on.put(later, kl),
        "kl_used_thousandths": on.put(later, detail.used.T * runs.capacity_kl[:, None] * 1000),
        "capex_krw": on.put(building.quarter, building.capex_krw) + on.put(later, operation.growth_krw),
        "grant_krw": on.put(building.quarter, building.grant_krw),
        "draw_krw": on.put(building.quarter, building.draw_krw),
        "paid_in_krw": on.put(building.quarter, building.owner_krw)
        + on.put(opening, building.opening_call_krw[:, None])
        + on.put(later, operation.call_krw + operation.growth_krw),
        "cure_krw": on.put(later, detail.cure_krw.T),
        "revenue_krw": on.put(later, operation.revenue_krw),
        "ebitda_krw": on.put(later, detail.ebitda_krw.T),
        "tax_krw": on.put(later, operation.tax_krw),
        "cfads_krw": on.put(later, detail.cfads_krw.T),
        "covered_krw": on.put(later, np.where(is_planned, detail.cfads_krw, 0.0).T),
        "interest_krw": on.put(later, detail.interest_krw.T),
        "service_krw": on.put(later, detail.service_krw.T) + on.put(opening, excess[:, None]),
        "planned_krw": on.put(later, detail.planned_krw.T),
        "sale_krw": on.put(later, np.floor(detail.sale_krw).T),
        "paid_out_krw": on.put(later, paid_out),
        "debt_krw": on.put(everywhere, drawn)
        + on.put(opening, building.opening_debt_krw[:, None])
        + on.put(later, detail.debt_krw.T),
        "held_krw": on.put(opening, building.opening_reserve_krw[:, None])
        + on.put(later, (detail.cash_krw + detail.reserve_krw).T),
    }
    return Quarters(*(_whole(item.name, expected[item.name]) for item in fields(Quarters)))


def coverage(quarters: Quarters, rate_per_quarter: float) -> tuple[Floats, Floats]:
    """Debt service cover of the last four quarters and loan life cover, shape (n_groups, n_quarters).

    DSCR is cash flow over planned service of up to four quarters in which the plan runs; LLCR the cash
    flow to the loan's end, discounted at its rate, over what is owed. NaN where nothing is planned or owed.

    Source: METHOD.md, "Plants: debt".
    """
    covered, planned = quarters.covered_krw, quarters.planned_krw
    last = QUARTERS_PER_YEAR

    def recent(amounts: Ints) -> Ints:
        total = np.cumsum(amounts, axis=1)
        total[:, last:] -= total[:, :-last].copy()
        return total

    none = np.full(covered.shape, np.nan)
    service = recent(planned)
    dscr = np.divide(recent(covered), service, out=none.copy(), where=(service > 0) & (planned > 0))
    worth = np.zeros(covered.shape)
    for quarter in range(covered.shape[1] - 2, -1, -1):
        worth[:, quarter] = (worth[:, quarter + 1] + covered[:, quarter + 1]) / (1 + rate_per_quarter)
    owed = quarters.debt_krw
    return dscr, np.divide(worth, owed, out=none, where=(owed > 1) & (planned > 0))


@dataclass(frozen=True)
class Milestones:
    """Dates of plants, calendar quarters, the nearest to the mean over the delays; shape (n_groups,).

    Attributes:
        start: Building starts.
        completion: Mechanical completion; validation starts.
        opening: First GMP batch and commercial operation.
        second_opening: The second phase opens; -1 if there is none.
        repaid: The loan is repaid by its plan; -1 without debt.
        exit: Sale, or end of life.
    """

    start: Ints
    completion: Ints
    opening: Ints
    second_opening: Ints
    repaid: Ints
    exit: Ints


def milestones_of(terms: PlantTerms, runs: Runs) -> Milestones:
    """The dates of the plants of runs."""
    on_average = np.ones(runs.group.size) if runs.weight is None else runs.weight
    opening = runs.building.opening

    def mean(quarter: Ints) -> Ints:
        sums = np.bincount(runs.group, on_average * quarter, minlength=runs.path.size)
        return np.rint(sums).astype(np.int64)

    none = np.full(runs.path.size, -1)
    second = runs.operation.second_opening
    built = np.bincount(runs.group, second != NEVER, minlength=runs.path.size) > 0
    tenor = min(terms.debt_tenor_years * QUARTERS_PER_YEAR, terms.quarters)
    return Milestones(
        mean(runs.building.quarter[:, 0]),
        mean(runs.building.completion),
        mean(opening),
        np.where(built, mean(np.where(second == NEVER, 0, opening + second)), none),
        none if terms.gearing_max_share == 0 else mean(opening + tenor),
        mean(opening + terms.quarters),
    )
