"""The programme against the market: every path's flows against the index of the same path."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.finance import equivalents, irr
from fundmodel.finance.rates import Irr

Floats = NDArray[np.float64]

_QUARTERS_PER_YEAR = 4
_KEYS = ("scenario_id", "path_id", "party_id")


def path_equivalents(
    scenarios: pl.DataFrame,
    run_settings: pl.DataFrame,
    parties: pl.DataFrame,
    whole_flows: pl.DataFrame,
    class_flows: pl.DataFrame,
    market_paths: pl.DataFrame,
    policy_assumptions: pl.DataFrame,
) -> pl.DataFrame:
    """Returns of the whole and of each class of investors beside the same money in a market index.

    The index grows at an assumed yearly return, times the equity factor of the path that also moves the
    value of exits; on path 0 the factor is 1.

    Args:
        scenarios: scenario_id, world_id.
        run_settings: n_quarters.
        parties: The whole and the classes.
        whole_flows: net_krw by scenario, path and quarter.
        class_flows: paid_in_krw, distributed_krw, first_loss_krw by scenario, path, level, class, quarter.
        market_paths: equity_factor by world, path and quarter.
        policy_assumptions: One row per scenario: index_return_rate.

    Returns:
        One row per scenario_id, path_id, party_id (whole, public, domestic, foreign): ks_pme_multiple (null
        where nothing was paid in), and per year with their statuses irr_rate, direct_alpha_rate,
        ln_pme_rate, pme_plus_rate; pme_plus_scale.

    Source: METHOD.md, "Against the market".
    """
    flows = _flows(parties, whole_flows, class_flows)
    n_quarters = int(run_settings["n_quarters"][0])
    series = flows.select(*_KEYS).unique(maintain_order=True)
    cash = flows["net_krw"].to_numpy().astype(np.float64).reshape(series.height, n_quarters)
    index = _index(series, scenarios, market_paths, policy_assumptions, n_quarters)
    made = equivalents(cash, index)
    rates = {
        "irr": irr(cash),
        "direct_alpha": made.direct_alpha,
        "ln_pme": made.ln_pme,
        "pme_plus": made.pme_plus,
    }
    columns = [
        pl.Series("ks_pme_multiple", made.ks_pme),
        pl.Series("pme_plus_scale", made.pme_plus_scale),
    ]
    for name, found in rates.items():
        columns += [pl.Series(f"{name}_rate", _yearly(found)), pl.Series(f"{name}_status", found.status)]
    return series.with_columns(columns).with_columns(pl.selectors.float().fill_nan(None))


def _yearly(found: Irr) -> Floats:
    squared = (1 + found.rate) * (1 + found.rate)
    return squared * squared - 1


def _flows(parties: pl.DataFrame, whole_flows: pl.DataFrame, class_flows: pl.DataFrame) -> pl.DataFrame:
    """Net cash by scenario, path, party and quarter, in this order; the managers are left out."""
    known = parties.filter(pl.col("party_kind").is_in(["whole", "class"]) & (pl.col("party_code") != "gp"))
    whole = known.filter(pl.col("party_kind") == "whole")["party_id"].to_list()[0]
    classes = known.filter(pl.col("party_kind") == "class").select("party_id", "class_id")
    net = pl.col("distributed_krw") + pl.col("first_loss_krw") - pl.col("paid_in_krw")
    columns = [*_KEYS, "quarter", "net_krw"]
    of_classes = (
        class_flows.with_columns(net.alias("net_krw"))
        .join(classes, on="class_id")
        .group_by(*_KEYS, "quarter")
        .agg(pl.col("net_krw").sum())
    )
    of_whole = whole_flows.with_columns(pl.lit(whole, dtype=of_classes.schema["party_id"]).alias("party_id"))
    return pl.concat([of_whole.select(columns), of_classes.select(columns)]).sort(*_KEYS, "quarter")


def _index(
    series: pl.DataFrame,
    scenarios: pl.DataFrame,
    market_paths: pl.DataFrame,
    policy_assumptions: pl.DataFrame,
    n_quarters: int,
) -> Floats:
    """Level of the index by series and quarter."""
    paths = market_paths.filter(pl.col("quarter") < n_quarters).sort("world_id", "path_id", "quarter")
    worlds = paths["world_id"].unique().sort().to_numpy()
    ids = paths["path_id"].unique().sort().to_numpy()
    factor = paths["equity_factor"].to_numpy().reshape(worlds.size, ids.size, n_quarters)
    terms = series.join(scenarios.select("scenario_id", "world_id"), on="scenario_id", maintain_order="left")
    terms = terms.join(
        policy_assumptions.select("scenario_id", "index_return_rate"),
        on="scenario_id",
        maintain_order="left",
    )
    world = np.searchsorted(worlds, terms["world_id"].to_numpy())
    path = np.searchsorted(ids, terms["path_id"].to_numpy())
    years = np.arange(n_quarters) / _QUARTERS_PER_YEAR
    growth = (1 + terms["index_return_rate"].to_numpy())[:, None] ** years
    return growth * factor[world, path]
