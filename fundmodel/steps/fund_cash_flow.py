"""Calls, distributions and their running total by quarter: the J-curve of the whole, classes and funds."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.finance import QUANTILES, quantiles
from fundmodel.funds.path_grid import PathGrid

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_BAND = ("p10", "p50", "p90")
_STATISTICS = ("central", "mean", *_BAND)
_MEASURES = ("calls", "distributions", "net", "cumulative", "nav")
_QUARTERS_PER_YEAR = 4


def fund_cash_flow(
    scenarios: pl.DataFrame,
    run_settings: pl.DataFrame,
    parties: pl.DataFrame,
    class_flows: pl.LazyFrame,
    fund_flows: pl.LazyFrame,
) -> pl.DataFrame:
    """Calls, distributions and their running total by quarter for the whole, each class and each fund.

    Distributions carry the first loss, received as plus, paid as minus; those of the whole are without carry.
    A fund's row is all its partners, after fees and carry. NAV of a class is what it would receive, that of
    the whole and of a fund is before accrued carry. Quantiles are taken cell by cell over the random paths,
    so that only the rows of central and mean add up. Row mean follows the one rounding rule: cumulative sums
    are divided by the number of paths and floored, a quarter is the difference. Before its start a fund has
    nothing, after its end its running total stands still.

    Args:
        scenarios: scenario_id, scenario.
        run_settings: first_year, n_quarters.
        parties: party_id, party_code, party_kind, class_id, fund_id.
        class_flows: One row per scenario_id, path_id, level, class_id, quarter; every quarter of every path.
        fund_flows: One row per scenario_id, path_id, fund_id, quarter of the fund's term.

    Returns:
        One row per scenario_id, party_id, statistic (central; with random paths also mean, p10, p50, p90) and
        quarter: whole won, calls as positive numbers, cumulative is distributions less calls to date, NAV at
        the end of the quarter.

    Source: METHOD.md, "Paths" and "Entities and ledger".
    """
    n_quarters = run_settings["n_quarters"][0]
    by_kind = {kind: parties.filter(pl.col("party_kind") == kind) for kind in ("whole", "class", "fund")}
    of_classes = PathGrid.of(class_flows, "class_id", by_kind["class"]["class_id"].to_list(), n_quarters)
    fund_id = by_kind["fund"]["fund_id"].to_list()
    of_funds = PathGrid.of(fund_flows, "fund_id", fund_id, n_quarters, of_classes)
    calls, nav = (of_classes.sums(name) for name in ("paid_in_krw", "nav_krw"))
    back = of_classes.sums("distributed_krw", "first_loss_krw")
    carry = of_funds.sums("carry_krw")
    whole = [np.add.reduce(values, axis=1, keepdims=True) for values in (calls, back, nav)]
    whole[1] -= np.add.reduce(carry, axis=1, keepdims=True)
    funds = [of_funds.sums(name) for name in ("called_krw", "distributable_krw", "nav_krw")]
    funds[1] -= carry
    n_central = of_classes.n_central
    made = [_statistics(*values, n_central) for values in (whole, (calls, back, nav), funds)]
    is_there = [_is_there(grid) for grid in (of_classes, of_funds)]
    is_there.insert(0, np.logical_or.reduce(is_there[0], axis=1, keepdims=True))
    listed = pl.concat(by_kind.values())
    order = np.argsort(listed["party_id"].to_numpy())
    is_shown = np.concatenate(is_there, axis=1)[:, order]
    money = {
        name: np.concatenate([one[name] for one in made], axis=1)[:, order][is_shown].ravel().astype(np.int64)
        for name in _MEASURES
    }
    scenario, party, statistic = (np.repeat(axis, n_quarters) for axis in np.nonzero(is_shown))
    quarter = np.tile(np.arange(n_quarters, dtype=np.int32), np.count_nonzero(is_shown))
    named = listed[order]
    names = scenarios.sort("scenario_id")
    place = np.searchsorted(names["scenario_id"].to_numpy(), of_classes.scenario_id)[scenario]
    return pl.DataFrame(
        {
            "scenario_id": names["scenario_id"].gather(place),
            "scenario": names["scenario"].gather(place),
            **{name: named[name].gather(party) for name in ("party_id", "party_code", "party_kind")},
            "quarter": quarter,
            "year": (run_settings["first_year"][0] + quarter // _QUARTERS_PER_YEAR).astype(np.int32),
            "statistic": pl.Series(_STATISTICS).gather(statistic),
            **{f"{name}_krw": values for name, values in money.items()},
        }
    )


def _is_there(grid: PathGrid) -> NDArray[np.bool_]:
    """Which statistics a row of the grid has, shape (n_scenarios, n_rows, len(_STATISTICS))."""
    is_central, is_random = grid.is_filled()
    return np.stack([is_central, *[is_random] * (len(_STATISTICS) - 1)], axis=2)


def _statistics(calls: Floats, back: Floats, nav: Floats, n_central: int) -> dict[str, Floats]:
    """_MEASURES -> shape (n_scenarios, n_rows, len(_STATISTICS), n_quarters)."""
    net = back - calls
    values = dict(zip(_MEASURES, (calls, back, net, np.cumsum(net, axis=2), nav), strict=True))
    shape = (*calls.shape[:2], len(_STATISTICS), calls.shape[2])
    made = {name: np.zeros(shape) for name in _MEASURES}
    random = {name: one[..., n_central:] for name, one in values.items()}
    n_random = calls.shape[-1] - n_central
    for name, own in made.items():
        if n_central:
            own[:, :, 0] = values[name][..., 0]
        if n_random:
            found = np.rint(quantiles(random[name], [QUANTILES[name] for name in _BAND]))
            own[:, :, len(_STATISTICS) - len(_BAND) :] = found.transpose(1, 2, 0, 3)
    if n_random:
        for name, one in zip(_MEASURES, _means(random, n_random), strict=True):
            made[name][:, :, _STATISTICS.index("mean")] = one
    return made


def _means(random: dict[str, Floats], n_random: int) -> tuple[Ints, ...]:
    """_MEASURES of the mean of the random paths, shape (n_scenarios, n_rows, n_quarters)."""
    paid, received, worth = (
        # Over many paths a sum may leave the whole numbers that a double holds.
        np.add.reduce(random[name].astype(np.int64), axis=-1)
        for name in ("calls", "distributions", "nav")
    )
    to_date = [np.cumsum(one, axis=2) // n_random for one in (paid, received)]
    calls, back = (np.diff(one, axis=2, prepend=0) for one in to_date)
    # Towards zero: what a class owes is not rounded up.
    nav = np.sign(worth) * (np.abs(worth) // n_random)
    return calls, back, back - calls, to_date[1] - to_date[0], nav
