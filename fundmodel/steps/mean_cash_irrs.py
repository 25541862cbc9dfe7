"""Rates of return of mean cash: what a party earns on the sum of its flows over all paths."""

import numpy as np
import polars as pl

from fundmodel.finance import irr

_QUARTERS_PER_YEAR = 4
_KEYS = ("scenario_id", "party_id", "path_group")
# Measure -> the columns whose difference is the cash that the measure is about.
_MEASURES = {
    "gross": ("gross_proceeds_krw", "gross_invested_krw"),
    "net": ("distributed_krw", "paid_in_krw"),
    "net_own_currency": ("own_currency_net_cents", None),
}


def mean_cash_irrs(party_cash_flows: pl.DataFrame) -> pl.DataFrame:
    """The internal rate of return of each party's cash, summed over the central case or the random paths.

    A rate does not change when all flows are divided by the number of paths, so the sums serve as they are.

    Args:
        party_cash_flows: One row per scenario, party, path group and quarter of the full grid; whole won, and
            US cents in own_currency_net_cents.

    Returns:
        One row per scenario_id, party_id, path_group, measure: rate (effective per year, null where none
        exists) and status. Measure net_own_currency stands only for parties that count in another currency.

    Raises:
        ValueError: If a party's rows do not cover the same quarters as every other party's.

    Example:
        >>> flows = pl.DataFrame(
        ...     {"scenario_id": 0, "party_id": 1, "path_group": "random", "quarter": range(5),
        ...      "path_count": 2, "paid_in_krw": [200, 0, 0, 0, 0], "distributed_krw": [0, 0, 0, 0, 220],
        ...      "gross_invested_krw": [200, 0, 0, 0, 0], "gross_proceeds_krw": [0, 0, 0, 0, 300],
        ...      "nav_krw": 0, "own_currency_net_cents": 0}
        ... )
        >>> [(row[3], round(row[4], 6), row[5]) for row in mean_cash_irrs(flows).iter_rows()]
        [('gross', 0.5, 'ok'), ('net', 0.1, 'ok')]

    Source: METHOD.md, "Paths": headline figures come from the random paths, among them mean cash.
    """
    flows = party_cash_flows.sort(*_KEYS, "quarter")
    series = flows.select(_KEYS).unique(maintain_order=True)
    n_quarters = flows["quarter"].n_unique()
    if flows.height != series.height * n_quarters:
        raise ValueError(
            f"party_cash_flows: {series.height} parties and {n_quarters} quarters need "
            f"{series.height * n_quarters} rows, there are {flows.height}; every party needs every quarter"
        )
    frames = [_rates(series, flows, measure, n_quarters) for measure in _MEASURES]
    return pl.concat(frames).sort(*_KEYS, "measure")


def _rates(series: pl.DataFrame, flows: pl.DataFrame, measure: str, n_quarters: int) -> pl.DataFrame:
    plus, minus = _MEASURES[measure]
    amounts = flows[plus] if minus is None else flows[plus] - flows[minus]
    cash = amounts.to_numpy().reshape(series.height, n_quarters)
    is_foreign = np.logical_or.reduce(cash != 0, axis=1)
    chosen = np.flatnonzero(is_foreign if minus is None else np.ones_like(is_foreign))
    rate, status = irr(cash[chosen].astype(np.float64))
    yearly = (1 + np.asarray(rate)) ** _QUARTERS_PER_YEAR - 1
    return series[chosen].with_columns(
        pl.lit(measure).alias("measure"),
        pl.Series("rate", yearly, dtype=pl.Float64).fill_nan(None),
        pl.Series("status", [str(text) for text in status], dtype=pl.String),
    )
