"""Quarterly returns of a fund's net asset value beside an index, and what they say about risk."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.finance import irr
from fundmodel.finance.market_equivalents import ks_pme
from fundmodel.model import Results

PERIODS_PER_YEAR = 4

# Below this a series does not move: what is left is the rounding of its steps.
_STILL = 1e-12

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PathReturns:
    """One path of one scenario, quarter by quarter from the first call to the last holding.

    Attributes:
        path: Number of the path.
        first_quarter: Quarter of the first return.
        fund: Returns of the net asset value of all limited partners, per quarter, shape (n_quarters,).
        index: Returns of the path's own index in the same quarters, same shape.
        flows: Distributions less calls of the whole life, won, shape (n_grid,).
        levels: Levels of the index over the whole life, same shape as flows.
        irr: The path's net IRR of the whole programme per year, None where there is none.
    """

    path: int
    first_quarter: int
    fund: Floats
    index: Floats
    flows: Floats
    levels: Floats
    irr: float | None

    @property
    def ks_pme(self) -> float:
        """Kaplan-Schoar PME of the cash flows against the index."""
        return ks_pme(self.flows, self.levels)

    @property
    def direct_alpha(self) -> tuple[float | None, str]:
        """Direct alpha per year and its status: the IRR of the flows with the index's growth taken out."""
        rates, statuses = irr((self.flows / self.levels)[None, :])
        rate = float((1 + rates[0]) ** PERIODS_PER_YEAR - 1)
        return (None if np.isnan(rate) else rate), str(statuses[0])


def nav_returns(calls: Floats, distributions: Floats, nav: Floats) -> tuple[int, Floats]:
    """Returns of a net asset value between flows: calls at the start of a quarter, distributions at its end.

    r(t) = (nav(t) + distributions(t)) / (nav(t-1) + calls(t)) - 1, chained over time.

    Args:
        calls: Won per quarter, 0 or more.
        distributions: Won per quarter, 0 or more.
        nav: Won at the end of each quarter.

    Returns:
        The first quarter with money in it, and one return per quarter until nothing is held any more.

    Example:
        >>> calls, back, nav = np.array([[0.0, 100, 0], [0, 0, 121], [0, 110, 0]])
        >>> first, found = nav_returns(calls, back, nav)
        >>> first, found.round(6).tolist()
        (1, [0.1, 0.1])

    Source: METHOD.md "NAV"; time-weighted return of GIPS 2020 with flows placed as in METHOD.md "Waterfall".
    """
    invested = np.concatenate([[0.0], nav[:-1]]) + calls
    held = np.flatnonzero(invested > 0)
    if not held.size:
        return 0, np.zeros(0)
    first = int(held[0])
    # A first loss paid after everything was sold is no return on anything.
    gaps = np.flatnonzero(invested[first:] <= 0)
    last = first + int(gaps[0]) if gaps.size else len(invested)
    return first, (nav[first:last] + distributions[first:last]) / invested[first:last] - 1


def path_returns(results: Results, scenario_id: int, path: int) -> PathReturns:
    """The returns of a path: limited partners' net asset value, and the index of the same path.

    The index is the path's own factor of exit markets, grown at the assumed yearly return of the scenario.

    Args:
        results: A run.
        scenario_id: Place of the scenario in the run.
        path: A path of the run.
    """
    manager = results["parties"].filter((pl.col("party_kind") == "class") & (pl.col("party_code") == "gp"))
    flows = (
        results.scan("class_flows")
        .filter((pl.col("scenario_id") == scenario_id) & (pl.col("path_id") == path))
        .filter(~pl.col("class_id").is_in(manager["class_id"].to_list()))
        .group_by("quarter")
        .agg(
            pl.col("paid_in_krw").sum(),
            (pl.col("distributed_krw") + pl.col("first_loss_krw")).sum().alias("distributed_krw"),
            pl.col("nav_krw").sum(),
        )
        .sort("quarter")
        .collect()
    )
    calls, back, nav = (
        flows[name].to_numpy().astype(np.float64) for name in ("paid_in_krw", "distributed_krw", "nav_krw")
    )
    world = int(results["scenarios"].filter(pl.col("scenario_id") == scenario_id)["world_id"][0])
    factor = (
        results.scan("market_paths")
        .filter((pl.col("world_id") == world) & (pl.col("path_id") == path))
        .sort("quarter")
        .collect()["equity_factor"]
        .to_numpy()
    )
    rate = float(results.scenarios[scenario_id].value("index_return_rate"))
    # The level before the first quarter is 1: quarter 0 earns a quarter's growth like every other.
    levels = factor * (1 + rate) ** ((np.arange(len(factor)) + 1) / PERIODS_PER_YEAR)
    growth = levels / np.concatenate([[1.0], levels[:-1]]) - 1
    first, fund = nav_returns(calls, back, nav)
    return PathReturns(
        path,
        first,
        fund,
        growth[first : first + len(fund)],
        back - calls,
        levels,
        _irr(results, scenario_id, path),
    )


def _irr(results: Results, scenario_id: int, path: int) -> float | None:
    whole = results["parties"].filter(pl.col("party_kind") == "whole")["party_id"][0]
    found = results["irrs"].filter(
        (pl.col("scenario_id") == scenario_id)
        & (pl.col("path_id") == path)
        & (pl.col("party_id") == whole)
        & (pl.col("measure") == "net")
    )
    return found["rate"][0] if found.height else None


@dataclass(frozen=True)
class Statistics:
    """What quarterly returns say, at four periods a year.

    Attributes:
        quarters: How many returns there are.
        total: Chained return of the whole time.
        yearly: The same per year.
        volatility: Standard deviation per year.
        autocorrelation: Correlation of a quarter with the one before.
        unsmoothed: Volatility per year after the smoothing is taken out.
        drawdown: Largest fall from a peak, 0 or less.
        best: Best quarter.
        worst: Worst quarter.
        negative: Share of quarters below zero.
    """

    quarters: int
    total: float
    yearly: float
    volatility: float
    autocorrelation: float
    unsmoothed: float
    drawdown: float
    best: float
    worst: float
    negative: float


def statistics(returns: Floats) -> Statistics:
    """Risk and return of quarterly returns.

    A value that follows appraisals moves a + (1 - a) of the way of the market, so its returns follow each
    other. Taking the first autocorrelation a out, u(t) = (r(t) - a r(t-1)) / (1 - a), gives the volatility
    that a market price would have shown.

    Args:
        returns: Shape (n_quarters,), at least three.

    Raises:
        ValueError: If there are fewer than three returns.

    Example:
        >>> found = statistics(np.array([0.1, -0.1, 0.1, -0.1]))
        >>> round(found.total, 4), round(found.volatility, 4), found.unsmoothed == found.volatility
        (-0.0199, 0.2309, True)

    Source: Geltner (1993), "Estimating Market Values from Appraised Values without Assuming an Efficient
    Market".
    """
    count = len(returns)
    if count < 3:  # noqa: PLR2004 - a standard deviation of changes needs three
        raise ValueError(f"{count} quarterly returns: at least 3 are needed for a volatility.")
    value = np.cumprod(1 + returns)
    peaks = np.maximum.accumulate(np.concatenate([[1.0], value]))[1:]
    smoothing = max(correlation(returns[1:], returns[:-1]), 0.0)
    unsmoothed = (returns[1:] - smoothing * returns[:-1]) / (1 - smoothing)
    volatility = _volatility(returns)
    return Statistics(
        quarters=count,
        total=float(value[-1] - 1),
        yearly=float(value[-1] ** (PERIODS_PER_YEAR / count) - 1) if value[-1] > 0 else -1.0,
        volatility=volatility,
        autocorrelation=correlation(returns[1:], returns[:-1]),
        unsmoothed=_volatility(unsmoothed) if smoothing > 0 else volatility,
        drawdown=float((value / peaks - 1).min()),
        best=float(returns.max()),
        worst=float(returns.min()),
        negative=float((returns < 0).mean()),
    )


def _volatility(returns: Floats) -> float:
    return float(returns.std(ddof=1) * sqrt(PERIODS_PER_YEAR))


def correlation(first: Floats, second: Floats) -> float:
    """Correlation of two series; 0 where one of them does not move.

    Example:
        >>> round(correlation(np.array([1.0, 2, 3]), np.array([2.0, 4, 6])), 6)
        1.0
    """
    if min(first.std(), second.std()) < _STILL:
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def by_calendar_year(returns: Floats, first_quarter: int, first_year: int) -> dict[int, float]:
    """Returns chained by calendar year.

    Args:
        returns: Per quarter.
        first_quarter: Quarter of the first one.
        first_year: Year of quarter 0.

    Example:
        >>> by_calendar_year(np.array([0.1, 0.1, 0.0]), 3, 2027)
        {2027: 0.1, 2028: 0.1}
    """
    found: dict[int, float] = {}
    for place, value in enumerate(returns.tolist()):
        year = first_year + (first_quarter + place) // PERIODS_PER_YEAR
        found[year] = (1 + found.get(year, 0.0)) * (1 + value) - 1
    return {year: round(value, 12) for year, value in found.items()}


def growth(returns: Sequence[float]) -> list[float]:
    """What one won becomes, quarter by quarter.

    Example:
        >>> [round(value, 4) for value in growth([0.1, 0.1])]
        [1.1, 1.21]
    """
    return np.cumprod(1 + np.asarray(returns, dtype=np.float64)).tolist()
