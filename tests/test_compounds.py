"""Compounds by hand where nothing is random, and what must hold on any path."""

from dataclasses import replace

import numpy as np
import pytest

from fundmodel.compounds.portfolio import Compounds
from fundmodel.compounds.terms import CompoundTerms, PhaseTerms
from fundmodel.lognormal import CappedLognormal
from fundmodel.studies import read_study
from fundmodel.studies.terms import study_terms


def certain(amount: float) -> CappedLognormal:
    """An amount that is always at its cap."""
    return CappedLognormal(np.log(amount) + 50, 1.0, amount)


# One moves to two for sure, two to three, three is approved after one period; sold on reaching three.
SURE = CompoundTerms(
    (
        PhaseTerms("out"),
        PhaseTerms("one", certain(10), upfront=2, reserve=5, value=certain(20)),
        PhaseTerms("two", certain(30), milestone=4, reserve=1, value=certain(50)),
        PhaseTerms("three", None, value=certain(200)),
        PhaseTerms("approved", value=certain(900)),
    ),
    np.array([[1, 0, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1], [0, 0, 0, 0, 1.0]]),
    {"one": 3},
    "three",
    last_period=6,
    sale_share=0.5,
    settlement_periods=2,
)


def block(terms: CompoundTerms = SURE, paths: int = 2) -> Compounds:
    return Compounds(terms, seed=7, paths=np.arange(1, paths + 1), n_periods=8)


def whole(*amounts: int) -> np.ndarray:
    return np.array(amounts, dtype=np.int64)


def test_price_and_reserve_use_the_budget_and_only_the_price_is_paid() -> None:
    compounds = block()
    # 12 + (5 - 1) each.
    assert compounds.buy(whole(48, 47)).tolist() == [36, 24]
    assert compounds.bought.tolist() == [3, 2]


def test_waiting_compounds_are_funded_in_order_move_and_are_sold() -> None:
    compounds = block()
    compounds.buy(whole(100, 100))
    compounds.move(2)
    # Each needs 34.
    assert compounds.fund(2, whole(70, 33)).tolist() == [68, 0]
    compounds.move(3)
    # 0.5 x 200 each, two periods later; those that wait do not move.
    assert compounds.proceeds[5].tolist() == [200, 0]
    assert compounds.fund(3, whole(34, 102)).tolist() == [34, 102]
    compounds.move(4)
    assert compounds.proceeds[6].tolist() == [100, 300]
    sold, withdrawn = compounds.counts()
    assert sold[3].tolist() == [3, 3]
    assert sold.sum() + withdrawn.sum() == 6


def test_waiting_compounds_sell_for_what_is_left_after_their_cost_and_never_below_nothing() -> None:
    compounds = block(replace(SURE, sale_share=1.0))
    compounds.buy(whole(100, 100))
    compounds.move(2)
    compounds.sell_all(2, whole(1))
    assert compounds.proceeds[4].tolist() == [0, 3 * (50 - 34)]
    cheap = replace(SURE, sale_share=0.6)
    compounds = block(cheap)
    compounds.buy(whole(100, 100))
    compounds.move(2)
    compounds.sell_all(2, whole(0, 1))
    assert compounds.proceeds.sum() == 0
    assert compounds.counts()[0][2].tolist() == [3, 3]


def test_a_forced_sale_stops_when_the_proceeds_are_enough() -> None:
    compounds = block()
    compounds.buy(whole(100, 100))
    compounds.sell_dearest(1, whole(0, 1), whole(11, 1000))
    # 10 each: two, and all three.
    assert compounds.proceeds[3].tolist() == [20, 30]
    compounds.move(2)
    assert compounds.fund(2, whole(1000, 1000)).tolist() == [34, 0]


def test_what_is_due_after_the_last_period_arrives_in_it() -> None:
    compounds = block()
    compounds.buy(whole(100, 100))
    compounds.sell_all(6, whole(0, 1))
    assert compounds.proceeds[7].tolist() == [30, 30]


@pytest.fixture(scope="module")
def published() -> CompoundTerms:
    return study_terms(read_study("nbt2012_a")).compounds


def test_a_longer_list_or_another_block_leaves_the_draws_as_they_are(published: CompoundTerms) -> None:
    rich, paths = np.full(40, 10**12), np.arange(5, 45)
    every = Compounds(published, 7, paths, 16)
    every.buy(rich)
    longer = Compounds(replace(published, targets={"PRE": 120, "P1": 100}), 7, paths, 16)
    longer.buy(rich)
    part = Compounds(published, 7, paths[10:20], 16)
    part.buy(rich[10:20])
    for period in (2, 3, 4):
        for compounds, budget in ((every, rich), (longer, rich), (part, rich[10:20])):
            compounds.move(period)
            compounds.fund(period, budget)
    grids = [compounds._state.reshape(-1, width) for compounds, width in ((every, 200), (longer, 220))]
    assert (grids[0][:, :100] == grids[1][:, :100]).all()
    assert (grids[0][:, 100:] == grids[1][:, 120:]).all()
    np.testing.assert_array_equal(part.proceeds, every.proceeds[:, 10:20])


def test_every_compound_bought_is_sold_or_withdrawn_once(published: CompoundTerms) -> None:
    compounds = Compounds(published, 7, np.arange(300), 16)
    compounds.buy(np.full(300, 480 * 10**9))
    for period in range(2, 14):
        compounds.move(period)
        compounds.fund(period, np.full(300, 10**10))
        compounds.sell_dearest(period, np.arange(0, 300, 3), np.full(100, 10**9))
    compounds.sell_all(13, np.arange(300))
    sold, withdrawn = compounds.counts()
    np.testing.assert_array_equal(sold.sum(axis=0) + withdrawn.sum(axis=0), compounds.bought)
    assert withdrawn[3].sum() == 0
    compounds.sell_all(13, np.arange(300))
    np.testing.assert_array_equal(compounds.counts()[0], sold)


def test_values_share_one_factor_with_the_stated_correlation(published: CompoundTerms) -> None:
    two = replace(published, targets={"PRE": 2})
    compounds = Compounds(two, 7, np.arange(40_000), 16)
    compounds.buy(np.full(40_000, 10**12))
    flat = np.arange(80_000)
    values = compounds._draws.values(np.full(80_000, 1, dtype=np.int8), flat).reshape(-1, 2) / 1e8 / 0.85
    # The cap binds with 0.8 %: the correlation of logarithms hardly feels it.
    assert np.corrcoef(np.log(values).T)[0, 1] == pytest.approx(0.2, abs=0.02)
    assert values.mean() == pytest.approx(16.013, abs=4 * 16.7 / np.sqrt(80_000) * 1.1)
