"""Quantiles of many series at once, to the last bit those of the database's quantile_cont."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# What the statistics of answers are called.
QUANTILES = {"p5": 0.05, "p10": 0.1, "median": 0.5, "p50": 0.5, "p90": 0.9, "p95": 0.95}

# Cuts a double into two halves whose products are exact.
_HALVES = float((1 << 27) + 1)


def quantiles(values: Floats, shares: Sequence[float]) -> Floats:
    """Quantiles along the last axis, a straight line between neighbouring ranks; NaN does not count.

    Args:
        values: Shape (..., n), n at least 1; NaN where a series has no value.
        shares: From 0 to 1.

    Returns:
        Shape (len(shares), ...), NaN where a series has no value at all.

    Example:
        >>> quantiles(np.array([[3.0, 1.0, 2.0], [5.0, np.nan, np.nan]]), [0.5, 1.0])
        array([[2., 5.],
               [3., 5.]])

    Source: quantile_cont of DuckDB: place (n - 1) x share, and lo x (1 - d) + hi x d between two ranks, the
    product with lo and the sum in one rounding.
    """
    ranked = np.sort(values, axis=-1)
    # NaN stands last.
    is_whole = not np.isnan(ranked[..., -1]).any()
    last = np.float64(ranked.shape[-1] - 1)
    if not is_whole:
        last = last - np.count_nonzero(np.isnan(ranked), axis=-1)
    found = np.empty((len(shares), *ranked.shape[:-1]))
    for own, share in zip(found, shares, strict=True):
        place = np.maximum(last, 0.0) * share
        low = np.floor(place)
        ends = (low, np.ceil(place))
        below, above = (
            ranked[..., int(end)]
            if is_whole
            else np.take_along_axis(ranked, end.astype(np.int64)[..., None], axis=-1)[..., 0]
            for end in ends
        )
        weight = place - low
        own[...] = _product_and_sum(below, np.broadcast_to(1 - weight, below.shape), above * weight)
    return found


def _product_and_sum(a: Floats, b: Floats, c: Floats) -> Floats:
    """Each a x b + c with one rounding, as processors do it in one instruction, which NumPy does not offer.

    Source: Boldo and Melquiond, "Emulation of FMA and correctly rounded sums" (2008).
    """
    product, rest = _product(a, b)
    upper, upper_rest = _sum(c, rest)
    total, total_rest = _sum(product, upper)
    odd, lost = _sum(upper_rest, total_rest)
    bits = odd.view(np.int64)
    is_even = (lost != 0) & (bits & 1 == 0)
    outward = np.where((lost > 0) == (odd > 0), 1, -1)
    return total + np.where(is_even, bits + outward, bits).view(np.float64)


def _sum(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The sum and what its rounding lost."""
    total = a + b
    of_b = total - a
    return total, (a - (total - of_b)) + (b - of_b)


def _product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """The product and what its rounding lost."""
    product = a * b
    (a_high, a_low), (b_high, b_low) = _halves(a), _halves(b)
    lost = a_high * b_high - product
    lost += a_high * b_low
    lost += a_low * b_high
    lost += a_low * b_low
    return product, lost


def _halves(a: Floats) -> tuple[Floats, Floats]:
    wide = a * _HALVES
    high = wide - (wide - a)
    return high, a - high
