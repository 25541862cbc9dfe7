"""The arrays of a block of programmes as tables."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.funds.class_flows import MEASURES as CLASS_MEASURES
from fundmodel.funds.class_flows import Programme
from fundmodel.funds.fund_grid import CLASS_CODES, LEVELS, Grid

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Keys = dict[str, NDArray[np.int32]]

_SPENT = ("invested", "fee", "expense")
_COLUMNS = (
    "called",
    *_SPENT,
    "proceeds",
    "forced_sale",
    "distributable",
    "carry",
    "nav",
    "unfunded",
    "not_funded",
    "diluted",
)


def won(values: Floats) -> Ints:
    """Whole won as integers, in the order of the axes given, which need not be that of the memory."""
    whole = np.empty(values.shape, dtype=np.int64)
    np.copyto(whole, values, casting="unsafe")
    return whole


def pair_keys(grid: Grid, pair: Ints) -> Keys:
    """Columns scenario_id and path_id of some pairs."""
    scenario, path = np.divmod(pair, grid.path_id.size)
    return {
        "scenario_id": grid.scenario_id.astype(np.int32)[scenario],
        "path_id": grid.path_id.astype(np.int32)[path],
    }


def fund_frame(programme: Programme) -> pl.DataFrame:
    """Table fund_flows: one row per scenario_id, path_id, fund_id and quarter of the fund's term."""
    grid, levels = programme.grid, (programme.mega, programme.children)
    fund_id = np.append(grid.mega_id, grid.fund_id)
    start, end, commitment = (
        np.concatenate([getattr(level.budget.terms, name) for level in levels]).astype(np.int64)
        for name in ("start", "term_end", "commitment")
    )
    series = (np.argsort(fund_id) * grid.n_pairs + np.arange(grid.n_pairs)[:, None]).ravel()
    length = (end - start + 1)[series]
    quarter = np.arange(length.sum()) + np.repeat(start[series] - (np.cumsum(length) - length), length)
    series = np.repeat(series, length)
    cell = series * grid.n_quarters + quarter
    by_series = {
        name: np.concatenate([won(level.rows[name].T) for level in levels])
        for name in (*_SPENT, "proceeds", "forced_sale", "carry", "nav", "not_funded", "diluted")
    }
    by_series["called"] = by_series["invested"] + by_series["fee"] + by_series["expense"]
    by_series["unfunded"] = commitment[:, None] - np.cumsum(by_series["called"], axis=1)
    by_series["distributable"] = by_series["proceeds"]
    keys = pair_keys(grid, series % grid.n_pairs) | {
        "fund_id": fund_id.astype(np.int32)[series // grid.n_pairs],
        "quarter": quarter.astype(np.int32),
    }
    return pl.DataFrame(keys | {f"{name}_krw": by_series[name].ravel().take(cell) for name in _COLUMNS})


def class_frame(programme: Programme) -> pl.DataFrame:
    """Table class_flows: one row per scenario_id, path_id, level, class_id and quarter of the grid."""
    grid = programme.grid
    shape = (len(LEVELS), len(CLASS_CODES), grid.n_quarters)
    names = ("level", "class_id", "quarter")
    keys = {
        name: np.tile(values.ravel(), grid.n_pairs)
        for name, values in zip(names, np.indices(shape, dtype=np.int32), strict=True)
    }
    pair = np.repeat(np.arange(grid.n_pairs), np.prod(shape))
    values = {
        f"{name}_krw": won(programme.by_class[name].transpose(3, 1, 2, 0)).ravel() for name in CLASS_MEASURES
    }
    return pl.DataFrame(pair_keys(grid, pair) | keys | values)
