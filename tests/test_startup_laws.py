"""Laws of the startups: random paths have the central case as their mean, and lots add up."""

import polars as pl
import pytest

from tests.startup_case import PLAIN, Case

PATHS, BLOCK = 4_000, 1_000
MEASURES = ("invested_krw", "proceeds_krw", "nav_change_krw", "cost_change_krw")
# A normal approximation of a mean needs that many paths on which something happens.
ENOUGH = 100


def _by_year(flows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    year = (pl.col("cash_quarter") // 4).alias("year")
    return flows.group_by(*keys, year).agg(pl.col(MEASURES).sum().cast(pl.Float64))


@pytest.fixture(scope="module")
def central() -> pl.DataFrame:
    return _by_year(Case(overrides=PLAIN)["startup_central"], ["fund_id"])


@pytest.fixture(scope="module")
def random() -> pl.DataFrame:
    blocks = (Case(range(first, first + BLOCK), overrides=PLAIN) for first in range(1, PATHS + 1, BLOCK))
    return pl.concat([_by_year(case["startup_lot_flows"], ["path_id", "fund_id"]) for case in blocks])


@pytest.mark.parametrize("measure", MEASURES)
def test_random_paths_have_the_central_case_as_their_mean(
    measure: str, central: pl.DataFrame, random: pl.DataFrame
) -> None:
    amount = pl.col(measure)
    cells = (
        random.group_by("fund_id", "year")
        .agg(
            (amount.sum() / PATHS).alias("mean"),
            (amount**2).sum().alias("squares"),
            (amount != 0).sum().alias("hits"),
        )
        .filter(pl.col("hits") >= ENOUGH)
        .with_columns(error=((pl.col("squares") / PATHS - pl.col("mean") ** 2) / PATHS).sqrt())
        .join(central.select("fund_id", "year", measure), on=["fund_id", "year"])
    )
    score = (cells["mean"] - cells[measure]) / cells["error"].clip(1)
    assert cells.height > 100
    assert score.abs().max() < 4
    assert (score**2).mean() < 1.3
    # Years in which hardly ever anything happens: little on either side.
    turnover = central[measure].abs().sum()
    for frame in (central, random.group_by("fund_id", "year").agg(amount.sum() / PATHS)):
        rare = frame.join(cells, on=["fund_id", "year"], how="anti")
        assert rare[measure].abs().sum() < 0.02 * turnover


def test_random_counts_have_the_central_counts_as_their_mean() -> None:
    case = Case(range(1_001), overrides=PLAIN)
    keys = ["phase", "kind"]
    expected = case["startup_counts"].group_by(keys).agg(pl.col("count_thousandths").sum()).sort(keys)
    by_path = case["startup_outcomes"].group_by("path_id", *keys).agg(pl.col("count_thousandths").sum())
    found = (
        by_path.group_by(keys)
        .agg(
            (pl.col("count_thousandths").sum() / 1_000).alias("mean"),
            (pl.col("count_thousandths").cast(pl.Float64) ** 2).sum().alias("squares"),
        )
        .with_columns(error=((pl.col("squares") / 1_000 - pl.col("mean") ** 2) / 1_000).clip(0).sqrt())
        .sort(keys)
    )
    assert found.select(keys).equals(expected.select(keys))
    gaps = (found["mean"] - expected["count_thousandths"]).abs()
    # Counts are rounded to thousandths, row by row.
    assert (gaps <= 4 * found["error"] + 10).all()


def test_a_lot_that_ends_inside_the_grid_leaves_neither_value_nor_cost() -> None:
    limit_off = {"absorption_max_share": 10.0}
    flows = Case(range(1, 101), n_quarters=180, overrides=limit_off)["startup_lot_flows"]
    lots = flows.group_by("path_id", "fund_id", "priority_class", "funded_quarter").agg(
        pl.col("nav_change_krw", "cost_change_krw", "invested_krw").sum()
    )
    early = lots.filter(pl.col("funded_quarter") < 20)
    assert early.height > 5_000
    assert early["nav_change_krw"].unique().to_list() == [0]
    assert early["cost_change_krw"].unique().to_list() == [0]
    funded = flows.filter(pl.col("cash_quarter") == pl.col("funded_quarter"))
    assert (funded["cost_change_krw"] == funded["invested_krw"]).all()
    assert (funded["nav_change_krw"] == funded["invested_krw"]).all()
    assert flows.filter(pl.col("cash_quarter") > pl.col("funded_quarter"))["invested_krw"].sum() == 0
    assert (flows["proceeds_krw"] >= 0).all()


def test_value_held_is_never_negative() -> None:
    flows = Case(range(201))
    keys = ["path_id", "fund_id", "priority_class", "funded_quarter"]
    for table in ("startup_lot_flows", "startup_central"):
        ordered = flows[table].sort(*keys, "cash_quarter")
        held = ordered.select(pl.col("nav_change_krw").cum_sum().over(keys)).to_series()
        assert held.min() >= 0


def test_money_scales_with_values_and_rounds() -> None:
    """Twice the values and rounds give twice the flows, but for what a won of a cheque grows to."""
    one, two = Case(range(51)), Case(range(51))
    money = [name for name in one["startups_assumptions"].columns if name.endswith("_krw")]
    two["startups_assumptions"] = one["startups_assumptions"].with_columns(pl.col(money) * 2)
    two["plan_assumptions"] = one["plan_assumptions"].with_columns(pl.col("bio_vc_market_krw") * 2)
    keys = ["path_id", "fund_id", "priority_class", "funded_quarter", "cash_quarter"]
    for table in ("startup_lot_flows", "startup_central"):
        both = one[table].join(two[table], on=keys, how="full", coalesce=True, suffix="_twice").fill_null(0)
        for measure in MEASURES:
            gap = (both[f"{measure}_twice"] - 2 * both[measure]).abs()
            assert gap.max() < 500
            assert both[measure].abs().max() > 10**10


def test_without_success_nothing_is_approved_and_with_more_of_it_more_is() -> None:
    approved = {}
    for multiplier in (0.5, 1.0, 1.3):
        counts = Case(overrides={"success_multiplier": multiplier})["startup_counts"]
        approved[multiplier] = counts.filter(pl.col("kind") == 7)["count_thousandths"].sum()
    assert approved[0.5] < approved[1.0] < approved[1.3]
