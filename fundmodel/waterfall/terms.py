"""The terms of a whole-fund waterfall, checked once and turned into the factors the tiers use."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Term = float | Floats

RATES = ("hurdle_rate", "carry_rate", "catch_up_share")


@dataclass(frozen=True)
class Terms:
    """What an investor and the manager agreed about sharing the distributions of a fund.

    Rates and shares are one number for all series or an array of shape (n_series,), one per series.

    Attributes:
        hurdle_rate: Preferred return, compounded, per year as a fraction (0.08 is 8 %), 0 to 1.
        carry_rate: The manager's share of profit, 0 to 1.
        catch_up_share: The manager's share of cash while it catches up, 0 to 1. At or below carry_rate there
            is no catch-up, and carry is taken only on what exceeds the hurdle ("hard hurdle").
        periods_per_year: 4 for quarters, 1 for years.
        is_clawback_at_end: Whether the manager returns carry it was overpaid, in the last period.

    Raises:
        ValueError: If a term is out of range, not finite or has more than one dimension.

    Example:
        >>> Terms(hurdle_rate=0.08, carry_rate=0.20, catch_up_share=1.0, periods_per_year=1).growth_factor
        1.08

    Source: the terms of a partnership agreement; 8 %, 20 % and a full catch-up are the common set.
    """

    hurdle_rate: Term = 0.08
    carry_rate: Term = 0.20
    catch_up_share: Term = 1.0
    periods_per_year: int = 4
    is_clawback_at_end: bool = True

    def __post_init__(self) -> None:
        for name in RATES:
            object.__setattr__(self, name, _checked_rate(name, getattr(self, name)))
        periods = self.periods_per_year
        if isinstance(periods, bool) or not isinstance(periods, int | np.integer) or periods < 1:
            raise ValueError(
                f"Terms.periods_per_year is {periods!r}; allowed is a whole number from 1: "
                "4 for quarters, 1 for years."
            )
        sizes = {name: np.size(value) for name in RATES if np.ndim(value := getattr(self, name)) == 1}
        if len(set(sizes.values())) > 1:
            raise ValueError(
                f"Terms given per series differ in length: {sizes}; give each one value per series."
            )

    @cached_property
    def n_series(self) -> int | None:
        """The number of series the terms were given for, None if every term is one number."""
        return next((len(value) for name in RATES if np.ndim(value := getattr(self, name)) == 1), None)

    @cached_property
    def growth_factor(self) -> Term:
        """What the hurdle balance grows by in one period: (1 + hurdle_rate) ** (1 / periods_per_year)."""
        exponent = 1 / self.periods_per_year
        if isinstance(self.hurdle_rate, float):
            return (1 + self.hurdle_rate) ** exponent
        # Python's pow for each distinct rate: NumPy's may differ in the last bit with the place in the array.
        rates, place = np.unique(self.hurdle_rate, return_inverse=True)
        return np.array([(1 + rate) ** exponent for rate in rates.tolist()])[place]

    @cached_property
    def catch_up_gain(self) -> Term:
        """Won of catch-up per won the manager is behind: 1 / (catch_up_share - carry_rate), or 0."""
        gap = np.asarray(self.catch_up_share - self.carry_rate, dtype=np.float64)
        gain = np.divide(1.0, gap, out=np.zeros_like(gap), where=gap > 0)
        return float(gain) if gain.ndim == 0 else gain

    @cached_property
    def has_catch_up(self) -> bool:
        """Whether any series has a catch-up tier."""
        return bool(np.any(np.asarray(self.catch_up_gain) > 0))

    def of_series(self, series: slice | NDArray[np.intp]) -> "Terms":
        """The terms of some of the series, without checking them or computing their factors again."""
        if self.n_series is None:
            return self
        part = object.__new__(Terms)
        factors = ("growth_factor", "catch_up_gain", "has_catch_up")
        for name in (*(field.name for field in fields(self)), *factors):
            value = getattr(self, name)
            part.__dict__[name] = value[series] if np.ndim(value) == 1 else value
        return part


def _checked_rate(name: str, value: object) -> Term:
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"Terms.{name} is {value!r}; give a number between 0 and 1 (0.08 is 8 %).") from None
    if array.ndim > 1:
        raise ValueError(
            f"Terms.{name} has shape {array.shape}; give one number or an array of shape (n_series,)."
        )
    wrong = ~((array >= 0) & (array <= 1))
    if wrong.any():
        first = int(np.argmax(wrong))
        where = f"[{first}]" if array.ndim else ""
        raise ValueError(
            f"Terms.{name}{where} is {float(array.flat[first])}; allowed is 0 to 1 as a fraction "
            "(0.08 is 8 %)."
        )
    if array.ndim == 0:
        return float(array)
    array.flags.writeable = False
    return array
