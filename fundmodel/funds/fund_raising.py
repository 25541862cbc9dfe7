"""How a child fund finds its partners: when it closes, how large it becomes, or that it does not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.draws import normal_table

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Flags = NDArray[np.bool_]

QUARTERS_PER_YEAR = 4


@dataclass(frozen=True)
class RaisingTerms:
    """How funds are raised; every value is an array that broadcasts against (n_funds, n_scenarios, n_paths).

    Attributes:
        first_share: Share of the planned size with which a fund may close first and start.
        first_quarters: Median quarters from the plan to the first close.
        final_quarters: Median quarters from the first to the final close.
        delay_volatility: Standard deviation of the logarithm of both.
        return_chance: Chance that the first manager hands the licence back.
        retender_quarters: Quarters until the fund is tendered again then.
        fail_chance: Chance that the second tender fails as well.
        miss_chance: Chance that a tender stays below the planned size, failures included.
        market_loading: Correlation of the appetite of investors with the equity factor.
    """

    first_share: Floats
    first_quarters: Floats
    final_quarters: Floats
    delay_volatility: Floats
    return_chance: Floats
    retender_quarters: Floats
    fail_chance: Floats
    miss_chance: Floats
    market_loading: Floats


@dataclass(frozen=True)
class Raised:
    """What came of it, shape (n_funds, n_scenarios, n_paths).

    Attributes:
        is_returned: The first licence was handed back.
        is_formed: There is a fund.
        first_delay: Quarters from the plan to the first close.
        final_delay: Quarters from the plan to the final close.
        size_share: Size at the final close over the planned size; 0 where there is no fund.
    """

    is_returned: Flags
    is_formed: Flags
    first_delay: Floats
    final_delay: Floats
    size_share: Floats


def market_score(factor: Floats, quarter: Ints, volatility: Floats, reversion: Floats) -> Floats:
    """The equity factor as a standard normal number; 0 where the factor cannot have moved.

    Args:
        factor: The equity factor of a quarter, mean 1.
        quarter: The quarter.
        volatility: Of the factor, per year.
        reversion: Speed at which its log returns to 0, per year.

    Example:
        >>> factor, slow = np.array([1.0, np.exp(-0.125 / 2)]), np.full(2, 1e-9)
        >>> market_score(factor, np.array([0, 4]), np.full(2, 0.5), slow).round(3)
        array([0.   , 0.125])

    Source: variance of the Ornstein-Uhlenbeck process; METHOD.md, "Paths" (shocks have mean one).
    """
    twice = reversion + reversion
    variance = -(volatility**2) * np.expm1(-twice * quarter / QUARTERS_PER_YEAR) / twice
    has_moved = variance > 0
    score = (np.log(factor) + variance / 2) / np.sqrt(np.where(has_moved, variance, 1.0))
    return np.where(has_moved, score, 0.0)


def rank(appetite: Floats) -> Floats:
    """Probability of an appetite below this one, from the table of normal numbers; 1/2 at 0."""
    table = normal_table()
    return np.searchsorted(table, appetite) / table.size


def raise_funds(terms: RaisingTerms, market: tuple[Floats, Floats], own: tuple[Floats, Floats]) -> Raised:
    """The first tender and, where its licence is handed back, the second.

    Investors' appetite is the market's score times its loading and a part of the fund's own, standard normal
    by construction. Of equal chance it decides everything: a low one ends the tender, a middling one makes it
    slow and small.

    Args:
        terms: How funds are raised.
        market: Score of the equity factor at the first and at the second tender.
        own: Standard normal numbers of the fund for both.

    Example:
        The market stands still. An own number of 0 is the median: closes on time at full size. The lower
        fifth hands its licence back; the second tender of that path, at -0.5, has rank 0.309: between 0.1,
        where it would have failed, and 0.4, above which the target is reached, 0.695 of the way from 70 % to
        100 %.

        >>> given = (0.7, 1.0, 2.0, 0.5, 0.2, 4.0, 0.1, 0.4, 0.0)
        >>> terms = RaisingTerms(*(np.array(one) for one in given))
        >>> still, own = np.zeros(2), (np.array([0.0, -1.0]), np.array([0.0, -0.5]))
        >>> made = raise_funds(terms, (still, still), own)
        >>> made.first_delay, made.final_delay, made.size_share.round(4)
        (array([1., 5.]), array([3., 8.]), array([1.    , 0.9085]))

    Source: METHOD.md, "Closings of a fund"; Vasicek 2002 for the one-factor threshold.
    """
    rest = np.sqrt(1 - terms.market_loading**2)
    first, second = (
        terms.market_loading * score + rest * alone for score, alone in zip(market, own, strict=True)
    )
    is_returned = rank(first) < terms.return_chance
    appetite = np.where(is_returned, second, first)
    place = rank(appetite)
    floor = np.where(is_returned, terms.fail_chance, terms.return_chance)
    is_formed = place >= floor
    slowness = np.exp(-terms.delay_volatility * appetite)
    first_delay = np.rint(terms.first_quarters * slowness) + terms.retender_quarters * is_returned
    final_delay = first_delay + np.rint(terms.final_quarters * slowness)
    missing = np.maximum(terms.miss_chance - floor, 0.0)
    reached = np.where(place < terms.miss_chance, (place - floor) / np.where(missing > 0, missing, 1.0), 1.0)
    size = terms.first_share + (1 - terms.first_share) * reached
    return Raised(is_returned, is_formed, first_delay, final_delay, size * is_formed)
