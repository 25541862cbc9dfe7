"""Times of several ways to do one thing, taken in turns so that a busy moment meets all of them."""

from collections.abc import Callable
from time import perf_counter

CALLS_IN_A_ROW = 3


def best_times(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The shortest time of each way in seconds; the first call of each compiles and is not counted."""
    for way in ways.values():
        way()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            for _ in range(CALLS_IN_A_ROW):
                start = perf_counter()
                way()
                times[name].append(perf_counter() - start)
    return {name: min(taken) for name, taken in times.items()}


def row(
    figure: str, measured: str, beside: str, bound: str = "", holds: bool | None = None
) -> dict[str, str]:
    """One row of the table of `make bench`."""
    answer = "" if holds is None else "yes" if holds else "no"
    return {"figure": figure, "measured": measured, "beside it": beside, "bound": bound, "holds": answer}
