from tests.results.given import PARTIES, answer, table


def test_the_whole_has_the_tax_of_the_foreign_class_and_no_currency() -> None:
    cash = (
        "scenario_id party_id path_group quarter path_count paid_in_krw distributed_krw gross_invested_krw {}"
    )
    flows = [(0, party, "random", 4, 2, 10, 30, 8, 40) for party in (0, 1, 3, 5, 7)]
    own = "scenario_id party_id path_group quarter tax_krw own_unhedged_net_cents own_net_cents"
    frames = {
        "parties": PARTIES,
        "party_cash_flows": table(cash.format("gross_proceeds_krw"), *flows),
        "class_flows": table(
            "scenario_id path_id level class_id quarter first_loss_krw support_krw paid_in_krw "
            "distributed_krw",
            (0, 0, 1, 2, 4, 99, 0, 0, 0),
            (0, 1, 1, 2, 4, 3, 2, 6, 10),
            (0, 2, 1, 2, 4, 4, -1, 9, 10),
            (0, 1, 0, 0, 4, -7, -1, 8, 31),
        ),
        "appropriations": table(
            "scenario_id path_id investor_id quarter paid_krw called_krw returned_krw", (0, 1, 0, 4, 7, 5, 6)
        ),
        "investors": table("investor_id class_id", (0, 0)),
        "fund_flows": table(
            "scenario_id path_id fund_id quarter escrow_krw", (0, 1, 1, 4, 3), (0, 2, 1, 4, 5)
        ),
        "idle_cash_flows": table(
            "scenario_id party_id path_group quarter advance_krw given_back_krw",
            (0, 3, "random", 4, 11, 12),
            (0, 3, "central", 4, 1, 2),
        ),
        "foreign_cash_flows": table(own, (0, 3, "random", 4, 5, 6, 7), (0, 5, "random", 4, 5, 6, 7)),
    }
    made = answer("bridge_flows", frames)
    # the foreign class was booked 15 in and 27 out, and paid 10 and got 30: it was in early; the public class
    # paid 2 into its account beyond calls and got 6 back
    late = ("equalised_paid_krw", "equalised_received_krw", "escrow_krw")
    assert made.select(late).rows() == [(0, 0, 0), (0, 0, 0), (-5, 3, 0)]
    columns = (
        "party_id",
        "first_loss_krw",
        "support_krw",
        "advance_krw",
        "given_back_krw",
        "tax_krw",
        "own_unhedged_net_cents",
        "own_net_cents",
    )
    assert made.select(columns).rows() == [
        (0, 0, 0, 0, 0, 5, None, None),
        (1, -7, -1, 0, 0, 0, None, None),
        (3, 7, 1, 11, 12, 5, 6, 7),
    ]
