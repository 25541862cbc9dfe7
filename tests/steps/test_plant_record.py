import polars as pl
import pytest

from fundmodel import datasets
from fundmodel.pipeline import select
from tests.startup_case import sql

COLUMNS = (
    "record_code", "measure", "planned_date", "actual_date", "planned_cost", "actual_cost", "project_count",
)  # fmt: skip


def test_early_plants_are_on_time_and_a_row_of_several_projects_counts_as_often() -> None:
    rows = [
        ("late", "delay", "2024-06", "2024-12", None, None, 1),
        ("early", "delay", "2025-09", "2025-04", None, None, 1),
        ("dear", "overrun", None, None, 2.0, 2.5, 2),
        ("cheap", "overrun", None, None, 10.0, 9.0, 1),
    ]
    given = {"plant_plans_data": pl.DataFrame(rows, schema=COLUMNS, orient="row")}
    assert select(sql("plant_record"), given).rows() == [
        ("delay", 1, "early", 0.0),
        ("delay", 2, "late", 2.0),
        ("overrun", 1, "cheap", pytest.approx(-0.1)),
        ("overrun", 2, "dear", 0.25),
        ("overrun", 3, "dear", 0.25),
    ]


def test_the_shipped_record_by_hand() -> None:
    """Delays of 0, 0, 0, 5 and 6 months; overruns of 0 six times, 14.9 % once and 15 % 14 times."""
    found = select(sql("plant_record"), {"plant_plans_data": datasets.read_all()["plant_plans_data"]})
    means = dict(found.group_by("measure").agg(pl.col("outcome").mean()).iter_rows())
    assert means["delay"] * 3 == pytest.approx(11 / 5)
    assert means["overrun"] == pytest.approx((14 * 0.15 + 0.26 / 1.74) / 21)
