"""Currency hedges: won sold forward against dollars, rolled, settled in won, split into points and spot."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

QUARTERS_PER_YEAR = 4


@dataclass(frozen=True)
class HedgeTerms:
    """How a won asset is hedged; one value per series.

    Attributes:
        ratio: Share of the notional that is sold forward.
        tenor: Quarters from one roll to the next, 1 or more.
        points_rate: Yearly forward points at a tenor of one year, signed: below 0 where a dollar costs fewer
            won forward than now.
        points_slope_rate: Change of the points per further year of tenor.
        cost_rate: Yearly cost of a contract as a share of its notional.
    """

    ratio: Floats
    tenor: Floats
    points_rate: Floats
    points_slope_rate: Floats
    cost_rate: Floats

    def forward(self, rate: Floats, quarters: Floats) -> Floats:
        """Won per dollar that a contract of some quarters fixes, at today's rate."""
        years = quarters / QUARTERS_PER_YEAR
        points = self.points_rate + self.points_slope_rate * (years - 1)
        return rate * (1 + points) ** years


@dataclass(frozen=True)
class HedgeFlows:
    """What hedges pay, shape (n_quarters, n_investors, n_series), whole won in the quarter of settlement.

    Attributes:
        points: Earned or paid through the forward points, had the rate not moved.
        spot: What the move of the rate adds.
        cost: Paid for the contracts, 0 or more.
        over: Shape (n_investors, n_series), most won sold forward beyond the hedge ratio of what was held.
        under: Same shape, most by which it fell short.
    """

    points: Floats
    spot: Floats
    cost: Floats
    over: Floats
    under: Floats


def to_come(net: Floats) -> Floats:
    """Won still to come after each quarter, less won still to be paid in, at least 0.

    Args:
        net: Shape (n_quarters, ...), distributions less calls.

    Example:
        Before the call of 100 there is a gain of 30 to come, after it 130.

        >>> to_come(np.array([0.0, -100, 0, 50, 80]))
        array([ 30., 130., 130.,  80.,   0.])
    """
    so_far = np.cumsum(net, axis=0)
    return np.maximum(so_far[-1:] - so_far, 0.0)


def run_hedges(notional: Floats, held: Floats, krw_per_usd: Floats, terms: HedgeTerms) -> HedgeFlows:
    """Forward contracts opened every tenor, each on what is to be hedged at that date.

    A contract sells won N at forward F, opened at rate S. It is settled at rate S' with N (S' / F - 1) won:
    N (S / F - 1) are forward points, the rest is the move of the rate. In the last quarter all are settled.

    Args:
        notional: Shape (n_quarters, n_investors, n_series), won to hedge, known in that quarter.
        held: Same shape, won that were there to hedge, as it turned out: NAV, or what came later.
        krw_per_usd: Shape (n_quarters, n_series).
        terms: Of each series.

    Example:
        1,000 won sold a year forward at 980 when a dollar costs 1,000; it costs 1,078 then.

        >>> one = np.ones(1)
        >>> terms = HedgeTerms(one, 4 * one, -0.02 * one, 0 * one, 0 * one)
        >>> held = np.array([1000.0, 1000, 1000, 1000, 0]).reshape(5, 1, 1)
        >>> rate = np.array([[1000.0], [1000], [1000], [1000], [1078]])
        >>> made = run_hedges(held, held, rate, terms)
        >>> made.points[4, 0], made.spot[4, 0]
        (array([20.]), array([80.]))

    Source: METHOD.md, "Currency of foreign investors"; covered interest parity for the signed points.
    """
    last = len(held) - 1
    points, spot, cost = np.zeros((3, *held.shape))
    over, under = np.zeros((2, *held.shape[1:]))
    sold = np.zeros_like(held[0])
    opened_at, fixed = krw_per_usd[0].copy(), krw_per_usd[0].copy()
    opened, due = np.zeros_like(terms.ratio), np.zeros_like(terms.ratio)
    for quarter, rate in enumerate(krw_per_usd):
        rolls = due == quarter
        earned = np.rint(sold * (opened_at / fixed - 1)) * rolls
        points[quarter] = earned
        spot[quarter] = (np.rint(sold * (rate / fixed - 1)) - earned) * rolls
        cost[quarter] = np.rint(sold * terms.cost_rate * ((due - opened) / QUARTERS_PER_YEAR)) * rolls
        length = np.minimum(terms.tenor, last - quarter)
        wanted = np.floor(np.maximum(notional[quarter], 0.0) * terms.ratio) * (length > 0)
        sold = np.where(rolls, wanted, sold)
        opened_at = np.where(rolls, rate, opened_at)
        fixed = np.where(rolls, terms.forward(rate, length), fixed)
        opened = np.where(rolls, quarter, opened)
        due = np.where(rolls, quarter + np.maximum(length, 1), due)
        gap = sold - terms.ratio * held[quarter]
        np.maximum(over, gap, out=over)
        np.maximum(under, -gap, out=under)
    return HedgeFlows(points, spot, cost, over, under)
