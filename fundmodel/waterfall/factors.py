"""What the accounts of a waterfall with more than plain terms are multiplied by, hurdle by hurdle."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall.rates import CarryTier, Floats, Term, gain_of, growth_of

if TYPE_CHECKING:
    from fundmodel.waterfall.terms import Terms


@dataclass(frozen=True)
class Factors:
    """Terms turned into factors; a tuple has one entry per hurdle, in paying order.

    A series that lacks a term has the factor that changes nothing, to the last bit, so series with different
    terms can be worked on together.

    Attributes:
        growth: What a hurdle balance grows by in one period; 1 where interest is simple.
        interest: Simple interest per period on capital not yet returned; 0 where it is compounded.
        opening: What a hurdle balance starts from: 0, or minus infinity where there is no such tier.
        carry_rate, catch_up_share, catch_up_gain: Of the manager's tiers above each hurdle.
        per_investor_won: Won to distribute for the investor to get one, above all hurdles but the last.
        escrow_share: Of carry.
        kept_share: Of carry received, what tax leaves.
        interval: Periods between two tests of the clawback; 0: none.
        realised_least: 1 where the whole fund counts as realised, else 0.
        most: Highest balance at the end of a period: infinity, or 0 where deals count by themselves.
        is_simple, has_deals, has_escrow: Whether any series has it.

    Example:
        >>> from fundmodel.waterfall.terms import Terms
        >>> Factors.of(Terms(0.08, further_tiers=(CarryTier(0.10, 0.30),), periods_per_year=1)).growth
        (1.08, 1.1)
    """

    growth: tuple[Term, ...]
    interest: tuple[Term, ...]
    opening: tuple[Term, ...]
    carry_rate: tuple[Term, ...]
    catch_up_share: tuple[Term, ...]
    catch_up_gain: tuple[Term, ...]
    per_investor_won: tuple[Term, ...]
    escrow_share: Term
    kept_share: Term
    interval: int | NDArray[np.integer]
    realised_least: Term
    most: Term
    is_simple: bool
    has_deals: bool
    has_escrow: bool

    @classmethod
    def of(cls, terms: "Terms") -> "Factors":
        """The factors of checked terms."""
        first = CarryTier(terms.hurdle_rate, terms.carry_rate, terms.catch_up_share)
        growth, interest, opening, carry, share, gain = [], [], [], [], [], []
        below: Term = 0.0
        for number, tier in enumerate((first, *terms.further_tiers)):
            is_there = _flag(tier.carry_rate) if number else True
            rate = _chosen(is_there, tier.hurdle_rate, 0.0)
            growth.append(_chosen(terms.is_simple, 1.0, growth_of(rate, terms.periods_per_year)))
            interest.append(_chosen(terms.is_simple, rate / terms.periods_per_year, 0.0))
            opening.append(_chosen(is_there, 0.0, -np.inf))
            below = _chosen(is_there, tier.carry_rate, below)
            carry.append(below)
            share.append(_chosen(is_there, tier.catch_up_share, 0.0))
            gain.append(gain_of(share[-1], below))
        return cls(
            *(tuple(one) for one in (growth, interest, opening, carry, share, gain)),
            tuple(_inverse(rate) for rate in carry[:-1]),
            terms.escrow_share,
            1 - terms.carry_tax_share,
            terms.clawback_interval,
            _chosen(terms.is_deal_by_deal, 0.0, 1.0),
            _chosen(terms.is_deal_by_deal, 0.0, np.inf),
            bool(np.any(terms.is_simple)),
            bool(np.any(terms.is_deal_by_deal)),
            bool(np.any(terms.escrow_share)),
        )

    def of_series(self, series: slice | NDArray[np.intp]) -> "Factors":
        """The factors of some of the series."""
        part = object.__new__(Factors)
        for name, value in ((item.name, getattr(self, item.name)) for item in fields(self)):
            own = (
                tuple(_cut(one, series) for one in value) if isinstance(value, tuple) else _cut(value, series)
            )
            part.__dict__[name] = own
        return part


def _cut(value: Term, series: slice | NDArray[np.intp]) -> Term:
    return value[series] if isinstance(value, np.ndarray) else value


def _flag(value: Term) -> bool | NDArray[np.bool_]:
    return value > 0


def _chosen(flag: bool | NDArray[np.bool_], yes: Term, no: Term) -> Term:
    if isinstance(flag, np.ndarray):
        return np.where(flag, yes, no)
    return yes if flag else no


def _inverse(carry_rate: Term) -> Term:
    """1 / (1 - carry rate); infinite where the manager gets everything."""
    left = 1 - np.asarray(carry_rate, dtype=np.float64)
    gain: Floats = np.divide(1.0, left, out=np.full_like(left, np.inf), where=left > 0)
    return float(gain) if gain.ndim == 0 else gain
