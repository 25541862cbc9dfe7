"""Items taken in order while money lasts, and dearest first: against one series and one item at a time."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fundmodel.selections import affordable_by_series, affordable_in_order, dearest_first

LISTS = st.lists(st.lists(st.integers(0, 30), min_size=5, max_size=5), min_size=1, max_size=6)
AMOUNTS = st.lists(st.integers(-10, 90), min_size=6, max_size=6)


def in_order(costs: list[int], budget: int) -> list[bool]:
    taken = []
    for cost in costs:
        taken.append(cost <= budget)
        budget -= cost * taken[-1]
    return taken


@given(LISTS, AMOUNTS)
def test_affordable_in_order(costs: list[list[int]], budgets: list[int]) -> None:
    found = affordable_in_order(np.array(costs), np.array(budgets[: len(costs)]))
    assert found.tolist() == [in_order(*pair) for pair in zip(costs, budgets, strict=False)]


@given(st.lists(st.lists(st.integers(0, 30), max_size=5), min_size=1, max_size=6), AMOUNTS)
def test_affordable_by_series(costs: list[list[int]], budgets: list[int]) -> None:
    series = np.repeat(np.arange(len(costs)), [len(row) for row in costs])
    flat = np.array([cost for row in costs for cost in row], dtype=np.int64)
    found = affordable_by_series(series, flat, np.array(budgets[: len(costs)]))
    expected = [taken for pair in zip(costs, budgets, strict=False) for taken in in_order(*pair)]
    assert found.tolist() == expected


@given(st.lists(st.lists(st.integers(-1, 9), min_size=5, max_size=5), min_size=1, max_size=6), AMOUNTS)
def test_dearest_first(prices: list[list[int]], needed: list[int]) -> None:
    found = dearest_first(np.array(prices), np.array(needed[: len(prices)]))
    for row, need, sold in zip(prices, needed, found.tolist(), strict=False):
        expected, proceeds = [False] * len(row), 0
        for place in sorted(range(len(row)), key=lambda at: (-row[at], at)):
            if proceeds < need and row[place] >= 0:
                expected[place], proceeds = True, proceeds + row[place]
        assert sold == expected


def test_nothing_offered_takes_nothing() -> None:
    empty = np.empty(0, dtype=np.int64)
    assert affordable_by_series(empty, empty, np.array([5, 5])).tolist() == []
    assert affordable_in_order(np.empty((2, 0), dtype=np.int64), np.array([1, -1])).shape == (2, 0)
