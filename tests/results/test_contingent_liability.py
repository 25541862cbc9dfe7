from tests.results.given import answer, table


def test_the_mean_and_the_p95_of_what_the_treasury_stands_for() -> None:
    flows = table(
        "scenario_id path_id investor_id quarter balance_krw",
        (0, 0, 4, 3, 50),
        (0, 1, 4, 3, 100),
        (0, 2, 4, 3, 0),
    )
    made = answer(
        "contingent_liability",
        {"bond_flows": flows, "investors": table("investor_id investor_code", (4, "bank"))},
    )
    assert made.rows() == [
        (0, 4, "bank", "central", 3, 50, None),
        (0, 4, "bank", "random", 3, 50, 95),
    ]
