"""The subordinated fiscal layer: fiscal money bears losses of the other public investors before they do."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def fiscal_layer(own_paid: Floats, own_received: Floats, given: Floats, cap: Floats) -> tuple[Floats, Floats]:
    """What the first public investor pays the others for their own losses on a child fund.

    Args:
        own_paid: Shape (n_payers, n_series), what each public investor paid in through the mega fund.
        own_received: Same shape, what it received, NAV included while the fund is open.
        given: Shape (n_series,), what the first one has already paid for investors outside the public side.
        cap: Shape (n_series,), thickness of the layer.

    Returns:
        Losses of each, shape (n_payers, n_series), zero for the first, and what it pays for them, shape
        (n_series,).

    Example:
        The bank paid 100 and got 70 back; fiscal money got 50, of which 30 went to others: 20 are left.

        >>> losses, paid = fiscal_layer(
        ...     np.array([[80.0], [100.0]]), np.array([[50.0], [70.0]]), np.array([30.0]), np.array([25.0])
        ... )
        >>> losses.ravel(), paid
        (array([ 0., 30.]), array([20.]))

    Source: METHOD.md, "Public money for others".
    """
    losses = np.maximum(own_paid - own_received, 0.0)
    losses[0] = 0.0
    wanted = np.add.reduce(losses, axis=0)
    paid = np.minimum(np.minimum(wanted, cap), np.maximum(own_received[0] - given, 0.0))
    return losses, paid
