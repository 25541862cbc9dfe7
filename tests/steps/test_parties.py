import polars as pl

from fundmodel.pipeline import select
from tests.fund_case import INVESTORS, sql


def test_everyone_is_listed_once_in_a_fixed_order() -> None:
    given = {
        "investors": INVESTORS.with_columns(name_en=pl.col("investor_code"), name_ko=pl.col("investor_code")),
        "funds_data": pl.DataFrame(
            {"fund_code": ["mega", "E1"], "name_en": ["M", "E"], "name_ko": ["모", "이"]}
        ),
        "strategies": pl.DataFrame(
            {"strategy_id": [0, 1, 2, 3], "strategy_code": ["early", "scale_up", "cdmo", "global"]}
        ),
    }
    made = select(sql("parties"), given)
    assert made.drop("name_en", "name_ko").rows() == [
        # party, code, kind, class, investor, fund, strategy
        (0, "whole", "whole", -1, -1, -1, -1),
        (1, "public", "class", 0, -1, -1, -1),
        (2, "domestic", "class", 1, -1, -1, -1),
        (3, "foreign", "class", 2, -1, -1, -1),
        (4, "gp", "class", 3, -1, -1, -1),
        (5, "fiscal", "investor", 0, 0, -1, -1),
        (6, "pension", "investor", 1, 1, -1, -1),
        (7, "abroad", "investor", 2, 2, -1, -1),
        (8, "gp", "investor", 3, 3, -1, -1),
        (9, "mega", "fund", -1, -1, 0, -1),
        (10, "E1", "fund", -1, -1, 1, -1),
        (11, "early", "strategy", -1, -1, -1, 0),
        (12, "scale_up", "strategy", -1, -1, -1, 1),
        (13, "cdmo", "strategy", -1, -1, -1, 2),
        (14, "global", "strategy", -1, -1, -1, 3),
    ]
    assert made.filter(pl.col("name_en") == "", pl.col("name_ko") == "").is_empty()
    assert made.null_count().sum_horizontal().item() == 0
