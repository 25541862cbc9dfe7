"""What happens to plants, quarter by quarter, at 100 % of the plant: paying in, opening, earning, sale."""

from dataclasses import dataclass

import numpy as np

from fundmodel.assets.plants import QUARTERS_PER_YEAR, Building, Floats, Ints, Operation

THOUSANDTHS = 1000


@dataclass(frozen=True)
class EventRows:
    """Rows in the order series, quarter; every array has one value per row, money in whole won.

    Attributes:
        series: Which plant on which path.
        quarter: When.
        opened_kl_thousandths: Capacity that comes on line in the quarter, thousandths of a kL.
        capex_krw: Instalment, overrun included.
        overrun_krw: The part of it above the budget; below 0 where the plant came out cheaper.
        loss_call_krw: Paid in by the owners to cover a year's negative cash.
        revenue_krw: Revenue of the operating year that ends here.
        tax_krw: Corporate tax of that year.
        dividend_krw: Paid out from operation.
        exit_krw: Paid out from the sale.
    """

    series: Ints
    quarter: Ints
    opened_kl_thousandths: Ints
    capex_krw: Ints
    overrun_krw: Ints
    loss_call_krw: Ints
    revenue_krw: Ints
    tax_krw: Ints
    dividend_krw: Ints
    exit_krw: Ints


def event_rows(capacity_kl: Floats, building: Building, operation: Operation) -> EventRows:
    """One row per plant and quarter in which something happens: instalments, opening, every year's end.

    Args:
        capacity_kl: Shape (n_series,).
        building: Of the same plants.
        operation: Of the same plants.

    Example:
        >>> building = Building(*(np.array([[n]]) for n in (0, 100, 0)), np.array([100.0]), np.array([4]))
        >>> operation = Operation(*(np.array([[n]]) for n in (80, 0, 0, 10, 120)), np.array([[130, 0]]))
        >>> rows = event_rows(np.array([1.5]), building, operation)
        >>> rows.quarter.tolist(), rows.opened_kl_thousandths.tolist(), rows.revenue_krw.tolist()
        ([0, 4, 8], [0, 1500, 0], [0, 0, 80])
    """
    n_series, n_instalments = building.capex_krw.shape
    years = operation.call_krw.shape[1]
    opening = n_instalments
    slots = (n_series, n_instalments + 1 + years)
    dates = building.opening[:, None] + np.arange(years + 1) * QUARTERS_PER_YEAR
    quarter = np.concatenate([building.quarter, dates], axis=1)
    is_row = np.ones(slots, dtype=np.bool_)
    is_row[:, :opening] = building.capex_krw > 0
    series, slot = np.nonzero(is_row)

    def rows(first: int, values: Ints) -> Ints:
        table = np.zeros(slots, dtype=np.int64)
        table[:, first : first + values.shape[1]] = values
        return table[series, slot]

    opened = np.rint(capacity_kl * THOUSANDTHS).astype(np.int64)[:, None]
    return EventRows(
        series,
        quarter[series, slot],
        rows(opening, opened),
        rows(0, building.capex_krw),
        rows(0, building.overrun_krw),
        rows(opening + 1, operation.call_krw),
        rows(opening + 1, operation.revenue_krw),
        rows(opening + 1, operation.tax_krw),
        rows(opening + 1, operation.dividend_krw),
        rows(opening + 1, operation.exit_krw),
    )


def expected_events(rows: EventRows, weight: Floats, group: Ints) -> EventRows:
    """The probability-weighted events of several outcomes; `series` of the answer is the group.

    Cumulative amounts are rounded to the won (to the thousandth of a kL), rows are differences.

    Args:
        rows: Of n_series outcomes.
        weight: Shape (n_series,), probability of each outcome within its group.
        group: Shape (n_series,), 0, 1, ... of each outcome.

    Example:
        >>> none = np.zeros(2, dtype=np.int64)
        >>> two = EventRows(np.array([0, 1]), np.array([6, 8]), np.array([10, 10]), *[none] * 7)
        >>> average = expected_events(two, np.array([0.5, 0.5]), np.array([0, 0]))
        >>> average.quarter.tolist(), average.opened_kl_thousandths.tolist()
        ([6, 8], [5, 5])
    """
    n_groups = int(group.max(initial=-1)) + 1
    n_quarters = int(rows.quarter.max(initial=-1)) + 1
    shape = (n_groups, n_quarters)
    cell = np.ravel_multi_index((group[rows.series], rows.quarter), shape)
    weights = weight[rows.series]

    def spread(amount: Ints) -> Ints:
        expected = np.bincount(cell, weights * amount, minlength=n_groups * n_quarters).reshape(shape)
        level = np.rint(np.cumsum(expected, axis=1)).astype(np.int64)
        return np.diff(level, axis=1, prepend=0)

    amounts = (
        rows.opened_kl_thousandths,
        rows.capex_krw,
        rows.overrun_krw,
        rows.loss_call_krw,
        rows.revenue_krw,
        rows.tax_krw,
        rows.dividend_krw,
        rows.exit_krw,
    )
    tables = [spread(amount) for amount in amounts]
    is_row = np.zeros(shape, dtype=np.bool_)
    for table in tables:
        is_row |= table != 0
    series, quarter = np.nonzero(is_row)
    return EventRows(series, quarter, *(table[is_row] for table in tables))
