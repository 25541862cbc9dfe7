"""The waterfall: by hand, against exact fractions, and by the laws that hold for any terms."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundmodel.waterfall import State, Terms, advance, clawback, distribute, liquidation_value
from fundmodel.waterfall import distribution as distribution_module
from fundmodel.waterfall import tiers as tiers_module
from tests.oracles.reference_waterfall import waterfall as reference

shares = st.floats(0, 1).map(lambda share: round(share, 3))
terms_of_any_kind = st.builds(
    Terms,
    hurdle_rate=st.floats(0, 0.25).map(lambda rate: round(rate, 3)),
    carry_rate=st.floats(0, 0.5).map(lambda rate: round(rate, 3)),
    catch_up_share=st.one_of(st.just(0.0), st.just(1.0), shares),
    periods_per_year=st.sampled_from([1, 4]),
)
won = st.one_of(st.just(0), st.integers(0, 10**3), st.integers(0, 10**12))
histories = st.integers(1, 12).flatmap(lambda n: st.tuples(*[st.lists(won, min_size=n, max_size=n)] * 2))


def fund(n_series: int, n_periods: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    draws = np.random.default_rng(seed)
    period = np.arange(n_periods)
    calls = np.where(period < n_periods // 3, draws.integers(0, 10**10, (n_series, n_periods)), 0)
    size = draws.integers(0, 10**10, (n_series, n_periods)) * np.exp(draws.normal(0, 0.6, (n_series, 1)))
    cash = np.where((period > n_periods // 6) & (draws.random((n_series, n_periods)) < 0.7), size, 0)
    return calls, np.floor(cash).astype(np.int64)


def test_by_hand_quarter_by_quarter() -> None:
    terms = Terms(hurdle_rate=0.10, carry_rate=0.20, catch_up_share=1.0, periods_per_year=1)
    # The balance is 100, 110, then 110 - 60 = 50, 55, then 165 with the second call: 60 of capital is back.
    paid_in = [[100, 0, 110, 0]]
    cash = [[0, 60, 0, 400]]
    split = distribute(paid_in, cash, terms)
    # Capital 150; balance (50 x 1.1 + 110) x 1.1 = 181.5: hurdle 31.5; catch-up 0.2 x 31.5 / 0.8 = 7.875.
    assert split.tiers["return_of_capital"][0].tolist() == [[0, 60, 0, 150]]
    assert split.tiers["hurdle"][0].tolist() == [[0, 0, 0, 31]]
    assert split.tiers["catch_up"][1].tolist() == [[0, 0, 0, 7]]
    # Profit 250, carry 50.
    assert split.gp.tolist() == [[0, 0, 0, 50]]
    assert split.lp.tolist() == [[0, 60, 0, 350]]
    assert list(split.tiers) == ["return_of_capital", "hurdle", "catch_up", "split", "clawback"]


def test_clawback_by_hand() -> None:
    terms = Terms(hurdle_rate=0.0, carry_rate=0.20, catch_up_share=0.0, periods_per_year=1)
    paid_in, cash = [[100, 60, 0]], [[150, 0, 20]]
    split = distribute(paid_in, cash, terms)
    # 10 of carry on the first profit of 50; the second call leaves a profit of 10, of which 2 are carry.
    assert split.gp.tolist() == [[10, 0, -8]]
    assert split.lp.tolist() == [[140, 0, 28]]
    assert split.tiers["clawback"][0].tolist() == [[0, 0, 8]]
    kept = distribute(paid_in, cash, Terms(0.0, 0.20, 0.0, 1, is_clawback_at_end=False))
    assert kept.gp.tolist() == [[10, 0, 0]]
    assert kept.tiers["clawback"][1].tolist() == [[0, 0, 0]]


def test_clawback_meets_the_hurdle_first() -> None:
    terms = Terms(hurdle_rate=0.08, carry_rate=0.20, catch_up_share=1.0, periods_per_year=1)
    paid_in, cash = [[1000, 500, 0, 0]], [[0, 1400, 0, 400]]
    split = distribute(paid_in, cash, terms)
    exact = reference(paid_in[0], cash[0], 0.08, 0.20, 1.0, 1)
    assert split.gp[0].sum() <= 0.2 * 300
    np.testing.assert_allclose(split.gp[0], [float(gp) for gp in exact.gp], atol=1)


def hurdle_balance(paid_in: list[int], lp: list[int], terms: Terms) -> Fraction:
    balance, growth = Fraction(0), Fraction(terms.growth_factor)
    for called, received in zip(paid_in, lp, strict=True):
        balance = balance * growth + called - int(received)
    return balance


@settings(max_examples=400, deadline=None)
@given(histories, terms_of_any_kind)
def test_laws(history: tuple[list[int], list[int]], terms: Terms) -> None:
    paid_in, cash = history
    split = distribute([paid_in], [cash], terms)
    lp, gp = split.lp[0], split.gp[0]
    assert split.lp.dtype == split.gp.dtype == np.int64
    assert (lp + gp == cash).all()
    assert (lp >= 0).all()
    assert (gp[:-1] >= 0).all()
    assert gp.sum() >= 0
    for name, both in split.tiers.items():
        if name != "clawback":
            assert (both[0] >= 0).all(), name
            assert (both[1] >= 0).all(), name
    assert (sum(both[0] for both in split.tiers.values()) == split.lp).all()
    assert (sum(both[1] for both in split.tiers.values()) == split.gp).all()
    profit = max(sum(cash) - sum(paid_in), 0)
    assert gp.sum() <= terms.carry_rate * profit + 1
    assert gp.sum() == 0 or hurdle_balance(paid_in, lp, terms) <= 1


@settings(max_examples=400, deadline=None)
@given(histories, terms_of_any_kind, st.booleans())
def test_agrees_with_exact_fractions(
    history: tuple[list[int], list[int]], terms: Terms, is_back: bool
) -> None:
    paid_in, cash = history
    own = Terms(terms.hurdle_rate, terms.carry_rate, terms.catch_up_share, terms.periods_per_year, is_back)
    split = distribute([paid_in], [cash], own)
    terms_of_own = own.hurdle_rate, own.carry_rate, own.catch_up_share, own.periods_per_year, is_back
    exact = reference(paid_in, cash, *terms_of_own, is_paid_in_whole_won=True)
    for period in range(len(cash)):
        assert abs(int(split.lp[0, period]) - exact.lp[period]) <= 1
        assert abs(int(split.gp[0, : period + 1].sum()) - sum(exact.gp[: period + 1])) <= 1
        for name, rows in exact.tiers.items():
            lp, gp = (int(amounts[0, period]) for amounts in split.tiers[name])
            assert abs(lp + gp - sum(rows[period])) <= 1 + Fraction(1, 1000), name
            assert abs(gp - rows[period][1]) <= 1 + Fraction(1, 1000), name


@pytest.mark.parametrize("catch_up_share", [0.0, 0.5, 1.0])
def test_funds_agree_to_a_won_with_fractions_that_are_never_rounded(catch_up_share: float) -> None:
    paid_in, cash = fund(60, 40, seed=int(catch_up_share * 10))
    split = distribute(paid_in, cash, Terms(0.08, 0.20, catch_up_share, 4))
    n_with_carry = 0
    for series in range(len(cash)):
        exact = reference(paid_in[series].tolist(), cash[series].tolist(), 0.08, 0.20, catch_up_share, 4)
        n_with_carry += sum(exact.gp) > 0
        assert max(abs(int(a) - b) for a, b in zip(split.lp[series], exact.lp, strict=True)) <= 1
        assert max(abs(int(a) - b) for a, b in zip(split.gp[series], exact.gp, strict=True)) <= 1
        assert sum(exact.lp) + sum(exact.gp) == split.lp[series].sum() + split.gp[series].sum()
    assert 20 < n_with_carry < 60


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 10**12),
    st.lists(won, min_size=1, max_size=8),
    st.floats(0, 0.2),
    st.sampled_from([0.05, 0.1, 0.2, 0.3]),
)
def test_full_catch_up_gives_carry_on_all_profit(
    called: int, cash: list[int], hurdle_rate: float, carry_rate: float
) -> None:
    terms = Terms(hurdle_rate, carry_rate, 1.0, 4)
    split = distribute([[called] + [0] * len(cash)], [[0, *cash]], terms)
    profit = np.cumsum([-called, *cash])
    carry = np.cumsum(split.gp[0])
    for period in np.flatnonzero(sum(split.tiers["split"])[0]):
        assert abs(int(carry[period]) - Fraction(str(carry_rate)) * int(profit[period])) <= 1


@settings(max_examples=150, deadline=None)
@given(histories, terms_of_any_kind, st.integers(2, 1000))
def test_scaling_by_a_whole_number(history: tuple[list[int], list[int]], terms: Terms, factor: int) -> None:
    paid_in, cash = np.array([history[0]]), np.array([history[1]])
    one, many = distribute(paid_in, cash, terms), distribute(paid_in * factor, cash * factor, terms)
    assert (np.abs(np.cumsum(many.gp) - factor * np.cumsum(one.gp)) <= 3 * factor).all()


@settings(max_examples=150, deadline=None)
@given(histories, st.floats(0, 0.5), shares)
def test_without_hurdle_carry_is_a_share_of_profit(
    history: tuple[list[int], list[int]], carry_rate: float, catch_up_share: float
) -> None:
    paid_in, cash = history
    split = distribute([paid_in], [cash], Terms(0.0, carry_rate, catch_up_share))
    profit = max(sum(cash) - sum(paid_in), 0)
    assert abs(split.gp.sum() - carry_rate * profit) <= 2


def test_same_bits_for_any_number_of_series(monkeypatch: pytest.MonkeyPatch) -> None:
    paid_in, cash = fund(203, 60, seed=4)
    draws = np.random.default_rng(5)
    hurdle_rate, catch_up_share = draws.choice([0.0, 0.07, 0.08], 203), draws.choice([0.0, 0.4, 1.0], 203)
    terms = Terms(hurdle_rate, 0.2, catch_up_share)
    split = distribute(paid_in, cash, terms)
    for start in range(0, 203, 17):
        some = slice(start, start + 17)
        part = distribute(paid_in[some], cash[some], Terms(hurdle_rate[some], 0.2, catch_up_share[some]))
        assert part.gp.tobytes() == split.gp[some].tobytes()
        one = distribute(
            paid_in[start : start + 1],
            cash[start : start + 1],
            Terms(float(hurdle_rate[start]), 0.2, float(catch_up_share[start])),
        )
        assert one.lp.tobytes() == split.lp[start : start + 1].tobytes()
    for chunk, few in ((32, 1), (1, 5), (100, 10**9)):
        monkeypatch.setattr(distribution_module, "CHUNK", chunk)
        monkeypatch.setattr(tiers_module, "FEW", few)
        again = distribute(np.asfortranarray(paid_in), cash, terms)
        assert again.gp.tobytes() == split.gp.tobytes()


@pytest.mark.parametrize("with_tiers", [False, True])
def test_period_by_period_is_the_same(with_tiers: bool) -> None:
    paid_in, cash = fund(50, 40, seed=6)
    terms = Terms(0.07, 0.15, 0.4)
    split = distribute(paid_in, cash, terms)
    state = State.opening(50)
    for period in range(40):
        payment = advance(state, paid_in[:, period], cash[:, period].astype(float), terms, with_tiers)
        back = clawback(state, terms) if period == 39 else 0
        np.testing.assert_array_equal(payment.lp + back, split.lp[:, period])
        np.testing.assert_array_equal(payment.gp - back, split.gp[:, period])
        if with_tiers:
            for name, (lp, gp) in payment.tiers.items():
                np.testing.assert_array_equal(lp, split.tiers[name][0][:, period])
                np.testing.assert_array_equal(gp, split.tiers[name][1][:, period])


def test_liquidation_value_is_what_a_final_distribution_pays() -> None:
    paid_in, cash = fund(80, 24, seed=7)
    nav = np.random.default_rng(8).integers(0, 5 * 10**10, 80)
    for terms in (Terms(), Terms(catch_up_share=0.0), Terms(is_clawback_at_end=False)):
        state = State.opening(80)
        to_lp = np.zeros(80, dtype=np.int64)
        for period in range(24):
            to_lp += advance(state, paid_in[:, period], cash[:, period], terms).lp
            before = [
                array.copy()
                for array in (state.above_capital, state.above_hurdle, state.gp_due, state.gp_paid)
            ]
            value = liquidation_value(state, nav, terms)
            after = (state.above_capital, state.above_hurdle, state.gp_due, state.gp_paid)
            for one, other in zip(before, after, strict=True):
                np.testing.assert_array_equal(one, other)
            last = cash[:, : period + 1].copy()
            last[:, -1] += nav
            whole = distribute(paid_in[:, : period + 1], last, terms)
            assert np.abs(whole.lp.sum(axis=1) - to_lp - value).max() <= 1


def test_gp_and_public_series_pay_no_carry() -> None:
    paid_in, cash = fund(10, 20, seed=9)
    split = distribute(paid_in, cash, Terms(carry_rate=np.array([0.0, 0.2] * 5)))
    assert not split.gp[::2].any()
    assert split.gp[1::2].any()


def test_growth_is_the_root_of_a_year() -> None:
    assert Terms(0.08, periods_per_year=1).growth_factor == 1.08
    assert Terms(np.array([0.08, 0.0])).growth_factor.tolist() == [1.08**0.25, 1.0]


def test_large_amounts_stay_exact() -> None:
    most = 2**53
    split = distribute([[most - 1, 0]], [[0, most - 1]], Terms(hurdle_rate=0.0))
    assert split.lp.tolist() == [[0, most - 1]]
