"""Withholding tax: what is due on gross income, taken out of distributions."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def withhold(due: Floats, received: Floats) -> tuple[Floats, Floats]:
    """The tax that partnerships keep back from what they distribute.

    Tax is due when an asset pays, and kept back from the distribution of that quarter; what a distribution
    does not reach is kept back from the next ones.

    Args:
        due: Shape (n_quarters, ...), whole won of the quarter.
        received: Same shape, distributions of the quarter, 0 or more.

    Returns:
        The tax kept back, same shape, and what is still due at the end, shape (...).

    Example:
        >>> kept, left = withhold(np.array([[0.0], [30.0], [5.0]]), np.array([[10.0], [20.0], [50.0]]))
        >>> kept[:, 0], left
        (array([ 0., 20., 15.]), array([0.]))

    Source: METHOD.md, "Tax of foreign investors".
    """
    kept = np.zeros_like(due)
    owed = np.zeros_like(due[0])
    for quarter, amount in enumerate(due):
        owed = owed + amount
        kept[quarter] = np.minimum(owed, np.maximum(received[quarter], 0.0))
        owed = owed - kept[quarter]
    return kept, owed
