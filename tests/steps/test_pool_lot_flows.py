import numpy as np
import polars as pl
import pytest

from fundmodel.steps.market_paths import market_paths
from fundmodel.steps.pool_lot_flows import pool_lot_flows
from tests.startup_case import Case

KEYS = ["world_id", "path_id", "fund_id", "priority_class", "funded_quarter", "cash_quarter"]
AMOUNTS = ["invested_krw", "proceeds_krw", "nav_change_krw", "cost_change_krw"]
NO_LINKS = {"fx_equity_correlation": 0.0}


def made(paths, overrides=None, pools=None, **terms):
    case = Case(paths=paths, overrides=overrides)
    plan = case["blind_pool_plan"].with_columns(**{name: pl.lit(value) for name, value in terms.items()})
    return pool_lot_flows(
        plan if pools is None else pools(plan),
        case["market_assumptions"],
        market_paths(case["market_assumptions"], case["run_settings"], case["paths"]),
        case["run_settings"],
        case["paths"],
    )


def test_the_central_case_by_hand():
    """Capital 1,000 won, a life of two years, half called in each, no bow: the whole value is paid out in the
    second year with 21 % growth: 500 x 1.21 = 605 in four parts of 151.25, floored lot by lot of 125 won;
    the 500 of the second year come back in the quarter after. The fund starts in quarter 4.
    """
    found = made(
        (0,),
        capital_krw=1000,
        contribution_rate_year_1=0.5,
        contribution_rate_year_2=1.0,
        life_years=2,
        bow=0.0,
        growth_rate=0.21,
    )
    assert found.columns == [*KEYS, *AMOUNTS]
    first = found.filter(pl.col("funded_quarter") == 4)
    assert first["cash_quarter"].to_list() == list(range(4, 13))
    assert first["invested_krw"].to_list() == [125] + [0] * 8
    assert first["proceeds_krw"].to_list() == [0, 0, 0, 0, 37, 37, 37, 37, 0]
    # 125 x (1.21^(k/4) - k/4 x 1.21): 93.29, 61.87, 30.77, 0.
    assert first["nav_change_krw"].cum_sum().to_list() == [125, 125, 125, 125, 93, 61, 30, 0, 0]
    late = found.filter((pl.col("funded_quarter") == 9) & (pl.col("cash_quarter") == 12))
    assert late.select(AMOUNTS).row(0) == (0, 125, -125, -125)
    assert found["invested_krw"].sum() == 1000
    assert found["priority_class"].unique().to_list() == [1]


def test_a_pool_gives_back_won_at_the_rate_of_its_currency():
    """The won loses 15 % against the dollar after quarter 0; the pool starts in quarter 4, so all is bought
    at the higher rate and a shift moves nothing; along a forward curve of -1.4 % a year value falls with it.
    """
    plain = made((0,))
    assert made((0,), {"fx_central_shift_share": 0.15}).equals(plain)
    forward = made((0,), {"fx_central": "forward"})
    keys = (pl.col("funded_quarter") == 7) & (pl.col("cash_quarter") == 8)
    before, after = (one.filter(keys)["proceeds_krw"].item() for one in (plain, forward))
    assert after == pytest.approx(before * 0.986**0.25, rel=1e-6)
    assert made((0,), {"fx_central": "forward"}, usd_share=0.0).equals(plain)


def test_random_growth_has_the_central_case_as_its_mean():
    """With market and exchange rate unlinked, by cash quarter, within 4 standard errors."""
    drawn = made(range(2001), NO_LINKS)
    sums = drawn.group_by("path_id", "cash_quarter").agg(pl.col("proceeds_krw").sum())
    central = sums.filter(pl.col("path_id") == 0).select("cash_quarter", central="proceeds_krw")
    statistics = (
        sums.filter(pl.col("path_id") > 0)
        .group_by("cash_quarter")
        .agg(mean=pl.col("proceeds_krw").mean(), error=pl.col("proceeds_krw").std() / 2000**0.5)
        .join(central, on="cash_quarter")
        .filter(pl.col("central") > 10**9)
    )
    gaps = ((statistics["mean"] - statistics["central"]) / statistics["error"]).abs()
    assert statistics.height > 30
    assert gaps.max() < 4
    calls = drawn.filter(pl.col("invested_krw") > 0).select("funded_quarter", "invested_krw").unique()
    assert calls.height == 48


def test_a_path_is_the_same_alone_and_among_others():
    among = made(range(8)).filter(pl.col("path_id") == 5)
    assert made((5,)).equals(among)


def test_two_pools_have_luck_of_their_own():
    def twice(plan):
        other = plan.with_columns(pl.lit("G2").alias("fund_code"), (pl.col("fund_id") + 1).alias("fund_id"))
        return pl.concat([plan, other])

    both = made((0, 1, 2), pools=twice)
    assert both.equals(both.sort(KEYS))
    parts = [one.drop("fund_id") for one in both.partition_by("fund_id", maintain_order=True)]
    central = [one.filter(pl.col("path_id") == 0) for one in parts]
    assert central[0].equals(central[1])
    assert not parts[0].equals(parts[1])
    assert parts[0].equals(made((0, 1, 2)).drop("fund_id"))


def test_without_pools_or_money_nothing_is_asked_for():
    assert made((0, 1), pools=lambda plan: plan.clear()).is_empty()
    assert made((0, 1), capital_krw=0).is_empty()
    assert np.array_equal(made((0,), pools=lambda plan: plan.clear()).columns, [*KEYS, *AMOUNTS])
