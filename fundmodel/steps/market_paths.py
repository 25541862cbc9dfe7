"""The markets on every path: KRW per USD, the equity factor of exits, the demand for plants."""

from collections.abc import Mapping
from math import exp, expm1, sqrt

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel import draws

Floats = NDArray[np.float64]

QUARTERS_PER_YEAR = 4
_FACTORS = 3


def _weights(assumptions: Mapping[str, float]) -> list[list[float]]:
    """Lower triangle that turns independent shocks into those of fx, equity and demand."""
    fx_equity = assumptions["fx_equity_correlation"]
    fx_demand = assumptions["fx_demand_correlation"]
    equity_demand = assumptions["equity_demand_correlation"]
    own_equity = sqrt(1 - fx_equity**2)
    demand_on_equity = (equity_demand - fx_equity * fx_demand) / own_equity
    rest = 1 - fx_demand**2 - demand_on_equity**2
    if rest < 0:
        raise ValueError(
            f"fx_equity_correlation {fx_equity:g}, fx_demand_correlation {fx_demand:g} and "
            f"equity_demand_correlation {equity_demand:g} cannot hold together; move one of them towards 0."
        )
    return [[1.0], [fx_equity, own_equity], [fx_demand, demand_on_equity, sqrt(rest)]]


def _shocks(weights: list[list[float]], seed: int, paths: NDArray[np.integer], n_quarters: int) -> Floats:
    """Correlated normal shocks, shape (n_factors, n_quarters, n_paths); none in quarter 0 and on path 0."""
    shocks = np.zeros((_FACTORS, n_quarters, paths.size))
    for quarter in range(1, n_quarters):
        drawn = draws.normals(seed, "market", f"quarter {quarter}", paths, _FACTORS) * (paths > 0)[:, None]
        for factor, row in enumerate(weights):
            for column, weight in enumerate(row):
                shocks[factor, quarter] += weight * drawn[:, column]
    return shocks


def _walk(shocks: Floats, volatility: float) -> tuple[Floats, Floats]:
    """Log of a geometric random walk, shape (n_quarters, n_paths), and its variance by quarter."""
    step = volatility / sqrt(QUARTERS_PER_YEAR)
    logs = np.zeros_like(shocks)
    for quarter in range(1, len(shocks)):
        logs[quarter] = logs[quarter - 1] + step * shocks[quarter]
    return logs, step * step * np.arange(len(shocks), dtype=np.float64)


def _reverting(shocks: Floats, volatility: float, reversion: float) -> tuple[Floats, Floats]:
    """Log of a factor that reverts to 0, where it starts, and its variance; shapes as in _walk."""
    kept = exp(-reversion / QUARTERS_PER_YEAR)
    variance = volatility**2 * -expm1(-2 * reversion / QUARTERS_PER_YEAR) / (2 * reversion)
    logs, variances = np.zeros_like(shocks), np.zeros(len(shocks))
    for quarter in range(1, len(shocks)):
        logs[quarter] = kept * logs[quarter - 1] + sqrt(variance) * shocks[quarter]
        variances[quarter] = kept * kept * variances[quarter - 1] + variance
    return logs, variances


def _mean_one(logs: Floats, variances: Floats, is_random: NDArray[np.bool_]) -> Floats:
    """exp(log - variance / 2) on random paths, 1 on path 0, shape (n_paths, n_quarters)."""
    return np.exp((logs - (variances / 2)[:, None]) * is_random).T


def _central_rate(assumptions: Mapping[str, float], n_quarters: int) -> Floats:
    """KRW per USD of the central case, shape (n_quarters,); a shift comes after quarter 0."""
    growth = 1 + assumptions["fx_forward_rate"] if assumptions["fx_central"] == "forward" else 1.0
    years = np.arange(n_quarters) / QUARTERS_PER_YEAR
    shift = np.where(years > 0, 1 + assumptions["fx_central_shift_share"], 1.0)
    return assumptions["krw_per_usd_start"] * growth**years * shift


def market_paths(
    market_assumptions: pl.DataFrame, run_settings: pl.DataFrame, paths: pl.DataFrame
) -> pl.DataFrame:
    """Exchange rate and two market factors by quarter; each random one has the central case as its mean.

    KRW per USD is a geometric random walk around the central curve. The equity factor scales the value of
    exits, the demand factor the use of plants; their logs revert to 0, where they start.

    Args:
        market_assumptions: One row.
        run_settings: seed, n_quarters.
        paths: path_id; path 0 is the central case.

    Returns:
        One row per world_id, path_id, quarter: krw_per_usd, equity_factor, demand_factor (multiples, mean 1).

    Raises:
        ValueError: If the three correlations cannot hold together.

    Source: METHOD.md, "Paths": shocks have mean one, no historical drift; exact transition of the
    Ornstein-Uhlenbeck process.
    """
    given = market_assumptions.row(0, named=True)
    seed, n_quarters = run_settings.select("seed", "n_quarters").row(0)
    asked = np.sort(paths["path_id"].to_numpy())
    fx, equity, demand = _shocks(_weights(given), seed, asked, n_quarters)
    is_random = asked > 0
    rate = _mean_one(*_walk(fx, given["fx_volatility_rate"]), is_random) * _central_rate(given, n_quarters)
    equity_logs = _reverting(equity, given["equity_volatility_rate"], given["equity_reversion_rate"])
    demand_logs = _reverting(demand, given["demand_volatility_rate"], given["demand_reversion_rate"])
    return pl.DataFrame(
        {
            "world_id": np.zeros(rate.size, dtype=np.int32),
            "path_id": np.repeat(asked.astype(np.int32), n_quarters),
            "quarter": np.tile(np.arange(n_quarters, dtype=np.int32), asked.size),
            "krw_per_usd": rate.ravel(),
            "equity_factor": _mean_one(*equity_logs, is_random).ravel(),
            "demand_factor": _mean_one(*demand_logs, is_random).ravel(),
        }
    )
