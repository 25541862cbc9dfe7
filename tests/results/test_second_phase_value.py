from tests.results.given import SCENARIOS, answer, table


def made(*rows):
    frames = {
        "scenarios": SCENARIOS,
        "facility_plan": table("world_id facility_id facility_code", (0, 4, "C1-songdo")),
        "facility_phases": table(
            "world_id path_id facility_id never_npv_krw at_once_npv_krw option_npv_krw built_count", *rows
        ).rename({"built_count": "built_thousandths"}),
    }
    return {row["statistic"]: row for row in answer("second_phase_value", frames).iter_rows(named=True)}


def test_the_option_is_worth_its_mean_over_the_better_plan_without_it():
    """Means 10, 30 and 45 over three paths: at once gains 20, the option 35, 15 more; two of three
    exercise.
    """
    found = made(
        (0, 0, 4, 12, 31, 40, 1_000),
        (0, 1, 4, -30, -60, -30, 0),
        (0, 2, 4, 10, 50, 60, 1_000),
        (0, 3, 4, 50, 100, 105, 1_000),
    )
    assert set(found) == {"central", "mean", "p5", "median", "p95"}
    mean, central, median = found["mean"], found["central"], found["median"]
    assert [mean[f"{name}_npv_krw"] for name in ("never", "at_once", "option")] == [10, 30, 45]
    assert (mean["at_once_gain_krw"], mean["option_gain_krw"], mean["option_value_krw"]) == (20, 35, 15)
    assert (central["never_npv_krw"], central["option_gain_krw"], central["option_value_krw"]) == (
        12,
        28,
        None,
    )
    assert (median["at_once_gain_krw"], median["option_gain_krw"]) == (40, 50)
    assert round(mean["exercised_share"], 6) == round(2 / 3, 6)


def test_building_at_once_at_a_loss_is_not_the_plan_to_beat():
    """At once loses 40 on average, the option 5: against never building it is worth -5."""
    found = made((0, 1, 4, 10, -30, 5, 1_000), (0, 2, 4, 10, -30, 5, 1_000))
    assert found["mean"]["option_value_krw"] == -5
    assert "central" not in found
