import polars as pl

from fundmodel.pipeline import select
from tests.fund_case import sql
from tests.results.given import table

FLOWS = "scenario_id path_id fund_id quarter invested_krw proceeds_krw"


def made(co: float, stake: float) -> pl.DataFrame:
    """Fund 1 buys companies, fund 2 holds 30 % of plants that need 1,000 each, fund 3 is a blind pool."""
    frames = {
        "scenarios": table("scenario_id world_id", (0, 0)),
        "foreign_assumptions": table(
            "scenario_id coinvestment_share direct_plant_stake_share", (0, co, stake)
        ),
        "funds": table("scenario_id fund_id level strategy_id", (0, 1, 1, 0), (0, 2, 1, 1), (0, 3, 1, 2)),
        "strategies": table("strategy_id strategy_code", (0, "early"), (1, "cdmo"), (2, "global")),
        "facility_plan": table(
            "world_id fund_id planned_investment_krw plant_count need_krw",
            (0, 2, 400, 1, 1000), (0, 2, 400, 2, 1000),
        ).cast({"plant_count": pl.Int64}),
        "fund_flows": table(
            FLOWS, (0, 0, 1, 0, 101, 0), (0, 0, 1, 1, 101, 0), (0, 0, 1, 5, 0, 403),
            (0, 0, 2, 0, 80, 0), (0, 0, 2, 9, 0, 160), (0, 0, 3, 0, 70, 0),
        ),
    }  # fmt: skip
    return select(sql("co_owner_flows"), frames)


def test_both_kinds_of_owners_move_in_proportion_to_the_fund_they_stand_beside() -> None:
    """Half of 101 is 50, half of 202 is 101, so 51 more; half of 403 is 201. The fund holds 800 of plants
    that need 3,000, 26.7 %; 20 % directly is three quarters of its money: 60 and 120. Nobody joins a blind
    pool.
    """
    rows = made(0.5, 0.2).select("fund_id", "quarter", "owner_kind", "paid_in_krw", "received_krw").rows()
    assert rows == [
        (1, 0, "co_investment", 50, 0),
        (1, 1, "co_investment", 51, 0),
        (1, 5, "co_investment", 0, 201),
        (2, 0, "plant_stake", 60, 0),
        (2, 9, "plant_stake", 0, 120),
    ]


def test_there_are_none_unless_asked_for() -> None:
    assert made(0.0, 0.0).is_empty()
    assert made(0.0, 0.2)["owner_kind"].unique().to_list() == ["plant_stake"]
