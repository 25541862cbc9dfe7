from importlib.resources import files

import polars as pl

from fundmodel.pipeline import select

SQL = files("fundmodel").joinpath("sql", "facts", "facility_capacity_plan.sql").read_text(encoding="utf-8")


def test_capacity_is_the_next_power_of_two():
    """0 -> 1, 1 -> 1, 2 -> 2, 3 -> 4, 4 -> 4, 5 -> 8, 64 -> 64, 65 -> 128; no other column knows the size."""
    counts = [0, 1, 2, 3, 4, 5, 64, 65]
    plan = pl.DataFrame(
        {
            "world_id": [0] * 8,
            "facility_id": range(8),
            "facility_code": [f"F{number}" for number in range(8)],
            "capacity_kl": [30.0] * 8,
            "start_quarter": [4] * 8,
            "plant_count": counts,
        }
    )
    made = select(SQL, {"facility_plan": plan})
    assert made["plant_capacity"].to_list() == [1, 1, 2, 4, 4, 8, 64, 128]
    assert made.columns == [
        "world_id",
        "facility_id",
        "facility_code",
        "capacity_kl",
        "start_quarter",
        "plant_capacity",
    ]
