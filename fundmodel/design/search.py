"""The values of one number at which an answer equals a target: a grid first, then narrower brackets."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Tried = Callable[[Sequence[float]], Sequence[float | None]]
TriedTogether = Callable[[Sequence[tuple[int, list[float]]]], Sequence[Sequence[float | None]]]

FOUND, JUMP, UNREACHABLE, FLAT, NO_ANSWER = "found", "jump", "unreachable", "flat", "no_answer"

# Points of one refining batch, and batches at most; each batch is one run of the model. Without a bracket the
# surroundings of the best point are looked at for fewer batches: mostly that point stands at an end.
BATCH, ROUNDS, ROUNDS_AROUND = 6, 7, 3
# Of the whole range: brackets are not narrowed further. Of the size of the answers: equal enough.
RESOLUTION, TOLERANCE = 1e-5, 1e-6


@dataclass(frozen=True)
class Point:
    """One value that was tried.

    Attributes:
        number: Batch in which it was tried, from 1.
        value: The value.
        answer: What came of it; None if the value is refused or has no answer.
    """

    number: int
    value: float
    answer: float | None


@dataclass(frozen=True)
class Crossing:
    """A place where the answer meets the target.

    Attributes:
        value: The tried value nearest to the target.
        answer: Its answer.
        other_value: The value on the other side where the answer jumps over the target; else equal to value.
        other_answer: Its answer.
        is_jump: True if the answer passes the target without taking it.
    """

    value: float
    answer: float
    other_value: float
    other_answer: float
    is_jump: bool


@dataclass(frozen=True)
class Search:
    """What a search tried and found.

    Attributes:
        target: What was wanted.
        points: Every value tried, in rising order.
        crossings: Where the target is met, in rising order of value.
        best: The point nearest to the target; None if nothing has an answer.
        verdict: found, jump (all crossings are), unreachable, flat (the answer does not move) or no_answer.
    """

    target: float
    points: tuple[Point, ...]
    crossings: tuple[Crossing, ...]
    best: Point | None
    verdict: str


def find(
    evaluate: Tried,
    grid: Sequence[float],
    target: float,
    is_whole: bool = False,
    tolerance: float = TOLERANCE,
) -> Search:
    """Where an answer equals a target, without supposing that it rises or falls throughout.

    A grid is tried in one batch. Every pair of neighbours with the target between them is narrowed, all pairs
    in one batch, by even steps and by the point where a straight line would meet the target. If no pair has
    the target between it, the surroundings of the nearest point are searched, so that a peak between two
    points of the grid is not missed if it is near the best of them. A solution between two points of the grid
    that both lie well on the same side of the target can be missed: the grid decides what is seen.

    Args:
        evaluate: Answers of several values at once, None where there is none.
        grid: Values to start with, at least two.
        target: The wanted answer.
        is_whole: Only whole numbers are tried.
        tolerance: How near counts as equal, of the size of the largest answer.

    Raises:
        ValueError: If the grid has fewer than two different values or the target is not finite.

    Example:
        >>> found = find(lambda values: [value * value for value in values], [-2, -1, 0, 1, 3], 2.0)
        >>> found.verdict, [round(one.value, 4) for one in found.crossings]
        ('found', [-1.4142, 1.4142])

    Source: bracketing with regula falsi points, Press et al., Numerical Recipes, chapter 9.
    """
    (found,) = find_all(
        lambda asked: [list(evaluate(values)) for _, values in asked], [grid], target, is_whole, tolerance
    )
    return found


def find_all(
    evaluate: TriedTogether,
    grids: Sequence[Sequence[float]],
    target: float,
    is_whole: bool = False,
    tolerance: float = TOLERANCE,
    rounds: int = ROUNDS,
) -> list[Search]:
    """Several searches at once: the next batches of all of them are tried together.

    Args:
        evaluate: Takes (number of the search, its values) of those still open and gives their answers.
        grids: Values to start with, one grid for each search.
        target: The wanted answer of all.
        is_whole: Only whole numbers are tried.
        tolerance: How near counts as equal, of the size of the largest answer.
        rounds: Batches at most.

    Raises:
        ValueError: If a grid has fewer than two different values or the target is not finite.
    """
    for grid in grids:
        if len(set(grid)) < 1 + 1 or not math.isfinite(target):
            raise ValueError(f"a search needs two different values and a finite target: {grid}, {target}")
    points: list[dict[float, Point]] = [{} for _ in grids]
    batches = [sorted(set(grid)) for grid in grids]
    for number in range(1, rounds + 1):
        asked = [(place, batch) for place, batch in enumerate(batches) if batch]
        if not asked:
            break
        for (place, batch), answers in zip(asked, evaluate(asked), strict=True):
            for value, answer in zip(batch, answers, strict=True):
                is_answer = answer is not None and math.isfinite(answer)
                points[place][value] = Point(number, value, answer if is_answer else None)
            width = max(grids[place]) - min(grids[place])
            batches[place] = _next(_sorted(points[place]), target, width, is_whole, number, tolerance)
    return [_read(_sorted(tried), target, tolerance) for tried in points]


def _sorted(points: dict[float, Point]) -> list[Point]:
    return sorted(points.values(), key=lambda point: point.value)


def _size(known: Sequence[Point], target: float) -> float:
    return max([abs(target), *(abs(point.answer) for point in known if point.answer is not None)])


def _next(
    known: Sequence[Point], target: float, width: float, is_whole: bool, number: int, tolerance: float
) -> list[float]:
    """The next batch: inside every open bracket, or around the best point; empty when all is known."""
    near = tolerance * _size(known, target)
    open_pairs = [
        (low, high)
        for low, high in _brackets(known, target, near)
        if high.value - low.value > (1 if is_whole else RESOLUTION * width)
    ]
    if open_pairs:
        count = max(1, BATCH // len(open_pairs))
        values = [value for low, high in open_pairs for value in _inside(low, high, target, count)]
    elif any(_is_met(point, target, near) for point in known) or _brackets(known, target, near):
        return []
    else:
        values = _around(known, target, width, near) if number < ROUNDS_AROUND else []
    if is_whole:
        values = [float(round(value)) for value in values]
    tried = {point.value for point in known}
    return sorted({value for value in values if value not in tried})


def _is_met(point: Point, target: float, near: float) -> bool:
    return point.answer is not None and abs(point.answer - target) <= near


def _brackets(known: Sequence[Point], target: float, near: float) -> list[tuple[Point, Point]]:
    """Neighbours with the target strictly between their answers, neither of them equal to it."""
    found = []
    for low, high in pairwise(known):
        if low.answer is None or high.answer is None:
            continue
        if _is_met(low, target, near) or _is_met(high, target, near):
            continue
        if (low.answer < target) != (high.answer < target):
            found.append((low, high))
    return found


def _inside(low: Point, high: Point, target: float, count: int) -> list[float]:
    """Even steps between two points, and where a straight line meets the target."""
    assert low.answer is not None  # noqa: S101 - of a bracket
    assert high.answer is not None  # noqa: S101
    span = high.value - low.value
    even = [low.value + span * place / (count + 1) for place in range(1, count + 1)]
    return [*even, low.value + span * (target - low.answer) / (high.answer - low.answer)]


def _around(known: Sequence[Point], target: float, width: float, near: float) -> list[float]:
    """Even steps on both sides of the point nearest to the target; empty where answers do not move."""
    answers = [point.answer for point in known if point.answer is not None]
    if not answers or max(answers) - min(answers) <= near:
        return []
    place = min(range(len(known)), key=lambda place: _distance(known[place], target))
    found = []
    for low, high in pairwise(known[max(0, place - 1) : place + 1 + 1]):
        span = high.value - low.value
        if span > RESOLUTION * width:
            half = BATCH // (1 + 1)
            found += [low.value + span * step / (half + 1) for step in range(1, half + 1)]
    return found


def _distance(point: Point, target: float) -> float:
    return math.inf if point.answer is None else abs(point.answer - target)


def _read(known: Sequence[Point], target: float, tolerance: float) -> Search:
    near = tolerance * _size(known, target)
    crossings = []
    for low, high in _brackets(known, target, near):
        first, second = (low, high) if _distance(low, target) <= _distance(high, target) else (high, low)
        crossings.append(
            Crossing(first.value, float(first.answer or 0), second.value, float(second.answer or 0), True)
        )
    run: list[Point] = []
    for point in [*known, None]:
        if point is not None and _is_met(point, target, near):
            run.append(point)
        elif run:
            nearest = min(run, key=lambda one: _distance(one, target))
            answer = float(nearest.answer or 0)
            crossings.append(Crossing(nearest.value, answer, nearest.value, answer, False))
            run = []
    crossings.sort(key=lambda one: one.value)
    answers = [point.answer for point in known if point.answer is not None]
    best = min(known, key=lambda point: _distance(point, target)) if answers else None
    if not answers:
        verdict = NO_ANSWER
    elif crossings:
        verdict = JUMP if all(one.is_jump for one in crossings) else FOUND
    else:
        verdict = FLAT if max(answers) - min(answers) <= near else UNREACHABLE
    return Search(target, tuple(known), tuple(crossings), best, verdict)
