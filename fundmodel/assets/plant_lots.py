"""Lots of plants: every instalment and loss call with its own later inflows, linear in the amount funded.

An inflow or a value of a plant at some date belongs to the lots funded up to that date, pro rata to cost. The
parts are differences of floored cumulative entitlements, so they add up to the plant's amount to the won.
"""

from dataclasses import dataclass

import numpy as np

from fundmodel.assets.plants import QUARTERS_PER_YEAR, Building, Floats, Ints, Operation


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


def _parts(shares: Floats, amounts: Ints) -> Ints:
    """Whole-won parts (n_series, n_lots, n_dates) of amounts (n_series, n_dates), by cumulative shares."""
    edges = np.floor(shares * amounts[:, None, :]).astype(np.int64)
    edges[:, 1:] -= edges[:, :-1].copy()
    return edges


def lot_rows(building: Building, operation: Operation) -> LotRows:
    """The lots of plants, one row per lot and quarter in which something happens to it.

    A lot has a row when it is funded, when the plant opens (instalments only), and at the end of each later
    operating year; the last of them is the exit.

    Args:
        building: Of n_series plants.
        operation: Of the same plants.

    Example:
        >>> building = Building(*(np.array([[n]]) for n in (0, 100, 0)), np.array([100.0]), np.array([4]))
        >>> operation = Operation(*(np.array([[n]]) for n in (80, 0, 0, 10, 120)), np.array([[130, 0]]))
        >>> rows = lot_rows(building, operation)
        >>> rows.cash_quarter.tolist(), rows.proceeds_krw.tolist(), rows.nav_after_krw.tolist()
        ([0, 4, 8], [0, 0, 130], [100, 130, 0])
    """
    n_series, n_instalments = building.capex_krw.shape
    years = operation.call_krw.shape[1]
    loss_years = np.flatnonzero((operation.call_krw > 0).any(axis=0)) + 1
    cost = np.concatenate([building.capex_krw, operation.call_krw[:, loss_years - 1]], axis=1)
    loss_quarter = building.opening[:, None] + loss_years * QUARTERS_PER_YEAR
    funded = np.concatenate([building.quarter, loss_quarter], axis=1)
    dates = np.arange(years + 1)
    last_lot = n_instalments - 1 + (loss_years <= dates[:, None]).sum(axis=1)
    cumulative = np.cumsum(cost, axis=1)
    total = cumulative[:, last_lot]
    held = np.minimum(cumulative[:, :, None], total[:, None, :])
    shares = held / np.maximum(total, 1)[:, None, :]
    received = np.zeros((n_series, years + 1), dtype=np.int64)
    received[:, 1:] = operation.dividend_krw + operation.exit_krw

    # Slot 0 is the funding of an instalment; slot 1 + d is yearly date d, d = 0 the opening.
    slots = (n_series, cost.shape[1], years + 1 + 1)
    nav = np.zeros(slots, dtype=np.int64)
    nav[:, :n_instalments, 0] = building.capex_krw
    nav[:, :, 1:] = _parts(shares, operation.value_krw)
    proceeds = np.zeros(slots, dtype=np.int64)
    proceeds[:, :, 1:] = _parts(shares, received)
    first_slot = np.concatenate([np.zeros(n_instalments, dtype=np.int64), loss_years + 1])
    slot = np.arange(years + 1 + 1)
    is_row = (cost > 0)[:, :, None] & (slot >= first_slot[:, None])
    series, lot, at = np.nonzero(is_row)
    row_cost = cost[series, lot]
    is_funding = at == first_slot[lot]
    funded_quarter = funded[series, lot]
    # A loss lot of year y is first seen at slot 1 + y, where the slot before holds 0.
    before = np.zeros_like(nav)
    before[:, :, 1:] = nav[:, :, :-1]
    return LotRows(
        series,
        funded_quarter,
        np.where(at == 0, funded_quarter, building.opening[series] + (at - 1) * QUARTERS_PER_YEAR),
        np.where(is_funding, row_cost, 0),
        proceeds[is_row],
        before[is_row],
        nav[is_row],
        np.where(is_funding, 0, row_cost),
        np.where(at == years + 1, 0, row_cost),
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
