from importlib.resources import files

import polars as pl

from fundmodel.pipeline import select

SQL = files("fundmodel").joinpath("sql", "facts", "asset_exposure.sql").read_text(encoding="utf-8")


def test_money_is_split_by_place_and_currency_and_none_is_lost():
    """Companies: 95 % of 1,001 in Korea, 950 (950.95) and 51. Plants: path 0 has two average plants, 30 % of
    101 and of 11 each: 2 x (30 + 3) = 66; 70 % in dollars: 19 (19.8) and 47. Plant 3 is not in the plan. The
    pool: 40 % of 7 + 4 in Korea, 4 (4.4) and 7.
    """
    made = select(
        SQL,
        {
            "startup_exposure": pl.DataFrame(
                {
                    "world_id": [0, 0],
                    "path_id": [1, 1],
                    "fund_id": [1, 1],
                    "area_id": [3, 3],
                    "phase_id": [0, 0],
                    "cluster_id": [4, 4],
                    "quarter": [2, 6],
                    "invested_krw": [501, 500],
                }
            ),
            "fund_plan": pl.DataFrame(
                {"world_id": [0, 0, 0], "fund_id": [1, 15, 18], "fund_code": ["E1", "C1", "G1"]}
            ),
            "funds_data": pl.DataFrame({"fund_code": ["E1", "C1", "G1"], "korea_share": [0.95, 1.0, 0.4]}),
            "pool_lot_flows": pl.DataFrame(
                {"world_id": [0, 0], "path_id": [1, 1], "fund_id": [18, 18], "invested_krw": [7, 4]}
            ),
            "facility_events": pl.DataFrame(
                {
                    "world_id": [0, 0, 0],
                    "path_id": [0, 0, 1],
                    "facility_id": [0, 0, 0],
                    "plant_number": [0, 0, 3],
                    "paid_in_krw": [101, 11, 500],
                }
            ),
            "facility_plan": pl.DataFrame(
                {
                    "world_id": [0],
                    "facility_id": [0],
                    "fund_id": [15],
                    "cluster_id": [2],
                    "plant_count": [2],
                    "stake_share": [0.3],
                }
            ),
            "plants_assumptions": pl.DataFrame({"world_id": [0], "usd_price_share": [0.7]}),
        },
    )
    assert made.columns == [
        "world_id",
        "path_id",
        "fund_id",
        "area_id",
        "phase_id",
        "cluster_id",
        "currency",
        "invested_krw",
    ]
    assert made.rows() == [
        (0, 0, 15, -1, -1, 2, "KRW", 19),
        (0, 0, 15, -1, -1, 2, "USD", 47),
        (0, 1, 1, 3, 0, 4, "KRW", 950),
        (0, 1, 1, 3, 0, 4, "USD", 51),
        (0, 1, 18, -2, -2, -1, "KRW", 4),
        (0, 1, 18, -2, -2, -1, "USD", 7),
    ]
