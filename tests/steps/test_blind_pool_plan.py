import polars as pl
import pytest

from fundmodel import datasets
from fundmodel.pipeline import select
from tests.startup_case import sql


def test_a_pool_has_its_terms_and_calls_a_share_of_its_size() -> None:
    """The shipped terms on a fund of 1,001 won: 85 % of it is 850 (850.85)."""
    given = {
        "fund_plan": pl.DataFrame(
            {
                "world_id": [0, 0],
                "fund_id": [1, 18],
                "fund_code": ["E1", "G1"],
                "start_quarter": [0, 4],
                "planned_size_krw": [500, 1001],
            }
        ),
        "blind_pools_data": datasets.read_all()["blind_pools_data"],
    }
    rows = select(sql("blind_pool_plan"), given).rows(named=True)
    assert len(rows) == 1
    assert rows[0] == {
        "world_id": 0,
        "fund_id": 18,
        "fund_code": "G1",
        "start_quarter": 4,
        "capital_krw": 850,
        "contribution_rate_year_1": 0.25,
        "contribution_rate_year_2": pytest.approx(1 / 3),
        "contribution_rate_later": 0.5,
        "life_years": 12,
        "bow": 2.5,
        "growth_rate": 0.11,
        "yield_rate": 0.0,
        "market_loading": 0.6,
        "own_volatility_rate": 0.1,
        "usd_share": 1.0,
    }
