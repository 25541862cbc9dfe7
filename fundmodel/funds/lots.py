"""What the assets offer to funds, lot by lot, on the grid of series that a block of fund runs works on.

A series is one child fund of one (scenario, path). Lots belong to a world, which scenarios share: totals per
quarter are made once per world, and only lots that are not fully funded are looked up row by row.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

PRIORITIES = 3


@dataclass(frozen=True)
class LotRows:
    """Rows of lots sorted by place, priority class, funded quarter and cash quarter; whole won.

    Attributes:
        place: Which fund on which path of which world, ascending.
        priority: 0 plant instalments, 1 initial cheques, 2 follow-ons: the order of funding.
        funded_quarter: When the lot is funded, if it is.
        cash_quarter: When the row's money moves.
        invested, proceeds, nav_change, cost_change: Shape (n_rows,), as in table lot_flows.
    """

    place: Ints
    priority: Ints
    funded_quarter: Ints
    cash_quarter: Ints
    invested: Ints
    proceeds: Ints
    nav_change: Ints
    cost_change: Ints


@dataclass(frozen=True)
class Lots:
    """What lots offer to every series; `shrink` takes back what was not funded.

    Attributes:
        offers: Shape (PRIORITIES, n_quarters, n_series), what may be funded, by quarter.
        offered: Shape (n_quarters, n_series), the same over all priorities.
        proceeds, nav_change, cost_change: Shape (n_quarters, n_series), of all lots that are funded.
        to_come: Shape (n_series,), proceeds of all quarters; the run of a fund takes off what it received.
        fractions: Shape of offers, the part of each lot that is held; None where nobody asks.

    Example:
        >>> funding, exit_row = [0, 1, 0, 0, 100, 0, 100, 100], [0, 1, 0, 1, 0, 150, -100, -100]
        >>> rows = LotRows(*np.array([funding, exit_row]).T)
        >>> lots = Lots.of(rows, n_quarters=2, place=np.array([0]))
        >>> lots.shrink(0, 1, np.array([0]), np.array([0.5]))
        >>> lots.proceeds[:, 0]
        array([ 0., 75.])
    """

    offers: Floats
    offered: Floats
    proceeds: Floats
    nav_change: Floats
    cost_change: Floats
    to_come: Floats
    _rows: LotRows = field(repr=False)
    _lot: Ints = field(repr=False)
    _first: Ints = field(repr=False)
    _place: Ints = field(repr=False)
    fractions: Floats | None = field(default=None, repr=False)

    @property
    def rows(self) -> LotRows:
        """The rows that the lots were made from, each as if its lot were funded in full."""
        return self._rows

    @classmethod
    def of(cls, rows: LotRows, n_quarters: int, place: Ints) -> "Lots":
        """The lots of all series.

        Args:
            rows: Lots of every place.
            n_quarters: Length of the grid; all rows lie inside it.
            place: Shape (n_series,), the place whose lots a series is offered.
        """
        lot = (rows.place * PRIORITIES + rows.priority) * n_quarters + rows.funded_quarter
        first = np.flatnonzero(np.append(np.ones(min(1, lot.size), dtype=np.bool_), lot[1:] != lot[:-1]))
        places, series_of_place, place_of_series = np.unique(place, return_index=True, return_inverse=True)
        # Where every place has one series, totals are added up in its place at once; else they are copied.
        is_own = places.size == place.size
        column = series_of_place if is_own else np.arange(places.size)
        cell = rows.cash_quarter * np.int64(places.size) + column[rows.place]

        def totals(values: Ints, cells: Ints = cell, n_grids: int = 1) -> Floats:
            n_cells = n_quarters * places.size
            grid: Floats = np.bincount(cells, values, n_grids * n_cells).astype(np.float64, copy=False)
            grid = grid.reshape(n_grids, n_quarters, places.size)
            return grid if is_own else np.ascontiguousarray(grid[:, :, place_of_series])

        asks = np.flatnonzero(rows.invested)
        asked = rows.priority[asks] * np.int64(n_quarters * places.size) + cell[asks]
        offers = totals(rows.invested[asks], asked, PRIORITIES)
        proceeds = totals(rows.proceeds)[0]
        return cls(
            offers,
            np.add.reduce(offers, axis=0),
            proceeds,
            totals(rows.nav_change)[0],
            totals(rows.cost_change)[0],
            np.add.reduce(proceeds, axis=0),
            rows,
            lot[first],
            np.append(first, lot.size),
            place,
        )

    def shrink(self, quarter: int, priority: int, series: Ints, fraction: Floats) -> None:
        """Reduce the lots of some series to the fraction of them that was funded.

        Levels are rounded, rows are differences: a lot that ends at zero still does.

        Args:
            quarter: Funded quarter of the lots.
            priority: Priority class of the lots.
            series: Series whose lot it is, each once.
            fraction: Same shape, 0 to 1.
        """
        if not series.size:
            return
        n_quarters = self.offered.shape[0]
        key = (self._place[series] * PRIORITIES + priority) * n_quarters + quarter
        row, begin, length = self.rows_of(np.searchsorted(self._lot, key))
        cells = self._rows.cash_quarter[row], np.repeat(series, length)
        funded = np.repeat(fraction, length)
        for values, grid in (
            (self._rows.proceeds, self.proceeds),
            (self._rows.nav_change, self.nav_change),
            (self._rows.cost_change, self.cost_change),
        ):
            lost = values[row] - funded_part(values[row], begin, length, funded)
            grid[cells] -= lost
            if grid is self.proceeds:
                self.to_come[series] -= np.add.reduceat(lost, begin)
        if self.fractions is not None:
            self.fractions[priority, quarter, series] = fraction

    def recorded(self) -> "Lots":
        """The same lots, noting from now on what part of each is held, so that they can be sold singly."""
        return replace(self, fractions=np.ones_like(self.offers))

    def lots_of(self, series: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """All lots of some series: whose it is, its place among lots, its priority, its funded quarter."""
        n_quarters = self.offered.shape[0]
        place = self._place[series] * PRIORITIES * n_quarters
        start = np.searchsorted(self._lot, place)
        count = np.searchsorted(self._lot, place + PRIORITIES * n_quarters) - start
        owner = np.repeat(np.arange(series.size), count)
        lot = np.arange(count.sum()) + np.repeat(start - (np.cumsum(count) - count), count)
        key = self._lot[lot]
        return owner, lot, key // n_quarters % PRIORITIES, key % n_quarters

    def rows_of(self, lot: Ints) -> tuple[Ints, Ints, Ints]:
        """The rows of some lots one after the other: row, where each lot begins, how many rows it has."""
        start = self._first[lot]
        length = self._first[lot + 1] - start
        begin = np.cumsum(length) - length
        return np.repeat(start - begin, length) + np.arange(length.sum()), begin, length


def funded_part(change: Ints, begin: Ints, length: Ints, fraction: Floats) -> Floats:
    """Rows of lots that were funded in part: levels are rounded, rows are their differences.

    Args:
        change: Rows of some lots, lot after lot.
        begin: Where each lot begins.
        length: How many rows it has.
        fraction: Shape of `change`, the part of the row's lot that was funded.

    Example:
        >>> funded_part(np.array([1, 1, -2]), np.array([0]), np.array([3]), np.full(3, 0.5))
        array([ 0.,  1., -1.])
    """
    running = np.cumsum(change)
    level = running - np.repeat(running[begin] - change[begin], length)
    kept = np.floor(level * fraction * SNAP)
    before = np.concatenate([[0.0], kept[:-1]])
    before[begin] = 0.0
    return kept - before
