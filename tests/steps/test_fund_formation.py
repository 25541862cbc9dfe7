import inspect

import numpy as np
import polars as pl
from polars.testing import assert_frame_equal

from fundmodel.steps.fund_formation import SCHEMA, fund_formation
from tests.fund_case import FundCase

N_QUARTERS = 10
GIVEN = {
    "formation_risk": "closings",
    "first_close_share": 0.7,
    "first_close_quarters": 1,
    "final_close_quarters": 2,
    "closing_delay_volatility": 0.5,
    "licence_return_probability": 0.3,
    "retender_quarters": 4,
    "failed_close_probability": 0.1,
    "missed_target_probability": 0.5,
    "formation_market_loading": 0.5,
    "missed_target_fee_cut_share": 0.1,
    "equalisation_rate": 0.07,
}
BANDS = {
    "fee_band_1_krw": 1000,
    "fee_band_2_krw": 1500,
    "fee_rate_band_1": 0.02,
    "fee_rate_band_2": 0.015,
    "fee_rate_band_3": 0.01,
}
CASE = FundCase(starts=(0, 2))


def made(paths: range, factor: float = 1.0, **changes: object) -> pl.DataFrame:
    tables = CASE.with_(paths=paths).tables()
    small = {"scenario_id": pl.Int32, "world_id": pl.Int32}
    terms = {"scenario_id": 0} | GIVEN | changes
    tables["formation_assumptions"] = pl.DataFrame([terms], schema_overrides=small)
    tables["fund_terms_assumptions"] = pl.DataFrame([{"scenario_id": 0} | BANDS], schema_overrides=small)
    volatility = {"equity_volatility_rate": 0.25, "equity_reversion_rate": 0.35}
    tables["market_assumptions"] = pl.DataFrame([{"world_id": 0} | volatility], schema_overrides=small)
    is_moved = (pl.col("path_id") > 0) & (pl.col("quarter") > 0)
    moved = pl.when(is_moved).then(factor).otherwise(1.0).alias("equity_factor")
    tables["market_paths"] = tables["market_paths"].with_columns(moved)
    return fund_formation(**{name: tables[name] for name in inspect.signature(fund_formation).parameters})


def test_path_0_carries_the_median_delay_and_the_first_close_share() -> None:
    """Planned at 2,000 of which 900 private, 200 the managers': the first close at 1,400 has 300 private, so
    two thirds of the private money come at the final close, two quarters later. The fee is the planned one.
    """
    rows = made(range(1))
    assert rows.schema == SCHEMA
    shares = rows.select("first_share", "size_share", "private_share", "late_share", "fee_share")
    assert np.allclose(shares.to_numpy(), [[0.7, 1, 1, 2 / 3, 1]] * 2)
    times = rows.select("fund_id", "start_quarter", "final_close_quarter", "delay_quarters", "is_formed")
    assert times.rows() == [(1, 1, 3, 1, True), (2, 3, 5, 1, True)]


def test_a_planned_formation_has_no_rows() -> None:
    rows = made(range(3), formation_risk="planned")
    assert (rows.height, rows.schema) == (0, SCHEMA)


def test_chances_are_those_of_the_catalogue_and_a_path_does_not_depend_on_its_neighbours() -> None:
    """2,000 paths: 30 % of licences come back and a tenth of these fail again; half of first tenders miss the
    target or return. Standard error of a share is at most 1.2 points. Second tenders need room in the
    investment period of four quarters, so here they come at once.
    """
    every = made(range(2001), retender_quarters=0, closing_delay_volatility=0.0)
    random = every.filter(pl.col("path_id") > 0, pl.col("fund_id") == 1)
    first = random.filter(~pl.col("is_returned"))
    assert abs(random["is_returned"].mean() - 0.3) < 0.04
    assert abs((~random["is_formed"]).mean() - 0.03) < 0.015
    assert abs((first["size_share"] < 1).sum() / 2000 - 0.2) < 0.04
    assert first["size_share"].min() >= 0.7
    part = made(range(1700, 1710), retender_quarters=0, closing_delay_volatility=0.0)
    assert_frame_equal(part, every.filter(pl.col("path_id").is_between(1700, 1709)))


def test_funds_are_larger_and_earlier_where_the_market_is_high() -> None:
    high, low = (made(range(1, 301), factor) for factor in (1.5, 0.6))
    assert high["is_returned"].sum() < low["is_returned"].sum() / 3
    assert high["size_share"].mean() > low["size_share"].mean() + 0.1


def test_a_fund_that_misses_its_target_is_cut_in_size_and_fee() -> None:
    """Private money is what is missing: at size s the private 900 are 900 - 2,000 (1 - s). Fees are 2 % of
    1,000, 1.5 % of the next 500, 1 % above: 30.5 of 1,800 planned, and a tenth less below the target.
    """
    rows = made(range(1, 200)).filter(pl.col("size_share") < 1, "is_formed")
    size, lp = rows["size_share"].to_numpy(), 1800 - 2000 * (1 - rows["size_share"].to_numpy())
    assert np.allclose(rows["private_share"], 1 - 2000 * (1 - size) / 900)
    fee = 0.02 * np.minimum(lp, 1000) + 0.015 * np.clip(lp - 1000, 0, 500) + 0.01 * np.maximum(lp - 1500, 0)
    assert np.allclose(rows["fee_share"], 0.9 * fee / 30.5)


def test_a_fund_that_would_close_after_its_investment_period_is_not_formed() -> None:
    rows = made(range(1, 100)).filter("is_returned")
    assert not rows["is_formed"].any()
    left = rows.select("start_quarter", "size_share").unique().sort("start_quarter")
    assert left.rows() == [(8, 0.0), (10, 0.0)]
