import polars as pl

from fundmodel.pipeline import select
from tests.fund_case import sql
from tests.steps.test_facility_financing import LOAN
from tests.steps.test_facility_quarters import made


def entries(**changes):
    frames = {
        "facility_quarters": made(paths=(0, 1), counts=(2, 1), **changes)["facility_quarters"],
        "facility_plan": pl.DataFrame(
            {"world_id": [0, 0], "facility_id": [0, 1], "facility_code": ["C1-songdo", "C1-osong"]},
            schema_overrides={"world_id": pl.Int32, "facility_id": pl.Int32},
        ),
        "scenarios": pl.DataFrame(
            {"scenario_id": [0], "world_id": [0]}, schema_overrides={"world_id": pl.Int32}
        ),
    }
    return select(sql("plant_entries"), frames)


def test_the_book_of_the_certain_plant():
    """Year 2, quarter 14: 2,500 of revenue, 480 of tax, 3,300 to the owners, of which 2,835 were
    lodged before.
    """
    book = entries(capacity=2).filter(pl.col("path_id") == 1, pl.col("entity") == "plant:C1-songdo/1")
    quarter = dict(book.filter(pl.col("quarter") == 14).select("kind", "amount_krw").iter_rows())
    assert quarter == {
        "revenue": 2_500,
        "corporate_tax": -480,
        "paid_out": -3_300,
        "lodged": 2_835,
        "operation": -1_555,
    }
    assert book.filter(pl.col("quarter") == 0)["amount_krw"].sort().to_list() == [-4_400, 4_400]


def test_plants_and_lenders_close_to_the_won():
    """Every book closes in every quarter, banks give back all they hold, lenders get interest."""
    book = entries(**LOAN, delay_mean_quarters=1.0, overrun_volatility=0.2, capacity=2)
    plants = book.filter(pl.col("entity").str.starts_with("plant:"))
    closed = plants.group_by("path_id", "entity", "quarter").agg(pl.col("amount_krw").sum())
    assert closed["amount_krw"].unique().to_list() == [0]
    pairs = book.group_by("path_id", "quarter", "kind").agg(pl.col("amount_krw").sum())
    assert pairs["amount_krw"].unique().to_list() == [0]
    by_bank = book.filter(pl.col("entity").str.starts_with("account_bank:"))
    assert (
        by_bank.group_by("path_id", "entity").agg(pl.col("amount_krw").sum())["amount_krw"].to_list()
        == [0] * 5
    )
    lenders = book.filter(pl.col("entity").str.starts_with("lenders:"))
    earned = lenders.group_by("path_id", "entity").agg(pl.col("amount_krw").sum())
    assert earned.height == 5
    assert earned["amount_krw"].min() > 0
