import polars as pl

from fundmodel.pipeline import select
from tests.startup_case import sql

CHEQUE = ("path_id", "fund_id", "area_id", "phase_id", "cluster_id", "quarter", "invested_krw")
CHEQUES = [
    (0, 9, 2, 1, 1, 3, 50),
    (0, 9, 4, 0, 0, 4, 70),
    (3, 9, 4, 0, 0, 2, 1_000),
    (3, 9, 4, 1, 0, 4, 300),
    (3, 9, 4, 0, 1, 3, 1_000),
]


def _given() -> dict[str, pl.DataFrame]:
    """Fund 9 enters two companies of the area of infections, fund 8 owns a quarter of one plant."""
    plant = {"world_id": 0, "path_id": [0, 3, 3], "facility_id": 1, "plant_number": [0, 1, 2], "quarter": 7}
    return {
        "startup_exposure": pl.DataFrame(CHEQUES, schema=CHEQUE, orient="row").with_columns(world_id=0),
        "facility_events": pl.DataFrame(plant | {"paid_in_krw": 409}),
        "facility_plan": pl.DataFrame(
            {
                "world_id": [0],
                "facility_id": [1],
                "fund_id": [8],
                "cluster_id": [1],
                "plant_count": [1],
                "stake_share": [0.25],
            }
        ),
        "pool_lot_flows": pl.DataFrame(
            {"world_id": 0, "path_id": 0, "fund_id": 7, "funded_quarter": [9, 9], "invested_krw": [500, 0]}
        ),
        "phases": pl.DataFrame({"phase_id": [0, 1], "phase_code": ["PRE", "P1"]}),
        "areas": pl.DataFrame({"area_id": [2, 4], "area_code": ["oncology", "infectious"]}),
        "clusters": pl.DataFrame({"cluster_id": [0, 1], "is_capital_region": [True, False]}),
    }


def test_each_cheque_counts_for_the_mandates_it_serves_in_its_year() -> None:
    """By hand: invested, for drugs, in the clinic, for vaccines, outside the capital region.

    On path 3 two companies get 1,000 each in year 0, the first one 300 in the clinic in year 1; the second
    plant is beyond the plan. Of the plant a quarter of 409 is 102. Fund 7 is a
    blind pool that puts in 500.
    """
    rows = select(sql("mandate_cheques"), _given()).drop("world_id").rows()
    assert rows == [
        (0, 7, 2, 500, 0, 0, 0, 0),
        (0, 8, 1, 102, 0, 0, 0, 102),
        (0, 9, 0, 50, 50, 50, 0, 50),
        (0, 9, 1, 70, 70, 0, 70, 0),
        (3, 8, 1, 102, 0, 0, 0, 102),
        (3, 9, 0, 2_000, 2_000, 0, 2_000, 1_000),
        (3, 9, 1, 300, 300, 300, 300, 0),
    ]
