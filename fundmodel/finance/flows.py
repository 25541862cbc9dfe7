"""Cash flows as the functions of finance take them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.float64 | np.int64]


def checked_flows(flows: ArrayLike) -> Numbers:
    """The flows as an array (n_series, n_periods).

    Raises:
        ValueError: If there are not two dimensions, no period, or a value that is no number.
    """
    array = np.asarray(flows)
    if array.ndim != 2 or array.shape[1] == 0:  # noqa: PLR2004 (series and periods)
        hint = "; reshape one series with flows.reshape(1, -1)" if array.ndim == 1 else ""
        raise ValueError(f"flows has shape {array.shape}; it must be (n_series, n_periods){hint}.")
    if array.dtype.kind not in "iuf":
        raise ValueError(f"flows holds {array.dtype}; it must hold numbers.")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        series, period = np.argwhere(~np.isfinite(array))[0].tolist()
        raise ValueError(
            f"flows[{series}, {period}] is {array[series, period]}; it must be a number: "
            "fill missing flows with 0."
        )
    return array
