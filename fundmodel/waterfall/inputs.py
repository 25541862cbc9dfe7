"""What a waterfall accepts: whole won, not negative, one row per series and one column per period."""

import numpy as np
from numpy.typing import ArrayLike

from fundmodel.waterfall.state import Won
from fundmodel.waterfall.terms import Terms

# Whole numbers below this are exact in float64, in which balances are kept.
LIMIT_WON = 2**53


def checked_amounts(paid_in: ArrayLike, distributable: ArrayLike, terms: Terms) -> tuple[Won, Won]:
    """Both arrays as int64 of one shape (n_series, n_periods).

    Raises:
        ValueError: If a shape, a value or the number of terms does not fit; says which, where and what to do.
    """
    calls, cash = _whole_won("paid_in", paid_in), _whole_won("distributable", distributable)
    if calls.shape != cash.shape:
        raise ValueError(
            f"paid_in has shape {calls.shape} and distributable {cash.shape}; both must be "
            "(n_series, n_periods), one row per series."
        )
    if terms.n_series not in (None, len(calls)):
        raise ValueError(
            f"The terms are given for {terms.n_series} series, the amounts for {len(calls)}; give each term "
            "as one number or as one value per series."
        )
    return calls, cash


def _whole_won(name: str, amounts: ArrayLike) -> Won:
    array = np.asarray(amounts)
    if array.ndim != 2:  # noqa: PLR2004 (series and periods)
        hint = f"; reshape one series with {name}.reshape(1, -1)" if array.ndim == 1 else ""
        raise ValueError(f"{name} has shape {array.shape}; it must be (n_series, n_periods){hint}.")
    if array.shape[1] == 0:
        raise ValueError(f"{name} has shape {array.shape}; at least one period is needed.")
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{name} holds {array.dtype}; it must hold whole won as integers.")
    if array.dtype.kind == "f":
        _refuse(name, array, ~np.isfinite(array), "it must be a number: fill missing amounts with 0")
        _refuse(name, array, array != np.floor(array), "it must be whole won: round before calling")
    # Two's complement: a negative amount is a very large one when read without sign, so one pass sees both.
    if array.dtype == np.int64:
        is_large = array.size and int(array.view(np.uint64).max()) >= LIMIT_WON // array.shape[1]
    else:
        is_large = True
    if is_large:
        _refuse(name, array, array < 0, "it must be 0 or more: calls and distributions are both positive")
        beyond = np.cumsum(array, axis=1, dtype=np.float64) >= LIMIT_WON
        _refuse(name, array, beyond, f"the sum of a series must stay below {LIMIT_WON} won (2**53)")
    return np.asarray(array, dtype=np.int64)


def _refuse(name: str, array: np.ndarray, wrong: np.ndarray, rule: str) -> None:
    if wrong.any():
        series, period = np.argwhere(wrong)[0].tolist()
        raise ValueError(f"{name}[{series}, {period}] is {array[series, period]}; {rule}.")
