from importlib.resources import files

import polars as pl

from fundmodel.pipeline import select

SQL = files("fundmodel").joinpath("sql", "facts", "facility_outcomes.sql").read_text(encoding="utf-8")


def made(rows, count=1):
    columns = ["path_id", "plant_number", "quarter", "opened_kl_thousandths", "revenue_krw"]
    events = pl.DataFrame(rows, schema=columns, orient="row").with_columns(world_id=0, facility_id=0)
    plan = pl.DataFrame(
        {
            "world_id": [0],
            "facility_id": [0],
            "fund_id": [7],
            "cluster_id": [2],
            "plant_count": [count],
            "stake_share": [0.3],
        }
    )
    plants = pl.DataFrame({"world_id": [0], "export_share": [0.8], "jobs_per_kl": [10.5]})
    made = select(SQL, {"facility_events": events, "facility_plan": plan, "plants_assumptions": plants})
    assert made.columns == [
        "world_id",
        "path_id",
        "fund_id",
        "cluster_id",
        "measure",
        "attribution",
        "quarter",
        "amount",
    ]
    return [row[4:] for row in made.rows()]


def test_capacity_and_jobs_start_at_the_opening():
    """45 kL and 472.5 jobs, 30 % of them owned; quarter 14 is in the year that ends with quarter 15."""
    assert made([(1, 1, 14, 45_000, 0)]) == [
        ("jobs", "full", 15, 472_500),
        ("jobs", "owned", 15, 141_750),
        ("kl_online", "full", 15, 45_000),
        ("kl_online", "owned", 15, 13_500),
    ]


def test_revenue_is_shared_between_calendar_years():
    """The year that ends at quarter 18 ran over quarters 14..17: two of them in the year of quarter 15.

    1,001: 500 in the earlier year, 501 in the later one, which ends with quarter 19; exports 400 and 400
    (400.8); owned 30 %, floored.
    """
    assert made([(1, 1, 18, 0, 1_001)]) == [
        ("export_krw", "full", 15, 400),
        ("export_krw", "full", 19, 400),
        ("export_krw", "owned", 15, 120),
        ("export_krw", "owned", 19, 120),
        ("revenue_krw", "full", 15, 500),
        ("revenue_krw", "full", 19, 501),
        ("revenue_krw", "owned", 15, 150),
        ("revenue_krw", "owned", 19, 150),
    ]


def test_a_calendar_year_of_operation_is_one_row():
    """The year that ends at quarter 20 ran over quarters 16..19, one calendar year."""
    full = [row for row in made([(1, 1, 20, 0, 1_000)]) if row[1] == "full"]
    assert full == [("export_krw", "full", 19, 800), ("revenue_krw", "full", 19, 1_000)]


def test_a_calendar_year_collects_the_operating_years_that_touch_it():
    """Years that end at 18 and 22: quarters 16 and 17 of the first, 18 and 19 of the second."""
    full = [
        row
        for row in made([(1, 1, 18, 0, 1_000), (1, 1, 22, 0, 3_000)])
        if row[:2] == ("revenue_krw", "full")
    ]
    assert full == [
        ("revenue_krw", "full", 15, 500),
        ("revenue_krw", "full", 19, 500 + 1_500),
        ("revenue_krw", "full", 23, 1_500),
    ]


def test_plants_of_the_plan_only_and_the_average_plant_once_per_plant():
    rows = [(0, 0, 20, 0, 1_000), (1, 1, 20, 0, 1_000), (1, 2, 20, 0, 2_000), (1, 3, 20, 0, 9_000)]
    full = [row[3] for row in made(rows, count=2) if row[0] == "revenue_krw" and row[1] == "full"]
    assert full == [2_000, 3_000]
    assert made(rows, count=0) == []
