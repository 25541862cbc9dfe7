"""Lots of plants: every payment of the owners with its own later inflows, linear in the amount funded.

An inflow or a value of a plant at some date belongs to the lots funded up to that date, pro rata to cost. The
parts are differences of floored cumulative entitlements, so they add up to the plant's amount to the won.
"""

from dataclasses import dataclass

import numpy as np

from fundmodel.assets.plant_building import Building
from fundmodel.assets.plant_operation import Operation
from fundmodel.assets.plant_terms import Floats, Ints


@dataclass(frozen=True)
class LotRows:
    """Rows in the order series, funded quarter, cash quarter; every array has one value per row, whole won.

    Attributes:
        series: Which plant on which path.
        funded_quarter: Quarter in which the lot is paid in.
        cash_quarter: Quarter of the row.
        invested_krw: What is paid in, only where both quarters agree.
        proceeds_krw: What comes back.
        nav_before_krw: Value before the row; 0 before funding.
        nav_after_krw: Value after it: cost until the plant opens, then its part of the plant's value.
        cost_before_krw: Cost of the unrealised lot before the row.
        cost_after_krw: The same after it: 0 from the exit on.
    """

    series: Ints
    funded_quarter: Ints
    cash_quarter: Ints
    invested_krw: Ints
    proceeds_krw: Ints
    nav_before_krw: Ints
    nav_after_krw: Ints
    cost_before_krw: Ints
    cost_after_krw: Ints


def _lots(building: Building, operation: Operation) -> tuple[Ints, Ints]:
    """What the owners pay in and when, (n_series, instalments + 1 + quarters): building, opening, later."""
    later = operation.call_krw + operation.growth_krw
    cost = np.concatenate([building.owner_krw, building.opening_call_krw[:, None], later], axis=1)
    run = building.opening[:, None] + np.arange(later.shape[1] + 1)
    return cost, np.concatenate([building.quarter, run], axis=1)


def lot_rows(ends: tuple[int, ...], building: Building, operation: Operation) -> LotRows:
    """The lots of plants, one row per lot and quarter in which something happens to it.

    A lot has a row when it is funded, when the plant opens (if funded before), and at the end of each later
    operating year; the last of them is the exit. A lot funded within a year is held at cost to its end.

    Args:
        ends: Operating quarters in which accounts are closed.
        building: Of n_series plants.
        operation: Of the same plants.

    Example:
        >>> from dataclasses import replace
        >>> from tests.plant_case import TERMS, plants
        >>> terms = replace(TERMS, ramp=(1.0,), exit_quarter=4)
        >>> rows = lot_rows(terms.ends, *plants(terms))
        >>> rows.cash_quarter.tolist(), rows.proceeds_krw.tolist()
        ([0, 6, 10, 2, 6, 10], [0, 0, 9320, 0, 0, 13980])

    Source: METHOD.md, "Lots and budgets".
    """
    cost, quarter = _lots(building, operation)
    dates = np.array((0, *ends))
    received = np.zeros_like(operation.value_krw)
    received[:, 1:] = operation.dividend_krw + operation.exit_krw
    cumulative = np.cumsum(cost, axis=1)
    first_later = building.quarter.shape[1]
    total = cumulative[:, first_later + dates]

    series, column = np.nonzero(cost > 0)
    paid, funded = cost[series, column], quarter[series, column]
    # The first closing date at which a lot is there; columns before the opening are there at date 0.
    first_date = np.searchsorted(dates, column - first_later).clip(0)
    is_at_date = dates[first_date] == column - first_later
    before = ~is_at_date
    count = dates.size - first_date + before
    lot = np.repeat(np.arange(series.size), count)
    place = np.arange(lot.size) - np.repeat(np.cumsum(count) - count, count)
    date = first_date[lot] + place - before[lot]
    is_first = place == 0
    is_before = is_first & before[lot]
    date = np.maximum(date, 0)
    row_series = series[lot]

    held = cumulative[row_series, column[lot]]
    whole = np.maximum(total[row_series, date], 1)
    upper, lower = held / whole, (held - paid[lot]) / whole

    def part(amounts: Ints) -> Ints:
        amount = amounts[row_series, date]
        parts = np.floor(upper * amount).astype(np.int64) - np.floor(lower * amount).astype(np.int64)
        return np.where(is_before, 0, parts)

    nav = np.where(is_before, paid[lot], part(operation.value_krw))
    nav_before = np.zeros_like(nav)
    nav_before[1:] = nav[:-1]
    return LotRows(
        row_series,
        funded[lot],
        np.where(is_before, funded[lot], building.opening[row_series] + dates[date]),
        np.where(is_first, paid[lot], 0),
        part(received),
        np.where(is_first, 0, nav_before),
        nav,
        np.where(is_first, 0, paid[lot]),
        np.where(~is_before & (date == dates.size - 1), 0, paid[lot]),
    )


def expected_lots(rows: LotRows, weight: Floats, group: Ints) -> LotRows:
    """The probability-weighted lots of several outcomes; `series` of the answer is the group.

    Every expected amount is spread over the quarters of its outcomes. Cumulative amounts are rounded to the
    won, rows are differences, so a lot that is resolved in every outcome ends at exactly 0.

    Args:
        rows: Of n_series outcomes.
        weight: Shape (n_series,), probability of each outcome within its group.
        group: Shape (n_series,), 0, 1, ... of each outcome.

    Example:
        >>> two = LotRows(np.array([0, 1]), *(np.array(n) for n in ([0, 2], [0, 2], [100, 80], [0, 0])),
        ...               *(np.array(n) for n in ([0, 0], [100, 80], [0, 0], [100, 80])))
        >>> average = expected_lots(two, np.array([0.5, 0.5]), np.array([0, 0]))
        >>> average.funded_quarter.tolist(), average.invested_krw.tolist()
        ([0, 2], [50, 40])
    """
    n_groups = int(group.max(initial=-1)) + 1
    n_quarters = int(rows.cash_quarter.max(initial=-1)) + 1
    shape = (n_groups, n_quarters, n_quarters)
    cell = np.ravel_multi_index((group[rows.series], rows.funded_quarter, rows.cash_quarter), shape)
    weights = weight[rows.series]

    def levels(amount: Ints) -> Ints:
        expected = np.bincount(cell, weights * amount, minlength=n_groups * n_quarters**2).reshape(shape)
        return np.rint(np.cumsum(expected, axis=2)).astype(np.int64)

    changes = (
        rows.invested_krw,
        rows.proceeds_krw,
        rows.nav_after_krw - rows.nav_before_krw,
        rows.cost_after_krw - rows.cost_before_krw,
    )
    after = [levels(change) for change in changes]
    before = [np.concatenate([np.zeros_like(level[:, :, :1]), level[:, :, :-1]], axis=2) for level in after]
    is_row = np.zeros(shape, dtype=np.bool_)
    for old, new in zip(before, after, strict=True):
        is_row |= old != new
    series, funded, cash = np.nonzero(is_row)
    (invested_old, proceeds_old, nav_old, cost_old) = (level[is_row] for level in before)
    (invested_new, proceeds_new, nav_new, cost_new) = (level[is_row] for level in after)
    return LotRows(
        series,
        funded,
        cash,
        invested_new - invested_old,
        proceeds_new - proceeds_old,
        nav_old,
        nav_new,
        cost_old,
        cost_new,
    )
