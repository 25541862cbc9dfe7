from importlib.resources import files

import polars as pl

from fundmodel.pipeline import select

SQL = files("fundmodel").joinpath("sql", "facts", "facility_sites.sql").read_text(encoding="utf-8")


def test_a_fund_shares_its_money_by_capacity():
    """Of 0.8 x 100,000 won the 10 kL site of 40 kL gets 20,000; starts count from the fund's start."""
    made = select(
        SQL,
        {
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
                    "planned_size_krw": [1_000_000, 100_000],
                }
            ),
            "plan_assumptions": pl.DataFrame({"world_id": [0], "plant_deployable_share": [0.8]}),
            "clusters": pl.DataFrame({"cluster_id": [0, 1], "cluster_code": ["osong", "songdo"]}),
        },
    )
    assert made.rows() == [
        (0, 0, "C1-osong", 7, 0, 10.0, 12, 20_000),
        (0, 1, "C1-songdo", 7, 1, 30.0, 8, 60_000),
    ]
