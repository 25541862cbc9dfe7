from tests.results.given import SCENARIOS, answer, table


def test_the_mean_of_the_random_paths_beside_the_central_case():
    """Path 0 gets 150 for 100; random paths get 100 and 300 for 100 each; the mega fund does not count."""
    frames = {
        "scenarios": SCENARIOS,
        "funds": table("scenario_id fund_id level strategy_id", (0, 0, 0, None), (0, 1, 1, 2), (0, 2, 1, 1)),
        "strategies": table("strategy_id strategy_code", (1, "cdmo"), (2, "early")),
        "fund_flows": table(
            "scenario_id path_id fund_id quarter invested_krw proceeds_krw",
            (0, 0, 0, 0, 900, 900),
            (0, 0, 1, 0, 60, 0),
            (0, 0, 1, 4, 40, 150),
            (0, 1, 1, 0, 100, 100),
            (0, 2, 1, 0, 100, 300),
            (0, 0, 2, 0, 10, 20),
        ),
    }
    assert answer("central_gap", frames).rows() == [
        (0, "base", "cdmo", 10, 20, None, None, 2.0, None, None),
        (0, "base", "early", 100, 150, 100, 200, 1.5, 2.0, 0.5),
    ]
