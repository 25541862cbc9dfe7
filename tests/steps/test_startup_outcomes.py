import polars as pl

from fundmodel.assets.drug_programmes import Kind
from fundmodel.steps.startup_outcomes import startup_outcomes

EVENT = ("path_id", "plan_id", "company_number", "lot_phase", "quarter", "phase", "kind")


def test_each_company_counts_once_by_what_became_of_it() -> None:
    events = [
        # Company 1 enters, advances and is approved, each once; its second lot does not count again.
        (3, 5, 1, 2, 0, 2, Kind.INVEST),
        (3, 5, 1, 2, 4, 2, Kind.ADVANCE),
        (3, 5, 1, 2, 12, 4, Kind.APPROVAL),
        (3, 5, 1, 3, 4, 3, Kind.INVEST),
        (3, 5, 1, 3, 12, 4, Kind.APPROVAL),
        # Company 2 of the same cluster enters in the same quarter and fails; company 3 is not in the plan.
        (3, 5, 2, 2, 0, 2, Kind.INVEST),
        (3, 5, 2, 2, 6, 2, Kind.FAIL),
        (3, 5, 3, 2, 0, 2, Kind.INVEST),
        # A lot of a second programme, and the rest of a round, do not count again.
        (3, 5, 2, 2, 0, 2, Kind.INVEST),
        (3, 5, 2, 2, 4, 2, Kind.INVEST),
    ]
    given = {
        "startup_events": pl.DataFrame(events, schema=EVENT, orient="row").with_columns(
            world_id=0, round_pivot=pl.Series([-1] * 8 + [2, -1]), tranche_quarters=pl.Series([0] * 9 + [4])
        ),
        "company_plan": pl.DataFrame(
            {"world_id": [0], "plan_id": [5], "fund_id": [9], "area_id": [4], "entry_phase": [2]}
        ),
        "companies": pl.DataFrame(
            {"world_id": [0, 0], "plan_id": [5, 5], "company_number": [1, 2], "cluster_id": [7, 7]}
        ),
    }
    assert startup_outcomes(**given).rows() == [
        # World, path, fund, area, cluster, phase, kind, quarter, thousandths.
        (0, 3, 9, 4, 7, 2, Kind.INVEST, 0, 2000),
        (0, 3, 9, 4, 7, 2, Kind.ADVANCE, 4, 1000),
        (0, 3, 9, 4, 7, 2, Kind.FAIL, 6, 1000),
        (0, 3, 9, 4, 7, 4, Kind.APPROVAL, 12, 1000),
    ]
