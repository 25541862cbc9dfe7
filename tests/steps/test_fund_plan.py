import polars as pl

from fundmodel.pipeline import select
from tests.startup_case import Case, sql


def _given(sizes: list[int]) -> dict[str, pl.DataFrame]:
    funds = pl.DataFrame(
        {
            "fund_code": ["mega", "S1", "E1", "E2", "C1", "G1"],
            "level": [0, 1, 1, 1, 1, 1],
            "strategy_code": [None, "scale_up", "early", "early", "cdmo", "global"],
            "start_quarter": [0, 0, 0, 4, 8, 4],
            "share_of_strategy": [None, 1.0, 0.4, 0.6, 1.0, 1.0],
        }
    )
    plan = pl.DataFrame(
        {
            "world_id": range(len(sizes)),
            "effective_size_krw": sizes,
            "early_share": [0.3] * len(sizes),
            "scale_up_share": [0.4] * len(sizes),
            "cdmo_share": [0.2] * len(sizes),
            "global_share": [0.1] * len(sizes),
            "startup_investment_years": [4] * len(sizes),
            "cdmo_investment_years": [5] * len(sizes),
        }
    )
    pools = pl.DataFrame(
        {"fund_code": ["G1", "G1"], "term": ["life_years", "investment_years"], "value": [12.0, 3.0]}
    )
    strategies = select(sql("strategies"), {})
    return {
        "funds_data": funds,
        "blind_pools_data": pools,
        "plan_assumptions": plan,
        "strategies": strategies,
    }


def test_funds_share_the_programme_by_strategy_and_keep_the_order_of_the_file() -> None:
    rows = select(sql("fund_plan"), _given([1_000, 101])).rows()
    assert rows[:6] == [
        # The mega fund invests until C1 does: quarter 8 and 5 years.
        (0, 0, "mega", 0, -1, 0, 28, 1_000),
        (0, 1, "S1", 1, 1, 0, 16, 400),
        (0, 2, "E1", 1, 0, 0, 16, 120),
        (0, 3, "E2", 1, 0, 4, 16, 180),
        (0, 4, "C1", 1, 2, 8, 20, 200),
        (0, 5, "G1", 1, 3, 4, 12, 100),
    ]
    # 101 x 0.4, 0.3 x 0.4, 0.3 x 0.6, 0.2, 0.1, rounded to whole won.
    assert [row[7] for row in rows[6:]] == [101, 40, 12, 18, 20, 10]


def test_the_shipped_funds_add_up_to_the_programme() -> None:
    plan = Case()["fund_plan"]
    sizes = plan.filter(pl.col("level") == 1)["planned_size_krw"]
    assert abs(sizes.sum() - 5 * 10**12) <= len(sizes)
    assert plan["fund_code"].to_list() == Case()["funds_data"]["fund_code"].to_list()
