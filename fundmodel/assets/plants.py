"""Plants as arrays: what they cost, when they open, what they earn each year and what they are worth.

A series is one plant on one path. Amounts are those of the whole plant (100 %), before debt; the share that
a fund holds is applied later. All arithmetic is elementwise, so a series does not depend on its neighbours.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

QUARTERS_PER_YEAR = 4
QUARTERS_PER_HALF_YEAR = 2


@dataclass(frozen=True)
class PlantTerms:
    """The assumptions about plants in one world.

    Attributes:
        capex_per_kl_krw: Investment budget per kL.
        build_quarters: Quarters from the start of building to mechanical completion, without delay.
        validation_quarters: Quarters from there to commercial operation.
        revenue_per_kl_krw: Revenue per utilised kL and year at quarter 0 and at the start rate of exchange.
        price_growth_rate: Growth of price, and of cost with it, per year.
        margin_at_full_share: EBITDA margin at full load.
        fixed_cost_share: Part of the full-load cost that does not fall with utilisation.
        maintenance_capex_share: Yearly maintenance as a share of gross capex.
        depreciation_years: Straight-line life for tax.
        exit_multiple: Sale value as a multiple of the EBITDA of the last year, floored at 0.
        exit_year: Operating year at whose end the plant is sold.
        plant_discount_rate: Rate per year that values a plant in operation.
        usd_price_share: Share of revenue that moves with KRW per USD.
        demand_level: Multiple of the ramp.
        krw_per_usd_start: The rate of exchange at which revenue per kL is stated.
        ramp: Share of capacity by operating year; the last value holds from then on.
        capex_curve: Share of the budget by half-year of building, sum 1; stretched over the real duration.
        tax_bands: (from profit in won, rate) in rising order; a rate holds for the profit above its limit.
        usd_input_share: Share of variable cost that moves with KRW per USD; all other costs are in won.
    """

    capex_per_kl_krw: float
    build_quarters: int
    validation_quarters: int
    revenue_per_kl_krw: float
    price_growth_rate: float
    margin_at_full_share: float
    fixed_cost_share: float
    maintenance_capex_share: float
    depreciation_years: int
    exit_multiple: float
    exit_year: int
    plant_discount_rate: float
    usd_price_share: float
    demand_level: float
    krw_per_usd_start: float
    ramp: tuple[float, ...]
    capex_curve: tuple[float, ...]
    tax_bands: tuple[tuple[float, float], ...]
    usd_input_share: float = 0.0


@dataclass(frozen=True)
class Building:
    """The building of plants; arrays of shape (n_series, n_instalments), n_series alone for the last two.

    Attributes:
        quarter: Quarter of each instalment.
        capex_krw: Whole won, overrun included; 0 where a plant has fewer instalments.
        overrun_krw: The part of it above the budget, whole won, below 0 where the plant came out cheaper.
        gross_krw: Total capex, float.
        opening: Quarter of commercial operation.
    """

    quarter: Ints
    capex_krw: Ints
    overrun_krw: Ints
    gross_krw: Floats
    opening: Ints


@dataclass(frozen=True)
class Operation:
    """Yearly operation of plants; shape (n_series, exit_year), year 1 first; whole won.

    Attributes:
        revenue_krw: Revenue of the year.
        tax_krw: Corporate tax of the year.
        call_krw: What the owners must pay in, because the year's cash is negative.
        dividend_krw: What they receive from operation.
        exit_krw: What they receive from the sale, in the last year; its negative operating cash is deducted.
        value_krw: Shape (n_series, exit_year + 1), at opening and at the end of each year: discounted cash to
            come with demand and exchange rate frozen at that date, floored at 0; 0 after the sale.
    """

    revenue_krw: Ints
    tax_krw: Ints
    call_krw: Ints
    dividend_krw: Ints
    exit_krw: Ints
    value_krw: Ints


def build(terms: PlantTerms, capacity_kl: Floats, start: Ints, overrun: Floats, delay: Ints) -> Building:
    """The building of plants: half-yearly instalments along the S-curve and the quarter of opening.

    Args:
        terms: Assumptions.
        capacity_kl: Shape (n_series,).
        start: Quarter in which building starts.
        overrun: Share of the budget; it is spread along the S-curve like the budget.
        delay: Quarters; the S-curve is stretched over the longer building time.

    Example:
        >>> terms = PlantTerms(
        ...     1000.0, 4, 2, 1000.0, 0.0, 0.4, 0.5, 0.02, 10, 5.0, 1, 0.1, 0.7, 1.0, 1400.0,
        ...     ramp=(1.0,), capex_curve=(0.4, 0.6), tax_bands=((0.0, 0.1),),
        ... )
        >>> plant = build(terms, np.array([10.0]), np.array([0]), np.array([0.1]), np.array([0]))
        >>> plant.capex_krw.tolist(), plant.overrun_krw.tolist(), plant.opening.tolist()
        ([[4400, 6600]], [[400, 600]], [6])
    """
    length = terms.build_quarters + delay
    count = -(-length // QUARTERS_PER_HALF_YEAR)
    longest = int(count.max(initial=1))
    known = np.array([0.0, *np.cumsum(terms.capex_curve)])
    known[-1] = 1.0
    positions = np.linspace(0.0, 1.0, known.size)
    spent = np.ones((longest + 1, longest + 1))
    for number in range(1, longest + 1):
        spent[number, : number + 1] = np.interp(np.arange(number + 1) / number, positions, known)
    cumulative = spent[count]
    budget = capacity_kl * terms.capex_per_kl_krw
    gross = budget * (1 + overrun)
    capex = np.diff(np.floor(gross[:, None] * cumulative), axis=1).astype(np.int64)
    planned = np.diff(np.floor(budget[:, None] * cumulative), axis=1).astype(np.int64)
    quarter = start[:, None] + np.arange(longest) * QUARTERS_PER_HALF_YEAR
    opening = start + length + terms.validation_quarters
    return Building(quarter, capex, capex - planned, gross, opening)


def _tax(bands: tuple[tuple[float, float], ...], profit: Floats) -> Floats:
    tax = np.zeros_like(profit)
    before = 0.0
    for limit, rate in bands:
        tax += (rate - before) * np.maximum(profit - limit, 0.0)
        before = rate
    return tax


def operate(
    terms: PlantTerms, capacity_kl: Floats, building: Building, demand_factor: Floats, krw_per_usd: Floats
) -> Operation:
    """Yearly cash of plants from opening to sale, and their value at every yearly date.

    Utilisation is min(1, ramp x level x factor); the cost of a year is (1 - margin) x full-load revenue x
    (fixed share + variable share x utilisation), imported inputs at the current rate of exchange; tax is
    progressive on EBITDA less depreciation, floored at 0 year by year; the cash of a year is
    EBITDA - tax - maintenance.

    Args:
        terms: Assumptions.
        capacity_kl: Shape (n_series,).
        building: Of the same series.
        demand_factor: Shape (n_series, exit_year + 1), at opening and at the end of each operating year.
        krw_per_usd: Same shape.

    Example:
        >>> terms = PlantTerms(
        ...     1000.0, 4, 2, 1000.0, 0.0, 0.4, 0.5, 0.02, 10, 5.0, 1, 0.1, 0.7, 1.0, 1400.0,
        ...     ramp=(1.0,), capex_curve=(0.4, 0.6), tax_bands=((0.0, 0.1),),
        ... )
        >>> plant = build(terms, np.array([10.0]), np.array([0]), np.array([0.1]), np.array([0]))
        >>> year = operate(terms, np.array([10.0]), plant, np.ones((1, 2)), np.full((1, 2), 1400.0))
        >>> year.revenue_krw.item(), year.tax_krw.item(), year.dividend_krw.item(), year.exit_krw.item()
        (10000, 290, 3490, 20000)

    Source: METHOD.md, "Asset economics that give sane numbers".
    """
    years = terms.exit_year
    last = int(building.opening.max(initial=0))
    growth = 1 + terms.price_growth_rate
    prices = np.array([growth ** (quarter / QUARTERS_PER_YEAR) for quarter in range(last + 1)])
    full_load = (capacity_kl * terms.revenue_per_kl_krw * prices[building.opening])[:, None]
    dearer = krw_per_usd / terms.krw_per_usd_start - 1
    abroad = 1 + terms.usd_price_share * dearer
    variable = (1 - terms.fixed_cost_share) * (1 + terms.usd_input_share * dearer)
    load = terms.demand_level * demand_factor
    depreciation = (building.gross_krw / terms.depreciation_years)[:, None]
    maintenance = (building.gross_krw * terms.maintenance_capex_share)[:, None]
    full_cost = 1 - terms.margin_at_full_share
    value = np.zeros_like(load)
    revenue, tax, cash = (np.zeros((capacity_kl.size, years)) for _ in range(3))
    sale = np.zeros(capacity_kl.size)
    for year in range(1, years + 1):
        # Columns 0..year: the year as seen from every earlier date, with that date's factors, and as it came.
        seen = slice(0, year + 1)
        ramp = terms.ramp[min(year, len(terms.ramp)) - 1]
        used = np.minimum(1.0, ramp * load[:, seen])
        price = full_load * growth**year
        earned = price * used * abroad[:, seen]
        ebitda = earned - price * full_cost * (terms.fixed_cost_share + variable[:, seen] * used)
        relief = depreciation if year <= terms.depreciation_years else 0.0
        due = _tax(terms.tax_bands, np.maximum(ebitda - relief, 0.0))
        left = ebitda - due - maintenance
        revenue[:, year - 1], tax[:, year - 1], cash[:, year - 1] = earned[:, -1], due[:, -1], left[:, -1]
        if year == years:
            sold = terms.exit_multiple * np.maximum(ebitda, 0.0)
            sale = sold[:, -1]
            left = left + sold
        discount = [(1 + terms.plant_discount_rate) ** (date - year) for date in range(year)]
        value[:, :year] += left[:, :-1] * np.array(discount)
    value = np.maximum(value, 0.0)
    value[:, years] = 0.0
    total = cash.copy()
    total[:, -1] += sale
    received = np.floor(np.maximum(total, 0.0)).astype(np.int64)
    from_sale = np.zeros_like(received)
    from_sale[:, -1] = np.minimum(np.floor(sale).astype(np.int64), received[:, -1])
    return Operation(
        np.floor(revenue).astype(np.int64),
        np.floor(tax).astype(np.int64),
        np.floor(np.maximum(-total, 0.0)).astype(np.int64),
        received - from_sale,
        from_sale,
        np.floor(value).astype(np.int64),
    )
