import polars as pl
import pytest

from fundmodel.pipeline import select
from tests.startup_case import Case, sql


@pytest.mark.parametrize(
    ("density", "size", "count", "capacity"),
    [
        (1.0, 300_000_000_000, 3, 4),
        (1.0, 400_000_000_000, 4, 4),
        (1.0, 450_000_000_000, 5, 8),
        (0.4, 100_000_000_000, 0, 1),
        (0.5, 100_000_000_000, 1, 1),
    ],
)
def test_companies_by_density_and_the_next_power_of_two(
    density: float, size: int, count: int, capacity: int
) -> None:
    given = {
        "startup_plan_data": pl.DataFrame(
            {
                "plan_code": ["E1-PRE-oncology"],
                "fund_code": ["E1"],
                "area_code": ["oncology"],
                "entry_phase": ["P1"],
                "companies_per_krw_100bn": [density],
            }
        ),
        "fund_plan": pl.DataFrame(
            {
                "world_id": [0],
                "fund_id": [7],
                "fund_code": ["E1"],
                "start_quarter": [4],
                "investment_quarters": [16],
                "planned_size_krw": [size],
            }
        ),
        "areas": pl.DataFrame({"area_id": [2], "area_code": ["oncology"]}),
        "phases": select(sql("phases"), {}),
    }
    rows = select(sql("company_plan"), given).rows()
    assert rows == [(0, 0, "E1-PRE-oncology", 7, 2, 1, count, capacity, 4, 16)]


def test_every_row_of_the_shipped_plan_is_there() -> None:
    case = Case()
    assert case["company_plan"].height == case["startup_plan_data"].height
