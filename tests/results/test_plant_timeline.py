import polars as pl

from tests.results.given import SCENARIOS, answer
from tests.steps.test_facility_financing import LOAN
from tests.steps.test_facility_financing import made as financing
from tests.steps.test_facility_quarters import made

IDS = {"world_id": pl.Int32, "facility_id": pl.Int32, "fund_id": pl.Int32, "cluster_id": pl.Int32}


def test_dates_and_who_pays():
    """Site 0 starts in quarter 0 and 4 + 2 quarters later opens; 12 quarters on it is sold."""
    plan = {
        "world_id": [0, 0],
        "facility_id": [0, 1],
        "facility_code": ["C1-songdo", "C1-osong"],
        "fund_id": [7, 7],
        "cluster_id": [2, 3],
        "capacity_kl": [10.0, 30.0],
        "plant_count": [1, 1],
        "stake_share": [0.3, 0.2],
    }
    frames = {
        "facility_milestones": made(paths=(0, 1), **LOAN)["facility_milestones"],
        "scenarios": SCENARIOS,
        "facility_plan": pl.DataFrame(plan, schema_overrides=IDS),
        "facility_financing": financing(**LOAN),
        "fund_plan": pl.DataFrame({"world_id": [0], "fund_id": [7], "fund_code": ["C1"]}),
        "clusters": pl.DataFrame(
            {
                "cluster_id": [2, 3],
                "cluster_code": ["songdo", "osong"],
                "name_en": ["Songdo", "Osong"],
                "name_ko": ["송도", "오송"],
            }
        ),
    }
    rows = answer("plant_timeline", frames)
    assert rows["facility_code"].to_list() == ["C1-osong", "C1-songdo"]
    songdo = rows.row(1, named=True)
    assert (songdo["start_quarter"], songdo["completion_quarter"], songdo["opening_quarter"]) == (0, 4, 6)
    assert (songdo["repaid_quarter"], songdo["exit_quarter"], songdo["second_opening_quarter"]) == (
        18,
        18,
        None,
    )
    assert (songdo["fund_code"], songdo["cluster_code"], songdo["debt_krw"]) == ("C1", "songdo", 4_208)
