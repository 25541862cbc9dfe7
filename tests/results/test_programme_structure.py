from tests.results.given import PARTIES, SCENARIOS, answer, table


def test_ultimate_commitments_by_level_and_class():
    """The mega fund's own 50 in its child is not a second commitment."""
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "funds": table("scenario_id fund_id level", (0, 0, 0), (0, 1, 1), (0, 2, 1)),
        "commitments": table(
            "scenario_id fund_id investor_id class_id commitment_krw",
            (0, 0, 0, 0, 40),
            (0, 0, 1, 0, 20),
            (0, 1, -1, -1, 50),
            (0, 1, 5, 2, 15),
            (0, 2, 5, 2, 25),
        ),
    }
    made = answer("programme_structure", frames)
    assert made.rows() == [(0, "base", 0, "public", 60, 100, 0.6), (0, "base", 1, "foreign", 40, 100, 0.4)]
