from importlib.resources import files

import polars as pl

from fundmodel.pipeline import select

SQL = files("fundmodel").joinpath("sql", "facts", "facility_lot_flows.sql").read_text(encoding="utf-8")

COLUMNS = (
    "path_id",
    "facility_id",
    "plant_number",
    "funded_quarter",
    "cash_quarter",
    "invested_krw",
    "proceeds_krw",
    "nav_before_krw",
    "nav_after_krw",
    "cost_before_krw",
    "cost_after_krw",
)


def made(rows, count=2, stake=0.3):
    lots = pl.DataFrame(rows, schema=list(COLUMNS), orient="row").with_columns(world_id=0)
    plan = pl.DataFrame(
        {
            "world_id": [0, 0],
            "facility_id": [0, 1],
            "fund_id": [7, 7],
            "plant_count": [count, 1],
            "stake_share": [stake, 0.5],
        }
    )
    return select(SQL, {"facility_lots": lots, "facility_plan": plan}).rows()


def test_a_stake_of_every_plant_of_the_plan_is_floored_row_by_row():
    """30 % of 101 is 30 (30.3), of the proceeds 55 is 16 (16.5), of the value 99 is 29 (29.7). Plant 3 is
    not in the plan; plant 1 of the other row joins the same fund with 50 % of 11 = 5.
    """
    rows = [
        (1, 0, 1, 0, 0, 101, 0, 0, 101, 0, 101),
        (1, 0, 1, 0, 9, 0, 55, 101, 99, 101, 101),
        (1, 0, 1, 0, 13, 0, 200, 99, 0, 101, 0),
        (1, 0, 2, 0, 0, 101, 0, 0, 101, 0, 101),
        (1, 0, 3, 0, 0, 101, 0, 0, 101, 0, 101),
        (1, 1, 1, 0, 0, 11, 0, 0, 11, 0, 11),
    ]
    assert made(rows) == [
        # world, path, fund, class, funded, cash, invested, proceeds, nav change, cost change
        (0, 1, 7, 1, 0, 0, 30 + 30 + 5, 0, 65, 65),
        (0, 1, 7, 1, 0, 9, 0, 16, 29 - 30, 0),
        (0, 1, 7, 1, 0, 13, 0, 60, -29, -30),
    ]


def test_the_central_case_counts_its_average_plant_once_per_plant():
    rows = [(0, 0, 0, 0, 0, 101, 0, 0, 101, 0, 101)]
    assert made(rows, count=3) == [(0, 0, 7, 1, 0, 0, 90, 0, 90, 90)]


def test_a_row_without_plants_asks_for_nothing():
    rows = [(0, 0, 0, 0, 0, 101, 0, 0, 101, 0, 101), (1, 0, 1, 0, 0, 101, 0, 0, 101, 0, 101)]
    assert made(rows, count=0, stake=0.0) == []
