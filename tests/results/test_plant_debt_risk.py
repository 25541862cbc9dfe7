from tests.results.given import SCENARIOS, answer, table


def made(debt=100):
    frames = {
        "scenarios": SCENARIOS,
        "facility_plan": table("world_id facility_id facility_code plant_count", (0, 4, "C1-songdo", 2)),
        "facility_financing": table("world_id facility_id debt_krw", (0, 4, debt)),
        "facility_events": table(
            "world_id facility_id path_id plant_id quarter cure_krw lender_loss_krw",
            (0, 4, 0, 0, 9, 50, 50),
            (0, 4, 1, 1, 9, 10, 0),
            (0, 4, 1, 1, 13, 5, 0),
            (0, 4, 1, 2, 9, 0, 0),
            (0, 4, 2, 1, 9, 0, 0),
            (0, 4, 2, 2, 9, 1, 40),
            (0, 4, 2, 3, 9, 1, 40),
        ).rename({"plant_id": "plant_number"}),
    }
    return answer("plant_debt_risk", frames).rows()


def test_plants_of_the_plan_on_random_paths_count():
    """Four plants: two are cured, 15 and 1, lenders of one lose 40; the third of path 2 is not planned."""
    assert made() == [(0, "base", "C1-songdo", 100, 4, 0.5, 0.25, 4, 10)]


def test_without_debt_there_is_nothing_to_miss():
    assert made(debt=0) == []
