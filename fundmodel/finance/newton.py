"""One root in (0, 1) of many polynomials at once: Newton's and Ostrowski's steps inside a bracket.

A column of `c`, shape (n_terms, n_series), holds the coefficients of p(x) = sum of c[t] x^t, with p(1) > 0
and p < 0 just above 0. Only elementwise arithmetic is used: a root does not depend on the other series.
"""

import numpy as np
from numpy.typing import NDArray

from fundmodel.finance.flows import Floats

Flags = NDArray[np.bool_]

# A relative step after which one more with the same slope ends in rounding: convergence is of order four.
LAST_STEP = 2e-4


def horner(c: Floats, x: Floats) -> tuple[Floats, Floats]:
    """p(x) and p'(x), shape of x; x may have leading axes before the series."""
    value = np.zeros(np.broadcast_shapes(x.shape, c.shape[1:]))
    slope = np.zeros_like(value)
    for term in c[::-1]:
        slope *= x
        slope += value
        value *= x
        value += term
    return value, slope


def value_at(c: Floats, x: Floats) -> Floats:
    """p(x) alone."""
    value = np.zeros(np.broadcast_shapes(x.shape, c.shape[1:]))
    for term in c[::-1]:
        value *= x
        value += term
    return value


def last_balances(c: Floats, x: Floats, slope: Floats) -> tuple[Floats, Floats]:
    """The lowest coefficient of p(y) / (y - x) for a root x, and x with what rounding left of p(x) taken off.

    The coefficients are the balances of an account that earns the rate of return. If none is negative, the
    quotient has no positive root (Descartes), so x is the only one.

    Source: Teichroew, Robichek and Montalbano (1965).
    """
    balance = c[-1].copy()
    lowest = balance.copy()
    for term in c[-2:0:-1]:
        balance *= x
        balance += term
        np.minimum(lowest, balance, out=lowest)
    balance *= x
    balance += c[0]
    rest = np.divide(balance, slope, out=np.zeros_like(x), where=slope > 0)
    return lowest, np.where(np.abs(rest) <= LAST_STEP * x, x - rest, x)


def root(c: Floats, start: Floats, is_wanted: Flags, most_steps: int) -> tuple[Floats, Floats, Flags]:
    """A root for each series wanted, the slope there, and whether `most_steps` from `start` reached it.

    A step is Newton's to y and a second one from y with the slope that p(x), p'(x) and p(y) give: order four.

    Source: Ostrowski, "Solution of Equations and Systems of Equations" (1960).
    """
    found, slopes, is_found = start.copy(), np.ones(len(start)), np.zeros(len(start), dtype=np.bool_)
    rows, is_open = np.arange(len(start)), is_wanted
    x, slope_there, low, high = start, slopes, np.zeros(len(start)), np.ones(len(start))
    for _ in range(most_steps):
        value, slope = horner(c, x)
        is_below = value < 0
        low, high = np.where(is_below, x, low), np.where(is_below, high, x)
        with np.errstate(divide="ignore", invalid="ignore"):
            y, is_y = _inside(x - value / slope, low, high)
            value_y = value_at(c, y)
            is_below = value_y < 0
            low, high = np.where(is_below, y, low), np.where(is_below, high, y)
            slope *= np.where(value == 0, 1.0, 1 - 2 * value_y / value)
            following, is_following = _inside(y - value_y / slope, low, high)
        is_last = is_y & is_following & (np.abs(following - x) <= LAST_STEP * following)
        is_last |= high - low <= np.finfo(np.float64).eps * high
        x, slope_there = np.where(is_open, following, x), np.where(is_open, slope, slope_there)
        is_open = is_open & ~is_last
        n_open = np.count_nonzero(is_open)
        if n_open == 0:
            break
        if 2 * n_open < len(rows):
            found[rows], slopes[rows], is_found[rows] = x, slope_there, True
            rest = np.flatnonzero(is_open)
            c = np.take(c, rest, axis=1)
            rows, is_open = rows[rest], is_open[rest]
            x, slope_there, low, high = (array[rest] for array in (x, slope_there, low, high))
    found[rows], slopes[rows], is_found[rows] = x, slope_there, ~is_open
    return found, slopes, is_found


def _inside(x: Floats, low: Floats, high: Floats) -> tuple[Floats, Flags]:
    """x, or the middle of the bracket where x lies outside, and whether x lies inside."""
    is_inside = (x >= low) & (x <= high)
    return (x if is_inside.all() else np.where(is_inside, x, (low + high) / 2)), is_inside
