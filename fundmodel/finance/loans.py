"""Loans with level payments, one per series: payment, present value and balance."""

import numpy as np
import numpy_financial as npf
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def level_payment(rate: float, periods: int, principal: ArrayLike) -> Floats:
    """The payment at each period's end that repays a principal in so many periods.

    Args:
        rate: Interest of a period.
        periods: Number of payments, 1 or more.
        principal: Shape (n_series,).

    Example:
        >>> level_payment(0.1, 2, [210.0]).round(6).tolist()
        [121.0]

    Source: annuity formula, numpy_financial.pmt.
    """
    return np.asarray(-npf.pmt(rate, periods, np.asarray(principal, dtype=float)))


def present_value(rate: float, periods: int, payment: ArrayLike) -> Floats:
    """What level payments at each period's end are worth one period before the first.

    Example:
        >>> present_value(0.1, 2, [121.0]).round(6).tolist()
        [210.0]

    Source: annuity formula, numpy_financial.pv.
    """
    return np.asarray(-npf.pv(rate, periods, np.asarray(payment, dtype=float)))


def balance_after(rate: float, periods: int, payment: ArrayLike, principal: ArrayLike) -> Floats:
    """What is owed after so many level payments.

    Example:
        >>> balance_after(0.1, 1, [121.0], [210.0]).round(6).tolist()
        [110.0]

    Source: annuity formula, numpy_financial.fv.
    """
    paid = np.asarray(payment, dtype=float)
    return np.asarray(-npf.fv(rate, periods, -paid, np.asarray(principal, dtype=float)))
