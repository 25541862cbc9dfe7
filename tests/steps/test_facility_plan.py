from importlib.resources import files

import polars as pl
import pytest

from fundmodel.pipeline import select

SQL = files("fundmodel").joinpath("sql", "facts", "facility_plan.sql").read_text(encoding="utf-8")


def given(planned_size_krw=100_000, **changes):
    """Two plan rows of one fund: 10 kL and 30 kL, numbers of tests/plant_case.py."""
    plants = {
        "world_id": [0],
        "capex_per_kl_krw": [1_000],
        "overrun_mean_share": [0.1],
        "build_quarters": [4],
        "delay_mean_quarters": [0.0],
        "validation_quarters": [2],
        "revenue_per_kl_krw": [1_000],
        "price_growth_rate": [0.0],
        "margin_at_full_share": [0.4],
        "fixed_cost_share": [0.5],
        "maintenance_capex_share": [0.02],
        "exit_year": [3],
    }
    plants.update({name: [value] for name, value in changes.items() if name in plants})
    return {
        "facilities_data": pl.DataFrame(
            {
                "facility_code": ["C1-songdo", "C1-osong"],
                "fund_code": ["C1", "C1"],
                "capacity_kl": [30.0, 10.0],
                "start_offset_quarters": [0, 4],
                "cluster_code": ["songdo", "osong"],
            }
        ),
        "fund_plan": pl.DataFrame(
            {
                "world_id": [0, 0],
                "fund_id": [0, 7],
                "fund_code": ["mega", "C1"],
                "start_quarter": [0, 8],
                "planned_size_krw": [1_000_000, planned_size_krw],
            }
        ),
        "plan_assumptions": pl.DataFrame(
            {"world_id": [0], "plant_deployable_share": [0.8], "plant_stake_share_max": [0.4]}
        ),
        "plants_assumptions": pl.DataFrame(plants),
        "curves_data": pl.DataFrame(
            {
                "curve_code": ["plant_ramp", "plant_ramp", "capex_s_curve"],
                "position": [1, 2, 1],
                "value": [0.25, 1.0, 1.0],
            }
        ),
        "clusters": pl.DataFrame({"cluster_id": [0, 1], "cluster_code": ["osong", "songdo"]}),
    }


def test_stakes_use_the_planned_money_at_no_more_than_the_largest_stake():
    """10 kL: need 11,000 + 1,470 = 12,470; planned 0.8 x 100,000 x 10/40 = 20,000; 0.4 x 12,470 = 4,988 a
    plant: 5 plants (4.01 rounded up), stake 20,000 / 62,350. 30 kL: three times all of it.
    """
    rows = select(SQL, given()).to_dicts()
    assert rows == [
        {
            "world_id": 0,
            "facility_id": 0,
            "facility_code": "C1-osong",
            "fund_id": 7,
            "cluster_id": 0,
            "capacity_kl": 10.0,
            "start_quarter": 12,
            "planned_investment_krw": 20_000,
            "need_krw": 12_470,
            "plant_count": 5,
            "stake_share": pytest.approx(20_000 / 62_350),
        },
        {
            "world_id": 0,
            "facility_id": 1,
            "facility_code": "C1-songdo",
            "fund_id": 7,
            "cluster_id": 1,
            "capacity_kl": 30.0,
            "start_quarter": 8,
            "planned_investment_krw": 60_000,
            "need_krw": 37_410,
            "plant_count": 5,
            "stake_share": pytest.approx(60_000 / 187_050),
        },
    ]


def test_a_fund_without_money_plans_no_plant():
    plan = select(SQL, given(planned_size_krw=0))
    assert plan["plant_count"].to_list() == [0, 0]
    assert plan["stake_share"].to_list() == [0.0, 0.0]


@pytest.mark.parametrize("size", [1, 4_987, 24_940, 500_000, 12_345_678])
def test_the_stake_never_exceeds_its_maximum(size):
    plan = select(SQL, given(planned_size_krw=size))
    assert plan["stake_share"].max() <= 0.4 + 1e-12
    spent = plan["stake_share"] * plan["plant_count"] * plan["need_krw"]
    assert spent.to_list() == pytest.approx(plan["planned_investment_krw"].to_list())


def test_prices_at_the_years_of_early_losses_count():
    """Start 12, opening 18, year 1 ends in quarter 22: 1,250 x 1.02^5.5 = 1,393.8 + 220 = 1,613."""
    plan = select(SQL, given(price_growth_rate=0.02))
    assert plan["need_krw"][0] == 11_000 + 1_613


def test_the_plan_agrees_with_the_central_plant():
    """The same need as the calls of the plant that tests/test_plants.py computes by hand."""
    assert select(SQL, given())["need_krw"][0] == 4_400 + 6_600 + 1_470
