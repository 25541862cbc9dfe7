"""Chances of building a plant: cost overrun and delay as discrete distributions with exact means.

They follow from assumed means and spreads, or are the record of plants, each entry as likely.
"""

from math import inf, log
from statistics import NormalDist

import numpy as np

from fundmodel.assets.plant_terms import Floats, Ints

# The fineness of the discrete distributions, not an assumption: their means do not depend on it.
OUTCOMES = 8


def overrun_outcomes(mean_share: float, volatility: float) -> Floats:
    """Cost overruns: eight equiprobable outcomes, shares of the budget, whose mean is exactly `mean_share`.

    The final cost is lognormal; each outcome is the mean of one eighth of the distribution.

    Args:
        mean_share: Mean overrun.
        volatility: Standard deviation of the log of the final cost.

    Example:
        >>> overrun_outcomes(0.12, 0.15).round(3).tolist()
        [-0.133, -0.032, 0.029, 0.082, 0.134, 0.192, 0.267, 0.421]

    Source: mean of a lognormal between quantiles, textbook formula.
    """
    normal = NormalDist()
    limits = [-inf, *(normal.inv_cdf(step / OUTCOMES) for step in range(1, OUTCOMES)), inf]
    below = np.array([normal.cdf(limit - volatility) for limit in limits])
    return (1 + mean_share) * OUTCOMES * np.diff(below) - 1


def delay_outcomes(mean_quarters: float) -> Floats:
    """Delays: eight equiprobable outcomes in quarters, not whole, whose mean is exactly `mean_quarters`.

    The wait is exponential (no memory), each outcome the mean of one eighth of the distribution.

    Example:
        >>> delay_outcomes(1.0).round(2).tolist()
        [0.07, 0.21, 0.38, 0.58, 0.83, 1.17, 1.69, 3.08]

    Source: integral of the exponential quantile function, p + (1 - p) ln(1 - p).
    """
    steps = [step / OUTCOMES for step in range(OUTCOMES)]
    whole = np.array([p + (1 - p) * log(1 - p) for p in steps] + [1.0])
    return mean_quarters * OUTCOMES * np.diff(whole)


def drawn_overrun(outcomes: Floats, uniform: Floats) -> Floats:
    """One overrun per series from a uniform number in [0, 1).

    Example:
        >>> drawn_overrun(np.arange(8) / 10, np.array([0.0, 0.3, 0.99])).tolist()
        [0.0, 0.2, 0.7]
    """
    return outcomes[(uniform * outcomes.size).astype(np.int64)]


def drawn_delay(outcomes: Floats, uniform: Floats) -> Ints:
    """One delay in whole quarters per series from a uniform number in [0, 1).

    An outcome between two whole quarters becomes one or the other with the probability that keeps its mean.

    Example:
        >>> drawn_delay(np.full(8, 1.25), np.array([0.0, 0.03125, 0.0625, 0.25])).tolist()
        [2, 1, 1, 2]
    """
    scaled = uniform * outcomes.size
    index = scaled.astype(np.int64)
    below = np.floor(outcomes[index])
    return (below + (scaled - index < outcomes[index] - below)).astype(np.int64)


def delay_weights(outcomes: Floats) -> tuple[Ints, Floats]:
    """The whole-quarter delays that `drawn_delay` can give, ascending, and the probability of each.

    Example:
        >>> delay_weights(np.full(8, 1.25))
        (array([1, 2]), array([0.75, 0.25]))
    """
    weights: dict[int, float] = {}
    for outcome in sorted(outcomes.tolist()):
        below = int(outcome)
        for delay, weight in ((below, 1 - (outcome - below)), (below + 1, outcome - below)):
            if weight > 0:
                weights[delay] = weights.get(delay, 0.0) + weight / outcomes.size
    delays = sorted(weights)
    return np.array(delays, dtype=np.int64), np.array([weights[delay] for delay in delays])
