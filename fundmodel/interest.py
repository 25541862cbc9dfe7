"""Interest in whole ledger units: rates as fractions, so that a coupon is exact on every machine."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]

# Rates are read as printed; a hundred-millionth is far below what any agreement states.
_FINENESS = 10**8


@dataclass(frozen=True)
class Ratios:
    """A fraction for each of many series, over one denominator.

    Attributes:
        numerator: Any shape.
        denominator: Above 0.

    Example:
        >>> interest(np.array([80, 80]), Ratios.of(np.array([0.05, 0.1]), 4))
        array([1, 2])
    """

    numerator: Whole
    denominator: int

    @classmethod
    def of(cls, values: NDArray[np.float64], parts: int = 1) -> "Ratios":
        """Numbers as they are printed, to a hundred-millionth, each divided by `parts`."""
        return cls(np.rint(values * _FINENESS).astype(np.int64), _FINENESS * parts)

    def at(self, places: Whole) -> "Ratios":
        """The fractions of some of the series, which stand on the last axis."""
        return Ratios(self.numerator[..., places], self.denominator)


def exact(number: float | Fraction) -> Fraction:
    """A number as it is printed, as a fraction.

    Example:
        >>> exact(0.1)
        Fraction(1, 10)
    """
    return number if isinstance(number, Fraction) else Fraction(repr(float(number)))


def period_rate(rate: float, periods_per_year: int) -> Fraction:
    """The simple rate of one period, an equal part of the yearly rate.

    Args:
        rate: Per year as a fraction of one (0.05 is 5 %).
        periods_per_year: 2 for half-years, 4 for quarters.

    Returns:
        The rate as printed, over the periods of a year.

    Example:
        >>> period_rate(0.05, 2)
        Fraction(1, 40)

    Source: bond convention: a coupon of 5 % a year paid half-yearly is 2.5 % each time.
    """
    return exact(rate).limit_denominator(_FINENESS) / periods_per_year


def interest(balance: Whole, rate: Fraction | Ratios) -> Whole:
    """Whole units of interest for one period on whole units of balance, rounded down.

    Args:
        balance: Any shape, whole units, 0 or more.
        rate: Of the period; one, or one for each balance.

    Returns:
        Same shape.

    Example:
        >>> interest(np.array([1_000, 1_039]), period_rate(0.05, 2))
        array([25, 25])
    """
    whole, rest = np.divmod(balance, rate.denominator)
    # Both products stay small: never balance times numerator.
    return whole * rate.numerator + rest * rate.numerator // rate.denominator


def whole_units(amount: float, units: Fraction) -> int:
    """An amount as printed, in whole ledger units, rounded down.

    Args:
        amount: In the caller's money unit.
        units: Ledger units per money unit.

    Returns:
        Ledger units.

    Example:
        >>> whole_units(312.5, Fraction(100_000_000))
        31250000000
    """
    return int(exact(amount) * units // 1)
