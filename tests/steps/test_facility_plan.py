from importlib.resources import files

import polars as pl
import pytest

from fundmodel.pipeline import select

SQL = files("fundmodel").joinpath("sql", "facts", "facility_plan.sql").read_text(encoding="utf-8")


def given(planned_krw=(20_000, 60_000)):
    """Two sites of one fund, 10 kL and 30 kL, whose owners pay in 12,468 and 37,410 won a plant."""
    return {
        "facility_sites": pl.DataFrame(
            {
                "world_id": [0, 0],
                "facility_id": [0, 1],
                "facility_code": ["C1-osong", "C1-songdo"],
                "fund_id": [7, 7],
                "cluster_id": [0, 1],
                "capacity_kl": [10.0, 30.0],
                "start_quarter": [12, 8],
                "planned_investment_krw": planned_krw,
            }
        ),
        "facility_financing": pl.DataFrame(
            {"world_id": [0, 0], "facility_id": [0, 1], "need_krw": [12_468, 37_410]}
        ),
        "plan_assumptions": pl.DataFrame({"world_id": [0], "plant_stake_share_max": [0.4]}),
    }


def test_stakes_use_the_planned_money_at_no_more_than_the_largest_stake():
    """0.4 x 12,468 = 4,987.2 a plant: 20,000 is 4.01 of them, so 5 plants, stake 20,000 / 62,340."""
    rows = select(SQL, given()).to_dicts()
    assert rows[0] == {
        "world_id": 0,
        "facility_id": 0,
        "facility_code": "C1-osong",
        "fund_id": 7,
        "cluster_id": 0,
        "capacity_kl": 10.0,
        "start_quarter": 12,
        "planned_investment_krw": 20_000,
        "need_krw": 12_468,
        "plant_count": 5,
        "stake_share": pytest.approx(20_000 / 62_340),
    }
    assert rows[1]["plant_count"] == 5
    assert rows[1]["stake_share"] == pytest.approx(60_000 / 187_050)


def test_a_fund_without_money_plans_no_plant():
    plan = select(SQL, given(planned_krw=(0, 0)))
    assert plan["plant_count"].to_list() == [0, 0]
    assert plan["stake_share"].to_list() == [0.0, 0.0]


@pytest.mark.parametrize("size", [1, 4_987, 24_940, 500_000, 12_345_678])
def test_the_stake_never_exceeds_its_maximum(size):
    plan = select(SQL, given(planned_krw=(size, size)))
    assert plan["stake_share"].max() <= 0.4 + 1e-12
    spent = plan["stake_share"] * plan["plant_count"] * plan["need_krw"]
    assert spent.to_list() == pytest.approx(plan["planned_investment_krw"].to_list())
