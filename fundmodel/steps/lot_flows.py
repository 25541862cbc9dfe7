"""What all assets offer to their funds per lot funded: startups, plants and blind pools."""

import numpy as np
import polars as pl

from fundmodel.assets.whole_sums import whole_sums

_KEYS = ("world_id", "path_id", "fund_id", "priority_class", "funded_quarter", "cash_quarter")
_AMOUNTS = ("invested_krw", "proceeds_krw", "nav_change_krw", "cost_change_krw")
_SCHEMA = dict.fromkeys(_KEYS, pl.Int32) | dict.fromkeys(_AMOUNTS, pl.Int64)


def lot_flows(
    startup_lot_flows: pl.DataFrame,
    startup_central: pl.DataFrame,
    facility_lot_flows: pl.DataFrame,
    pool_lot_flows: pl.DataFrame,
    run_settings: pl.DataFrame,
) -> pl.DataFrame:
    """The lots of all assets, added up by fund, priority class and quarters.

    Args:
        startup_lot_flows: Of random paths.
        startup_central: The same of path 0.
        facility_lot_flows: The same of plants.
        pool_lot_flows: The same of blind pools.
        run_settings: n_quarters; rows after the grid are left out.

    Returns:
        One row per world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter: invested_krw,
        proceeds_krw, nav_change_krw, cost_change_krw, whole won, the last two signed.

    Source: METHOD.md, "Lots and budgets".
    """
    n_quarters = int(run_settings["n_quarters"][0])
    columns: dict[str, np.ndarray] = {}
    parts = [
        frame.filter(pl.col("cash_quarter") < n_quarters)
        for frame in (startup_lot_flows, startup_central, facility_lot_flows, pool_lot_flows)
    ]
    for name in _SCHEMA:
        columns[name] = np.concatenate([part[name].to_numpy() for part in parts])
    keys, sums = whole_sums(*([columns[name] for name in names] for names in (_KEYS, _AMOUNTS)))
    return pl.DataFrame(dict(zip(_SCHEMA, (*keys, *sums), strict=True)), schema=_SCHEMA)
