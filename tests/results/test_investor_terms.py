from tests.results.given import SCENARIOS, answer, table

OWN = "hurdle_rate carry_rate catch_up_share fee_discount_share"
WATERFALL = (
    "scenario_id investor_hurdles hurdle_rate carry_rate catch_up_share foreign_hurdle_rate "
    "foreign_catch_up_share mega_hurdle_rate mega_carry_rate mega_catch_up_share"
)
FEES = (
    "scenario_id investor_fee_discounts public_fee_discount_share domestic_fee_discount_share "
    "foreign_fee_discount_share"
)


def terms(hurdles: str = "common", discounts: str = "common") -> list[tuple]:
    """Fund 0 is the mega fund; pension (1) is at both levels, abroad (2) in two child funds, the GP is 3."""
    frames = {
        "scenarios": SCENARIOS,
        "investors": table("investor_id investor_code", (1, "pension"), (2, "abroad"), (3, "gp")),
        "funds": table("scenario_id fund_id level", (0, 0, 0), (0, 1, 1), (0, 2, 1)),
        "commitments": table(
            f"scenario_id fund_id investor_id class_id commitment_krw {OWN}",
            (0, 0, 1, 1, 100, 0.05, None, None, 0.2),
            (0, 1, 1, 1, 200, None, 0.15, None, None),
            (0, 1, 2, 2, 300, None, None, 0.5, 0.0),
            (0, 2, 2, 2, 30, None, None, 0.5, 0.0),
            (0, 1, 3, 3, 20, None, None, None, None),
            (0, 1, -1, -1, 90, None, None, None, None),
        ),
        "waterfall_assumptions": table(WATERFALL, (0, hurdles, 0.07, 0.2, 0.0, 0.08, 1.0, 0.06, 0.05, 0.3)),
        "fund_terms_assumptions": table(FEES, (0, discounts, 0.01, 0.02, 0.03)),
    }
    rows = answer("investor_terms", frames)
    return rows.select("investor_code", "level", "commitment_krw", *OWN.split()).rows()


def test_terms_of_groups_and_classes_count_for_all() -> None:
    """The GP commitment and the mega fund as an investor have none of them."""
    assert terms() == [
        ("pension", 0, 100, 0.06, 0.05, 0.3, 0.02),
        ("pension", 1, 200, 0.07, 0.2, 0.0, 0.02),
        ("abroad", 1, 330, 0.08, 0.2, 1.0, 0.03),
    ]


def test_own_terms_count_where_the_scenario_says_so() -> None:
    assert terms("own") == [
        ("pension", 0, 100, 0.05, 0.05, 0.3, 0.02),
        ("pension", 1, 200, 0.07, 0.15, 0.0, 0.02),
        ("abroad", 1, 330, 0.08, 0.2, 0.5, 0.03),
    ]
    assert [row[-1] for row in terms(discounts="own")] == [0.2, 0.02, 0.0]
