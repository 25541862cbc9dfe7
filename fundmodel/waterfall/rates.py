"""Rates of a waterfall's terms: checked, and turned into what balances grow by."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# One number for all series, or an array of shape (n_series,).
Term = float | Floats

TIER_RATES = ("hurdle_rate", "carry_rate", "catch_up_share")


@dataclass(frozen=True)
class CarryTier:
    """A further hurdle and the carry above it; one number for all series or one per series.

    Attributes:
        hurdle_rate: Return per year above which carry_rate applies.
        carry_rate: The manager's share of profit above it; 0: the series has no such tier.
        catch_up_share: The manager's share of cash while it catches up to carry_rate of all profit.

    Example:
        >>> CarryTier(hurdle_rate=0.10, carry_rate=0.30).carry_rate
        0.3

    Source: National Pension Service's terms: 20 % of profit over 8 %, or 30 % over 10 %.
    """

    hurdle_rate: Term
    carry_rate: Term
    catch_up_share: Term = 0.0

    def __post_init__(self) -> None:
        for name in TIER_RATES:
            object.__setattr__(self, name, checked_rate(f"CarryTier.{name}", getattr(self, name)))


def growth_of(hurdle_rate: Term, periods_per_year: int) -> Term:
    """What a compounded hurdle grows by in one period."""
    exponent = 1 / periods_per_year
    if isinstance(hurdle_rate, float):
        return (1 + hurdle_rate) ** exponent
    # Python's pow for each distinct rate: NumPy's may differ in the last bit with the place in the array.
    rates, place = np.unique(hurdle_rate, return_inverse=True)
    return np.array([(1 + rate) ** exponent for rate in rates.tolist()])[place]


def gain_of(catch_up_share: Term, carry_rate: Term) -> Term:
    """Won of catch-up per won the manager is behind: 1 / (catch_up_share - carry_rate), or 0."""
    gap = np.asarray(catch_up_share - carry_rate, dtype=np.float64)
    gain = np.divide(1.0, gap, out=np.zeros_like(gap), where=gap > 0)
    return float(gain) if gain.ndim == 0 else gain


def checked_rate(name: str, value: object) -> Term:
    """A rate or share as a number or a read-only array; refuses what is not between 0 and 1."""
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {value!r}; give a number between 0 and 1 (0.08 is 8 %).") from None
    wrong = ~((array >= 0) & (array <= 1))
    checked_shape(name, array, wrong, "0 to 1 as a fraction (0.08 is 8 %)")
    if array.ndim == 0:
        return float(array)
    array.flags.writeable = False
    return array


def checked_shape(name: str, array: np.ndarray, wrong: np.ndarray, allowed: str) -> None:
    """Refuse a term that is neither one value nor one per series, or has wrong values."""
    if array.ndim > 1:
        raise ValueError(f"{name} has shape {array.shape}; give one value or an array of shape (n_series,).")
    if wrong.any():
        first = int(np.argmax(wrong))
        where = f"[{first}]" if array.ndim else ""
        raise ValueError(f"{name}{where} is {array.flat[first].item()}; allowed is {allowed}.")
