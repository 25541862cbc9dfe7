import polars as pl

from fundmodel.assets.drug_programmes import Kind
from fundmodel.pipeline import select
from tests.startup_case import sql

EVENT = ("plan_id", "company_number", "round_pivot", "lot_phase", "kind", "quarter")


def test_rounds_of_a_company_add_up_over_its_years_and_programmes() -> None:
    """Company 1 gets 10 in year 0, 30 in year 1 and 10 for a second programme; 2 gets 10; 3 is no plan's.

    On path 0 a company of the plan gets 10 + 30 from the fund's first year on.
    """
    events = [
        (5, 1, -1, 0, Kind.INVEST, 2),
        (5, 1, -1, 1, Kind.INVEST, 4),
        (5, 1, -1, 1, Kind.PIVOT, 7),
        (5, 1, 1, 0, Kind.INVEST, 7),
        (5, 2, -1, 0, Kind.INVEST, 3),
        (5, 3, -1, 1, Kind.INVEST, 0),
    ]
    lots = [(-1, 0, 10), (-1, 1, 30), (1, 0, 10)]
    given = {
        "startup_events": pl.DataFrame(events, schema=EVENT, orient="row").with_columns(
            world_id=pl.lit(0), path_id=pl.lit(3), tranche_quarters=pl.lit(0)
        ),
        "company_plan": pl.DataFrame(
            {"world_id": [0], "plan_id": 5, "fund_id": 9, "area_id": 4, "entry_phase": 0, "company_count": 2,
             "start_quarter": 5}
        ),
        "startup_lots": pl.DataFrame(
            lots, schema=["round_pivot", "lot_phase", "cheque_krw"], orient="row"
        ).with_columns(world_id=pl.lit(0), area_id=pl.lit(4), entry_phase=pl.lit(0), tranche=pl.lit(0)),
        "startup_kinds": select(sql("startup_kinds"), {}),
        "paths": pl.DataFrame({"path_id": [0, 3]}),
    }  # fmt: skip
    assert select(sql("largest_companies"), given).rows() == [
        (0, 0, 9, 1, 40),
        (0, 3, 9, 0, 10),
        (0, 3, 9, 1, 50),
    ]
