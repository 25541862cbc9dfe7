import pytest

from tests.results.given import SCENARIOS, answer, table


def judged(model: float | None, low: float | None, central: float | None, high: float | None) -> dict:
    frames = {
        "scenarios": SCENARIOS,
        "policy_assumptions": table("scenario_id calibration_tolerance_share", (0, 0.1)),
        "published_figures": table(
            "measure subject published_for source unit low central_rate high verification url",
            ("fund_net_irr", "median", "KR", "S", "rate", low, central, high, "read", ""),
        ).rename({"central_rate": "central"}),
        "calibration_model": table(
            "scenario_id measure subject model_rate p5_rate p95_rate",
            (0, "fund_net_irr", "median", model, None, None),
        ).rename({"model_rate": "model_value", "p5_rate": "p5", "p95_rate": "p95"}),
    }
    return answer("calibration", frames).row(0, named=True)


@pytest.mark.parametrize(
    ("model", "low", "central", "high", "gap", "verdict"),
    [
        (0.054, None, 0.05, None, 0.004, "agrees"),
        (0.056, None, 0.05, None, 0.006, "above"),
        (0.044, None, 0.05, None, -0.006, "below"),
        (0.085, 0.03, 0.05, 0.09, 0.035, "agrees"),
        (0.02, 0.03, 0.05, 0.09, -0.03, "below"),
        (0.12, 0.03, None, 0.09, 0.03, "above"),
        (0.05, 0.03, None, 0.09, 0.0, "agrees"),
        (None, 0.03, 0.05, 0.09, None, "no random paths"),
    ],
)
def test_a_miss_says_by_how_much(
    model: float | None,
    low: float | None,
    central: float | None,
    high: float | None,
    gap: float | None,
    verdict: str,
) -> None:
    row = judged(model, low, central, high)
    assert row["verdict"] == verdict
    assert row["gap"] == (None if gap is None else pytest.approx(gap))


def test_the_gap_is_also_a_part_of_the_published_figure() -> None:
    assert judged(0.056, None, 0.05, None)["gap_share"] == pytest.approx(0.12)
