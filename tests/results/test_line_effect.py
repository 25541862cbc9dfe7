import polars as pl
import pytest

from tests.results.given import PARTIES, SCENARIOS, answer, table

FRAMES = {
    "scenarios": SCENARIOS,
    "parties": PARTIES,
    "party_totals": table(
        "scenario_id path_id party_id paid_in_krw distributed_krw",
        (0, 0, 0, 104, 150),
        (0, 1, 0, 110, 44),
        (0, 2, 0, 100, 200),
    ),
    "equity_without": table(
        "scenario_id borrowing path_id party_id paid_in_krw distributed_krw rate status",
        (0, "line", 0, 0, 100, 150, 0.05, "ok"),
        (0, "line", 1, 0, 100, 44, None, "out of range"),
        (0, "line", 2, 0, 100, 210, 0.08, "ok"),
    ),
    "irrs": table(
        "scenario_id path_id party_id measure rate status",
        (0, 0, 0, "net", 0.06, "ok"),
        (0, 1, 0, "net", None, "out of range"),
        (0, 2, 0, "net", 0.12, "ok"),
        (0, 2, 0, "gross", 0.5, "ok"),
    ),
}


def effect(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The answer, from what borrowing does to equity."""
    return answer("line_effect", {"borrowing_effect": answer("borrowing_effect", frames)})


def test_the_central_case_and_the_median_with_less_without() -> None:
    """Path 1 has no rate and ranks as a total loss: the medians lie between -1 and 0.12, and -1 and 0.08."""
    central, median = effect(FRAMES).sort("statistic").rows(named=True)
    assert central["irr_change_rate"] == pytest.approx(0.01)
    assert central["change_multiple"] == pytest.approx(150 / 104 - 1.5)
    assert (central["paid_in_with_krw"], central["paid_in_without_krw"]) == (104, 100)
    assert median["irr_with_rate"] == pytest.approx(-0.44)
    assert median["irr_without_rate"] == pytest.approx(-0.46)


def test_without_lines_there_is_no_row() -> None:
    made = effect(FRAMES | {"equity_without": FRAMES["equity_without"].clear()})
    assert made.is_empty()
    assert "irr_with_rate" in made.columns
    assert made.schema["irr_with_rate"] == pl.Float64
