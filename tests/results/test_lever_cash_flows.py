from tests.results.given import answer, table

COLUMNS = "scenario_id case_id party_id path_group quarter path_count net_krw"


def test_the_sums_of_all_blocks_are_added_up() -> None:
    sums = table(
        COLUMNS,
        (0, -1, 1, "random", 0, 2, 20),
        (0, -1, 1, "random", 0, 3, -33),
        (0, 0, 1, "central", 0, 1, 10),
    )
    made = answer("lever_cash_flows", {"lever_flow_sums": sums})
    assert made.columns == COLUMNS.split()
    assert made.rows() == [(0, -1, 1, "random", 0, 5, -13), (0, 0, 1, "central", 0, 1, 10)]
