import polars as pl

from tests.results.given import SCENARIOS, SETTINGS, answer
from tests.steps.test_facility_quarters import made


def test_the_central_case_of_each_site():
    """tests/plant_case.py: in quarter 7 a quarter of 10 kL is used; quarter 7 lies in the second year."""
    quarters = made(paths=(0, 1))["facility_quarters"]
    plan = pl.DataFrame(
        {
            "world_id": [0, 0],
            "facility_id": [0, 1],
            "facility_code": ["C1-songdo", "C1-osong"],
            "plant_count": [1, 1],
        },
        schema_overrides={"world_id": pl.Int32, "facility_id": pl.Int32},
    )
    frames = {"facility_quarters": quarters, "facility_plan": plan}
    rows = answer("plant_operations", frames | {"scenarios": SCENARIOS, "run_settings": SETTINGS})
    assert rows.select("facility_code", "quarter").rows() == sorted(
        rows.select("facility_code", "quarter").rows()
    )
    seventh = rows.filter(pl.col("facility_code") == "C1-songdo", pl.col("quarter") == 7).row(0, named=True)
    assert (seventh["year"], seventh["kl_online"], seventh["used_share"]) == (2028, 10.0, 0.25)
    assert (seventh["revenue_krw"], seventh["paid_in_krw"], seventh["dscr_multiple"]) == (625, 367, None)
    first = rows.filter(pl.col("facility_code") == "C1-songdo", pl.col("quarter") == 0).row(0, named=True)
    assert first["used_share"] is None
