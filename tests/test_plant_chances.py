import numpy as np
import pytest

from fundmodel.assets.plant_chances import (
    delay_outcomes,
    delay_weights,
    drawn_delay,
    drawn_overrun,
    overrun_outcomes,
)


@pytest.mark.parametrize(("mean", "volatility"), [(0.12, 0.15), (0.0, 0.6), (0.3, 0.0)])
def test_the_mean_overrun_is_exact(mean, volatility):
    outcomes = overrun_outcomes(mean, volatility)
    assert outcomes.size == 8
    assert outcomes.mean() == pytest.approx(mean, abs=1e-12)
    assert (np.diff(outcomes) >= -1e-12).all()


@pytest.mark.parametrize("mean", [0.0, 0.25, 1.0, 1.3, 6.0])
def test_the_mean_delay_is_exact_also_in_whole_quarters(mean):
    outcomes = delay_outcomes(mean)
    assert outcomes.mean() == pytest.approx(mean, abs=1e-12)
    delays, weights = delay_weights(outcomes)
    assert (delays * weights).sum() == pytest.approx(mean, abs=1e-12)
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    assert (np.diff(delays) > 0).all()


def test_draws_follow_the_weights():
    """An even grid of numbers in [0, 1) gives every delay as often as its weight, within the grid."""
    grid = (np.arange(80_000) + 0.5) / 80_000
    outcomes = delay_outcomes(1.3)
    delays, weights = delay_weights(outcomes)
    drawn = drawn_delay(outcomes, grid)
    assert sorted(set(drawn.tolist())) == delays.tolist()
    for delay, weight in zip(delays, weights, strict=True):
        assert (drawn == delay).mean() == pytest.approx(weight, abs=2e-4)


def test_an_overrun_is_one_of_eight():
    outcomes = overrun_outcomes(0.12, 0.15)
    drawn = drawn_overrun(outcomes, np.array([0.0, 0.124, 0.125, 0.999]))
    assert drawn.tolist() == outcomes[[0, 0, 1, 7]].tolist()
