from tests.results.given import SCENARIOS, answer, table

COLUMNS = "scenario_id path_id investor_id carried_krw interest_krw"


def test_interest_of_the_central_case_and_over_random_paths() -> None:
    """Means are floored, those below zero too: (-4 - 7) / 2 is -6."""
    frames = {
        "scenarios": SCENARIOS,
        "investors": table("investor_id investor_code", (0, "fiscal"), (1, "pension")),
        "equalisations": table(
            COLUMNS, (0, 0, 1, 40, -3), (0, 1, 1, 50, -4), (0, 2, 1, 71, -7), (0, 0, 0, 40, 3)
        ),
    }
    rows = answer("equalisation", frames).filter(investor_id=1)
    assert rows.select("statistic", "carried_krw", "interest_krw").rows() == [
        ("central", 40, -3),
        ("mean", 60, -6),
        ("median", 60, -6),
        ("p5", 51, -7),
        ("p95", 70, -4),
    ]
