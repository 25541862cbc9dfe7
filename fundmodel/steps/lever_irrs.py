"""Rates of return of mean cash with all levers of public support, without each of them, and without any."""

import numpy as np
import polars as pl

from fundmodel.finance import annualised, irr

_KEYS = ("scenario_id", "party_id", "path_group", "case_id")
# Ids of cases: all levers, none.
_FULL, _NONE = 0, -1


def lever_irrs(lever_cash_flows: pl.DataFrame) -> pl.DataFrame:
    """The internal rate of return of each party's cash, summed over the central case or the random paths.

    Args:
        lever_cash_flows: One row per scenario, case, party, path group and quarter of the full grid.

    Returns:
        One row per scenario_id, party_id (those that are investors), path_group, case_id: rate (effective
        per year, null where none exists), its status, and change_rate, the rate with all levers less this
        one. Where no lever is left (case -1), beyond_rate is what the change has beyond the sum of those
        of each lever. Both are null where a rate they need is not the only one.

    Example:
        >>> flows = pl.DataFrame(
        ...     {"scenario_id": 0, "case_id": 0, "party_id": 1, "path_group": "random", "quarter": range(5),
        ...      "path_count": 2, "net_krw": [-200, 0, 0, 0, 220]}
        ... )
        >>> [(round(row[4], 6), row[5]) for row in lever_irrs(flows).iter_rows()]
        [(0.1, 'ok')]

    Source: METHOD.md, "Public money for others" and "IRR".
    """
    flows = lever_cash_flows.filter(pl.col("party_id") >= 0).sort(*_KEYS, "quarter")
    series = flows.select(_KEYS).unique(maintain_order=True)
    cash = flows["net_krw"].to_numpy().reshape(series.height, max(flows["quarter"].n_unique(), 1))
    found, status = irr(cash.astype(float))
    rate, words = annualised(found), [str(text) for text in status]
    known = np.where([word == "ok" for word in words], rate, np.nan)
    places: dict[tuple[object, ...], dict[int, int]] = {}
    for place, (*party, case) in enumerate(series.iter_rows()):
        places.setdefault(tuple(party), {})[case] = place
    change, beyond = np.full((2, series.height), np.nan)
    for cases in places.values():
        full = known[cases[_FULL]]
        for place in cases.values():
            change[place] = full - known[place]
        if _NONE in cases:
            beyond[cases[_NONE]] = change[cases[_NONE]]
            for case, place in cases.items():
                if case > _FULL:
                    beyond[cases[_NONE]] -= change[place]
    rates = {"rate": rate, "change_rate": change, "beyond_rate": beyond}
    return series.with_columns(
        [pl.Series(name, values, dtype=pl.Float64).fill_nan(None) for name, values in rates.items()]
    ).select(*_KEYS, "rate", pl.Series("status", words, dtype=pl.String), "change_rate", "beyond_rate")
