"""Laws of all assets: identical lots add up, order means nothing, luck belongs to an asset.

A portfolio of one certain company and one certain plant is followed by hand from its lots to its investors.
"""

import shutil
from inspect import signature
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import fundmodel as fm
from fundmodel import datasets
from fundmodel.pipeline import Cache, select
from fundmodel.steps.facility_events import facility_events
from fundmodel.steps.fund_flows import fund_flows
from fundmodel.steps.pool_lot_flows import pool_lot_flows
from tests import fund_case
from tests.fund_case import LOT_COLUMNS, FundCase
from tests.startup_case import Case, certain_company, one_row_plan, sql
from tests.steps.test_facility_events import given as given_plants

AMOUNTS = ["invested_krw", "proceeds_krw", "nav_change_krw", "cost_change_krw"]
KEYS = list(LOT_COLUMNS[:6])
MANY, PATH = 10_000, 17
# Prices that answer to what the whole plan asks of the market would tie the assets together.
NO_IMPACT = {"absorption_price_rise_share": 0.0}
FREE = {
    "expense_rate": 0.0,
    "carry_rate": 0.0,
    "mega_carry_rate": 0.0,
    "public_first_loss_share": 0.0,
}


def plant_lots(count: int, stake: float, paths: tuple[int, ...] = (0,), **changes: object) -> pl.DataFrame:
    """Lots of the first plant of the plan, as often as asked for, all certain unless changed."""
    made = facility_events(**given_plants(paths=paths, capacity=4, **changes))["facility_lots"]
    plan = {
        "world_id": [0],
        "facility_id": [0],
        "fund_id": [2],
        "plant_count": [count],
        "stake_share": [stake],
    }
    return select(sql("facility_lot_flows"), {"facility_lots": made, "facility_plan": pl.DataFrame(plan)})


def companies(density: float, **overrides: object) -> Case:
    """A plan row whose companies all enter in the fund's only quarter of investment."""
    case = Case([0, 3], overrides=overrides, startup_plan_data=one_row_plan(companies_per_krw_100bn=density))
    case["fund_plan"] = case["fund_plan"].with_columns(investment_quarters=pl.lit(1, dtype=pl.Int32))
    return case


def pools(case: Case, **terms: object) -> pl.DataFrame:
    plan = case["blind_pool_plan"].with_columns(**{name: pl.lit(value) for name, value in terms.items()})
    reads = (name for name in signature(pool_lot_flows).parameters if name != "blind_pool_plan")
    return pool_lot_flows(plan, **{name: case[name] for name in reads})


def test_twice_as_many_identical_lots_ask_for_twice_and_give_twice() -> None:
    """Plants and certain companies to the won; expected companies but for one rounding a row."""
    one, two = (certain_company(round_size_p3_krw=75_000_000_000) for _ in range(2))
    two["startup_plan_data"] = one_row_plan(companies_per_krw_100bn=0.625)
    for case in (one, two):
        case["fund_plan"] = case["fund_plan"].with_columns(investment_quarters=pl.lit(1, dtype=pl.Int32))
    assert [case["company_plan"]["company_count"].item() for case in (one, two)] == [1, 2]
    for single, double in (
        (one["startup_lot_flows"], two["startup_lot_flows"]),
        (one["startup_central"], two["startup_central"]),
        (plant_lots(1, 0.3), plant_lots(2, 0.3)),
        (plant_lots(1, 0.3, paths=(0, 5)), plant_lots(2, 0.3, paths=(0, 5))),
    ):
        assert single.height > 5
        assert_frame_equal(single.with_columns(pl.col(AMOUNTS) * 2), double)
    few, more = (companies(density)["startup_central"] for density in (1.25, 2.5))
    for name in AMOUNTS:
        assert (more[name] - 2 * few[name]).abs().max() <= 2
    case = Case([0, 3])
    half, whole = (pools(case, capital_krw=capital) for capital in (5 * 10**10, 10**11))
    assert (whole.select(AMOUNTS) - 2 * half.select(AMOUNTS)).max_horizontal().abs().max() <= 4


def test_path_17_is_the_same_path_in_a_run_of_100_and_of_10000() -> None:
    few, many = Case(range(1, 101)), Case(range(1, MANY + 1))
    tables = []
    for case in (few, many):
        case["startup_plan_data"] = one_row_plan()
        terms = {"contribution_rate_year_1": 1.0}
        tables.append(
            {
                "market_paths": case["market_paths"],
                "startup_lot_flows": case["startup_lot_flows"],
                "pool_lot_flows": pools(case, **terms),
            }
        )
    for name, frame in tables[0].items():
        one, other = (
            pl.DataFrame(each).filter(pl.col("path_id") == PATH) for each in (frame, tables[1][name])
        )
        assert one.height > 0
        assert_frame_equal(one, other, check_exact=True)
    random = {"overrun_volatility": 0.15, "delay_mean_quarters": 1.0}
    plants = (plant_lots(1, 0.3, tuple(range(1, last + 1)), **random) for last in (100, MANY))
    one, other = (frame.filter(pl.col("path_id") == PATH) for frame in plants)
    assert_frame_equal(one, other, check_exact=True)


@pytest.fixture(scope="module")
def facts() -> dict[str, pl.DataFrame]:
    return run_facts()


def run_facts() -> dict[str, pl.DataFrame]:
    results = fm.run(fm.Scenario("no impact", NO_IMPACT), paths=4, cache=Cache(0))
    return {name: results[name] for name in ("lot_flows", "fund_flows", "class_flows", "party_totals")}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = tmp_path / "datasets"
    shutil.copytree(datasets.shipped_folder(), copied)
    monkeypatch.setenv(datasets.FOLDER_VARIABLE, str(copied))
    return copied


def rewrite(folder: Path, file: str, reverse: bool = False, add: str = "") -> None:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    body = lines[:0:-1] if reverse else lines[1:]
    (folder / file).write_text("\n".join([lines[0], *body, *([add] if add else [])]) + "\n", encoding="utf-8")


def test_the_order_of_assets_means_nothing(folder: Path, facts: dict[str, pl.DataFrame]) -> None:
    for file in ("startup_plan.csv", "facilities.csv", "blind_pools.csv", "drug_phases.csv"):
        rewrite(folder, file, reverse=True)
    for name, frame in run_facts().items():
        assert_frame_equal(frame, facts[name], check_exact=True)


def test_another_asset_leaves_the_luck_of_the_others_as_it_was(
    folder: Path, facts: dict[str, pl.DataFrame]
) -> None:
    """A company more in fund E1 and a plan row before all others: lots of every other fund stay the same."""
    rewrite(folder, "startup_plan.csv", add="A0-first,E1,oncology,PRE,1,own,assumption")
    found = run_facts()["lot_flows"]
    code = fm.run(fm.load_scenarios()["base"])["funds"].select("fund_id", "fund_code")
    before, after = (
        frame.join(code, on="fund_id").filter(pl.col("fund_code") != "E1")
        for frame in (facts["lot_flows"], found)
    )
    assert_frame_equal(before, after, check_exact=True)
    grown = found.join(code, on="fund_id").filter(pl.col("fund_code") == "E1")["invested_krw"].sum()
    own = (
        facts["lot_flows"].join(code, on="fund_id").filter(pl.col("fund_code") == "E1")["invested_krw"].sum()
    )
    assert grown > own


def test_one_certain_company_and_one_certain_plant_to_the_won(monkeypatch: pytest.MonkeyPatch) -> None:
    """Company: 20 bn grows twofold in each of three years, 8,333,333,333 of the next round in two: 160 bn and
    33,333,333,332 back. Plant of plant_case: 4,400 + 6,600 and four calls of 367 in; 3,300, 3,300 and 20,000
    back, lot by lot floored. Without fees and carry, partners who hold 1/2, 3/10, 1/6 and 1/30 of both funds
    share exactly that.
    """
    company = certain_company()["startup_central"].with_columns(pl.lit(1, dtype=pl.Int32).alias("fund_id"))
    start = company["funded_quarter"].min()
    moved = company.with_columns(pl.col("funded_quarter", "cash_quarter") - start)
    plant = plant_lots(1, 1.0)
    invested = 20_000_000_000 + 8_333_333_333 + 4_400 + 6_600 + 4 * 367
    received = 160_000_000_000 + 33_333_333_332 + 3_300 + 3_300 + 20_000
    lots = pl.concat([moved, plant], how="vertical_relaxed").sort(KEYS)
    assert lots["invested_krw"].sum() == invested
    assert lots["proceeds_krw"].sum() == received

    monkeypatch.setattr(fund_case, "N_QUARTERS", 24)
    bn = 10**9
    case = FundCase(
        lots=lots.rows(),
        starts=(0, 0),
        life=20,
        stakes=(15 * bn, 0, 9 * bn, 5 * bn, 1 * bn),
        top=(20 * bn, 9 * bn, 0, 1 * bn),
        annual_fee=0,
        mega_fee=0,
        terms=FREE,
        rate=(1000.0,) * 24,
    )
    tables = case.tables()
    made = fund_flows(**{name: tables[name] for name in signature(fund_flows).parameters})
    parties = tables["parties"].select("party_id", "party_code", "party_kind")
    totals = made["party_totals"].join(parties, on="party_id").filter(pl.col("path_id") == 0)
    found = {(row["party_kind"], row["party_code"]): row for row in totals.iter_rows(named=True)}
    whole = found["whole", "whole"]
    assert (whole["paid_in_krw"], whole["distributed_krw"]) == (invested, received)
    # Fiscal money is 2/3 of the mega fund's half; two levels and two funds round by less than a won each.
    for code, part in {"fiscal": 1 / 3, "pension": 0.3 + 0.15, "abroad": 1 / 6}.items():
        row = found["investor", code]
        assert abs(row["paid_in_krw"] - invested * part) <= 6
        assert abs(row["distributed_krw"] - received * part) <= 6
    plant_only = made["fund_flows"].filter((pl.col("fund_id") == 2) & (pl.col("path_id") == 0))
    by_quarter = plant_only.filter(pl.col("proceeds_krw") > 0).select("quarter", "proceeds_krw").rows()
    assert by_quarter == [(14, 3_300), (18, 23_300)]
