"""Draws: the same path is the same whatever is drawn with it, and the distributions are what they say."""

from math import exp, fsum
from statistics import NormalDist

import numpy as np
import pytest

from fundmodel import draws


def test_a_path_is_the_same_alone_in_a_slice_and_in_a_large_run() -> None:
    every = draws.words(7, "E1-PRE-oncology/1", "outcomes", np.arange(1, 1001), 11)
    assert every.shape == (1000, 11)
    for paths in (np.array([17]), np.arange(10, 30), np.array([3, 4, 17, 900, 901]), np.array([17, 5])):
        drawn = draws.words(7, "E1-PRE-oncology/1", "outcomes", paths, 11)
        np.testing.assert_array_equal(drawn, every[paths - 1])


def test_words_are_those_of_the_published_generator() -> None:
    key = draws._stream(7, "asset", "purpose")
    first = np.random.Philox(key=key, counter=0).random_raw(8).view(np.uint32)
    np.testing.assert_array_equal(draws.words(7, "asset", "purpose", np.arange(2)).ravel(), first)


def test_the_words_of_a_seed_never_change() -> None:
    drawn = draws.words(7, "E1-PRE-oncology/1", "outcomes", np.array([0, 4711]), 2)
    assert drawn.tolist() == [[2197089281, 1371129015], [3866913990, 3604947569]]


def test_seed_asset_and_purpose_each_give_another_stream() -> None:
    paths = np.arange(100)
    streams = [
        draws.words(seed, asset, purpose, paths).tobytes()
        for seed in (7, 8)
        for asset in ("a", "b")
        for purpose in ("x", "y")
    ]
    assert len(set(streams)) == 8
    # The separator keeps the parts apart.
    assert draws._stream(1, "1", "x") != draws._stream(11, "", "x")


def test_no_paths_give_no_rows() -> None:
    assert draws.words(7, "a", "x", np.array([], dtype=np.int64), 3).shape == (0, 3)


def test_uniforms_lie_inside_the_unit_interval_and_are_even() -> None:
    edge = draws.unit_interval(np.array([0, 2**32 - 1], dtype=np.uint32))
    assert 0 < edge[0] < edge[1] < 1
    drawn = draws.uniforms(7, "a", "x", np.arange(100_000))
    counts = np.histogram(drawn, bins=10, range=(0, 1))[0]
    # 10,000 a bin, standard deviation 95.
    assert np.abs(counts - 10_000).max() < 4 * 95


def test_normal_table_has_mean_zero_variance_one_and_the_quantiles_of_the_normal() -> None:
    table = draws.normal_table()
    assert fsum(table) == 0
    assert fsum(table * table) / table.size == pytest.approx(1, abs=1e-12)
    assert bool((np.diff(table) > 0).all())
    for share in (0.001, 0.05, 0.5, 0.841345, 0.999):
        assert table[int(share * table.size)] == pytest.approx(NormalDist().inv_cdf(share), abs=2e-3)
    assert fsum(np.exp(table)) / table.size == pytest.approx(exp(0.5), rel=2e-5)


def test_normals_of_one_path_are_independent() -> None:
    drawn = draws.normals(7, "market", "quarter 1", np.arange(100_000), 3)
    correlation = np.corrcoef(drawn, rowvar=False)
    assert np.abs(correlation - np.eye(3)).max() < 4 / np.sqrt(100_000)
    assert np.abs(drawn.mean(axis=0)).max() < 4 / np.sqrt(100_000)


@pytest.mark.parametrize("volatility", [0.0, 0.1, 0.6, 1.5])
def test_lognormal_table_has_mean_exactly_one(volatility: float) -> None:
    table = draws.lognormal_table(volatility)
    assert fsum(table) / table.size == pytest.approx(1, abs=1e-14)
    assert np.log(table).std() == pytest.approx(volatility, abs=1e-9)
