import pytest

from tests.results.given import PARTIES, SCENARIOS, answer, table

RATES = "scenario_id path_id party_id measure rate status"
MEASURES = ("net", "after_tax", "own_unhedged", "own")


def made(*paths: tuple[float | None, str]) -> dict[str, dict]:
    """The rate of every path for each measure, a hundredth lower from one measure to the next."""
    rows = [
        (0, path, 3, measure, None if rate is None else rate - number / 100, status)
        for path, (rate, status) in enumerate(paths)
        for number, measure in enumerate(MEASURES)
    ]
    means = [(0, 3, "random", measure, 0.05, "ok") for measure in MEASURES]
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "foreign_irrs": table(RATES, *rows),
        "foreign_mean_irrs": table("scenario_id party_id path_group measure rate status", *means),
    }
    return {row["statistic"]: row for row in answer("foreign_returns", frames).rows(named=True)}


def test_four_returns_stand_side_by_side() -> None:
    row = made((0.08, "ok"), (0.02, "ok"), (0.06, "ok"), (0.04, "ok"))
    central, median = row["central"], row["median"]
    names = ("irr_won_rate", "irr_constant_rate", "irr_own_unhedged_rate", "irr_own_rate")
    assert [central[name] for name in names] == pytest.approx([0.08, 0.07, 0.06, 0.05])
    assert [median[name] for name in names] == pytest.approx([0.04, 0.03, 0.02, 0.01])
    assert row["mean"]["irr_own_rate"] == 0.05


def test_no_losing_path_is_left_out() -> None:
    found = made((0.08, "ok"), (None, "out of range"), (None, "out of range"), (0.04, "ok"))
    assert (found["p5"]["irr_own_rate"], found["p5"]["irr_own_status"]) == (None, "out of range")


def test_without_random_paths_there_is_only_the_central_case() -> None:
    assert set(made((0.08, "ok"))) == {"central", "mean"}
