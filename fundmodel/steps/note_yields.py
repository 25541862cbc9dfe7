"""Yields of notes: what a holder earns on the mean of its cash over all paths."""

import numpy as np
import polars as pl

from fundmodel.finance import irr

_QUARTERS_PER_YEAR = 4
_KEYS = ("scenario_id", "note_id", "path_group")


def note_yields(note_cash_flows: pl.DataFrame) -> pl.DataFrame:
    """The yield of each note on its cash, summed over the central case or the random paths.

    Args:
        note_cash_flows: One row per scenario, note, path group and quarter of the full grid, in units of the
            note's currency: issued, received from the fund and from guarantors.

    Returns:
        One row per scenario_id, note_id, path_group: yield_rate (effective per year, null where none exists)
        and yield_status.

    Example:
        >>> flows = pl.DataFrame(
        ...     {"scenario_id": 0, "note_id": 1, "path_group": "random", "quarter": range(5), "path_count": 2,
        ...      "issued_units": [200, 0, 0, 0, 0], "received_units": [0, 0, 0, 0, 210]}
        ... )
        >>> note_yields(flows).select("yield_rate", "yield_status").row(0)
        (0.05, 'ok')

    Source: METHOD.md, "Notes of a fund" and "IRR".
    """
    flows = note_cash_flows.sort(*_KEYS, "quarter")
    series = flows.select(_KEYS).unique(maintain_order=True)
    if not series.height:
        schema = {name: flows.schema[name] for name in _KEYS}
        return pl.DataFrame(schema=schema | {"yield_rate": pl.Float64, "yield_status": pl.String})
    net = (flows["received_units"] - flows["issued_units"]).to_numpy().reshape(series.height, -1)
    rate, status = irr(net.astype(np.float64))
    squared = (1 + np.asarray(rate)) * (1 + np.asarray(rate))
    return series.with_columns(
        pl.Series("yield_rate", squared * squared - 1, dtype=pl.Float64).fill_nan(None).round(12),
        pl.Series("yield_status", [str(text) for text in status], dtype=pl.String),
    )
