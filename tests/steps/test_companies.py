import polars as pl

from fundmodel.pipeline import select
from tests.startup_case import sql


def test_the_first_companies_of_each_plan_row_are_chosen() -> None:
    slots = pl.DataFrame(
        {
            "world_id": [0] * 6,
            "plan_id": [0, 0, 0, 0, 1, 1],
            "company_number": [1, 2, 3, 4, 1, 2],
            "entry_quarter": [5, 1, 9, 3, 2, 0],
            "cluster_id": [0, 1, 0, 2, 1, 1],
        }
    )
    plan = pl.DataFrame({"world_id": [0, 0], "plan_id": [0, 1], "company_count": [3, 0]})
    rows = select(sql("companies"), {"company_slots": slots, "company_plan": plan}).rows()
    assert rows == [(0, 0, 1, 5, 0), (0, 0, 2, 1, 1), (0, 0, 3, 9, 0)]
