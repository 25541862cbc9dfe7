"""Waterfalls under random terms: laws that hold for any of them, and series of different terms together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundmodel.waterfall import (
    CarryTier,
    Terms,
    advance,
    clawback,
    distribute,
    interim_clawback,
    liquidation_value,
    opened,
    release,
)

amounts = st.one_of(st.just(0), st.integers(0, 10**3), st.integers(0, 10**11))
rates = st.sampled_from([0.0, 0.03, 0.07, 0.08, 0.1])


@st.composite
def terms_of_any_kind(draw: st.DrawFn) -> Terms:
    """Random terms; carry rises with the hurdle."""
    hurdle, carry = draw(rates), draw(st.sampled_from([0.0, 0.1, 0.2, 0.25]))
    catch_up = st.sampled_from([0.0, 0.3, 1.0])
    further = tuple(
        CarryTier(
            round(hurdle + 0.02 * (number + 1), 3), round(carry + 0.1 * (number + 1), 3), draw(catch_up)
        )
        for number in range(draw(st.integers(0, 2)))
    )
    return Terms(
        hurdle,
        carry,
        draw(catch_up),
        is_simple=draw(st.booleans()),
        further_tiers=further,
        clawback_interval=draw(st.sampled_from([0, 1, 3])),
        escrow_share=draw(st.sampled_from([0.0, 0.3, 1.0])),
        carry_tax_share=draw(st.sampled_from([0.0, 0.4])),
        is_deal_by_deal=draw(st.booleans()),
    )


@st.composite
def histories(draw: st.DrawFn) -> tuple[np.ndarray, ...]:
    """Calls, cash, realised share and value of one series."""
    n = draw(st.integers(1, 10))
    calls, cash, nav = (np.array([draw(st.lists(amounts, min_size=n, max_size=n))]) for _ in range(3))
    shares = st.lists(st.sampled_from([0.0, 0.25, 1.0]), min_size=n, max_size=n)
    return calls, cash, np.array([draw(shares)]), nav


def given_to(history: tuple[np.ndarray, ...], terms: Terms) -> dict[str, np.ndarray | None]:
    calls, cash, share, nav = history
    return {
        "paid_in": calls,
        "distributable": cash,
        "realised_share": share if terms.is_deal_by_deal else None,
        "nav": nav if terms.clawback_interval else None,
    }


def balance_of(calls: np.ndarray, lp: np.ndarray, rate: float, is_simple: bool) -> float:
    balance = capital = 0.0
    for called, received in zip(calls[0], lp[0], strict=True):
        balance = balance + max(capital, 0) * rate / 4 if is_simple else balance * (1 + rate) ** 0.25
        balance, capital = balance + called - received, capital + called - received
    return balance


@settings(max_examples=150, deadline=None)
@given(histories(), terms_of_any_kind())
def test_laws(history: tuple[np.ndarray, ...], terms: Terms) -> None:
    calls, cash, *_ = history
    split = distribute(terms=terms, **given_to(history, terms))
    assert (split.lp + split.gp + np.diff(split.escrow, axis=1, prepend=0) == cash).all()
    assert (split.lp >= 0).all()
    assert (split.escrow >= 0).all()
    assert split.escrow[0, -1] == 0
    assert (sum(lp for lp, _ in split.tiers.values()) == split.lp).all()
    assert split.gp.sum() >= 0
    if not terms.carry_tax_share:
        # Full gross clawback: carry within a rate of profit whose hurdle is met, or none.
        tiers = [(terms.hurdle_rate, terms.carry_rate)]
        tiers += [(tier.hurdle_rate, tier.carry_rate) for tier in terms.further_tiers]
        profit = max(cash.sum() - calls.sum(), 0)
        carry = split.gp.sum()
        assert carry == 0 or any(
            carry <= rate * profit + 1
            and balance_of(calls, split.lp, hurdle, bool(terms.is_simple)) <= 1 + 1e-9 * calls.sum()
            for hurdle, rate in tiers
        )


@settings(max_examples=150, deadline=None)
@given(histories(), st.sampled_from([0.1, 0.2, 0.3]))
def test_whole_fund_carry_is_at_most_deal_by_deal_carry_without_hurdle(
    history: tuple[np.ndarray, ...], carry_rate: float
) -> None:
    calls, cash, share, _ = history
    deals = distribute(
        calls, cash, Terms(0.0, carry_rate, 0.0, is_clawback_at_end=False, is_deal_by_deal=True), share
    )
    # What the manager could keep if the fund ended at each date; calls after carry are paid need the test.
    kept = [distribute(calls[:, :n], cash[:, :n], Terms(0.0, carry_rate, 0.0)).gp.sum() for n in whole(calls)]
    assert (np.array(kept) <= np.cumsum(deals.gp[0])).all()
    before = np.zeros_like(calls)
    before[:, 0] = calls.sum()
    paid_first = distribute(before, cash, Terms(0.0, carry_rate, 0.0, is_clawback_at_end=False))
    deals = distribute(
        before, cash, Terms(0.0, carry_rate, 0.0, is_clawback_at_end=False, is_deal_by_deal=True), share
    )
    assert (np.cumsum(paid_first.gp[0]) <= np.cumsum(deals.gp[0])).all()


def whole(calls: np.ndarray) -> range:
    return range(1, calls.shape[1] + 1)


def mixed(n: int) -> Terms:
    """Every third series plain, the others with all terms, every second of them deal by deal."""
    some = np.arange(n) % 3 > 0
    return Terms(
        np.where(np.arange(n) % 2, 0.07, 0.08),
        0.20,
        np.where(np.arange(n) % 2, 0.0, 1.0),
        is_simple=some & (np.arange(n) % 4 == 1),
        further_tiers=(CarryTier(0.10, np.where(some, 0.30, 0.0)),),
        clawback_interval=np.where(some, 4, 0),
        escrow_share=np.where(some, 0.3, 0.0),
        carry_tax_share=np.where(some, 0.4, 0.0),
        is_deal_by_deal=some & (np.arange(n) % 2 == 1),
    )


def random_histories(n: int, n_periods: int) -> tuple[np.ndarray, ...]:
    draws = np.random.default_rng(3)
    calls = draws.integers(0, 10**10, (n, n_periods)) * (draws.random((n, n_periods)) < 0.4)
    cash = draws.integers(0, 2 * 10**10, (n, n_periods)) * (draws.random((n, n_periods)) < 0.5)
    share = draws.random((n, n_periods)) * (cash > 0)
    share[:, -1] = 1
    return calls, cash, share, draws.integers(0, 10**11, (n, n_periods))


def test_plain_series_keep_their_bits_among_others(monkeypatch: pytest.MonkeyPatch) -> None:
    n = 60
    terms, history = mixed(n), random_histories(n, 24)
    calls, cash, share, nav = history
    split = distribute(calls, cash, terms, share, nav)
    rows = np.flatnonzero(np.arange(n) % 3 == 0)
    plain = Terms(np.asarray(terms.hurdle_rate)[rows], 0.20, np.asarray(terms.catch_up_share)[rows])
    alone = distribute(calls[rows], cash[rows], plain)
    assert split.gp[rows].tobytes() == alone.gp.tobytes()
    for name, amounts in alone.tiers.items():
        for one, other in zip(amounts, split.tiers[name], strict=True):
            assert (one == other[rows]).all(), name
    monkeypatch.setattr("fundmodel.waterfall.distribution.CHUNK", 7)
    assert distribute(calls, cash, terms, share, nav).gp.tobytes() == split.gp.tobytes()


def test_period_by_period_is_the_same() -> None:
    n, n_periods = 40, 16
    terms, (calls, cash, share, nav) = mixed(n), random_histories(n, n_periods)
    split = distribute(calls, cash, terms, share, nav)
    state, held = opened(n, terms).first(n), np.zeros(n)
    for period in range(n_periods):
        payment = advance(state, calls[:, period], cash[:, period], terms, realised_share=share[:, period])
        is_last = period == n_periods - 1
        back = clawback(state, terms) if is_last else interim_clawback(state, nav[:, period], period, terms)
        np.testing.assert_array_equal(payment.lp + back, split.lp[:, period])
        released = release(state) if is_last else 0
        now = np.zeros(n) if is_last else state.held
        np.testing.assert_array_equal(payment.gp - back - (now - held), split.gp[:, period])
        held = now.copy()
        assert np.all(released >= 0)


def test_liquidation_value_is_what_a_final_distribution_pays() -> None:
    n, n_periods = 40, 12
    terms, (calls, cash, share, nav) = mixed(n), random_histories(n, n_periods)
    # Without interest it makes no difference that the sale comes a period later; nor is anything tested.
    kinds = {"is_deal_by_deal": terms.is_deal_by_deal, "carry_tax_share": terms.carry_tax_share}
    free = Terms(0.0, 0.2, terms.catch_up_share, **kinds)
    state, to_lp = opened(n, free), np.zeros(n)
    nothing, everything = np.zeros((n, 1), dtype=np.int64), np.ones((n, 1))
    for period in range(n_periods):
        realised = share[:, period]
        to_lp += advance(state, calls[:, period], cash[:, period], free, realised_share=realised).lp
        value = liquidation_value(state, nav[:, period], free)
        before = slice(0, period + 1)
        sold = distribute(
            np.concatenate([calls[:, before], nothing], axis=1),
            np.concatenate([cash[:, before], nav[:, [period]]], axis=1),
            free,
            np.concatenate([share[:, before], everything], axis=1),
        )
        assert np.abs(sold.lp.sum(axis=1) - to_lp - value).max() <= 1
