"""The capital calls of a blind pool as lots: what each gives back on every path."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.assets.pacing import QUARTERS_PER_YEAR, QuarterlyPacing

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class PoolLots:
    """Lots of one pool, row by row: path by path, then by funded and by cash quarter; whole won.

    Attributes:
        path: Number of the path.
        funded_quarter: Quarter of the pool's life in which the lot is called.
        cash_quarter: Quarter of its life in which the row's money moves.
        invested, proceeds, nav_change, cost_change: What moves.
    """

    path: Ints
    funded_quarter: Ints
    cash_quarter: Ints
    invested: Ints
    proceeds: Ints
    nav_change: Ints
    cost_change: Ints


def growth_shocks(
    equity_factor: Floats,
    own_normals: Floats,
    market_loading: float,
    own_volatility: float,
    equity_volatility: float,
    equity_reversion: float,
) -> Floats:
    """The factor of random growth, shape (n_paths, n_quarters), with mean one whatever came before.

    The news of a quarter in the equity factor, times a loading, and a part of the pool's own. The equity
    factor reverts to its mean, so only what could not be foreseen a quarter before counts as news.

    Args:
        equity_factor: Shape (n_paths, n_quarters), from quarter 0, mean one.
        own_normals: Same shape, independent standard normal numbers.
        market_loading: Change of the log growth per change of the log equity factor.
        own_volatility: Of the pool's own part, per year.
        equity_volatility: Of the equity factor, per year.
        equity_reversion: Speed at which its log returns to 0, per year.

    Example:
        >>> growth_shocks(np.ones((1, 2)), np.zeros((1, 2)), 0.0, 0.0, 0.25, 0.35)
        array([[1., 1.]])

    Source: Ornstein-Uhlenbeck process, as in market_paths; METHOD.md, "Blind pools".
    """
    quarter = np.arange(equity_factor.shape[1])
    kept = np.exp(-equity_reversion / QUARTERS_PER_YEAR)
    long_run = equity_volatility**2 / (equity_reversion + equity_reversion)
    variance = -long_run * np.expm1(-(equity_reversion + equity_reversion) * quarter / QUARTERS_PER_YEAR)
    news_variance = -long_run * np.expm1(-(equity_reversion + equity_reversion) / QUARTERS_PER_YEAR)
    logs = np.log(equity_factor) + variance / 2
    news = np.zeros_like(logs)
    news[:, 1:] = logs[:, 1:] - kept * logs[:, :-1]
    own_step = own_volatility / np.sqrt(QUARTERS_PER_YEAR)
    has_news = quarter > 0
    drift = (market_loading**2 * news_variance + own_step**2) / 2 * has_news
    return np.exp(market_loading * news + own_step * own_normals * has_news - drift)


def called(capital_krw: float, pacing: QuarterlyPacing) -> Ints:
    """Calls by quarter in whole won: the floor of what is called so far, less what was called before."""
    so_far = np.floor(capital_krw * np.cumsum(pacing.contribution))
    return np.diff(so_far, prepend=0.0).astype(np.int64)


def pool_lots(calls: Ints, pacing: QuarterlyPacing, shocks: Floats, currency_factor: Floats) -> PoolLots:
    """Every call of a pool as a lot of its own.

    A call stands at its cost in the pool's currency until its year ends; then it grows and is paid out as the
    refinement says, each quarter's growth times the path's shock. What is left after the life, the call of
    its last year, is paid back in the quarter after it.

    Args:
        calls: Shape (4 x life_years,), whole won.
        pacing: The refinement.
        shocks: Shape (n_paths, 4 x life_years + 1), by quarter of the pool's life.
        currency_factor: Same shape: won per unit of the pool's currency, in any unit.

    Example:
        >>> pacing = QuarterlyPacing(np.full(4, 0.25), np.ones(4), np.full(4, 0.25))
        >>> lots = pool_lots(np.array([8, 0, 0, 0]), pacing, np.ones((1, 5)), np.ones((1, 5)))
        >>> lots.cash_quarter.tolist(), lots.invested.tolist(), lots.proceeds.tolist()
        ([0, 1, 2, 3, 4], [8, 0, 0, 0, 0], [0, 0, 0, 0, 8])

    Source: METHOD.md, "Blind pools".
    """
    n_paths, n_quarters = shocks.shape
    last = n_quarters - 1
    quarter = np.arange(n_quarters)
    columns, keys = [], []
    for funded in np.flatnonzero(calls).tolist():
        call = float(calls[funded])
        year_end = funded - funded % QUARTERS_PER_YEAR + QUARTERS_PER_YEAR - 1
        value = np.ones((n_paths, n_quarters))
        paid = np.zeros((n_paths, n_quarters))
        cost = np.ones(n_quarters)
        for now in range(year_end + 1, last):
            grown = value[:, now - 1] * (pacing.growth[now] * shocks[:, now])
            paid[:, now] = grown * pacing.payout[now]
            value[:, now] = grown * (1 - pacing.payout[now])
            cost[now] = cost[now - 1] * (1 - pacing.payout[now])
        paid[:, last], value[:, last], cost[last] = value[:, last - 1], 0.0, 0.0
        in_won = currency_factor / currency_factor[:, [funded]] * call
        nav = np.floor(value * in_won)
        nav[:, :funded] = 0
        cost_krw = np.floor(cost * call)
        cost_krw[:funded] = 0
        paid[:, : funded + 1] = 0
        invested = np.where(quarter == funded, call, 0.0)
        rows = (
            np.broadcast_to(invested, nav.shape),
            np.floor(paid * in_won),
            np.diff(nav, axis=1, prepend=0.0),
            np.broadcast_to(np.diff(cost_krw, prepend=0.0), nav.shape),
        )
        columns.append([one[:, funded:].astype(np.int64) for one in rows])
        keys.append((np.full(n_quarters - funded, funded), quarter[funded:]))
    if not columns:
        return PoolLots(*np.zeros((7, 0), dtype=np.int64))
    amounts = [np.concatenate(one, axis=1) for one in zip(*columns, strict=True)]
    funded_quarter, cash_quarter = (np.concatenate(one) for one in zip(*keys, strict=True))
    path = np.repeat(np.arange(n_paths), funded_quarter.size)
    every = (np.tile(one, n_paths) for one in (funded_quarter, cash_quarter))
    return PoolLots(path, *every, *(one.ravel() for one in amounts))
