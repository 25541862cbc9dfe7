"""Rates of return with their status, discounting, multiples, payback: by hand, by oracle and by law."""

import numpy as np
import numpy_financial
import pytest
import pyxirr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fundmodel.finance import (
    STATUSES,
    annualised,
    dpi,
    irr,
    ks_pme,
    npv,
    payback_period,
    peak_need,
    pic,
    rvpi,
    tvpi,
)
from fundmodel.finance import rates as rates_module
from tests.oracles.reference_roots import count_rates

amounts = st.integers(-(10**12), 10**12)


def fund_flows(n_series: int, n_periods: int, seed: int) -> np.ndarray:
    """Calls in the first third, exits from then on, some series at a loss; whole won."""
    draws = np.random.default_rng(seed)
    period = np.arange(n_periods)
    calls = np.where(period < n_periods // 3, draws.gamma(1.0, 5e9, (n_series, n_periods)), 0)
    exits = np.where(period >= n_periods // 8, draws.gamma(0.5, 6e9, (n_series, n_periods)), 0)
    return np.floor(exits * np.exp(draws.normal(0, 0.7, (n_series, 1))) - calls).astype(np.int64)


def noisy_flows(n_series: int, n_periods: int, seed: int) -> np.ndarray:
    """Flows of random sign, of which many have several rates or none."""
    return np.round(np.random.default_rng(seed).normal(0, 1000, (n_series, n_periods))).astype(np.int64)


@pytest.mark.parametrize(
    ("flows", "rate", "status"),
    [
        ([-100, 110], 0.10, "ok"),
        ([100, -110], 0.10, "ok"),
        ([-100, 100], 0.0, "ok"),
        ([-100, 0, 121, 0, 0], 0.10, "ok"),
        ([0, 0, -100, 50, 0], -0.5, "ok"),
        ([-1, 11], 10.0, "ok"),
        ([-100, 220, -121], 0.10, "ok"),
        ([-100, 240, -143], 0.10, "several roots"),
        ([1000, -3600, 4310, -1716], 0.10, "several roots"),
        ([-100, 0, 0, 300, -200], 0.0, "several roots"),
        ([-100, 0], -1.0, "total loss"),
        ([0, -5, -5], -1.0, "total loss"),
        ([-1, 12], np.nan, "out of range"),
        ([-100, 50, -20], np.nan, "out of range"),
        ([0, 0, 0], np.nan, "no sign change"),
        ([0, 7, 0], np.nan, "no sign change"),
        ([5], np.nan, "no sign change"),
    ],
)
def test_irr_by_hand(flows: list[int], rate: float, status: str) -> None:
    result = irr([flows])
    assert result.status.tolist() == [status]
    np.testing.assert_allclose(result.rate, [rate], atol=1e-8)


def test_irr_of_nearly_all_lost() -> None:
    result = irr([[-(10**12), 1] + [0] * 60, [-(10**12)] + [0] * 60 + [1]])
    assert result.status.tolist() == ["ok", "ok"]
    np.testing.assert_allclose(result.rate, [1e-12 - 1, 1e-12 ** (1 / 61) - 1], rtol=1e-12)


def test_irr_agrees_with_libraries() -> None:
    flows = fund_flows(400, 60, seed=1)
    rate, status = irr(flows)
    assert set(status) == {"ok"}
    assert (rate < 0).any()
    for series, found in zip(flows, rate, strict=True):
        assert npv(found, [series])[0] == pytest.approx(0, abs=1e-13 * npv(found, [abs(series)])[0])
        other = pyxirr.irr(series, silent=True)
        if other is not None:
            assert found == pytest.approx(other, abs=1e-10)
    short = flows[:20, :24]
    for series, found, code in zip(short, *irr(short), strict=True):
        if code == "ok":
            assert found == pytest.approx(numpy_financial.irr(series), abs=1e-8)


@pytest.mark.parametrize(("n_periods", "n_series"), [(5, 1500), (9, 800), (20, 250), (60, 25)])
def test_status_agrees_with_sturm(n_periods: int, n_series: int) -> None:
    flows = noisy_flows(n_series, n_periods, seed=n_periods)
    flows[: n_series // 3] //= 400
    _, status = irr(flows)
    for series, code in zip(flows.tolist(), status, strict=True):
        if min(series) < 0 < max(series):
            n_rates = count_rates(series)
            assert code == ("out of range" if n_rates == 0 else "ok" if n_rates == 1 else "several roots"), (
                series
            )


def test_several_roots_gives_the_one_nearest_zero() -> None:
    flows = noisy_flows(600, 7, seed=3)
    rate, status = irr(flows)
    several = np.flatnonzero(status == "several roots")
    assert len(several) > 50
    for series in several:
        x = np.roots(flows[series, ::-1])
        x = x[(np.abs(x.imag) < 1e-7) & (x.real > 1 / 11)].real
        assert np.abs(rate[series]) == pytest.approx(np.abs(1 / x - 1).min(), abs=1e-6)


@settings(max_examples=200, deadline=None)
@given(st.lists(amounts, min_size=2, max_size=12))
def test_a_rate_makes_the_value_zero(flows: list[int]) -> None:
    rate, status = irr([flows])
    assert status[0] in STATUSES
    assert np.isnan(rate[0]) == (status[0] in {"no sign change", "out of range"})
    if status[0] in {"ok", "several roots"} and abs(rate[0]) < 0.9:
        scale = float(npv(rate, [np.abs(np.array(flows))])[0])
        slope = abs(float((npv(rate + 1e-7, [flows]) - npv(rate - 1e-7, [flows]))[0])) / 2e-7
        assume(slope > scale * 1e-4)
        assert abs(float(npv(rate, [flows])[0])) <= 1e-9 * scale


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 1000), st.integers(1, 12))
def test_scale_and_date_leave_the_rate(seed: int, factor: int, later: int) -> None:
    flows = fund_flows(20, 40, seed)
    rate, status = irr(flows)
    scaled = irr(flows * factor)
    np.testing.assert_allclose(scaled.rate, rate, atol=1e-12)
    assert (scaled.status == status).all()
    moved = irr(np.pad(flows, ((0, 0), (later, 3))))
    np.testing.assert_allclose(moved.rate, rate, atol=1e-12)
    assert (moved.status == status).all()


@pytest.mark.parametrize("flows", [fund_flows(301, 60, 5), noisy_flows(301, 60, 5)], ids=["fund", "noisy"])
def test_same_bits_for_any_number_of_series(flows: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    rate, status = irr(flows)
    for size in (1, 7, 64):
        for start in range(0, len(flows), 43):
            part = irr(flows[start : start + size])
            assert part.rate.tobytes() == rate[start : start + size].tobytes()
            assert (part.status == status[start : start + size]).all()
    monkeypatch.setattr(rates_module, "CHUNK", 32)
    monkeypatch.setattr(rates_module, "COUNTED_TOGETHER", 5)
    assert irr(flows).rate.tobytes() == rate.tobytes()


def test_irr_of_no_series() -> None:
    rate, status = irr(np.zeros((0, 4)))
    assert rate.shape == status.shape == (0,)


@pytest.mark.parametrize(
    ("flows", "message"),
    [
        ([-100, 110], r"shape \(2,\).*reshape"),
        (np.zeros((3, 0)), r"shape \(3, 0\)"),
        ([[-100, np.nan]], r"flows\[0, 1\] is nan"),
        ([[-100, 5], [np.inf, 1]], r"flows\[1, 0\] is inf"),
        ([["a", "b"]], "must hold numbers"),
    ],
)
def test_irr_refuses(flows: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        irr(flows)


def test_npv_agrees_with_numpy_financial() -> None:
    flows = fund_flows(30, 40, seed=2)
    rates = np.linspace(-0.05, 0.2, 30)
    expected = [numpy_financial.npv(rate, series) for rate, series in zip(rates, flows, strict=True)]
    np.testing.assert_allclose(npv(rates, flows), expected, rtol=1e-10)
    np.testing.assert_allclose(npv(0.03, flows)[7], numpy_financial.npv(0.03, flows[7]), rtol=1e-10)
    with pytest.raises(ValueError, match="above -1"):
        npv(-1.0, flows)


def test_annualised() -> None:
    np.testing.assert_allclose(annualised([0.02, 0.0, -1.0]), [1.02**4 - 1, 0.0, -1.0], rtol=1e-15)
    assert np.isnan(annualised(np.nan))
    np.testing.assert_allclose(annualised(0.01, 12), 1.01**12 - 1, rtol=1e-14)


def test_multiples() -> None:
    paid_in, distributed, nav = np.array([100, 0]), np.array([80, 0]), np.array([40, 0])
    np.testing.assert_array_equal(tvpi(paid_in, distributed, nav), [1.2, np.nan])
    np.testing.assert_array_equal(dpi(paid_in, distributed), [0.8, np.nan])
    np.testing.assert_array_equal(rvpi(paid_in, nav), [0.4, np.nan])
    np.testing.assert_array_equal(pic([200, 0], paid_in), [0.5, np.nan])


@pytest.mark.parametrize(
    ("flows", "need", "payback"),
    [
        ([-100, -50, 100, 60], 150, 3),
        ([-100, 100, -30, 40], 100, 3),
        ([-100, 150, -80], 100, -1),
        ([-100, 100, 0], 100, 1),
        ([-100, 40, 0], 100, -1),
        ([10, 0, 5], 0, -1),
    ],
)
def test_need_and_payback_by_hand(flows: list[int], need: int, payback: int) -> None:
    assert peak_need([flows]).tolist() == [need]
    assert payback_period([flows]).tolist() == [payback]


def test_pme_refuses() -> None:
    with pytest.raises(ValueError, match="one level per flow"):
        ks_pme([-1, 2], [100, 110, 120])
    with pytest.raises(ValueError, match="above 0"):
        ks_pme([-1, 2], [100, 0])
    with pytest.raises(ValueError, match="does not exist"):
        ks_pme([0, 2], [100, 110])
