"""Commitments in dollars: what is called, what is left, and what no longer fits."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class DollarCalls(NamedTuple):
    """Calls in won against commitments in dollars.

    Attributes:
        called_usd: Shape (n_investors, n_series), all calls at their own rates, up to the commitment.
        unfunded_usd: Same shape, commitment less what was called.
        excused_krw: Same shape, whole won called that the commitment no longer covered.
    """

    called_usd: Floats
    unfunded_usd: Floats
    excused_krw: Floats


def dollar_calls(paid_in: Floats, krw_per_usd: Floats, commitment: Floats) -> DollarCalls:
    """Calls in won, turned into dollars quarter by quarter, against a commitment at the first close's rate.

    A weaker won leaves dollars over, a stronger one asks for more dollars than were promised: the rest of
    such a call is excused. It is reported; the cash of the programme is not changed.

    Args:
        paid_in: Shape (n_quarters, n_investors, n_series), whole won of the quarter.
        krw_per_usd: Shape (n_quarters, n_series).
        commitment: Shape (n_investors, n_series), whole won at the rate of quarter 0.

    Example:
        1,000 won are 1 dollar at first; the second half is called at 800 won and asks for 0.625 dollars.

        >>> calls = np.array([500.0, 500.0]).reshape(2, 1, 1)
        >>> found = dollar_calls(calls, np.array([[1000.0], [800.0]]), np.array([[1000.0]]))
        >>> found.called_usd, found.excused_krw
        (array([[1.]]), array([[100.]]))

    Source: METHOD.md, "Currency of foreign investors".
    """
    promised = commitment / krw_per_usd[0]
    called = np.zeros_like(promised)
    excused = np.zeros_like(promised)
    for won, rate in zip(paid_in, krw_per_usd, strict=True):
        dollars = won / rate
        covered = np.minimum(dollars, promised - called)
        called = called + covered
        excused = excused + np.rint((dollars - covered) * rate)
    return DollarCalls(called, promised - called, excused)
