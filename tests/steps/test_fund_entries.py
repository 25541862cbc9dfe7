import polars as pl

from tests.fund_case import FundCase, detail, lot


def test_a_quarter_of_calls_and_one_of_distributions_by_hand() -> None:
    """The numbers of quarters 0 and 6 are worked out in tests/test_funds.py; every movement of a fund stands
    twice, the other side of investors in investor_entries, that of assets in asset_entries.
    """
    made = detail("fund_entries", FundCase(lots=[*lot(0, 800, 5, 1500), *lot(1, 400, 6, 40)]))
    child = made.filter(pl.col("quarter") == 0).drop("scenario_id", "path_id", "quarter").rows()
    assert child == [
        # entity, counterparty, kind, tier, amount
        ("fund:F1", "asset:F1", "investment", "", -800),
        ("fund:F1", "fund:mega", "call", "", 370),
        ("fund:F1", "investor:abroad", "call", "", 165),
        ("fund:F1", "investor:gp", "call", "", 81),
        ("fund:F1", "investor:pension", "call", "", 206),
        ("fund:F1", "manager:F1", "fee", "", -18),
        ("fund:F1", "provider:F1", "expense", "", -4),
        ("fund:mega", "fund:F1", "call", "", -370),
        ("fund:mega", "investor:fiscal", "call", "", 222),
        ("fund:mega", "investor:gp", "call", "", 37),
        ("fund:mega", "investor:pension", "call", "", 112),
        ("fund:mega", "manager:mega", "fee", "", -1),
        ("manager:F1", "fund:F1", "fee", "", 18),
        ("manager:mega", "fund:mega", "fee", "", 1),
        ("provider:F1", "fund:F1", "expense", "", 4),
    ]
    last = made.filter(pl.col("quarter") == 6, pl.col("entity") == "fund:F1", pl.col("kind") != "call")
    assert last.drop("scenario_id", "path_id", "quarter", "entity").rows() == [
        ("asset:F1", "proceeds", "", 40),
        ("fund:mega", "distribution", "split", -15),
        ("investor:abroad", "clawback", "", -1),
        ("investor:abroad", "distribution", "split", -6),
        ("investor:gp", "carry", "split", -8),
        ("investor:gp", "clawback", "", 2),
        ("investor:gp", "distribution", "", -3),
        ("investor:pension", "clawback", "", -1),
        ("investor:pension", "distribution", "split", -8),
        ("manager:F1", "fee", "", -4),
        ("provider:F1", "expense", "", -4),
    ]


def test_a_forced_sale_is_not_mixed_with_other_proceeds() -> None:
    made = detail("fund_entries", FundCase(lots=[*lot(0, 500, 9, 900), *lot(0, 100, 8, 130, priority=3)]))
    sales = made.filter(pl.col("counterparty") == "asset:F1", pl.col("quarter") == 8).select(
        "kind", "amount_krw"
    )
    assert sales.rows() == [("forced_sale", 400), ("proceeds", 130)]
