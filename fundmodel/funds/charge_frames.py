"""What fees and expenses are made of, and what public investors give on levers, as tables."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.funds.child_funds import CHARGE_ROWS
from fundmodel.funds.class_flows import Programme
from fundmodel.funds.flow_frames import pair_keys, won
from fundmodel.funds.support_flows import CALL, SETTLED

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FIRST_LOSS = "first_loss"
_IDS = dict.fromkeys(("scenario_id", "path_id", "fund_id", "quarter"), pl.Int32)
_WAIVED, *_TO_DATE = CHARGE_ROWS


def fund_charges(programme: Programme) -> pl.DataFrame:
    """Table fund_charges: funds of both levels and quarters in which any of CHARGE_ROWS is not zero."""
    schema = _IDS | dict.fromkeys((f"{name}_krw" for name in CHARGE_ROWS), pl.Int64)
    grid = programme.grid
    levels = ((programme.mega, np.array([grid.mega_id])), (programme.children, grid.fund_id))
    frames = [pl.DataFrame(schema=schema)]
    for level, fund_ids in levels:
        if _WAIVED not in level.rows:
            continue
        flows = {_WAIVED: level.rows[_WAIVED]}
        for name in _TO_DATE:
            # Levels are noted while a fund is open, and stay at what they were.
            flows[name] = np.diff(np.maximum.accumulate(level.rows[name], axis=0), axis=0, prepend=0.0)
        moved = np.logical_or.reduce(np.array([values != 0 for values in flows.values()]), axis=0)
        series, quarter = np.nonzero(moved.T)
        frames.append(
            pl.DataFrame(
                _keys(programme, series, fund_ids)
                | {"quarter": quarter.astype(np.int32)}
                | {f"{name}_krw": won(values[quarter, series]) for name, values in flows.items()}
            )
        )
    return pl.concat(frames).sort(list(_IDS))


def support_given(programme: Programme) -> pl.DataFrame:
    """Table support_given: child funds, quarters and levers in which public investors give or get."""
    children, support = programme.children, programme.support
    end = children.budget.terms.end.astype(np.int64)
    frames = [_given(programme, FIRST_LOSS, np.add.reduce(children.cover_paid, axis=0), end)]
    if support is not None:
        paid = {lever: np.add.reduce(support.paid[lever], axis=0) for lever in SETTLED}
        frames += [_given(programme, lever, amounts, end) for lever, amounts in paid.items()]
        if support.moved.any():
            payers = slice(support.n_direct, None)
            net = np.zeros((support.moved.shape[0], support.moved.shape[2]))
            for rows in support.of_call.values():
                net -= np.add.reduce(rows[:, payers], axis=1)
            series, quarter = np.nonzero(net.T)
            frames.append(_rows(programme, CALL, series, quarter, net[quarter, series]))
    return pl.concat(frames).sort(*_IDS, "lever")


def _given(programme: Programme, lever: str, amounts: Floats, end: Ints) -> pl.DataFrame:
    """What is settled once, shape (n_series,), in the last quarter of each fund."""
    series = np.flatnonzero(amounts)
    return _rows(programme, lever, series, end[series], amounts[series])


def _rows(programme: Programme, lever: str, series: Ints, quarter: Ints, amounts: Floats) -> pl.DataFrame:
    return pl.DataFrame(
        _keys(programme, series, programme.grid.fund_id)
        | {
            "quarter": quarter.astype(np.int32),
            "lever": pl.Series([lever] * series.size, dtype=pl.String),
            "given_krw": won(amounts),
        }
    )


def _keys(programme: Programme, series: Ints, fund_ids: Ints) -> dict[str, NDArray[np.int32]]:
    n_pairs = programme.grid.n_pairs
    return pair_keys(programme.grid, series % n_pairs) | {
        "fund_id": fund_ids.astype(np.int32)[series // n_pairs]
    }
