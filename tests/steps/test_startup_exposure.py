import polars as pl

from fundmodel.assets.drug_programmes import Kind
from fundmodel.pipeline import select
from tests.startup_case import sql

EVENT = ("path_id", "plan_id", "company_number", "lot_phase", "kind", "quarter")


def test_cheques_by_area_phase_cluster_and_quarter_on_random_paths_and_in_the_central_case() -> None:
    events = [
        (3, 5, 1, 2, Kind.INVEST, 1),
        (3, 5, 1, 2, Kind.FAIL, 5),
        (3, 5, 2, 2, Kind.INVEST, 1),
        (3, 5, 2, 3, Kind.INVEST, 8),
        (3, 5, 3, 2, Kind.INVEST, 1),
    ]
    central = pl.DataFrame(
        {
            "world_id": [0],
            "path_id": [0],
            "fund_id": [9],
            "area_id": [4],
            "phase_id": [2],
            "cluster_id": [7],
            "quarter": [3],
            "invested_krw": [2_000],
        }
    )
    given = {
        "startup_events": pl.DataFrame(events, schema=EVENT, orient="row").with_columns(
            world_id=0, round_pivot=pl.Series([-1, -1, -1, 1, -1]), tranche_quarters=0
        ),
        "company_plan": pl.DataFrame(
            {"world_id": [0], "plan_id": [5], "fund_id": [9], "area_id": [4], "entry_phase": [2]}
        ),
        "companies": pl.DataFrame(
            {"world_id": [0, 0], "plan_id": [5, 5], "company_number": [1, 2], "cluster_id": [7, 7]}
        ),
        "startup_lots": pl.DataFrame(
            {
                "world_id": 0,
                "area_id": 4,
                "entry_phase": 2,
                "round_pivot": [-1, -1, 1],
                "lot_phase": [2, 3, 3],
                "tranche": 0,
                "cheque_krw": [1_000, 900, 300],
            }
        ),
        "startup_kinds": select(sql("startup_kinds"), {}),
        "startup_central_exposure": central,
    }
    assert select(sql("startup_exposure"), given).rows() == [
        (0, 0, 9, 4, 2, 7, 3, 2_000),
        (0, 3, 9, 4, 2, 7, 1, 2_000),
        (0, 3, 9, 4, 3, 7, 8, 300),
    ]
