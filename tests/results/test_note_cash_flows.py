from tests.results.given import answer, table

COLUMNS = "scenario_id note_id path_group quarter path_count issued_units received_units"


def test_sums_of_blocks_are_added() -> None:
    blocks = table(
        COLUMNS,
        (0, 0, "random", 0, 3, 300, 0),
        (0, 0, "random", 1, 3, 0, 310),
        (0, 0, "random", 0, 2, 200, 0),
        (0, 0, "random", 1, 2, 0, 150),
    )
    made = answer("note_cash_flows", {"note_flow_sums": blocks})
    assert made.rows() == [(0, 0, "random", 0, 5, 500, 0), (0, 0, "random", 1, 5, 0, 460)]
