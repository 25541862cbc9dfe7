"""The operation of plants, quarter by quarter: trade, tax, accounts, sale, and what the owners see of it."""

from dataclasses import dataclass

import numpy as np

from fundmodel.assets.plant_accounts import Accounts, TaxAccount
from fundmodel.assets.plant_building import Building, spent_shares
from fundmodel.assets.plant_loans import Loan
from fundmodel.assets.plant_terms import (
    DAYS_PER_YEAR,
    QUARTERS_PER_HALF_YEAR,
    QUARTERS_PER_YEAR,
    Floats,
    Ints,
    PlantTerms,
)
from fundmodel.assets.plant_trade import NEVER, SecondPhase, second_phase_start, trade
from fundmodel.assets.plant_value import Outlook, plant_values


@dataclass(frozen=True)
class Detail:
    """Every quarter of plants in float; shape (quarters, n_series), operating quarter 1 first.

    Attributes:
        used: Share of the first phase's capacity in use.
        ebitda_krw: Revenue less fixed and variable cost.
        cfads_krw: Cash flow available for debt service: EBITDA less tax, maintenance, working capital tied
            up.
        interest_krw: Accrued on the loan.
        service_krw: Paid to lenders, at the sale too.
        planned_krw: Payment that the loan's plan asks for.
        debt_krw: Owed after the quarter.
        reserve_krw: In the reserve account.
        cash_krw: Kept in the plant.
        cure_krw: Paid in by the owners so that the loan is served.
        sale_krw: Price of the plant, in the last quarter of a plant that is sold.
    """

    used: Floats
    ebitda_krw: Floats
    cfads_krw: Floats
    interest_krw: Floats
    service_krw: Floats
    planned_krw: Floats
    debt_krw: Floats
    reserve_krw: Floats
    cash_krw: Floats
    cure_krw: Floats
    sale_krw: Floats


@dataclass(frozen=True)
class Operation:
    """Operation of plants in whole won; shape (n_series, quarters) or, where it says so, (n_series, years).

    Years end where accounts are closed: every fourth operating quarter and the last.

    Attributes:
        revenue_krw: Revenue of the quarter.
        tax_krw: Corporate tax.
        call_krw: What the owners must pay in, because cash is missing.
        growth_krw: What they pay for a second phase.
        dividend_krw: By year, what they receive from operation.
        exit_krw: By year, what they receive from the sale, in the last year; what is missing then is
            deducted.
        value_krw: Shape (n_series, years + 1), at opening and at the end of each year: discounted cash to
            come
            with demand and exchange rate frozen at that date, less debt, plus cash; floored at 0; 0 at the
            end.
        second_opening: Shape (n_series,), operating quarter after which the second phase runs, or NEVER.
        detail: Every quarter in float.
    """

    revenue_krw: Ints
    tax_krw: Ints
    call_krw: Ints
    growth_krw: Ints
    dividend_krw: Ints
    exit_krw: Ints
    value_krw: Ints
    second_opening: Ints
    detail: Detail


def _whole(amounts: Floats) -> Ints:
    return np.floor(amounts).astype(np.int64)


def _second_phase(terms: PlantTerms, capacity_kl: Floats, load: Floats) -> SecondPhase:
    """When each plant decides and opens its second phase, and what that costs."""
    start = second_phase_start(terms, load)
    is_built = start != NEVER
    length = max(1, -(-terms.second_phase_build_quarters // QUARTERS_PER_HALF_YEAR))
    cost = capacity_kl * terms.second_phase_share * terms.second_phase_capex_share * terms.capex_per_kl_krw
    cumulative = spent_shares(terms.capex_curve, length)[length]
    capex = np.diff(_whole((cost * is_built)[:, None] * cumulative), axis=1)
    return SecondPhase(start, np.where(is_built, start + terms.second_phase_build_quarters, NEVER), capex)


def _growth(terms: PlantTerms, second: SecondPhase) -> Ints:
    """The cost of the second phase by operating quarter, shape (n_series, quarters)."""
    growth = np.zeros((second.start.size, terms.quarters), dtype=np.int64)
    rows = np.flatnonzero(second.start != NEVER)
    for number in range(second.capex_krw.shape[1]):
        growth[rows, second.start[rows] + number * QUARTERS_PER_HALF_YEAR - 1] = second.capex_krw[
            rows, number
        ]
    return growth


def _sale(terms: PlantTerms, ebitda: Floats, stock: Floats) -> Floats:
    """What the last quarter brings beside operation: the price, or the working capital of a plant held on."""
    if terms.plant_exit != "sale":
        return stock
    last_year = np.zeros_like(stock)
    for one in ebitda[max(0, terms.quarters - QUARTERS_PER_YEAR) :]:
        last_year = last_year + one
    return terms.exit_multiple * np.maximum(last_year, 0.0)


def operate(
    terms: PlantTerms,
    capacity_kl: Floats,
    building: Building,
    demand_factor: Floats,
    krw_per_usd: Floats,
    loan: Loan | None = None,
    anchor: Floats | None = None,
) -> Operation:
    """Quarterly cash of plants from opening to the sale or the end of life, and their value every year.

    Args:
        terms: Assumptions.
        capacity_kl: Shape (n_series,), of the first phase.
        building: Of the same series.
        demand_factor: Shape (n_series, quarters + 1), at opening and at the end of each operating quarter.
        krw_per_usd: Same shape.
        loan: Of the same series; None without debt.
        anchor: Shape as demand_factor, share of capacity that the portfolio's own batches take; None for
            none.

    Example:
        >>> from dataclasses import replace
        >>> from tests.plant_case import TERMS, plants
        >>> _, operation = plants(replace(TERMS, ramp=(1.0,), exit_quarter=4))
        >>> operation.revenue_krw.tolist(), operation.dividend_krw.item(), operation.exit_krw.item()
        ([[2500, 2500, 2500, 2500]], 3300, 20000)

    Source: METHOD.md, "Plants: operation", "Plants: debt", "Plants: exit and value".
    """
    n, quarters, ends = capacity_kl.size, terms.quarters, terms.ends
    growth = (1 + terms.price_growth_rate) ** (1 / QUARTERS_PER_YEAR)
    prices = np.array([growth**quarter for quarter in range(int(building.opening.max(initial=0)) + 1)])
    full_load = capacity_kl * terms.revenue_per_kl_krw * prices[building.opening]
    load = (terms.demand_level * demand_factor).T
    dearer = (krw_per_usd / terms.krw_per_usd_start - 1).T
    own = np.zeros_like(load) if anchor is None else anchor.T
    second = _second_phase(terms, capacity_kl, load.T)
    tax_account = TaxAccount(terms, building.gross_krw * terms.tax_credit_share)
    accounts = Accounts(terms, building.opening_debt_krw, building.opening_reserve_krw, loan)
    shape = (quarters, n)
    used, revenue, ebitda, tax, cfads, interest, service = np.zeros((7, *shape))
    planned, debt, reserve, cash, call, cure, sold = np.zeros((7, *shape))
    paid_out = np.zeros((len(ends), n))
    tied, sale = np.zeros((2, n))
    for quarter in range(1, quarters + 1):
        now, at = quarter - 1, np.array(quarter)
        price = full_load * (growth**quarter / QUARTERS_PER_YEAR)
        share = terms.second_phase_share * terms.ramp_at(at - second.opening)
        done = trade(terms, terms.ramp_at(at), share, load[quarter], dearer[quarter], own[quarter])
        gross = building.gross_krw + np.where(quarter > second.opening, second.capex_krw.sum(axis=1), 0)
        relief = gross * (quarter <= terms.depreciation_years * QUARTERS_PER_YEAR) / terms.depreciation_years
        used[now] = done.used
        revenue[now] = price * done.revenue
        ebitda[now] = revenue[now] - price * done.cost
        profit = ebitda[now] - relief / QUARTERS_PER_YEAR - accounts.interest
        tax[now] = tax_account.quarter(profit, quarter in ends)
        stock = revenue[now] * (QUARTERS_PER_YEAR * terms.working_capital_days / DAYS_PER_YEAR)
        upkeep = gross * (terms.maintenance_capex_share / QUARTERS_PER_YEAR)
        cfads[now] = ebitda[now] - tax[now] - upkeep - (stock - tied)
        tied = stock
        if quarter < quarters:
            made = accounts.settle(quarter, cfads[now], quarter in ends)
        else:
            sale = _sale(terms, ebitda, stock)
            made = accounts.close(cfads[now], sale)
        interest[now], service[now], call[now], cure[now] = made.interest, made.service, made.call, made.cure
        if loan is not None:
            planned[now] = loan.service_krw[:, quarter]
        debt[now], reserve[now], cash[now] = accounts.debt, accounts.reserve, accounts.cash
        if quarter in ends:
            paid_out[ends.index(quarter)] = made.dividend
    received = _whole(paid_out).T
    from_sale = np.zeros_like(received)
    if terms.plant_exit == "sale":
        sold[-1] = sale
        from_sale[:, -1] = np.minimum(_whole(sale), received[:, -1])
    value = plant_values(
        terms,
        Outlook(full_load, building.gross_krw, second),
        load[[0, *ends]].T,
        dearer[[0, *ends]].T,
        own[[0, *ends]].T,
    )
    value[:, 0] += building.opening_reserve_krw - building.opening_debt_krw
    value[:, 1:-1] += (cash + reserve - debt)[np.array(ends[:-1], dtype=np.int64) - 1].T
    return Operation(
        _whole(revenue.T),
        _whole(tax.T),
        _whole((call + cure).T),
        _growth(terms, second),
        received - from_sale,
        from_sale,
        _whole(np.maximum(value, 0.0)),
        second.opening,
        Detail(used, ebitda, cfads, interest, service, planned, debt, reserve, cash, cure, sold),
    )
