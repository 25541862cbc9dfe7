"""What a waterfall accepts: whole won, not negative, one row per series and one column per period."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fundmodel.waterfall.rates import Floats
from fundmodel.waterfall.state import Won
from fundmodel.waterfall.terms import Terms

# Whole numbers below this are exact in float64, in which balances are kept.
LIMIT_WON = 2**53


@dataclass(frozen=True)
class History:
    """What happened to every series; arrays of shape (n_series, n_periods).

    Attributes:
        paid_in, distributable: Whole won.
        realised_share: Of the cost held; None where the whole fund counts.
        nav: After the period's cash, whole won; None for nothing.
    """

    paid_in: Won
    distributable: Won
    realised_share: Floats | None = None
    nav: Won | None = None

    def of(self, series: slice) -> "History":
        """Some of the series, in the same memory."""
        return History(
            self.paid_in[series],
            self.distributable[series],
            None if self.realised_share is None else self.realised_share[series],
            None if self.nav is None else self.nav[series],
        )

    def by_period(self) -> tuple[Floats, Floats, Floats | None, Floats | None]:
        """The arrays with periods first, as doubles."""
        calls, cash = (
            np.ascontiguousarray(one.T, dtype=np.float64) for one in (self.paid_in, self.distributable)
        )
        realised, nav = (
            None if one is None else np.ascontiguousarray(one.T, dtype=np.float64)
            for one in (self.realised_share, self.nav)
        )
        return calls, cash, realised, nav


def checked_history(
    paid_in: ArrayLike,
    distributable: ArrayLike,
    terms: Terms,
    realised_share: ArrayLike | None = None,
    nav: ArrayLike | None = None,
) -> History:
    """The arrays of one shape (n_series, n_periods), amounts as int64.

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
    is_by_deal, is_tested = np.any(terms.is_deal_by_deal), np.any(terms.clawback_interval)
    if (realised_share is None) == bool(is_by_deal):
        raise ValueError(
            "realised_share is needed where Terms.is_deal_by_deal is set, and only there; realised_share of "
            "this module computes it from deals."
        )
    if nav is not None and not is_tested:
        raise ValueError("nav is read only where Terms.clawback_interval is set; leave it out.")
    return History(calls, cash, _shares(realised_share, calls.shape), _of_shape("nav", nav, calls.shape))


def _of_shape(name: str, amounts: ArrayLike | None, shape: tuple[int, ...]) -> Won | None:
    if amounts is None:
        return None
    checked = _whole_won(name, amounts)
    if checked.shape != shape:
        raise ValueError(f"{name} has shape {checked.shape}; it must be that of paid_in, {shape}.")
    return checked


def _shares(shares: ArrayLike | None, shape: tuple[int, ...]) -> Floats | None:
    if shares is None:
        return None
    array = np.asarray(shares, dtype=np.float64)
    if array.shape != shape:
        raise ValueError(f"realised_share has shape {array.shape}; it must be that of paid_in, {shape}.")
    _refuse("realised_share", array, ~((array >= 0) & (array <= 1)), "it must be 0 to 1")
    return array


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
