"""Which of many items are taken: in order while money lasts, or dearest first until there is enough."""

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


def affordable_in_order(costs: Whole, budgets: Whole) -> Flags:
    """The items that a budget pays when they are offered in order and one too dear is skipped.

    Args:
        costs: Shape (n_series, n_items), whole units, 0 or more, in the order of offer.
        budgets: Shape (n_series,), whole units.

    Returns:
        Shape (n_series, n_items): whether the item is taken.

    Example:
        >>> affordable_in_order(np.array([[5, 9, 4, 1]]), np.array([10])).astype(int)
        array([[1, 0, 1, 1]])
    """
    taken = np.ones(costs.shape, dtype=np.bool_)
    short = np.flatnonzero(costs.sum(axis=1) > budgets)
    if not short.size or not costs.size:
        return taken
    # Up to the first item that does not fit, the prefix sum is the whole answer.
    running = np.cumsum(costs[short], axis=1)
    start = int((running > budgets[short, None]).argmax(axis=1).min())
    left = budgets[short] - (running[:, start - 1] if start else 0)
    offered = np.ascontiguousarray(costs[short, start:].T)
    fits = np.empty(offered.shape, dtype=np.bool_)
    for item, cost in enumerate(offered):
        np.less_equal(cost, left, out=fits[item])
        left = left - cost * fits[item]
    taken[short, start:] = fits.T
    return taken


def affordable_by_series(series: Whole, costs: Whole, budgets: Whole) -> Flags:
    """The same for lists of different lengths, one after the other.

    Args:
        series: Shape (n_items,), ascending: the series that an item belongs to, 0 to n_series - 1.
        costs: Shape (n_items,), whole units, within a series in the order of offer; sums below 2**53.
        budgets: Shape (n_series,), whole units.

    Returns:
        Shape (n_items,): whether the item is taken.

    Example:
        >>> series, costs = np.array([0, 0, 2, 2]), np.array([5, 6, 6, 5])
        >>> affordable_by_series(series, costs, np.array([11, 0, 5])).astype(int)
        array([1, 1, 0, 1])
    """
    # Whole numbers below 2**53 add up exactly as floats.
    totals = np.bincount(series, weights=costs, minlength=len(budgets))
    taken = (totals <= budgets).take(series)
    rest = np.flatnonzero(~taken)
    if not rest.size:
        return taken
    owners, sizes = np.unique(series[rest], return_counts=True)
    row = np.repeat(np.arange(len(owners)), sizes)
    place = np.arange(len(rest)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    table = np.zeros((len(owners), int(sizes.max())), dtype=np.int64)
    table[row, place] = costs[rest]
    taken[rest] = affordable_in_order(table, budgets[owners])[row, place]
    return taken


def dearest_first(prices: Whole, needed: Whole) -> Flags:
    """The items that are sold, dearest first, until the proceeds reach what is needed; all if they never do.

    Args:
        prices: Shape (n_series, n_items), whole units; below 0 marks an item that is not for sale. Of two at
            the same price the one earlier in the list goes first. Below 2**62 / n_items.
        needed: Shape (n_series,), whole units.

    Returns:
        Shape (n_series, n_items): whether the item is sold.

    Example:
        >>> dearest_first(np.array([[3, 8, -1, 8, 5]]), np.array([10])).astype(int)
        array([[0, 1, 0, 1, 0]])
    """
    n_items = prices.shape[1]
    # One number holds price and place, so that equal prices have an order on every machine.
    keys = prices * n_items + np.arange(n_items - 1, -1, -1)
    ordered = np.sort(keys, axis=1)[:, ::-1]
    sums = np.cumsum(np.maximum(ordered // n_items, 0), axis=1)
    before = np.concatenate([np.zeros((len(prices), 1), dtype=np.int64), sums[:, :-1]], axis=1)
    counts = ((before < needed[:, None]) & (ordered >= 0)).sum(axis=1)
    limits = np.where(counts > 0, ordered[np.arange(len(prices)), counts - 1], np.iinfo(np.int64).max)
    return keys >= limits[:, None]
