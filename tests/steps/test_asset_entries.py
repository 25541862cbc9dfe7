import polars as pl

from tests.fund_case import FundCase, detail, lot


def test_assets_pass_money_on_and_hold_none() -> None:
    made = detail("asset_entries", FundCase(lots=[*lot(0, 500, 9, 900), *lot(0, 100, 8, 130, priority=3)]))
    assert made.drop("scenario_id", "path_id").rows() == [
        (0, "asset:F1", "fund:F1", "investment", "", 600),
        (0, "asset:F1", "supplier:F1", "investment", "", -600),
        (0, "supplier:F1", "asset:F1", "investment", "", 600),
        (8, "asset:F1", "buyer:F1", "forced_sale", "", 400),
        (8, "asset:F1", "buyer:F1", "proceeds", "", 130),
        (8, "asset:F1", "fund:F1", "forced_sale", "", -400),
        (8, "asset:F1", "fund:F1", "proceeds", "", -130),
        (8, "buyer:F1", "asset:F1", "forced_sale", "", -400),
        (8, "buyer:F1", "asset:F1", "proceeds", "", -130),
    ]
    held = made.filter(pl.col("entity").str.starts_with("asset:")).group_by("quarter")
    assert held.agg(pl.col("amount_krw").sum())["amount_krw"].to_list() == [0, 0]
