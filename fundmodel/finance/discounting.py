"""Present values, and rates per year from rates per period."""

import numpy as np
from numpy.typing import ArrayLike

from fundmodel.finance.flows import Floats, checked_flows


def npv(rate: ArrayLike, flows: ArrayLike) -> Floats:
    """Net present value of periodic flows, one per series, at period 0.

    Args:
        rate: One rate per period for all series or shape (n_series,), fractions above -1 (0.02 is 2 %).
        flows: Shape (n_series, n_periods), period 0 first, which is not discounted.

    Returns:
        Shape (n_series,), in the unit of the flows.

    Raises:
        ValueError: If flows is not two-dimensional or holds NaN, or a rate is -1 or below.

    Example:
        >>> npv(0.1, [[-100, 120], [0, 110]]).round(6)
        array([  9.090909, 100.      ])

    Source: sum of flows[t] / (1 + rate)^t, by Horner's scheme.
    """
    array = checked_flows(flows)
    rates = np.asarray(rate, dtype=np.float64)
    if not (rates > -1).all():
        raise ValueError(f"rate is {rate}; allowed is above -1 per period as a fraction (0.02 is 2 %).")
    value = np.zeros(len(array))
    for flow in array.T[::-1]:
        value = value / (1 + rates) + flow
    return value


def annualised(rate: ArrayLike, periods_per_year: int = 4) -> Floats:
    """The effective rate per year of a rate per period: (1 + rate)^periods_per_year - 1.

    Args:
        rate: Any shape, fractions; NaN stays NaN.
        periods_per_year: 4 for quarters.

    Returns:
        The shape of rate, per year.

    Example:
        >>> annualised([0.02, -1.0]).round(6)
        array([ 0.082432, -1.      ])

    Source: the definition of an effective rate.
    """
    factor = 1 + np.asarray(rate, dtype=np.float64)
    grown = np.ones_like(factor)
    # Multiplied out: NumPy's power may differ in the last bit with the place in the array.
    for _ in range(periods_per_year):
        grown = grown * factor
    return grown - 1
