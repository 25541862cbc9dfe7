"""Idle cash, subscription lines and recallable distributions of a block of programmes as tables."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.funds.class_flows import Programme
from fundmodel.funds.flow_frames import pair_keys, won
from fundmodel.funds.party_frames import PartyFrames
from fundmodel.funds.recycling import LIMITS

Floats = NDArray[np.float64]

_IDS = {"scenario_id": pl.Int32, "path_id": pl.Int32, "fund_id": pl.Int32, "quarter": pl.Int32}
_FLOWS = (
    "idle_cash_krw", "line_krw", "line_net_krw", "interest_krw", "line_interest_krw", "given_back_krw",
    "advance_krw", "short_notice_krw", "recallable_krw", "recycled_krw",
)  # fmt: skip
_TOTALS = (
    "idle_cash_quarters_krw", "peak_line_krw", "interest_krw", "line_interest_krw", "given_back_krw",
    "short_notice_krw", "recallable_krw", "recycled_krw", "not_funded_krw", "mega_short_krw",
)  # fmt: skip


def _by_quarter(programme: Programme) -> dict[str, Floats]:
    """_FLOWS -> shape (n_quarters, n_series) of the child funds; levels stay after the end of a fund."""
    rows = programme.children.rows
    line = np.maximum(-rows["balance"], 0.0)
    names = ("owed", "short", "recallable", "recycled")
    level = {name: np.maximum.accumulate(rows[name], axis=0) for name in names}
    values = (
        np.maximum(rows["balance"], 0.0),
        line,
        np.diff(line, axis=0, prepend=0.0),
        rows["interest"],
        np.diff(level["owed"], axis=0, prepend=0.0),
        rows["returned"],
        rows["advance"],
        np.diff(level["short"], axis=0, prepend=0.0),
        level["recallable"],
        level["recycled"],
    )
    return dict(zip(_FLOWS, values, strict=True))


def fund_cash(programme: Programme) -> pl.DataFrame:
    """Table fund_cash: child funds and quarters in which any of it is not zero."""
    if "advance" not in programme.children.rows:
        return pl.DataFrame(schema=_IDS | dict.fromkeys(_FLOWS, pl.Int64))
    grid, flows = programme.grid, _by_quarter(programme)
    moved = np.logical_or.reduce(np.array([values != 0 for values in flows.values()]), axis=0)
    series, quarter = np.nonzero(moved.T)
    frame = pl.DataFrame(
        pair_keys(grid, series % grid.n_pairs)
        | {
            "fund_id": grid.fund_id.astype(np.int32)[series // grid.n_pairs],
            "quarter": quarter.astype(np.int32),
        }
        | {name: won(values[quarter, series]) for name, values in flows.items()}
    )
    return frame.sort(list(_IDS))


def fund_cash_totals(programme: Programme) -> pl.DataFrame:
    """Table fund_cash_totals: one row per scenario_id, path_id, fund_id of child funds; none if all off."""
    ids = {name: kind for name, kind in _IDS.items() if name != "quarter"}
    schema = ids | dict.fromkeys(_TOTALS, pl.Int64) | {"recycling_limit": pl.String}
    children, grid = programme.children, programme.grid
    if "advance" not in children.rows:
        return pl.DataFrame(schema=schema)
    flows = _by_quarter(programme)
    not_funded = np.add.reduce(children.rows["not_funded"], axis=0)
    sums = {name: np.add.reduce(flows[name], axis=0) for name in _FLOWS}
    values = (
        sums["idle_cash_krw"],
        np.maximum.reduce(flows["line_krw"], axis=0),
        *(sums[name] for name in _TOTALS[2:6]),
        flows["recallable_krw"][-1],
        flows["recycled_krw"][-1],
        not_funded,
        np.add.reduce(children.rows["mega_short"], axis=0),
    )
    series = np.arange(not_funded.size)
    recycling = children.budget.recycling
    none = np.zeros(series.size, dtype=np.int64)
    limit = none if recycling is None else recycling.limits(not_funded)
    frame = pl.DataFrame(
        pair_keys(grid, series % grid.n_pairs)
        | {"fund_id": grid.fund_id.astype(np.int32)[series // grid.n_pairs]}
        | {name: won(one) for name, one in zip(_TOTALS, values, strict=True)}
        | {"recycling_limit": [LIMITS[code] for code in limit.tolist()]}
    )
    return frame.sort(list(ids))


def appropriations(parties: PartyFrames) -> pl.DataFrame:
    """Table appropriations: quarters in which anything moves on, or lies on, the account of fiscal money."""
    names = ("called", "paid", "short", "interest", "returned", "balance")
    ids = dict.fromkeys(("scenario_id", "path_id", "investor_id", "quarter"), pl.Int32)
    account = parties.flows.account
    if account is None:
        return pl.DataFrame(schema=ids | {f"{name}_krw": pl.Int64 for name in names})
    values = {name: getattr(account, name) for name in names}
    moved = np.logical_or.reduce(np.array([one != 0 for one in values.values()]), axis=0)
    pair, quarter = np.nonzero(moved.T)
    return pl.DataFrame(
        pair_keys(parties.grid, pair)
        | {
            "investor_id": np.full(pair.size, account.investor_id, dtype=np.int32),
            "quarter": quarter.astype(np.int32),
        }
        | {f"{name}_krw": won(one[quarter, pair]) for name, one in values.items()}
    ).sort(list(ids))
