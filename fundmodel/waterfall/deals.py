"""What part of a fund's cost its deals realise in each period, for waterfalls deal by deal."""

import numpy as np
from numpy.typing import ArrayLike

from fundmodel.waterfall.rates import Floats


def realised_share(cost: ArrayLike, proceeds: ArrayLike) -> Floats:
    """The share of the cost then held that is realised in each period.

    A deal is realised with the first proceeds that follow its last cost; one that never pays is written off
    in the last period. Fees are realised with the cost of the deals, in proportion to it: the waterfall
    applies this share to everything that was paid in.

    Args:
        cost: Shape (n_series, n_deals, n_periods), paid for each deal, 0 or more.
        proceeds: The same shape, received from each deal, 0 or more.

    Returns:
        Shape (n_series, n_periods), 0 to 1.

    Raises:
        ValueError: If the shapes differ or are not three-dimensional, or an amount is negative or missing.

    Example:
        >>> realised_share([[[100, 0, 0], [100, 0, 0]]], [[[0, 200, 0], [0, 0, 50]]])
        array([[0. , 0.5, 1. ]])

    Source: METHOD.md, "Waterfall".
    """
    paid, received = np.asarray(cost, dtype=np.float64), np.asarray(proceeds, dtype=np.float64)
    if paid.shape != received.shape or paid.ndim != 3:  # noqa: PLR2004 (series, deals and periods)
        raise ValueError(
            f"cost has shape {paid.shape} and proceeds {received.shape}; both must be "
            "(n_series, n_deals, n_periods)."
        )
    for name, amounts in (("cost", paid), ("proceeds", received)):
        wrong = ~(amounts >= 0)
        if wrong.any():
            place = tuple(np.argwhere(wrong)[0].tolist())
            raise ValueError(f"{name}{list(place)} is {amounts[place]}; it must be 0 or more.")
    n_periods = paid.shape[2]
    period = np.arange(n_periods)
    last_cost = np.max(np.where(paid > 0, period, 0), axis=2, keepdims=True)
    pays = (received > 0) & (period >= last_cost)
    when = np.where(pays.any(axis=2), np.argmax(pays, axis=2), n_periods - 1)
    realised = np.where(period == when[..., None], np.add.reduce(paid, axis=2)[..., None], 0.0)
    gone = np.add.reduce(realised, axis=1)
    held = np.cumsum(np.add.reduce(paid, axis=1) - gone, axis=1) + gone
    return np.divide(gone, held, out=np.zeros_like(gone), where=held > 0)
