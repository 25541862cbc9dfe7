import polars as pl
import pytest

from fundmodel.steps.co_owner_returns import co_owner_returns
from tests.results.given import table

COLUMNS = "scenario_id path_id fund_id quarter owner_kind fund_invested_krw paid_in_krw received_krw"


def made(*rows: tuple) -> dict[str, dict]:
    rates = [(0, path, quarter, 1000.0 if quarter < 4 else 1250.0) for path in (0, 1) for quarter in range(6)]
    names = ["world_id", "path_id", "quarter", "krw_per_usd"]
    frame = co_owner_returns(
        table("scenario_id world_id", (0, 0)),
        table("n_quarters", (6,)),
        pl.DataFrame(rates, schema=names, orient="row").cast(dict.fromkeys(names[:3], pl.Int32)),
        table(COLUMNS, *rows),
    )
    return {row["owner_kind"]: row for row in frame.rows(named=True)}


def test_money_and_rates_of_each_kind_over_all_its_funds() -> None:
    """Two funds of 100 and 100 in, 240 back after a year: 20 %; in dollars 0.2 in and 0.192 back, -4 %. The
    plant pays nothing back.
    """
    found = made(
        (0, 0, 1, 0, "co_investment", 200, 100, 0),
        (0, 0, 2, 0, "co_investment", 200, 100, 0),
        (0, 0, 1, 4, "co_investment", 0, 0, 240),
        (0, 0, 3, 0, "plant_stake", 50, 60, 0),
    )
    companies, plants = found["co_investment"], found["plant_stake"]
    assert (companies["paid_in_krw"], companies["received_krw"], companies["fund_invested_krw"]) == (
        200,
        240,
        400,
    )
    assert companies["rate"] == pytest.approx(0.2)
    assert companies["own_rate"] == pytest.approx(-0.04)
    assert (plants["rate"], plants["status"]) == (-1, "total loss")


def test_without_owners_there_is_nothing() -> None:
    assert made() == {}
