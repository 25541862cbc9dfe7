import polars as pl

from fundmodel.pipeline import select
from tests.fund_case import sql

BN = 1_000_000_000
TERMS = {
    "scenario_id": [0],
    "startup_life_years": [10],
    "startup_extension_years": [2],
    "cdmo_life_years": [15],
    "cdmo_extension_years": [5],
    "fee_band_1_krw": [50 * BN],
    "fee_band_2_krw": [100 * BN],
    "fee_rate_band_1": [0.02],
    "fee_rate_band_2": [0.015],
    "fee_rate_band_3": [0.01],
    "mega_fee_rate": [0.003],
}


def made(commitments: list[tuple[int, int, int, int]]) -> pl.DataFrame:
    given = {
        "scenarios": pl.DataFrame({"scenario_id": [0], "scenario": "s", "world_id": 5}),
        "fund_plan": pl.DataFrame(
            {
                "world_id": [5] * 4,
                "fund_id": pl.Series([0, 1, 2, 3], dtype=pl.Int32),
                "fund_code": ["mega", "E1", "C1", "G1"],
                "level": pl.Series([0, 1, 1, 1], dtype=pl.Int32),
                "strategy_id": pl.Series([-1, 0, 2, 3], dtype=pl.Int32),
                "start_quarter": pl.Series([0, 12, 8, 4], dtype=pl.Int32),
                "investment_quarters": [28, 16, 20, 16],
            }
        ),
        "commitments": pl.DataFrame(
            commitments, schema=["fund_id", "investor_id", "class_id", "commitment_krw"], orient="row"
        ).with_columns(scenario_id=pl.lit(0, dtype=pl.Int32)),
        "fund_terms_assumptions": pl.DataFrame(TERMS),
        "strategies": pl.DataFrame(
            {"strategy_id": [0, 1, 2, 3], "strategy_code": ["early", "scale_up", "cdmo", "global"]}
        ),
        "funds_data": pl.DataFrame(
            {"fund_code": ["mega", "E1", "C1", "G1"], "korea_share": [0.9, 0.95, 1.0, 0.4]}
        ),
        "blind_pools_data": pl.DataFrame({"fund_code": ["G1"], "term": ["life_years"], "value": [11.0]}),
    }
    return select(sql("funds"), given)


def test_life_commitments_and_fee_bands_by_hand() -> None:
    """E1 lives 10 + 2 years from quarter 12, C1 15 + 5 from quarter 8, the mega fund one quarter longer;
    the blind pool 11 years from quarter 4, as its own terms say.

    E1: fee-paying 120bn: 2 % of 50bn, 1.5 % of 50bn, 1 % of 20bn = 1.0 + 0.75 + 0.2 = 1.95bn a year.
    C1: 40bn: 2 %. Mega fund: 0.3 % of the 110bn it has placed, less the 10 % of it that are the GP's.
    """
    rows = made(
        [
            (0, 0, 0, 90 * BN),
            (0, 3, 3, 10 * BN),
            (1, -1, -1, 80 * BN),
            (1, 2, 2, 40 * BN),
            (1, 3, 3, 5 * BN),
            (2, -1, -1, 30 * BN),
            (2, 1, 1, 10 * BN),
            (3, 1, 1, 50 * BN),
        ]
    ).rows()
    assert rows == [
        # scenario, fund, code, level, strategy, start, investment end, end, commitment, fee-paying, fee, ...
        (0, 0, "mega", 0, -1, 0, 28, 89, 100 * BN, 90 * BN, 297_000_000, 0.9),
        (0, 1, "E1", 1, 0, 12, 28, 60, 125 * BN, 120 * BN, 1_950_000_000, 0.95),
        (0, 2, "C1", 1, 2, 8, 28, 88, 40 * BN, 40 * BN, 800_000_000, 1.0),
        (0, 3, "G1", 1, 3, 4, 20, 48, 50 * BN, 50 * BN, 1_000_000_000, 0.4),
    ]


def test_a_fund_without_money_charges_nothing() -> None:
    rows = made([(0, 0, 0, 9), (1, -1, -1, 9), (2, -1, -1, 0)])
    assert rows["commitment_krw"].to_list() == [9, 9, 0]
    assert rows["fee_commitment_krw"].to_list() == [0, 0, 0]
