from tests.results.given import PARTIES, SCENARIOS, answer, table

COLUMNS = (
    "scenario_id path_id party_id tax_krw tax_left_krw hedge_points_krw hedge_spot_krw hedge_cost_krw "
    "over_hedged_krw under_hedged_krw excused_krw called_usd_cents unfunded_usd_cents"
)


def made(*rows: tuple) -> dict[str, dict]:
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "foreign_totals": table(COLUMNS, *rows),
        "foreign_assumptions": table("scenario_id foreign_commitment_currency", (0, "USD")),
    }
    return {row["statistic"]: row for row in answer("foreign_costs", frames).rows(named=True)}


def test_costs_of_the_central_case_and_over_the_random_paths() -> None:
    """Means are floored, those below zero too: (-10 + 5) / 2 is -3; one path of two excuses calls."""
    found = made(
        (0, 0, 3, 7, 0, 4, 1, 2, 9, 8, 0, 100, 20),
        (0, 1, 3, 10, 1, 6, -10, 1, 30, 10, 0, 100, 30),
        (0, 2, 3, 20, 0, 8, 5, 1, 10, 20, 11, 130, 0),
    )
    central, mean, median = found["central"], found["mean"], found["median"]
    assert (central["tax_krw"], central["hedge_result_krw"], central["excused_krw"]) == (7, 4 + 1 - 2, 0)
    assert (mean["tax_krw"], mean["hedge_spot_krw"], mean["hedge_result_krw"]) == (15, -3, 7 - 3 - 1)
    assert (median["over_hedged_krw"], median["unfunded_usd_cents"]) == (20, 15)
    assert (central["excused_path_share"], central["commitment_currency"]) == (0.5, "USD")


def test_without_random_paths_no_share_of_paths() -> None:
    found = made((0, 0, 3, 7, 0, 4, 1, 2, 9, 8, 0, 100, 20))
    assert set(found) == {"central"}
    assert found["central"]["excused_path_share"] is None
