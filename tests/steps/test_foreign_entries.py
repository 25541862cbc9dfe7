from tests.fund_case import FundCase, detail, lot


def test_tax_and_hedges_stand_against_the_tax_office_and_the_bank() -> None:
    made = detail("foreign_entries", FundCase(lots=lot(0, 800, 5, 1500)))
    assert made.drop("scenario_id", "path_id", "tier").rows() == [
        (5, "hedge_bank:USD", "investor:abroad", "hedge_cost", 1),
        (5, "hedge_bank:USD", "investor:abroad", "hedge_points", -3),
        (5, "hedge_bank:USD", "investor:abroad", "hedge_spot", 5),
        (5, "investor:abroad", "hedge_bank:USD", "hedge_cost", -1),
        (5, "investor:abroad", "hedge_bank:USD", "hedge_points", 3),
        (5, "investor:abroad", "hedge_bank:USD", "hedge_spot", -5),
        (5, "investor:abroad", "tax_office:KR", "withholding_tax", -7),
        (5, "tax_office:KR", "investor:abroad", "withholding_tax", 7),
    ]
