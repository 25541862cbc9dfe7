"""How many rates of return a series has, for the few series whose first root may not be the only one.

Rates in (-1, 10] are split at 0, so that powers stay bounded: rates from 0 up are roots x = 1 / (1 + rate) of
the polynomial with the flows as coefficients, rates below 0 are roots x = 1 + rate of the reversed one. Each
side is walked along a grid from x = 1: a change of sign between two points is a root. Where the curve dips
towards 0 between two points without a change of sign, and the tangents there do not exclude it, its lowest
point is looked for: two roots if it lies across 0, one if it touches it.
"""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from fundmodel.finance.newton import Flags, Floats, horner, value_at

HIGHEST_RATE = 10.0
# Fineness of the walk and of the search within a step of it, not assumptions.
GRID_STEPS = 32
BISECTIONS = 100
# Relative distances below this are rounding; a triple root is known to the third root of that only.
ROUNDING = 1e-10
SAME = 1e-5


class Side(NamedTuple):
    """Polynomials, each for the rates on one side of 0.

    Attributes:
        c: Coefficients, shape (n_terms, n_series), c[0] != 0.
        known: A root known already, NaN where none is on this side.
        bound: Roots below this are farther from rate 0 than the known rate.
    """

    c: Floats
    known: Floats
    bound: Floats

    def of(self, rows: NDArray[np.intp]) -> Self:
        """Some of the series."""
        return type(self)(self.c[:, rows], self.known[rows], self.bound[rows])

    def quotient(self, x: Floats) -> tuple[Floats, Floats]:
        """p(x), over x - known where a root is known so that only the others are left, and its slope."""
        value, slope = horner(self.c, x)
        distance = x - self.known
        is_away = np.abs(distance) > ROUNDING * x
        ratio = np.divide(value, distance, out=slope.copy(), where=is_away)
        ratio_slope = np.divide(slope - ratio, distance, out=np.zeros_like(slope), where=is_away)
        is_whole = np.isnan(self.known)
        return np.where(is_whole, value, ratio), np.where(is_whole, slope, ratio_slope)


def roots_of(flows: Floats, known_rate: Floats) -> tuple[Floats, Floats]:
    """The number of rates in (-1, 10] and the one nearest 0.

    Args:
        flows: Shape (n_periods, n_series), none of the series all zero.
        known_rate: Shape (n_series,), a rate found already; NaN where none was.

    Returns:
        Count and rate, shape (n_series,); the rate is NaN where the count is 0.
    """
    up, down = without_leading_zeros(flows), without_leading_zeros(flows[::-1])
    known = _where(known_rate >= 0, 1 / (1 + known_rate)), _where(known_rate <= 0, 1 + known_rate)
    n_series = len(known_rate)
    grid = np.broadcast_to(_grid_up(), (GRID_STEPS + 1, n_series)), _grid_down(down)
    size = np.where(np.isnan(known_rate), np.inf, np.abs(known_rate))
    bound = 1 / (1 + size), np.maximum(1 - size, 0.0)
    n_roots, x = _walk(Side(np.hstack([up, down]), np.hstack(known), np.hstack(bound)), np.hstack(grid))
    x_up, x_down = x[:n_series], x[n_series:]
    is_known = known_rate <= HIGHEST_RATE
    nearest = np.where(is_known, known_rate, np.inf)
    for rate in (_where(x_up > 0, 1 / np.where(x_up > 0, x_up, 1.0) - 1), _where(x_down > 0, x_down - 1)):
        nearest = np.where(np.abs(rate) < np.abs(nearest), rate, nearest)
    count = is_known + n_roots[:n_series] + n_roots[n_series:]
    return count, _where(count > 0, nearest)


def without_leading_zeros(flows: Floats) -> Floats:
    """Each column moved up to its first flow that is not zero, zeros behind it."""
    if (flows[0] != 0).all():
        return flows
    place = np.arange(len(flows))[:, None] + np.argmax(flows != 0, axis=0)
    moved = np.take_along_axis(flows, np.minimum(place, len(flows) - 1), axis=0)
    return np.where(place < len(flows), moved, 0.0)


def _where(is_true: Flags, values: Floats) -> Floats:
    return np.where(is_true, values, np.nan)


def _grid_up() -> Floats:
    """X = 1 / (1 + rate) from rate 0 to the highest, finer near 0."""
    share = np.arange(GRID_STEPS + 1)[:, None] / GRID_STEPS
    return 1 / (1 + HIGHEST_RATE * share * share)


def _grid_down(c: Floats) -> Floats:
    """X = 1 + rate from rate 0 to Cauchy's bound, below which no root lies."""
    size = np.abs(c)
    lowest = size[0] / (size[0] + size.max(axis=0))
    share = 1 - np.arange(GRID_STEPS + 1)[:, None] / GRID_STEPS
    return lowest + (1 - lowest) * (share * share * share)


def _walk(side: Side, grid: Floats) -> tuple[Floats, Floats]:
    """The number of roots on the grid and the one nearest to x = 1 (0 if none), known ones apart."""
    value, slope = side.quotient(grid)
    is_above = value >= 0
    is_change = is_above[1:] != is_above[:-1]
    count, nearest = np.zeros(grid.shape[1], dtype=np.int64), np.zeros(grid.shape[1])
    steps, rows = np.nonzero(is_change)
    if len(rows):
        np.add.at(count, rows, 1)
        # Only a root that may be nearer to x = 1 than the known one, or the same, has to be known exactly.
        is_sought = grid[steps, rows] >= side.bound[rows]
        steps, rows = steps[is_sought], rows[is_sought]
    if len(rows):
        part = side.of(rows)
        x = _crossing(part, grid[steps, rows], grid[steps + 1, rows])
        is_same = np.abs(x - part.known) <= SAME * x
        np.subtract.at(count, rows, is_same)
        np.maximum.at(nearest, rows, np.where(is_same, 0.0, x))
    sign = np.where(is_above, 1.0, -1.0)
    value, slope = value * sign, slope * sign
    ends = (np.stack([array[:-1], array[1:]]) for array in (grid, value, slope))
    steps, rows = np.nonzero(_is_dip(*ends) & ~is_change)
    if len(rows):
        n_roots, x = _dip_roots(side.of(rows), np.stack([grid[steps, rows], grid[steps + 1, rows]]))
        np.add.at(count, rows, n_roots)
        np.maximum.at(nearest, rows, x)
    return count, nearest


def _is_dip(x: Floats, size: Floats, rise: Floats) -> Flags:
    """Whether the curve falls towards 0 from both ends of a step and the tangents there meet at or across 0.

    For a convex curve, no root lies between where they do not. Arguments: ends x (the first the larger), |p|
    and its slope there, each of shape (2, ...).
    """
    is_falling = (rise[0] > 0) & (rise[1] < 0)
    reach = np.divide(size[0], rise[0], out=np.full_like(size[0], np.inf), where=is_falling)
    reach -= np.divide(size[1], rise[1], out=np.zeros_like(size[1]), where=is_falling)
    # A little more than the width, because a touch may lie a rounding away from 0.
    return is_falling & (reach <= (x[0] - x[1]) * (1 + ROUNDING))


def _dip_roots(side: Side, x: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The number of roots in a dip between x[0] and x[1], 0 to 2, and the one nearer to x = 1 (0 if none)."""
    count, nearest = np.zeros(x.shape[1], dtype=np.int64), np.zeros(x.shape[1])
    rows, top = np.arange(x.shape[1]), x[0]
    value, slope = side.quotient(x)
    sign = np.where(value[0] >= 0, 1.0, -1.0)
    size, rise = value * sign, slope * sign
    for _ in range(BISECTIONS):
        middle = (x[0] + x[1]) / 2
        value, slope = side.quotient(middle)
        value, slope = value * sign, slope * sign
        is_across = value < 0
        if is_across.any():
            is_across &= np.abs(value) > _noise(side, middle)
            below = np.flatnonzero(is_across)
            count[rows[below]] = 2
            nearest[rows[below]] = _crossing(side.of(below), top[below], middle[below])
        is_first = np.array([slope > 0, slope <= 0])
        x, size, rise = (
            np.where(is_first, new, old) for new, old in ((middle, x), (value, size), (slope, rise))
        )
        is_dip = _is_dip(x, size, rise)
        flat = np.flatnonzero(~is_across & ~is_dip)
        if len(flat):
            is_touch = size[:, flat].min(axis=0) <= _noise(side.of(flat), x[0, flat])
            touch = flat[is_touch]
            count[rows[touch]], nearest[rows[touch]] = 1, x[0, touch]
        rest = np.flatnonzero(~is_across & is_dip)
        side, rows, top, sign = side.of(rest), rows[rest], top[rest], sign[rest]
        x, size, rise = x[:, rest], size[:, rest], rise[:, rest]
        if len(rows) == 0:
            break
    return count, nearest


def _noise(side: Side, x: Floats) -> Floats:
    """What rounding may make of a quotient that is 0."""
    distance = np.where(np.isnan(side.known), 1.0, np.abs(x - side.known))
    return len(side.c) * np.finfo(np.float64).eps * value_at(np.abs(side.c), x) / distance


def _crossing(side: Side, near: Floats, far: Floats) -> Floats:
    """The root between near and far, where the quotient has different signs: Newton, else bisection."""
    is_near_above = side.quotient(near)[0] >= 0
    x, is_open = (near + far) / 2, np.ones(len(near), dtype=np.bool_)
    for _ in range(BISECTIONS):
        value, slope = side.quotient(x)
        is_near = (value >= 0) == is_near_above
        near, far = np.where(is_near & is_open, x, near), np.where(is_near | ~is_open, far, x)
        following = x - np.divide(value, slope, out=np.full_like(x, np.inf), where=slope != 0)
        is_inside = (following <= near) & (following >= far)
        following = np.where(is_inside, following, (near + far) / 2)
        is_last = np.abs(following - x) <= ROUNDING * x
        x = np.where(is_open, following, x)
        is_open &= ~is_last
        if not is_open.any():
            break
    return x
