"""Assets sold before their time because notes lack cover: cohort by cohort, the dearest first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.lots import Lots, funded_part

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]


@dataclass(frozen=True)
class Sold:
    """What was sold; arrays of shape (n_series asked,), whole won.

    Attributes:
        proceeds: What buyers pay.
        nav: What it was worth before dilution.
        cost: What it had cost.
    """

    proceeds: Floats
    nav: Floats
    cost: Floats


def sell_dearest(lots: Lots, quarter: int, series: Ints, needed: Floats, price: Floats) -> Sold:
    """Sell whole cohorts, the dearest first, until enough is raised or nothing of worth is left.

    A cohort is what a fund bought in one quarter in one priority class; what it would have brought and cost
    later is taken back from the lots.

    Args:
        lots: Recorded lots, changed.
        quarter: Of the sale; its own proceeds are in.
        series: Series that sell, each once.
        needed: Same shape, won above 0.
        price: Same shape, won paid for a won of worth.

    Returns:
        What was sold.

    Raises:
        ValueError: If the lots do not record what is held of them.

    Source: METHOD.md, "Notes of a fund"; Fernandez, Stein and Lo 2012, doi 10.1038/nbt.2374.
    """
    if lots.fractions is None:
        raise ValueError("lots: nothing can be sold singly; ask for them as recorded()")
    found = lots.lots_of(series)
    owner, _, priority, funded = found
    held = lots.fractions[priority, funded, series[owner]]
    is_held = (funded <= quarter) & (held > 0)
    owner, lot, priority, funded = (one[is_held] for one in found)
    held = held[is_held]
    row, begin, length = lots.rows_of(lot)
    is_past, fraction = lots.rows.cash_quarter[row] <= quarter, np.repeat(held, length)
    kept = {
        name: funded_part(getattr(lots.rows, name)[row], begin, length, fraction)
        for name in ("proceeds", "nav_change", "cost_change")
    }
    if not lot.size:
        return Sold(*np.zeros((3, series.size)))
    nav, cost = (np.add.reduceat(kept[name] * is_past, begin) for name in ("nav_change", "cost_change"))
    worth = np.floor(np.maximum(nav, 0.0) * price[owner])
    is_sold = _dearest(owner, lot, worth, needed)
    lots.fractions[priority[is_sold], funded[is_sold], series[owner[is_sold]]] = 0.0
    gone = np.repeat(is_sold, length) & ~is_past
    cells = lots.rows.cash_quarter[row[gone]], series[np.repeat(owner, length)[gone]]
    for name, grid in (
        ("proceeds", lots.proceeds),
        ("nav_change", lots.nav_change),
        ("cost_change", lots.cost_change),
    ):
        np.subtract.at(grid, cells, kept[name][gone])
    np.subtract.at(lots.to_come, cells[1], kept["proceeds"][gone])
    sums = np.zeros((3, series.size))
    for own, amounts in zip(sums, (worth, nav, cost), strict=True):
        np.add.at(own, owner, amounts * is_sold)
    return Sold(*sums)


def _dearest(owner: Ints, lot: Ints, worth: Floats, needed: Floats) -> NDArray[np.bool_]:
    """Which cohorts are sold: in falling order of worth, while those before them do not suffice."""
    order = np.lexsort((lot, -worth, owner))
    amounts = worth[order].astype(np.int64)
    before = np.cumsum(amounts) - amounts
    first = np.flatnonzero(np.append(True, np.diff(owner[order]) != 0))
    before -= np.repeat(before[first], np.diff(np.append(first, owner.size)))
    sold = np.zeros(owner.size, dtype=np.bool_)
    sold[order] = (before < needed[owner[order]]) & (amounts > 0)
    return sold
