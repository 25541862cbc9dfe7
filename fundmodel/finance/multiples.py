"""Multiples of paid-in capital, payback and peak need: arrays of one value per series."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fundmodel.finance.flows import Floats, Numbers, checked_flows


def tvpi(paid_in: ArrayLike, distributed: ArrayLike, nav: ArrayLike = 0) -> Floats:
    """Total value to paid-in: (distributed + nav) / paid_in.

    Args:
        paid_in: Any shape, total calls, won.
        distributed: Total distributions, won.
        nav: What is still held, won.

    Returns:
        The common shape, a multiple; NaN where nothing was paid in.

    Example:
        >>> tvpi([100, 0], [120, 0], [30, 0])
        array([1.5, nan])

    Source: GIPS 2020, TVPI = DPI + RVPI.
    """
    return _ratio(np.asarray(distributed) + np.asarray(nav), paid_in)


def dpi(paid_in: ArrayLike, distributed: ArrayLike) -> Floats:
    """Distributions to paid-in, NaN where nothing was paid in.

    Example:
        >>> dpi([100], [120])
        array([1.2])

    Source: GIPS 2020.
    """
    return _ratio(distributed, paid_in)


def rvpi(paid_in: ArrayLike, nav: ArrayLike) -> Floats:
    """Residual value to paid-in, NaN where nothing was paid in.

    Example:
        >>> rvpi([100], [30])
        array([0.3])

    Source: GIPS 2020.
    """
    return _ratio(nav, paid_in)


def pic(commitment: ArrayLike, paid_in: ArrayLike) -> Floats:
    """Paid-in to committed capital, a share; NaN where nothing was committed.

    Example:
        >>> pic([200], [100])
        array([0.5])

    Source: GIPS 2020; paid-in includes recalled distributions, so it may exceed 1.
    """
    return _ratio(paid_in, commitment)


def peak_need(flows: ArrayLike) -> Numbers:
    """The most that a series is ever out of pocket: the depth of its cumulative flow below 0.

    Args:
        flows: Shape (n_series, n_periods), + is cash to the investor.

    Returns:
        Shape (n_series,), >= 0, int64 if the flows are.

    Example:
        >>> peak_need([[-100, -50, 200, -100]])
        array([150])

    Source: the lowest point of the J-curve.
    """
    return np.maximum(-_cumulative(flows).min(axis=1), 0)


def payback_period(flows: ArrayLike) -> NDArray[np.int64]:
    """The period from which on a series is out of pocket no more, -1 if never (or if it never was).

    Args:
        flows: Shape (n_series, n_periods), + is cash to the investor.

    Returns:
        Shape (n_series,), the first period after which the cumulative flow stays at 0 or above.

    Example:
        >>> payback_period([[-100, 60, 60], [-100, 60, 0], [-100, 120, -50]])
        array([ 2, -1, -1])

    Source: the payback of a project whose cumulative flow may fall below 0 again counts its last return to 0.
    """
    is_short = _cumulative(flows) < 0
    n_periods = is_short.shape[1]
    following = n_periods - np.argmax(is_short[:, ::-1], axis=1)
    return np.where(is_short.any(axis=1) & (following < n_periods), following, -1)


def _cumulative(flows: ArrayLike) -> Numbers:
    return np.cumsum(checked_flows(flows), axis=1)


def _ratio(part: ArrayLike, whole: ArrayLike) -> Floats:
    parts, wholes = np.broadcast_arrays(
        np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    )
    return np.divide(parts, wholes, out=np.full(parts.shape, np.nan), where=wholes != 0)
