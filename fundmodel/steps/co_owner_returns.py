"""What foreign owners at the level of assets earn, path by path."""

import numpy as np
import polars as pl

from fundmodel.finance import irr

_KEYS = ("scenario_id", "path_id", "owner_kind")
_MONEY = ("paid_in_krw", "received_krw", "fund_invested_krw")
_SCHEMA = (
    {"scenario_id": pl.Int32, "path_id": pl.Int32, "owner_kind": pl.String}
    | dict.fromkeys(_MONEY, pl.Int64)
    | {"rate": pl.Float64, "status": pl.String, "own_rate": pl.Float64, "own_status": pl.String}
)


def co_owner_returns(
    scenarios: pl.DataFrame,
    run_settings: pl.DataFrame,
    market_paths: pl.DataFrame,
    co_owner_flows: pl.DataFrame,
) -> pl.DataFrame:
    """Money and return of co-investors and of direct owners of plants, gross of their own costs and of tax.

    Args:
        scenarios: scenario_id, world_id.
        run_settings: n_quarters.
        market_paths: krw_per_usd by world, path and quarter.
        co_owner_flows: One row per scenario, path, fund and quarter in which something moves.

    Returns:
        One row per scenario_id, path_id, owner_kind: paid_in_krw and received_krw over life, and what the
        funds beside them invested; rate (effective per year, in won) and status, own_rate and own_status in
        dollars at the rate of each quarter; rates are empty where none exists.

    Example:
        A tenth of a fund that pays 1,000 and gets 1,210 two years later; the won loses a tenth against the
        dollar.

        >>> flows = pl.DataFrame({"scenario_id": 0, "path_id": 0, "fund_id": 1, "quarter": [0, 8],
        ...     "owner_kind": "co_investment", "fund_invested_krw": [1000, 0], "paid_in_krw": [100, 0],
        ...     "received_krw": [0, 121]})
        >>> rates = pl.DataFrame({"world_id": 0, "path_id": 0, "quarter": range(9),
        ...     "krw_per_usd": [1000.0] * 8 + [1100.0]})
        >>> known = pl.DataFrame({"scenario_id": [0], "world_id": [0]})
        >>> made = co_owner_returns(known, pl.DataFrame({"n_quarters": [9]}), rates, flows)
        >>> made.select(pl.col("rate", "own_rate").round(4)).row(0)
        (0.1, 0.0488)

    Source: METHOD.md, "Foreign owners beside the funds" and "IRR".
    """
    if not co_owner_flows.height:
        return pl.DataFrame(schema=_SCHEMA)
    n_quarters = int(run_settings["n_quarters"][0])
    dated = (
        co_owner_flows.join(scenarios.select("scenario_id", "world_id"), on="scenario_id")
        .join(market_paths, on=["world_id", "path_id", "quarter"], how="left")
        .sort(*_KEYS, "quarter", "fund_id")
    )
    series = dated.select(_KEYS).unique(maintain_order=True).with_row_index("place")
    placed = dated.join(series, on=_KEYS, how="left", maintain_order="left")
    cell = placed["place"].to_numpy().astype(np.int64) * n_quarters + placed["quarter"].to_numpy()
    net = (placed["received_krw"] - placed["paid_in_krw"]).to_numpy().astype(np.float64)
    cash = np.bincount(cell, net, series.height * n_quarters).reshape(series.height, n_quarters)
    rate = np.ones(cash.size)
    rate[cell] = placed["krw_per_usd"].to_numpy()
    found = [irr(cash), irr(cash / rate.reshape(cash.shape))]
    totals = {
        name: np.bincount(placed["place"], placed[name].to_numpy(), series.height).astype(np.int64)
        for name in _MONEY
    }
    yearly = {}
    for prefix, one in zip(("", "own_"), found, strict=True):
        squared = (1 + one.rate) * (1 + one.rate)
        yearly |= {f"{prefix}rate": squared * squared - 1, f"{prefix}status": one.status}
    return series.select(*_KEYS).with_columns(
        **{name: pl.Series(name, values, dtype=_SCHEMA[name]) for name, values in (totals | yearly).items()}
    ).with_columns(pl.col("rate", "own_rate").fill_nan(None))  # fmt: skip
