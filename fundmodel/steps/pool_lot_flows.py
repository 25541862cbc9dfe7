"""What blind pools ask of their fund and give back on every path, lot by lot."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel import draws
from fundmodel.assets.pacing import QUARTERS_PER_YEAR, PacingTerms, quarterly_pacing
from fundmodel.assets.pool_lots import called, growth_shocks, pool_lots

Floats = NDArray[np.float64]

_KEYS = ("world_id", "path_id", "fund_id", "priority_class", "funded_quarter", "cash_quarter")
_AMOUNTS = ("invested_krw", "proceeds_krw", "nav_change_krw", "cost_change_krw")
_SCHEMA = {name: pl.Int32() for name in _KEYS} | {name: pl.Int64() for name in _AMOUNTS}
# A call of a pool is an instalment that was promised: it is paid before anything else.
_PRIORITY = 1


def _by_path(market_paths: pl.DataFrame, column: str, n_quarters: int) -> Floats:
    return market_paths.sort("path_id", "quarter")[column].to_numpy().reshape(-1, n_quarters)


def pool_lot_flows(
    blind_pool_plan: pl.DataFrame,
    market_assumptions: pl.DataFrame,
    market_paths: pl.DataFrame,
    run_settings: pl.DataFrame,
    paths: pl.DataFrame,
) -> pl.DataFrame:
    """The calls of every blind pool as lots, what they give back, and what they are worth.

    The central case (path 0) follows the pacing rules. On a random path growth has the news of the equity
    factor and a part of the pool's own in it, with mean one; calls do not change. A pool in dollars is paid
    in won at the rate of the quarter of its call and gives back at the rate of the quarter it pays.

    Args:
        blind_pool_plan: One row per fund: fund_id, fund_code, start_quarter, capital_krw and its terms.
        market_assumptions: One row.
        market_paths: path_id, quarter, krw_per_usd, equity_factor for the paths asked for.
        run_settings: seed and n_quarters.
        paths: path_id.

    Returns:
        One row per world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter; whole won.

    Source: METHOD.md, "Blind pools" and "Lots and budgets".
    """
    market = market_assumptions.row(0, named=True)
    seed, n_quarters = run_settings.select("seed", "n_quarters").row(0)
    asked = paths["path_id"].unique().sort().to_numpy()
    krw_per_usd = _by_path(market_paths, "krw_per_usd", n_quarters)
    equity_factor = _by_path(market_paths, "equity_factor", n_quarters)
    made = []
    for pool in blind_pool_plan.sort("fund_id").iter_rows(named=True):
        terms = PacingTerms(**{name: pool[name] for name in PacingTerms.__dataclass_fields__})
        pacing = quarterly_pacing(terms)
        own = draws.normals(seed, pool["fund_code"], "growth", asked, terms.life_years * QUARTERS_PER_YEAR)
        life = slice(pool["start_quarter"], pool["start_quarter"] + own.shape[1] + 1)
        every_normal = np.zeros_like(equity_factor)
        every_normal[:, life.start + 1 : life.stop] = own
        shocks = growth_shocks(
            equity_factor,
            every_normal,
            pool["market_loading"],
            pool["own_volatility_rate"],
            market["equity_volatility_rate"],
            market["equity_reversion_rate"],
        )
        shocks[asked == 0] = 1.0
        usd = pool["usd_share"]
        currency = (1 - usd) + usd * (krw_per_usd / krw_per_usd[:, :1])
        lots = pool_lots(called(pool["capital_krw"], pacing), pacing, shocks[:, life], currency[:, life])
        columns = (
            np.zeros(lots.path.size, dtype=np.int32),
            asked[lots.path],
            np.full(lots.path.size, pool["fund_id"]),
            np.full(lots.path.size, _PRIORITY),
            lots.funded_quarter + pool["start_quarter"],
            lots.cash_quarter + pool["start_quarter"],
            lots.invested,
            lots.proceeds,
            lots.nav_change,
            lots.cost_change,
        )
        named = zip(_SCHEMA.items(), columns, strict=True)
        made.append(pl.DataFrame([pl.Series(name, one).cast(kind) for (name, kind), one in named]))
    every = pl.concat(made) if made else pl.DataFrame(schema=_SCHEMA)
    # The rows of one pool stand in order already.
    return every if len(made) <= 1 else every.sort(_KEYS)
