import polars as pl

from tests.fund_case import FundCase, detail, lot


def test_first_loss_goes_from_payers_to_the_protected_through_one_account() -> None:
    made = detail("investor_entries", FundCase(lots=lot(0, 1000, 5, 100)))
    rows = made.filter(pl.col("kind") == "first_loss").drop("scenario_id", "path_id").rows()
    assert rows == [
        (5, "first_loss:F1", "investor:abroad", "first_loss", "", -89),
        (5, "first_loss:F1", "investor:fiscal", "first_loss", "", 200),
        (5, "first_loss:F1", "investor:pension", "first_loss", "", -111),
        (5, "investor:abroad", "first_loss:F1", "first_loss", "", 89),
        (5, "investor:fiscal", "first_loss:F1", "first_loss", "", -200),
        (5, "investor:pension", "first_loss:F1", "first_loss", "", 111),
    ]


def test_investors_of_both_levels_stand_against_their_funds() -> None:
    made = detail("investor_entries", FundCase(lots=lot(0, 800, 5, 1500)))
    first = made.filter(pl.col("quarter") == 0).select("entity", "counterparty", "kind", "amount_krw").rows()
    assert first == [
        ("investor:abroad", "fund:F1", "call", -165),
        ("investor:fiscal", "fund:mega", "call", -222),
        ("investor:gp", "fund:F1", "call", -81),
        ("investor:gp", "fund:mega", "call", -37),
        ("investor:pension", "fund:F1", "call", -206),
        ("investor:pension", "fund:mega", "call", -112),
    ]
