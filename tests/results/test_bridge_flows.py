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
            "scenario_id path_id level class_id quarter first_loss_krw support_krw",
            (0, 0, 1, 2, 4, 99, 0),
            (0, 1, 1, 2, 4, 3, 2),
            (0, 2, 1, 2, 4, 4, -1),
            (0, 1, 0, 0, 4, -7, -1),
        ),
        "idle_cash_flows": table(
            "scenario_id party_id path_group quarter advance_krw given_back_krw",
            (0, 3, "random", 4, 11, 12),
            (0, 3, "central", 4, 1, 2),
        ),
        "foreign_cash_flows": table(own, (0, 3, "random", 4, 5, 6, 7), (0, 5, "random", 4, 5, 6, 7)),
    }
    made = answer("bridge_flows", frames)
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
