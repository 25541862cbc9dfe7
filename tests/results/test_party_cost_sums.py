from tests.results.given import PARTIES, answer, table


def test_costs_are_added_up_and_managers_receive_all_carry() -> None:
    parties = PARTIES.vstack(
        table("party_id party_code party_kind class_id fund_id", (4, "gp", "class", 3, None))
    )
    totals = table(
        "scenario_id path_id party_id fee_krw expense_krw carry_krw",
        (0, 0, 0, 10, 2, 7),
        (0, 0, 4, 1, 1, 0),
        (0, 1, 0, 11, 2, 8),
        (0, 2, 0, 12, 3, 9),
        (0, 1, 4, 0, 1, 0),
        (0, 1, 6, 99, 99, 99),
    )
    charges = table(
        "scenario_id path_id party_id waived_krw offset_krw organisation_krw transactions_krw "
        "line_interest_krw",
        (0, 1, 0, 1, 2, 3, 4, 5),
        (0, 2, 0, 1, 0, 0, 1, 0),
    )
    frames = {"parties": parties, "party_totals": totals, "party_charges": charges}
    made = answer("party_cost_sums", frames)
    parts = ("waived_krw", "offset_krw", "organisation_krw", "transactions_krw", "line_interest_krw")
    assert made.select(parts).rows()[:2] == [(0, 0, 0, 0, 0), (2, 2, 3, 5, 5)]
    made = made.drop(parts)
    assert made.rows() == [
        (0, 0, "central", "whole", 10, 2, 7, 0),
        (0, 0, "random", "whole", 23, 5, 17, 0),
        (0, 4, "central", "gp", 1, 1, 0, 7),
        (0, 4, "random", "gp", 0, 1, 0, 17),
    ]
