"""What happens to plants, quarter by quarter, at 100 % of the plant: paying in, opening, earning, sale."""

import itertools
from dataclasses import dataclass, fields

import numpy as np

from fundmodel.assets.plant_building import Building
from fundmodel.assets.plant_operation import Operation
from fundmodel.assets.plant_terms import QUARTERS_PER_YEAR, Floats, Ints, PlantTerms

THOUSANDTHS = 1000


@dataclass(frozen=True)
class EventRows:
    """Rows in the order series, quarter; every array has one value per row, money in whole won.

    Attributes:
        series: Which plant on which path.
        quarter: When.
        opened_kl_thousandths: Capacity that comes on line in the quarter, thousandths of a kL.
        capex_krw: Instalment, overrun included, of the second phase too.
        overrun_krw: The part of it above the budget; below 0 where the plant came out cheaper.
        grant_krw: The part of it that a grant pays.
        draw_krw: The part of it that lenders pay.
        paid_in_krw: Everything that the owners pay in in the quarter.
        loss_call_krw: The part of it for missing cash: losses, and debt service that is cured.
        revenue_krw: Revenue of the operating year that ends here.
        tax_krw: Corporate tax of that year.
        service_krw: Paid to lenders in that year.
        cure_krw: The part of the year's calls that serves debt after the grace period.
        lender_loss_krw: What lenders are still owed when the plant is sold.
        dividend_krw: Paid out from operation.
        exit_krw: Paid out from the sale.
    """

    series: Ints
    quarter: Ints
    opened_kl_thousandths: Ints
    capex_krw: Ints
    overrun_krw: Ints
    grant_krw: Ints
    draw_krw: Ints
    paid_in_krw: Ints
    loss_call_krw: Ints
    revenue_krw: Ints
    tax_krw: Ints
    service_krw: Ints
    cure_krw: Ints
    lender_loss_krw: Ints
    dividend_krw: Ints
    exit_krw: Ints


def opened_kl(terms: PlantTerms, capacity_kl: Floats) -> Floats:
    """Capacity that opens with a plant: both phases if they are built at once."""
    return capacity_kl * (1 + (terms.second_phase_share if terms.second_phase == "at_once" else 0.0))


def _yearly(amounts: Ints, ends: tuple[int, ...]) -> Ints:
    """Amounts (n_series, quarters) of each closed year in its last quarter, 0 in the others."""
    sums = np.zeros_like(amounts)
    for first, end in itertools.pairwise((0, *ends)):
        sums[:, end - 1] = amounts[:, first:end].sum(axis=1)
    return sums


def _at(ends: tuple[int, ...], quarters: int, amounts: Ints) -> Ints:
    spread = np.zeros((amounts.shape[0], quarters), dtype=np.int64)
    spread[:, np.array(ends) - 1] = amounts
    return spread


def _whole(amounts: Floats) -> Ints:
    return np.floor(amounts).astype(np.int64)


def _cured(terms: PlantTerms, operation: Operation) -> Ints:
    """What owners paid in for missed payments, (n_series, quarters): in the grace period none is missed."""
    cured = _whole(operation.detail.cure_krw.T)
    cured[:, : terms.debt_grace_years * QUARTERS_PER_YEAR] = 0
    return cured


def event_rows(terms: PlantTerms, capacity_kl: Floats, building: Building, operation: Operation) -> EventRows:
    """One row per plant and quarter in which something happens: instalments, opening, calls, years' ends.

    Args:
        terms: Assumptions.
        capacity_kl: Shape (n_series,), of the first phase.
        building: Of the same plants.
        operation: Of the same plants.

    Example:
        >>> from dataclasses import replace
        >>> from tests.plant_case import TERMS, plants
        >>> terms = replace(TERMS, ramp=(1.0,), exit_quarter=4)
        >>> rows = event_rows(terms, np.array([1.5]), *plants(terms))
        >>> rows.quarter.tolist(), rows.opened_kl_thousandths.tolist(), rows.revenue_krw.tolist()
        ([0, 2, 6, 10], [0, 0, 1500, 0], [0, 0, 0, 10000])
    """
    n_series, n_instalments = building.capex_krw.shape
    ends, quarters = terms.ends, terms.quarters
    slots = (n_series, n_instalments + 1 + quarters)
    first = n_instalments + 1
    run = np.arange(1, quarters + 1)
    quarter = np.concatenate([building.quarter, building.opening[:, None] + np.arange(quarters + 1)], axis=1)
    later = operation.call_krw + operation.growth_krw
    grown = np.where(run == operation.second_opening[:, None], terms.second_phase_share, 0.0)
    is_row = np.zeros(slots, dtype=np.bool_)
    is_row[:, :n_instalments] = building.capex_krw > 0
    is_row[:, n_instalments] = True
    is_row[:, first:] = (later > 0) | (grown > 0)
    is_row[:, n_instalments + np.array(ends)] = True
    series, slot = np.nonzero(is_row)

    def rows(before: Ints | None, at_opening: Ints | None, after: Ints | None) -> Ints:
        table = np.zeros(slots, dtype=np.int64)
        if before is not None:
            table[:, :n_instalments] = before
        if at_opening is not None:
            table[:, n_instalments] = at_opening
        if after is not None:
            table[:, first:] = after
        return table[series, slot]

    thousandths = np.rint(opened_kl(terms, capacity_kl) * THOUSANDTHS).astype(np.int64)
    second = np.rint(capacity_kl[:, None] * grown * THOUSANDTHS).astype(np.int64)
    service = np.diff(np.floor(np.cumsum(operation.detail.service_krw, axis=0)), axis=0, prepend=0.0)
    return EventRows(
        series,
        quarter[series, slot],
        rows(None, thousandths, second),
        rows(building.capex_krw, None, operation.growth_krw),
        rows(building.overrun_krw, None, None),
        rows(building.grant_krw, None, None),
        rows(building.draw_krw, None, None),
        rows(building.owner_krw, building.opening_call_krw, later),
        rows(None, None, operation.call_krw),
        rows(None, None, _yearly(operation.revenue_krw, ends)),
        rows(None, None, _yearly(operation.tax_krw, ends)),
        rows(None, None, _yearly(service.T.astype(np.int64), ends)),
        rows(None, None, _yearly(_cured(terms, operation), ends)),
        rows(None, None, _at(ends[-1:], quarters, _whole(operation.detail.debt_krw[-1:].T))),
        rows(None, None, _at(ends, quarters, operation.dividend_krw)),
        rows(None, None, _at(ends, quarters, operation.exit_krw)),
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
        >>> two = EventRows(np.array([0, 1]), np.array([6, 8]), np.array([10, 10]), *[none] * 13)
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

    amounts = [getattr(rows, item.name) for item in fields(rows)][2:]
    tables = [spread(amount) for amount in amounts]
    is_row = np.zeros(shape, dtype=np.bool_)
    for table in tables:
        is_row |= table != 0
    series, quarter = np.nonzero(is_row)
    return EventRows(series, quarter, *(table[is_row] for table in tables))
