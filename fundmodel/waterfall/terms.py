"""The terms of a waterfall, checked once and turned into the factors the tiers use."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall.factors import Factors
from fundmodel.waterfall.rates import (
    TIER_RATES,
    CarryTier,
    Floats,
    Term,
    checked_rate,
    checked_shape,
    gain_of,
    growth_of,
)

__all__ = ["CarryTier", "Floats", "Term", "Terms"]

RATES = (*TIER_RATES, "escrow_share", "carry_tax_share")
FLAGS = ("is_simple", "is_deal_by_deal")


@dataclass(frozen=True)
class Terms:
    """What an investor and the manager agreed about sharing the distributions of a fund.

    Rates, shares, flags and the interval are one value for all series or an array of shape (n_series,).

    Attributes:
        hurdle_rate: Preferred return per year as a fraction (0.08 is 8 %), 0 to 1; compounded.
        carry_rate: The manager's share of profit, 0 to 1.
        catch_up_share: The manager's share of cash while it catches up, 0 to 1. At or below carry_rate there
            is no catch-up, and carry is taken only on what exceeds the hurdle ("hard hurdle").
        periods_per_year: 4 for quarters, 1 for years.
        is_clawback_at_end: Whether the manager returns carry it was overpaid, in the last period.
        is_simple: Whether hurdles bear simple interest, on capital not yet returned alone.
        further_tiers: Carry above further hurdles, in paying order.
        clawback_interval: Every how many periods the clawback is tested before the end; 0: never.
        escrow_share: Share of carry held back until the end; returned before anything else.
        carry_tax_share: Tax on carry that the manager has received: it never returns more than the rest.
        is_deal_by_deal: Whether carry is due on realised deals, losses made up first, and not on the whole
            fund.

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
    is_simple: bool | NDArray[np.bool_] = False
    further_tiers: tuple[CarryTier, ...] = ()
    clawback_interval: int | NDArray[np.integer] = 0
    escrow_share: Term = 0.0
    carry_tax_share: Term = 0.0
    is_deal_by_deal: bool | NDArray[np.bool_] = False

    def __post_init__(self) -> None:
        for name in RATES:
            object.__setattr__(self, name, checked_rate(f"Terms.{name}", getattr(self, name)))
        for name in FLAGS:
            object.__setattr__(self, name, _checked_flag(name, getattr(self, name)))
        object.__setattr__(self, "clawback_interval", _checked_interval(self.clawback_interval))
        periods = self.periods_per_year
        if isinstance(periods, bool) or not isinstance(periods, int | np.integer) or periods < 1:
            raise ValueError(
                f"Terms.periods_per_year is {periods!r}; allowed is a whole number from 1: "
                "4 for quarters, 1 for years."
            )
        sizes = {name: len(value) for name, value in self._by_series()}
        if len(set(sizes.values())) > 1:
            raise ValueError(
                f"Terms given per series differ in length: {sizes}; give each one value per series."
            )
        lower = self.carry_rate
        for tier in self.further_tiers:
            if np.any((np.asarray(lower) >= 1) & (np.asarray(tier.carry_rate) > 0)):
                raise ValueError(
                    "Terms: a carry rate of 1 leaves nothing to earn a further hurdle with; "
                    "give a lower carry_rate or no further tier."
                )
            lower = np.where(np.asarray(tier.carry_rate) > 0, tier.carry_rate, lower)

    def _by_series(self) -> list[tuple[str, np.ndarray]]:
        """The terms that are given per series."""
        given = [(name, getattr(self, name)) for name in (*RATES, *FLAGS, "clawback_interval")]
        for number, tier in enumerate(self.further_tiers):
            given += [(f"further_tiers[{number}].{name}", getattr(tier, name)) for name in TIER_RATES]
        return [(name, value) for name, value in given if isinstance(value, np.ndarray)]

    @cached_property
    def n_series(self) -> int | None:
        """The number of series the terms were given for, None if every term is one number."""
        return next((len(value) for _, value in self._by_series()), None)

    @cached_property
    def is_plain(self) -> bool:
        """Whether no series has more than a compounded hurdle, a catch-up and carry of the whole fund."""
        further = [tier.carry_rate for tier in self.further_tiers]
        more = (*further, self.escrow_share, self.carry_tax_share, self.clawback_interval)
        return not any(np.any(value) for value in (*more, self.is_simple, self.is_deal_by_deal))

    @cached_property
    def growth_factor(self) -> Term:
        """What the hurdle balance grows by in one period: (1 + hurdle_rate) ** (1 / periods_per_year)."""
        return growth_of(self.hurdle_rate, self.periods_per_year)

    @cached_property
    def catch_up_gain(self) -> Term:
        """Won of catch-up per won the manager is behind: 1 / (catch_up_share - carry_rate), or 0."""
        return gain_of(self.catch_up_share, self.carry_rate)

    @cached_property
    def has_catch_up(self) -> bool:
        """Whether any series has a catch-up tier."""
        return bool(np.any(np.asarray(self.catch_up_gain) > 0))

    @cached_property
    def factors(self) -> Factors:
        """What accounts are multiplied by, where the terms are more than plain."""
        return Factors.of(self)

    def of_series(self, series: slice | NDArray[np.intp]) -> "Terms":
        """The terms of some of the series, without checking them or computing their factors again."""
        if self.n_series is None:
            return self
        part = object.__new__(Terms)
        factors = ("growth_factor", "catch_up_gain", "has_catch_up", "is_plain")
        for name in (*(field.name for field in fields(self)), *factors):
            value = getattr(self, name)
            part.__dict__[name] = value[series] if isinstance(value, np.ndarray) else value
        if not self.is_plain:
            part.__dict__["factors"] = self.factors.of_series(series)
        return part


def _checked_flag(name: str, value: object) -> bool | NDArray[np.bool_]:
    array = np.array(value)
    if array.dtype != np.bool_:
        raise ValueError(f"Terms.{name} is {value!r}; give True or False, or one of them per series.")
    checked_shape(f"Terms.{name}", array, np.zeros(array.shape, dtype=np.bool_), "True or False")
    return bool(array) if array.ndim == 0 else array


def _checked_interval(value: object) -> int | NDArray[np.integer]:
    array = np.array(value)
    if array.dtype.kind not in "iu":
        raise ValueError(f"Terms.clawback_interval is {value!r}; give a whole number of periods, 0 for none.")
    checked_shape("Terms.clawback_interval", array, array < 0, "0 or more periods")
    return int(array) if array.ndim == 0 else array
