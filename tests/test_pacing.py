"""Blind pools: the yearly rules, their quarterly refinement, and random growth."""

import math

import numpy as np
import pytest

from fundmodel.assets.pacing import PacingTerms, quarterly_pacing, yearly_pacing
from fundmodel.assets.pool_lots import called, growth_shocks, pool_lots
from fundmodel.finance import irr

PAPER = PacingTerms(0.25, 1 / 3, 0.5, 12, 2.5, 0.13, 0.0)
OTHERS = (
    PAPER,
    PacingTerms(0.4, 0.4, 0.6, 8, 1.0, 0.0, 0.1),
    PacingTerms(0.1, 0.9, 0.2, 5, 4.0, 0.6, 0.3),
    PacingTerms(1.0, 0.0, 0.0, 1, 2.0, 0.08, 0.0),
)
CAPITAL = 10**13


def flat(terms: PacingTerms, shocks: np.ndarray | None = None):
    pacing = quarterly_pacing(terms)
    ones = np.ones((1, 4 * terms.life_years + 1))
    return pool_lots(called(CAPITAL, pacing), pacing, ones if shocks is None else shocks, ones)


def by_quarter(lots, amounts, terms: PacingTerms) -> np.ndarray:
    return np.bincount(lots.cash_quarter, amounts, 4 * terms.life_years + 1)


@pytest.mark.parametrize("terms", OTHERS, ids=["paper", "level", "fast", "one year"])
def test_quarters_reach_the_yearly_figures_at_every_year_end(terms: PacingTerms) -> None:
    lots, yearly = flat(terms), yearly_pacing(terms)
    end = slice(3, 4 * terms.life_years, 4)
    paid_in = np.cumsum(by_quarter(lots, lots.invested, terms))[end]
    paid_out = np.cumsum(by_quarter(lots, lots.proceeds, terms))[end]
    nav = np.cumsum(by_quarter(lots, lots.nav_change, terms))[end]
    # Each of at most 48 lots is floored to the won in every quarter.
    assert paid_in == pytest.approx(CAPITAL * np.cumsum(yearly.contribution), abs=3000)
    assert paid_out == pytest.approx(CAPITAL * np.cumsum(yearly.distribution), abs=3000)
    assert nav == pytest.approx(CAPITAL * yearly.nav, abs=3000)


def test_payouts_are_even_within_a_year_and_nothing_is_left_at_the_end() -> None:
    lots = flat(PAPER)
    paid_out = by_quarter(lots, lots.proceeds, PAPER)
    for year in range(PAPER.life_years):
        quarters = paid_out[4 * year : 4 * year + 4]
        assert np.ptp(quarters) <= 50
    assert paid_out[-1] == pytest.approx(CAPITAL * yearly_pacing(PAPER).nav[-1], abs=50)
    for amounts in (lots.nav_change, lots.cost_change):
        assert amounts.sum() == 0
        assert np.cumsum(by_quarter(lots, amounts, PAPER)).min() >= 0


def test_with_what_is_left_the_yearly_rate_of_return_is_the_growth() -> None:
    yearly = yearly_pacing(PAPER)
    flows = yearly.distribution - yearly.contribution
    flows[-1] += yearly.nav[-1]
    found = irr(flows[None, :])
    assert float(found.rate[0]) == pytest.approx(PAPER.growth_rate, abs=1e-9)


def test_value_follows_the_yearly_rules_under_the_growth_of_the_path() -> None:
    """One won called in the first year; growth of its path by quarter is 1.13^(1/4) times the shock."""
    terms = PacingTerms(1.0, 0.0, 0.0, 12, 2.5, 0.13, 0.0)
    shocks = np.exp(np.random.default_rng(5).normal(0, 0.2, (1, 49)))
    lots = flat(terms, shocks)
    nav = np.cumsum(by_quarter(lots, lots.nav_change, terms))[3:48:4]
    value = [float(CAPITAL)]
    for year in range(1, 12):
        growth = 1.13 * float(np.prod(shocks[0, 4 * year : 4 * year + 4]))
        value.append(value[-1] * growth * (1 - ((year + 1) / 12) ** 2.5))
    assert nav == pytest.approx(value, rel=1e-9, abs=10)


def test_a_pool_that_grows_too_fast_is_refused() -> None:
    with pytest.raises(ValueError, match="growth_rate 9 is too fast"):
        quarterly_pacing(PacingTerms(0.25, 0.3, 0.5, 12, 2.5, 9.0, 0.0))


def test_shocks_take_only_the_news_of_the_market_and_have_mean_one() -> None:
    """A factor that comes back exactly as foreseen brings no news: its shock is the drift alone."""
    kept = math.exp(-0.35 / 4)
    variance = 0.25**2 * (1 - math.exp(-0.7 * 1 / 4)) / 0.7
    later = 0.25**2 * (1 - math.exp(-0.7 * 2 / 4)) / 0.7
    logs = np.array([[0.0, 0.3, 0.3 * kept]])
    factor = np.exp(logs - np.array([0.0, variance, later]) / 2)
    found = growth_shocks(factor, np.zeros((1, 3)), 0.6, 0.0, 0.25, 0.35)
    drift = math.exp(-(0.6**2) * variance / 2)
    assert found[0] == pytest.approx([1.0, math.exp(0.6 * 0.3) * drift, drift])
    draws = np.random.default_rng(3).normal(size=(200_000, 2))
    news = math.sqrt(variance) * draws[:, :1]
    equity = np.hstack([np.ones((200_000, 1)), np.exp(news - variance / 2)])
    drawn = growth_shocks(equity, draws, 0.6, 0.1, 0.25, 0.35)[:, 1]
    assert abs(drawn.mean() - 1) < 4 * drawn.std() / math.sqrt(drawn.size)
