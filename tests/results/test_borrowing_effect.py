import polars as pl
import pytest

from tests.results.given import PARTIES, SCENARIOS, answer, table

WITH = table(
    "scenario_id path_id party_id paid_in_krw distributed_krw",
    (0, 0, 0, 80, 120),
    (0, 1, 0, 80, 40),
    (0, 2, 0, 80, 200),
)
WITHOUT = table(
    "scenario_id borrowing path_id party_id paid_in_krw distributed_krw rate status",
    (0, "notes", 0, 0, 100, 140, 0.05, "ok"),
    (0, "notes", 1, 0, 100, 110, 0.02, "ok"),
    (0, "notes", 2, 0, 100, 190, 0.08, "ok"),
)
RATES = table(
    "scenario_id path_id party_id measure rate status",
    (0, 0, 0, "net", 0.06, "ok"),
    (0, 1, 0, "net", None, "out of range"),
    (0, 2, 0, "net", 0.12, "ok"),
    (0, 2, 0, "gross", 0.5, "ok"),
)


def made() -> pl.DataFrame:
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "party_totals": WITH,
        "equity_without": WITHOUT,
        "irrs": RATES,
    }
    return answer("borrowing_effect", frames)


def test_the_central_case_with_less_without() -> None:
    row = made().filter(pl.col("statistic") == "central").row(0, named=True)
    assert row["irr_change_rate"] == pytest.approx(0.01)
    assert row["change_multiple"] == pytest.approx(1.5 - 1.4)
    assert row["net_change_krw"] == 40 - 40


def test_quantiles_rank_a_path_without_a_rate_lowest() -> None:
    """Of the two random paths one loses with notes, none without; medians lie half way."""
    row = made().filter(pl.col("statistic") == "median").row(0, named=True)
    assert row["irr_with_rate"] == pytest.approx((0.12 - 1) / 2)
    assert row["irr_without_rate"] == pytest.approx(0.05)
    assert (row["loss_with_share"], row["loss_without_share"], row["loss_change_share"]) == (0.5, 0.0, 0.5)
    assert row["with_multiple"] == pytest.approx(1.5)
    # Path by path the net result changes by -40 - 10 and 120 - 90.
    assert row["net_change_krw"] == -10
