from tests.results.given import answer, table


def test_blocks_are_added_up_and_stand_beside_the_cash_in_won() -> None:
    columns = "scenario_id party_id path_group quarter path_count tax_krw hedge_krw {} own_net_cents"
    sums = table(
        columns.format("own_unhedged_net_cents"),
        (0, 3, "random", 0, 2, 5, -1, 10, 9),
        (0, 3, "random", 0, 1, 6, -2, 20, 19),
    )
    cash = table(
        "scenario_id party_id path_group quarter distributed_krw paid_in_krw", (0, 3, "random", 0, 50, 80)
    )
    made = answer("foreign_cash_flows", {"foreign_sums": sums, "party_cash_flows": cash})
    assert made.rows() == [(0, 3, "random", 0, 3, -30, 11, -3, 30, 28)]
