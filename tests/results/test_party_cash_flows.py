from tests.results.given import answer, table

COLUMNS = (
    "scenario_id party_id path_group quarter path_count paid_in_krw distributed_krw gross_invested_krw "
    "gross_proceeds_krw nav_krw own_currency_net_cents"
)


def test_the_sums_of_all_blocks_are_added_up():
    """Two blocks with 2 and 3 random paths; a group without paths has no rows."""
    sums = table(
        COLUMNS,
        (0, 1, "central", 0, 1, 10, 0, 9, 0, 8, 0),
        (0, 1, "random", 0, 2, 20, 1, 18, 2, 16, -5),
        (0, 1, "random", 0, 3, 33, 4, 27, 5, 24, -7),
        (0, 1, "central", 0, 0, 0, 0, 0, 0, 0, 0),
        (1, 1, "random", 0, 0, 0, 0, 0, 0, 0, 0),
    )
    made = answer("party_cash_flows", {"party_flow_sums": sums})
    assert made.columns == COLUMNS.split()
    assert made.rows() == [
        (0, 1, "central", 0, 1, 10, 0, 9, 0, 8, 0),
        (0, 1, "random", 0, 5, 53, 5, 45, 7, 40, -12),
    ]
