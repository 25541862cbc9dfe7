from tests.results.given import SCENARIOS, answer, table


def test_the_largest_company_of_each_fund_over_its_life():
    frames = {
        "scenarios": SCENARIOS,
        "funds": table("scenario_id fund_id fund_code commitment_krw", (0, 1, "E1", 100), (0, 2, "E2", 0)),
        "largest_companies": table(
            "world_id path_id fund_id year_number_id largest_krw",
            (0, 0, 1, 0, 20),
            (0, 1, 1, 0, 10),
            (0, 1, 1, 3, 30),
            (0, 2, 1, 3, 10),
            (0, 1, 2, 0, 5),
        ).rename({"year_number_id": "year_number"}),
    }
    made = answer("largest_positions", frames).select(
        "fund_code", "statistic", "largest_krw", "share_of_commitment"
    )
    assert made.rows() == [
        ("E1", "central", 20, 0.2),
        ("E1", "mean", 20, 0.2),
        ("E1", "p10", 12, 0.12),
        ("E1", "p90", 28, 0.28),
    ]
