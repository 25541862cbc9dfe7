import polars as pl

from fundmodel.pipeline import select
from tests.startup_case import sql


def test_months_and_money_of_every_plant_of_the_plan_by_hand() -> None:
    """Plant 1 starts in quarter 4 and opens in quarter 18: 42 months, 36 of them planned.
    Plant 2 never opens; 3 is extra.
    """
    rows = [
        # path, plant, quarter, opened, capex
        (0, 0, 18, 45_000, 500),
        (1, 1, 4, 0, 100),
        (1, 1, 8, 0, 300),
        (1, 1, 18, 45_000, 0),
        (1, 1, 22, 0, 0),
        (1, 2, 4, 0, 100),
        (1, 3, 18, 45_000, 900),
    ]
    columns = ["path_id", "plant_number", "quarter", "opened_kl_thousandths", "capex_krw"]
    given = {
        "facility_events": pl.DataFrame(rows, schema=columns, orient="row").with_columns(
            world_id=0, facility_id=6, overrun_krw=pl.col("capex_krw") // 10
        ),
        "plants_assumptions": pl.DataFrame(
            {"world_id": [0], "build_quarters": [9], "validation_quarters": [4]}
        ),
        "plan_assumptions": pl.DataFrame({"world_id": [0], "sandbox_time_saving_share": [0.25]}),
        "facility_plan": pl.DataFrame(
            {"world_id": [0], "facility_id": [6], "start_quarter": [4], "plant_count": [2]}
        ),
    }
    assert select(sql("plant_results"), given).rows() == [(0, 1, 6, 1, 42, 400, 45_000, 40, 6.0)]
