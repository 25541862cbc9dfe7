import polars as pl

from fundmodel.pipeline import select
from tests.startup_case import sql


def test_areas_of_the_plan_in_alphabetical_order() -> None:
    plan = pl.DataFrame({"area_code": ["oncology", "infectious", "oncology"]})
    assert select(sql("areas"), {"startup_plan_data": plan}).rows() == [(0, "infectious"), (1, "oncology")]
