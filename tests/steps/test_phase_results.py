import polars as pl

from fundmodel.assets.drug_programmes import NOTHING, Kind
from fundmodel.pipeline import select
from tests.startup_case import Case, sql

EVENT = ("company_number", "lot_phase", "round_pivot", "phase", "kind")


def test_every_programme_counts_once_in_each_phase_that_it_ends() -> None:
    events = [
        (1, 2, NOTHING, 2, Kind.INVEST),
        (1, 2, NOTHING, 2, Kind.ADVANCE),
        (1, 2, NOTHING, 3, Kind.IPO),
        (1, 2, NOTHING, 3, Kind.SALE),
        # The lot of a later round and of a second programme tell the same story again.
        (1, 3, NOTHING, 3, Kind.IPO),
        (2, 2, NOTHING, 2, Kind.PIVOT),
        (2, 2, NOTHING, 1, Kind.ACQUI_HIRE),
        (2, 2, 2, 1, Kind.ACQUI_HIRE),
        # Sold before the phase was over; not in the plan.
        (3, 2, NOTHING, 2, Kind.EARLY_SALE),
        (4, 2, NOTHING, 2, Kind.FAIL),
    ]
    given = {
        "startup_events": pl.DataFrame(events, schema=EVENT, orient="row").with_columns(
            world_id=0, path_id=3, plan_id=5, tranche_quarters=0
        ),
        "company_plan": pl.DataFrame(
            {"world_id": [0], "plan_id": [5], "area_id": [4], "entry_phase": [2], "company_count": [3]}
        ),
        "startup_kinds": select(sql("startup_kinds"), {}),
    }
    assert select(sql("phase_results"), given).rows() == [
        # world, path, area, phase, succeeded, failed
        (0, 3, 4, 1, 0, 1),
        (0, 3, 4, 2, 1, 1),
        (0, 3, 4, 3, 1, 0),
    ]


def test_phases_succeed_as_often_as_published_within_four_standard_errors() -> None:
    case = Case(range(1, 401), overrides={"success_correlation": 0.0, "area_correlation": 0.0})
    keys = ["area_id", "phase_id"]
    found = case["phase_results"].group_by(keys).agg(pl.col("success_count", "failure_count").sum())
    both = found.join(case["programme_phases"], on=keys)
    total = both["success_count"] + both["failure_count"]
    share = both["success_share"]
    error = (share * (1 - share) / total).sqrt()
    assert both.height >= 36
    assert ((both["success_count"] / total - share) / error).abs().max() < 4
