from math import exp, log, sqrt

import numpy as np
import polars as pl
import pytest

from tests.startup_case import Case, step


def _paths(paths, n_quarters: int = 41, **overrides: object) -> pl.DataFrame:
    case = Case(paths, n_quarters=n_quarters, overrides=overrides)
    return step("market_paths")(case["market_assumptions"], case["run_settings"], case["paths"])


def _grid(frame: pl.DataFrame, column: str) -> np.ndarray:
    return frame[column].to_numpy().reshape(frame["path_id"].n_unique(), -1)


def test_path_0_is_the_central_case() -> None:
    flat = _paths([0])
    assert flat["krw_per_usd"].unique().to_list() == [1470.0]
    assert flat["equity_factor"].unique().to_list() == [1.0]
    assert flat["demand_factor"].unique().to_list() == [1.0]
    assert flat["quarter"].to_list() == list(range(41))


def test_the_forward_curve_and_the_shift_move_the_central_rate() -> None:
    forward = _paths([0], fx_central="forward", fx_forward_rate=-0.02)["krw_per_usd"]
    assert forward[0] == 1470
    assert forward[8] == pytest.approx(1470 * 0.98**2)
    weak = _paths([0], fx_central_shift_share=0.15)["krw_per_usd"]
    assert weak.to_list() == pytest.approx([1470.0] + [1470 * 1.15] * 40)


def test_random_factors_have_mean_one_and_the_stated_volatility() -> None:
    paths = 20_000
    found = _paths(
        range(1, paths + 1), n_quarters=21, fx_equity_correlation=-0.5, equity_demand_correlation=0.2
    )
    rate = _grid(found, "krw_per_usd") / 1470
    equity, demand = _grid(found, "equity_factor"), _grid(found, "demand_factor")
    for factor in (rate, equity, demand):
        assert (factor[:, 0] == 1).all()
        for quarter in (1, 4, 20):
            column = factor[:, quarter]
            assert abs(column.mean() - 1) < 4 * column.std() / sqrt(paths)
    # A walk: variance grows with time. A reverting factor: variance s^2 (1 - exp(-2 k t)) / (2 k).
    assert np.log(rate[:, 20]).std() == pytest.approx(0.093 * sqrt(5), rel=0.02)
    reverting = 0.25 * sqrt((1 - exp(-2 * 0.35 * 5)) / (2 * 0.35))
    assert np.log(equity[:, 20]).std() == pytest.approx(reverting, rel=0.02)
    shocks = np.log([rate[:, 1], equity[:, 1], demand[:, 1]])
    assert np.corrcoef(shocks) == pytest.approx(
        np.array([[1, -0.5, 0], [-0.5, 1, 0.2], [0, 0.2, 1]]), abs=0.03
    )


def test_without_volatility_every_path_is_central() -> None:
    found = _paths(range(3), fx_volatility_rate=0.0, equity_volatility_rate=0.0, demand_volatility_rate=0.0)
    assert found["krw_per_usd"].unique().to_list() == [1470.0]
    assert found["equity_factor"].unique().to_list() == [1.0]


def test_a_path_is_the_same_in_any_block_and_on_any_grid() -> None:
    every = _paths(range(201))
    alone = _paths([17])
    assert every.filter(pl.col("path_id") == 17).equals(alone)
    longer = _paths(range(10, 20), n_quarters=90)
    assert longer.filter((pl.col("path_id") == 17) & (pl.col("quarter") < 41)).equals(alone)
    assert not _paths([18])["krw_per_usd"].equals(alone["krw_per_usd"])
    assert log(alone["krw_per_usd"][1] / 1470) != 0


def test_correlations_that_cannot_hold_together_are_refused() -> None:
    with pytest.raises(ValueError, match=r"equity_demand_correlation -0.9 cannot hold together"):
        _paths([1], fx_equity_correlation=0.9, fx_demand_correlation=0.9, equity_demand_correlation=-0.9)
