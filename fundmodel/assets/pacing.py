"""Pacing of a blind pool: a fund known only by its strategy, in the yearly rules of Takahashi and Alexander.

The published rules work year by year. The quarterly refinement spreads a year's contribution and its expected
distribution evenly over the four quarters and reaches the yearly figures at each year end.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

QUARTERS_PER_YEAR = 4


@dataclass(frozen=True)
class PacingTerms:
    """What a blind pool is described by.

    Attributes:
        contribution_rate_year_1, contribution_rate_year_2, contribution_rate_later: Share of what is not yet
            paid in that is called in the first year, the second, and every later one.
        life_years: Years until everything that stands at the start of a year is paid out.
        bow: How late distributions come: 1 in a straight line, more is later.
        growth_rate: Growth of the assets per year.
        yield_rate: Least share of the value paid out in a year.
    """

    contribution_rate_year_1: float
    contribution_rate_year_2: float
    contribution_rate_later: float
    life_years: int
    bow: float
    growth_rate: float
    yield_rate: float


@dataclass(frozen=True)
class YearlyPacing:
    """Contribution, distribution and value at year end, shape (life_years,), per won committed."""

    contribution: Floats
    distribution: Floats
    nav: Floats


@dataclass(frozen=True)
class QuarterlyPacing:
    """The refinement by quarter, shape (4 x life_years,); calls stand at cost until their year ends.

    Attributes:
        contribution: Paid in per won committed.
        growth: Factor by which the value grows that stood at the last year end and is not yet paid out.
        payout: Share of the grown value that is paid out.
    """

    contribution: Floats
    growth: Floats
    payout: Floats


def distribution_rates(terms: PacingTerms) -> Floats:
    """Share of the grown value that is paid out in each year: max(yield, (year / life)^bow)."""
    years = np.arange(1, terms.life_years + 1) / terms.life_years
    return np.maximum(terms.yield_rate, years**terms.bow)


def contributions(terms: PacingTerms) -> Floats:
    """Paid in per won committed in each year: the year's rate of what is not yet paid in."""
    rates = np.full(terms.life_years, terms.contribution_rate_later)
    first = (terms.contribution_rate_year_1, terms.contribution_rate_year_2)[: terms.life_years]
    rates[: len(first)] = first
    unfunded = np.cumprod(1 - rates)
    return rates * np.append(1.0, unfunded[:-1])


def yearly_pacing(terms: PacingTerms) -> YearlyPacing:
    """The published yearly rules.

    Example:
        >>> terms = PacingTerms(0.25, 1 / 3, 0.5, 12, 2.5, 0.13, 0.0)
        >>> (100 * yearly_pacing(terms).nav[:3]).round(4).tolist()
        [25.0, 52.9296, 82.9414]

    Source: Takahashi and Alexander 2002, "Illiquid Alternative Asset Fund Modeling": C = RC (CC - PIC),
    D = RD NAV (1 + G), NAV' = NAV (1 + G) + C - D, RD = max(Y, (t / L)^B).
    """
    paid_in, rates = contributions(terms), distribution_rates(terms)
    paid_out, nav = np.zeros(terms.life_years), np.zeros(terms.life_years)
    value = 0.0
    for year in range(terms.life_years):
        grown = value * (1 + terms.growth_rate)
        paid_out[year] = rates[year] * grown
        value = grown - paid_out[year] + paid_in[year]
        nav[year] = value
    return YearlyPacing(paid_in, paid_out, nav)


def quarterly_pacing(terms: PacingTerms) -> QuarterlyPacing:
    """The quarterly refinement of the yearly rules.

    A quarter of the year's contribution is called in each quarter and stands at cost until the year ends, as
    it does in the yearly rules. Of a won that stood at the last year end, after k quarters (1 + G)^(k/4) less
    k/4 of the year's distribution stands; growth and payout of a quarter follow from these levels.

    Raises:
        ValueError: If growth is so fast that a quarter's payout would leave less than nothing.

    Example:
        >>> quarter = quarterly_pacing(PacingTerms(0.25, 1 / 3, 0.5, 12, 2.5, 0.13, 0.0))
        >>> year = slice(44, 48)
        >>> round(float(np.prod(quarter.growth[year][:3] * (1 - quarter.payout[year][:3]))), 4)
        0.2485
    """
    step = np.arange(QUARTERS_PER_YEAR + 1) / QUARTERS_PER_YEAR
    distribution = distribution_rates(terms)[:, None] * (1 + terms.growth_rate)
    grown = (1 + terms.growth_rate) ** step
    level = grown - step * distribution
    before = grown[1:] - step[:-1] * distribution
    if (level[:, :-1] <= 0).any() or (before <= 0).any():
        raise ValueError(
            f"growth_rate {terms.growth_rate:g} is too fast for even payouts within a year; lower it"
        )
    return QuarterlyPacing(
        np.repeat(contributions(terms) / QUARTERS_PER_YEAR, QUARTERS_PER_YEAR),
        (before / level[:, :-1]).ravel(),
        np.minimum(distribution / QUARTERS_PER_YEAR / before, 1.0).ravel(),
    )
