"""What a plant sells and what that costs, as shares of full-load revenue; when a second phase is built."""

from dataclasses import dataclass

import numpy as np

from fundmodel.assets.plant_terms import QUARTERS_PER_YEAR, Floats, Ints, PlantTerms

# A quarter after every grid: a second phase that is never built.
NEVER = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Trade:
    """One quarter of plants, as shares of the full-load revenue of the first phase; all the same shape.

    Attributes:
        used: Share of capacity in use; above 1 with a second phase.
        revenue: Revenue.
        cost: Fixed and variable cost.
    """

    used: Floats
    revenue: Floats
    cost: Floats


@dataclass(frozen=True)
class SecondPhase:
    """The second phase of plants; shape (n_series,) unless it says otherwise.

    Attributes:
        start: Operating quarter in which it was decided, or NEVER.
        opening: Operating quarter after which it runs, or NEVER.
        capex_krw: Shape (n_series, n_instalments), whole won, every half-year from the decision on.
    """

    start: Ints
    opening: Ints
    capex_krw: Ints


def trade(
    terms: PlantTerms,
    ramp: Floats,
    second: Floats,
    load: Floats,
    dearer: Floats,
    anchor: Floats | float = 0.0,
) -> Trade:
    """What plants use, sell and spend.

    Utilisation is min(1, ramp x load + anchor) of the first phase, min(1, ramp x load) of the second. The
    contracted part is paid for at least a share of its ramp (take-or-pay), the rest at the spot price for
    what is used. The dollar part of revenue and of variable cost moves with the rate of exchange.

    Args:
        terms: Assumptions.
        ramp: Share of the first phase that the market takes at load 1; shapes broadcast.
        second: The same of the second phase, times its size.
        load: Demand factor times demand level.
        dearer: KRW per USD over the start rate, less 1.
        anchor: Share of capacity that the portfolio's own batches take.

    Example:
        >>> from tests.plant_case import TERMS
        >>> quarter = trade(TERMS, np.array([0.25]), np.zeros(1), np.array([2.0]), np.zeros(1))
        >>> quarter.used.item(), quarter.revenue.item(), round(quarter.cost.item(), 9)
        (0.5, 0.5, 0.45)

    Source: METHOD.md, "Plants: operation".
    """
    size = np.where(second > 0, terms.second_phase_share, 0.0) if terms.second_phase == "option" else 0.0
    used = np.minimum(1.0, ramp * load + anchor)
    if terms.second_phase == "option":
        used += np.minimum(size, second * load)
    elif terms.second_phase == "at_once":
        used *= 1 + terms.second_phase_share
        ramp = ramp * (1 + terms.second_phase_share)
        size = terms.second_phase_share
    paid = np.maximum(used, terms.take_or_pay_share * (ramp + second))
    sold = terms.contracted_share * paid + (1 - terms.contracted_share) * terms.spot_price_share * used
    revenue = sold * terms.batch_yield_share * (1 + terms.usd_price_share * dearer)
    variable = (1 - terms.fixed_cost_share) * (1 + terms.usd_input_share * dearer)
    cost = (1 - terms.margin_at_full_share) * (terms.fixed_cost_share * (1 + size) + variable * used)
    return Trade(used, revenue, cost)


def tax_due(bands: tuple[tuple[float, float], ...], profit: Floats) -> Floats:
    """Progressive tax on yearly profits, any shape.

    Example:
        >>> tax_due(((0.0, 0.1), (1000.0, 0.2)), np.array([2900.0])).tolist()
        [480.0]
    """
    tax = np.zeros_like(profit)
    before = 0.0
    for limit, rate in bands:
        tax += (rate - before) * np.maximum(profit - limit, 0.0)
        before = rate
    return tax


def second_phase_start(terms: PlantTerms, load: Floats) -> Ints:
    """Operating quarter at whose end each plant decides to build its second phase; NEVER if it does not.

    The owners look at every closed year, from the second on, and build when its mean utilisation reaches the
    trigger and the second phase opens before the last year of operation.

    Args:
        terms: Assumptions.
        load: Shape (n_series, quarters + 1), demand factor times level at opening and after each quarter.

    Example:
        >>> from dataclasses import replace
        >>> from tests.plant_case import TERMS
        >>> terms = replace(TERMS, second_phase="option", second_phase_build_quarters=0,
        ...                 second_phase_trigger_share=0.9)
        >>> load = np.ones((2, 13))
        >>> load[1] = 0.8
        >>> (second_phase_start(terms, load) == NEVER).tolist()
        [False, True]
    """
    start = np.full(load.shape[0], NEVER, dtype=np.int64)
    if terms.second_phase != "option":
        return start
    for end in terms.ends[1:-1]:
        if end + terms.second_phase_build_quarters > terms.quarters - QUARTERS_PER_YEAR:
            break
        total = np.zeros(load.shape[0])
        for quarter in range(end - QUARTERS_PER_YEAR + 1, end + 1):
            total += np.minimum(1.0, terms.ramp_at(np.array(quarter)) * load[:, quarter])
        is_full = total >= terms.second_phase_trigger_share * QUARTERS_PER_YEAR
        start = np.where((start == NEVER) & is_full, end, start)
    return start
