"""Whether, when and how large the child funds of a scenario close, on every path."""

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel import draws
from fundmodel.funds.fund_raising import Raised, RaisingTerms, market_score, raise_funds

Floats = NDArray[np.float64]

ON = "closings"
_PRIVATE = (1, 2)
_TENDERS = 2
_TERMS = (
    "first_close_share",
    "first_close_quarters",
    "final_close_quarters",
    "closing_delay_volatility",
    "licence_return_probability",
    "retender_quarters",
    "failed_close_probability",
    "missed_target_probability",
    "formation_market_loading",
)
SCHEMA = (
    dict.fromkeys(
        ("scenario_id", "path_id", "fund_id", "start_quarter", "final_close_quarter", "delay_quarters"),
        pl.Int32,
    )
    | dict.fromkeys(("is_returned", "is_formed"), pl.Boolean)
    | dict.fromkeys(
        ("first_share", "size_share", "private_share", "late_share", "fee_share", "equalisation_rate"),
        pl.Float64,
    )
)


def fund_formation(
    scenarios: pl.DataFrame,
    run_settings: pl.DataFrame,
    paths: pl.DataFrame,
    funds: pl.DataFrame,
    commitments: pl.DataFrame,
    market_paths: pl.DataFrame,
    market_assumptions: pl.DataFrame,
    formation_assumptions: pl.DataFrame,
    fund_terms_assumptions: pl.DataFrame,
) -> pl.DataFrame:
    """The formation of every child fund of the scenarios that have formation risk; no rows for the others.

    Args:
        scenarios: scenario_id, world_id.
        run_settings: seed, n_quarters.
        paths: path_id; path 0 is the median closing.
        funds: One row per scenario and fund: its planned life, commitments and fee.
        commitments: One row per scenario, fund and investor.
        market_paths: equity_factor by world, path and quarter.
        market_assumptions: One row per world: volatility and reversion of the factor.
        formation_assumptions: One row per scenario.
        fund_terms_assumptions: One row per scenario: the bands of the fee.

    Returns:
        One row per scenario_id, path_id, fund_id (child funds): start_quarter of the first close (the last
        quarter of the term where there is no fund), final_close_quarter, delay_quarters of the first close
        behind the plan, is_returned (the first licence was handed back), is_formed; first_share and
        size_share of planned size until and from the final close; private_share of planned commitments of
        domestic and foreign investors, late_share of these signed at the final close; fee_share of the
        planned yearly fee; equalisation_rate per year.

    Source: METHOD.md, "Closings of a fund".
    """
    if not (formation_assumptions["formation_risk"] == ON).any():
        return pl.DataFrame(schema=SCHEMA)
    given = (
        formation_assumptions.filter(pl.col("formation_risk") == ON)
        .join(fund_terms_assumptions, on="scenario_id")
        .sort("scenario_id")
    )
    ids = given["scenario_id"].to_list()
    children = funds.filter(pl.col("scenario_id").is_in(ids), level=1).sort("fund_id", "scenario_id")
    if not children.height:
        return pl.DataFrame(schema=SCHEMA)
    path_id = paths["path_id"].unique().sort().to_numpy()
    private = commitments.filter(pl.col("class_id").is_in(_PRIVATE), pl.col("scenario_id").is_in(ids))
    by_fund = private.group_by("scenario_id", "fund_id").agg(pl.col("commitment_krw").sum().alias("private"))
    children = children.join(by_fund, on=["fund_id", "scenario_id"], how="left", maintain_order="left")
    shape = (children["fund_id"].n_unique(), given.height, 1)

    def of_funds(name: str) -> Floats:
        return children[name].fill_null(0).to_numpy().astype(np.float64).reshape(shape)

    def of_scenarios(name: str) -> Floats:
        return given[name].to_numpy().astype(np.float64)[None, :, None]

    terms = RaisingTerms(*(of_scenarios(name) for name in _TERMS))
    start, end = of_funds("start_quarter"), of_funds("investment_end_quarter")
    planned_close = start + np.rint(terms.first_quarters + terms.final_quarters)
    score = _Scores(scenarios.filter(pl.col("scenario_id").is_in(ids)), market_paths, market_assumptions)
    market = (score.at(planned_close), score.at(planned_close + terms.retender_quarters))
    seed = int(run_settings["seed"][0])
    codes = children.select("fund_id", "fund_code").unique(maintain_order=True)["fund_code"]
    own = np.stack([draws.normals(seed, code, "formation", path_id, _TENDERS) for code in codes])
    own *= (path_id > 0)[:, None]
    raised = raise_funds(terms, market, (own[:, None, :, 0], own[:, None, :, 1]))
    first, final = start + raised.first_delay, np.minimum(start + raised.final_delay, end)
    is_formed = raised.is_formed & (first < end)
    private_share, late_share = _private(raised, terms, of_funds("commitment_krw"), of_funds("private"))
    private_share *= is_formed
    size = _size(private_share, of_funds("commitment_krw"), of_funds("private")) * is_formed
    early = _size(private_share * (1 - late_share), of_funds("commitment_krw"), of_funds("private"))
    lp = of_funds("lp_commitment_krw")
    formed_lp = lp - of_funds("private") * (1 - private_share)
    planned_fee = _banded(lp, of_scenarios)
    fee = _banded(formed_lp, of_scenarios) / np.where(planned_fee > 0, planned_fee, 1.0)
    cut = of_scenarios("missed_target_fee_cut_share") * (raised.size_share < 1)
    fund, scenario, path = (axis.ravel() for axis in np.indices((*shape[:2], path_id.size)))
    columns = {
        "scenario_id": np.array(ids)[scenario],
        "path_id": path_id[path],
        "fund_id": children["fund_id"].to_numpy().reshape(shape)[fund, scenario, 0],
        "start_quarter": np.where(is_formed, first, of_funds("end_quarter")),
        "final_close_quarter": np.where(is_formed, final, of_funds("end_quarter")),
        "delay_quarters": np.where(is_formed, raised.first_delay, 0),
        "is_returned": raised.is_returned,
        "is_formed": is_formed,
        "first_share": early * is_formed,
        "size_share": size,
        "private_share": private_share,
        "late_share": late_share * is_formed,
        "fee_share": fee * (1 - cut) * is_formed,
        "equalisation_rate": of_scenarios("equalisation_rate"),
    }
    frame = pl.DataFrame({name: np.broadcast_to(one, size.shape).ravel() if one.ndim > 1 else one
                          for name, one in columns.items()})  # fmt: skip
    return frame.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items()).sort(
        "scenario_id", "path_id", "fund_id"
    )


class _Scores:
    """The equity factor of every scenario as a standard normal number by quarter."""

    def __init__(self, scenarios: pl.DataFrame, market_paths: pl.DataFrame, market: pl.DataFrame) -> None:
        worlds = market_paths["world_id"].unique().sort().to_numpy()
        self._world = np.searchsorted(worlds, scenarios.sort("scenario_id")["world_id"].to_numpy())
        rows = market_paths.sort("world_id", "path_id", "quarter")
        self._last = int(rows["quarter"].max() or 0)  # ty: ignore[invalid-argument-type]
        factor = rows["equity_factor"].to_numpy()
        self._factor = factor.reshape(worlds.size, -1, self._last + 1)
        sorted_market = market.filter(pl.col("world_id").is_in(worlds.tolist())).sort("world_id")
        names = ("equity_volatility_rate", "equity_reversion_rate")
        self._given = [
            sorted_market[name].to_numpy().astype(np.float64)[self._world][None, :, None] for name in names
        ]

    def at(self, quarter: Floats) -> Floats:
        """Scores at a quarter of each fund and scenario, shape (n_funds, n_scenarios, n_paths)."""
        when = np.minimum(quarter, self._last).astype(np.int64)
        by_scenario = self._factor[self._world]
        scenario = np.arange(self._world.size)[None, :]
        factor = by_scenario[scenario, :, when[:, :, 0]]
        return market_score(factor, when, *self._given)


def _size(private_share: Floats, whole: Floats, private: Floats) -> Floats:
    """Size over planned size, given the private commitments over the planned ones."""
    return 1 - private * (1 - private_share) / np.maximum(whole, 1.0)


def _private(raised: Raised, terms: RaisingTerms, whole: Floats, private: Floats) -> tuple[Floats, Floats]:
    """Private commitments over planned ones, and the part of them that came at the final close.

    What a fund lacks is private money: the mega fund, public investors and managers have signed.
    """
    room = np.maximum(private, 1.0)
    share = np.clip(1 - (1 - raised.size_share) * whole / room, 0.0, 1.0)
    at_first = np.clip(1 - (1 - terms.first_share) * whole / room, 0.0, 1.0)
    early = np.minimum(share, at_first)
    late = np.where(share > 0, 1 - early / np.where(share > 0, share, 1.0), 0.0)
    return share, late


def _banded(lp: Floats, of_scenarios: Callable[[str], Floats]) -> Floats:
    """Yearly fee on a commitment by cumulative bands."""
    first, second = of_scenarios("fee_band_1_krw"), of_scenarios("fee_band_2_krw")
    low, middle, top = (of_scenarios(f"fee_rate_band_{number}") for number in ("1", "2", "3"))
    return (
        low * np.minimum(lp, first)
        + middle * np.maximum(np.minimum(lp, second) - first, 0.0)
        + top * np.maximum(lp - np.maximum(second, first), 0.0)
    )
