"""The arrays of a block of programmes as tables."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.funds.child_funds import over_funds
from fundmodel.funds.class_flows import MEASURES as CLASS_MEASURES
from fundmodel.funds.class_flows import Programme
from fundmodel.funds.escrow import ESCROW
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
    "note_net",
    "cash",
    "escrow",
    "carry_accrued",
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
    if programme.children.closings is not None:
        start[grid.n_pairs :] = programme.children.closings.planned_start
    series = (np.argsort(fund_id) * grid.n_pairs + np.arange(grid.n_pairs)[:, None]).ravel()
    length = (end - start + 1)[series]
    quarter = np.arange(length.sum()) + np.repeat(start[series] - (np.cumsum(length) - length), length)
    series = np.repeat(series, length)
    cell = series * grid.n_quarters + quarter
    by_series = {
        name: np.concatenate([won(level.rows[name].T) for level in levels])
        for name in (
            *_SPENT,
            "proceeds",
            "forced_sale",
            "carry",
            "nav",
            "not_funded",
            "diluted",
            "carry_accrued",
        )
    }
    by_series |= _equity_and_cash(programme, by_series)
    by_series |= _in_escrow(programme, by_series)
    by_series["unfunded"] = commitment[:, None] - np.cumsum(by_series["called"], axis=1)
    by_series["unfunded"] += _recallable(programme, commitment.size)
    keys = pair_keys(grid, series % grid.n_pairs) | {
        "fund_id": fund_id.astype(np.int32)[series // grid.n_pairs],
        "quarter": quarter.astype(np.int32),
    }
    none = np.zeros(cell.size, dtype=np.int64)
    return pl.DataFrame(
        keys
        | {
            f"{name}_krw": by_series[name].ravel().take(cell) if name in by_series else none
            for name in _COLUMNS
        }
    )


def _recallable(programme: Programme, n_series: int) -> Ints:
    """What may be called again so far, shape (n_series, n_quarters); the mega fund hands calls on."""
    children, n_pairs = programme.children, programme.grid.n_pairs
    rows = children.rows
    made = np.zeros((n_series, programme.grid.n_quarters), dtype=np.int64)
    if children.budget.recycling is None:
        return made
    level = np.maximum.accumulate(rows["recallable"], axis=0)
    mega = children.partners.slices()[0].commitments[0] / np.maximum(children.budget.terms.commitment, 1.0)
    made[n_pairs:] = won(level.T)
    made[:n_pairs] = won(over_funds(np.floor(level * mega), n_pairs).T)
    return made


def _equity_and_cash(programme: Programme, by_series: dict[str, Ints]) -> dict[str, Ints]:
    """What partners pay and may receive, shape (n_series, n_quarters), and the cash that is kept."""
    spent, proceeds = by_series["invested"], by_series["proceeds"]
    charges = by_series["fee"] + by_series["expense"]
    children = programme.children
    notes, has_cash = children.notes, "advance" in children.rows
    if notes is None and not has_cash:
        return {"called": spent + charges, "distributable": proceeds}
    levels = (programme.mega, children)
    own, distributable = (
        np.concatenate([won(level.rows[name].T) for level in levels])
        for name in ("own_invested", "distributable")
    )
    none = np.zeros_like(spent)
    called, cash = own + charges, none.copy()
    above = slice(programme.grid.n_pairs, None)
    if notes is not None:
        cash[above] += notes.cash.T
    if has_cash:
        called[above] += won(children.rows["advance"].T)
        cash[above] += won(np.maximum(children.rows["balance"], 0.0).T)
    change = np.diff(cash, axis=1, prepend=0)
    return {
        "called": called,
        "distributable": distributable,
        "note_net": change + spent + charges + distributable - proceeds - called,
        "cash": cash,
    }


def _in_escrow(programme: Programme, by_series: dict[str, Ints]) -> dict[str, Ints]:
    """Carry held back, and what is distributed without it; shape (n_series, n_quarters)."""
    levels = (programme.mega.rows, programme.children.rows)
    if not any(ESCROW in rows for rows in levels):
        return {}
    held = np.concatenate([won(rows.get(ESCROW, np.zeros_like(rows["carry"])).T) for rows in levels])
    return {
        "escrow": held,
        "distributable": by_series["distributable"] - np.diff(held, axis=1, prepend=0),
    }


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
