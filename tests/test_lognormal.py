"""Capped log-normal amounts against numerical integration, and interest in whole units."""

from fractions import Fraction
from math import exp, inf
from statistics import NormalDist

import numpy as np
import pytest

from fundmodel.interest import exact, interest, period_rate, whole_units
from fundmodel.lognormal import CappedLognormal


@pytest.mark.parametrize(("mu", "sigma", "cap"), [(1.0, 0.5, 4.0), (7.2, 0.939, 5000.0), (0.0, 1.5, 0.1)])
def test_moments_are_those_of_the_distribution(mu: float, sigma: float, cap: float) -> None:
    amount, steps = CappedLognormal(mu, sigma, cap), 400_000
    z = np.linspace(-9, 9, steps + 1)
    density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    values = np.minimum(np.exp(mu + sigma * z), cap)
    mean = float((values * density).sum())
    assert amount.mean == pytest.approx(mean, rel=1e-6)
    assert amount.deviation**2 == pytest.approx(float((values**2 * density).sum()) - mean**2, rel=1e-5)
    assert amount.cap_probability == pytest.approx(float(density[values == cap].sum()), rel=1e-3)


def test_without_a_binding_cap_it_is_the_log_normal() -> None:
    amount = CappedLognormal(0.3, 0.4, 1e12)
    assert amount.mean == pytest.approx(exp(0.3 + 0.08), rel=1e-12)
    assert amount.cap_probability < 1e-12


def test_table_is_the_distribution_in_equal_steps() -> None:
    amount = CappedLognormal(1.0, 0.5, 4.0)
    table = amount.table()
    assert table.shape == (65_536,)
    assert (np.diff(table) >= 0).all()
    assert table[-1] == 4.0
    assert np.count_nonzero(table == 4.0) / 65_536 == pytest.approx(amount.cap_probability, abs=2e-5)
    assert table[6_553] == pytest.approx(exp(1 + 0.5 * NormalDist().inv_cdf(0.1)), rel=1e-3)
    assert amount.scaled(100).table() == pytest.approx(100 * table)


@pytest.mark.parametrize(("sigma", "cap"), [(0.0, 1.0), (-1.0, 1.0), (1.0, 0.0), (float("nan"), 1.0)])
def test_impossible_terms_are_refused(sigma: float, cap: float) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        CappedLognormal(0.0, sigma, cap)


def test_interest_is_exact_and_rounded_down() -> None:
    rate = period_rate(0.0473, 4)
    balances = np.array([0, 1, 10**9 + 7, 9 * 10**17, 123_456_789_012_345])
    expected = [int(balance * Fraction(473, 40_000)) for balance in balances.tolist()]
    assert interest(balances, rate).tolist() == expected
    assert interest(np.array([125_000_000_000]), period_rate(0.05, 2)).tolist() == [3_125_000_000]


def test_amounts_become_whole_units_as_printed() -> None:
    assert whole_units(2.506648325603443, Fraction(10**8)) == 250_664_832
    # The float nearest to 0.29 is below it; the printed number counts.
    assert whole_units(0.29, Fraction(100)) == 29
    assert exact(0.1) == Fraction(1, 10)
    with pytest.raises(ValueError, match="inf"):
        exact(inf)
