"""Rates of return of foreign investors' mean cash, before and after tax, hedges and the rate of exchange."""

import numpy as np
import polars as pl

from fundmodel.finance import irr

_KEYS = ("scenario_id", "party_id", "path_group")
# Measure -> columns that are added and that are taken off.
_MEASURES = {
    "net": (("net_krw",), ()),
    "after_tax": (("net_krw",), ("tax_krw",)),
    "own_unhedged": (("own_unhedged_net_cents",), ()),
    "own": (("own_net_cents",), ()),
}


def foreign_mean_irrs(foreign_cash_flows: pl.DataFrame) -> pl.DataFrame:
    """The internal rate of return of foreign investors' cash: of the central case, and summed over paths.

    Args:
        foreign_cash_flows: One row per scenario, party, path group and quarter of the full grid.

    Returns:
        One row per scenario_id, party_id, path_group, measure: rate (effective per year, null where none
        exists) and status.

    Example:
        >>> flows = pl.DataFrame(
        ...     {"scenario_id": 0, "party_id": 3, "path_group": "random", "quarter": range(5),
        ...      "net_krw": [-100, 0, 0, 0, 130], "tax_krw": [0, 0, 0, 0, 10],
        ...      "own_unhedged_net_cents": [-10, 0, 0, 0, 11], "own_net_cents": [-10, 0, 0, 0, 12]}
        ... )
        >>> [(row[3], round(row[4], 6)) for row in foreign_mean_irrs(flows).iter_rows()]
        [('after_tax', 0.2), ('net', 0.3), ('own', 0.2), ('own_unhedged', 0.1)]

    Source: METHOD.md, "Paths": headline figures come from the random paths, among them mean cash.
    """
    flows = foreign_cash_flows.sort(*_KEYS, "quarter")
    series = flows.select(_KEYS).unique(maintain_order=True)
    frames = []
    for measure, (plus, minus) in _MEASURES.items():
        cash = np.zeros(flows.height, dtype=np.int64)
        for name in plus:
            cash += flows[name].to_numpy()
        for name in minus:
            cash -= flows[name].to_numpy()
        rate, status = irr(cash.reshape(series.height, -1).astype(np.float64))
        squared = (1 + np.asarray(rate)) * (1 + np.asarray(rate))
        frames.append(
            series.with_columns(
                pl.lit(measure).alias("measure"),
                pl.Series("rate", squared * squared - 1, dtype=pl.Float64).fill_nan(None),
                pl.Series("status", [str(text) for text in status], dtype=pl.String),
            )
        )
    return pl.concat(frames).sort(*_KEYS, "measure")
