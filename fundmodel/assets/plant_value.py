"""What plants are worth to their owners at opening and at the end of every operating year."""

from dataclasses import dataclass

import numpy as np

from fundmodel.assets.plant_terms import (
    DAYS_PER_YEAR,
    QUARTERS_PER_HALF_YEAR,
    QUARTERS_PER_YEAR,
    Floats,
    PlantTerms,
)
from fundmodel.assets.plant_trade import SecondPhase, tax_due, trade


@dataclass(frozen=True)
class Outlook:
    """What is known of plants beyond their terms; shape (n_series,).

    Attributes:
        full_load_krw: Revenue of a year at full load and opening prices.
        gross_krw: Written off over the depreciation life, and what maintenance is a share of.
        second: The second phase.
    """

    full_load_krw: Floats
    gross_krw: Floats
    second: SecondPhase


def plant_values(terms: PlantTerms, outlook: Outlook, load: Floats, dearer: Floats, anchor: Floats) -> Floats:
    """Discounted cash to come before debt, with each date's demand and rate of exchange frozen.

    Tax is on EBITDA less depreciation, without interest, losses and credits. A second phase counts from the
    date of its decision, with what is still to be paid for it.

    Args:
        terms: Assumptions.
        outlook: Of the plants.
        load: Shape (n_series, dates), demand factor times level at opening and at the end of each year.
        dearer: Same shape, KRW per USD over the start rate, less 1.
        anchor: Same shape, share of capacity that the portfolio's own batches take.

    Returns:
        Shape (n_series, dates), won; 0 at the last date, below 0 where cash to come is negative.

    Source: METHOD.md, "NAV", "Plants: exit and value".
    """
    growth = (1 + terms.price_growth_rate) ** (1 / QUARTERS_PER_YEAR)
    factor = (1 + terms.plant_discount_rate) ** (-1 / QUARTERS_PER_YEAR)
    full, gross = outlook.full_load_krw[:, None], outlook.gross_krw[:, None]
    dates = (0, *terms.ends)
    is_decided = outlook.second.start[:, None] <= np.array(dates)[None, :]
    second_gross = outlook.second.capex_krw.sum(axis=1)[:, None]
    value = np.zeros_like(load)
    tied = np.zeros_like(load)
    for year, end in enumerate(terms.ends, start=1):
        before = dates[year - 1]
        quarters = range(before + 1, end + 1)
        seen = slice(0, year)
        at = np.array(end)
        second = np.zeros(1)
        if terms.second_phase == "option":
            opened = terms.second_phase_share * terms.ramp_at(at - outlook.second.opening)
            second = np.where(is_decided[:, seen], opened[:, None], 0.0)
        done = trade(terms, terms.ramp_at(at), second, load[:, seen], dearer[:, seen], anchor[:, seen])
        margin = done.revenue - done.cost
        prices = [growth**quarter / QUARTERS_PER_YEAR for quarter in quarters]
        of_year = sum(prices)
        relief = gross / terms.depreciation_years * (end <= terms.depreciation_years * QUARTERS_PER_YEAR)
        length = len(quarters) / QUARTERS_PER_YEAR
        kept = gross * terms.maintenance_capex_share * length
        cost = np.zeros(1)
        if terms.second_phase == "option":
            is_running = is_decided[:, seen] & (outlook.second.opening[:, None] < end)
            extra = np.where(is_running, second_gross, 0.0)
            relief = relief + extra / terms.depreciation_years
            kept = kept + extra * terms.maintenance_capex_share * length
            cost = np.where(is_decided[:, seen], _paid_between(outlook, before, end)[:, None], 0.0)
        tax = tax_due(terms.tax_bands, np.maximum(full * margin * of_year - relief * length, 0.0))
        revenue = full * done.revenue * prices[-1] * QUARTERS_PER_YEAR
        stock = revenue * terms.working_capital_days / DAYS_PER_YEAR
        sold = _sold(terms, full * margin, growth, stock) if end == terms.quarters else np.zeros(1)
        flow = sold - tax - cost - (stock - tied[:, seen])
        worth = [[factor ** (quarter - date) for quarter in quarters] for date in dates[:year]]
        earned = np.array([sum(p * f for p, f in zip(prices, row, strict=True)) for row in worth])
        evenly = np.array([sum(row) / len(quarters) for row in worth])
        at_end = np.array([row[-1] for row in worth])
        value[:, seen] += full * margin * earned - kept * evenly + flow * at_end
        tied[:, seen] = stock
        # What is tied up at the end of this year is the start of the next as seen from here.
        tied[:, year] = (
            full[:, 0]
            * trade(
                terms, terms.ramp_at(at), _now(second, year), load[:, year], dearer[:, year], anchor[:, year]
            ).revenue
            * prices[-1]
            * QUARTERS_PER_YEAR
            * terms.working_capital_days
            / DAYS_PER_YEAR
        )
    value[:, -1] = 0.0
    return value


def _now(second: Floats, year: int) -> Floats:
    """A second phase's share of the latest date that knows it."""
    return second if second.ndim == 1 else second[:, year - 1]


def _sold(terms: PlantTerms, margin: Floats, growth: float, stock: Floats) -> Floats:
    """What the last quarter brings beside operation."""
    if terms.plant_exit != "sale":
        return stock
    last = range(terms.quarters - QUARTERS_PER_YEAR + 1, terms.quarters + 1)
    price = sum(growth**quarter / QUARTERS_PER_YEAR for quarter in last)
    return terms.exit_multiple * np.maximum(margin * price, 0.0)


def _paid_between(outlook: Outlook, before: int, end: int) -> Floats:
    """Capex of the second phase after one date and up to the next; what is paid at a date is behind it."""
    paid = np.zeros(outlook.full_load_krw.size)
    for number in range(outlook.second.capex_krw.shape[1]):
        quarter = outlook.second.start + number * QUARTERS_PER_HALF_YEAR
        paid += np.where((quarter > before) & (quarter <= end), outlook.second.capex_krw[:, number], 0.0)
    return paid
