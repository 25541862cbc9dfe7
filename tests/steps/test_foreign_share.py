import pytest
from polars.testing import assert_frame_equal

from fundmodel.steps.foreign_share import foreign_share
from tests.results.given import PARTIES, SCENARIOS, SETTINGS, answer, table

FLOWS = "scenario_id path_id level class_id quarter paid_in_krw nav_krw korea_invested_krw"
COMMITMENTS = table(
    "scenario_id fund_id investor_id class_id commitment_krw",
    (0, 0, 0, 0, 60),
    (0, 0, 5, 2, 10),
    (0, 1, 5, 2, 30),
    (0, 1, -1, -1, 55),
)


def made(*flows):
    """The rows of the step, which are those of the answer's query."""
    frames = {
        "scenarios": SCENARIOS,
        "run_settings": SETTINGS,
        "parties": PARTIES,
        "commitments": COMMITMENTS,
        "class_flows": table(FLOWS, *flows),
    }
    rows = foreign_share(**frames | {"class_flows": frames["class_flows"].lazy()})
    assert_frame_equal(rows, answer("foreign_share", frames), check_exact=True)
    return {(row["statistic"], row["quarter"]): row for row in rows.rows(named=True)}


def test_shares_are_cumulative_and_looked_through():
    """Quarter 1: public 30, foreign 5 at each level; quarter 2: foreign 20 more, all of it abroad."""
    found = made(
        (0, 0, 0, 0, 0, 0, 0, 0),
        (0, 0, 0, 0, 1, 30, 28, 24),
        (0, 0, 0, 0, 2, 0, 0, 0),
        (0, 0, 0, 2, 0, 0, 0, 0),
        (0, 0, 0, 2, 1, 5, 3, 4),
        (0, 0, 0, 2, 2, 0, 0, 0),
        (0, 0, 1, 2, 0, 0, 0, 0),
        (0, 0, 1, 2, 1, 5, 4, 4),
        (0, 0, 1, 2, 2, 20, 0, 0),
    )
    start, first, second = (found["central", quarter] for quarter in range(3))
    assert start["of_commitments_share"] == first["of_commitments_share"] == 0.4
    assert (start["of_paid_in_share"], start["status"]) == (None, "no money yet")
    assert (start["foreign_won_per_public_won"], start["public_status"]) == (None, "no public money yet")
    assert (first["of_paid_in_share"], first["status"]) == (0.25, "ok")
    assert first["of_nav_share"] == 7 / 35
    assert first["reaching_korea_share"] == 8 / 32
    assert first["reaching_korea_non_public_share"] == 8 / 32
    assert first["foreign_won_per_public_won"] == pytest.approx(1 / 3)
    assert second["of_paid_in_share"] == 30 / 60
    assert second["foreign_won_per_public_won"] == 1.0
    assert (second["of_nav_share"], second["nav_status"]) == (None, "no NAV")
    assert (second["reaching_korea_share"], second["korea_status"]) == (8 / 32, "ok")
    assert (second["foreign_paid_in_krw"], second["public_paid_in_krw"], second["foreign_korea_krw"]) == (
        30,
        30,
        8,
    )
    assert (second["year"], len(found)) == (2027, 3)


def test_quantiles_run_over_the_random_paths_alone():
    """Foreign paid-in of 10, 20, 30 beside public 30 in quarter 0; the central case must not enter."""
    flows = [(0, 0, 0, 0, 0, 10, 0, 0), (0, 0, 1, 2, 0, 90, 0, 0)]
    flows += [(0, 0, 0, 0, 1, 0, 0, 0), (0, 0, 1, 2, 1, 0, 0, 0)]
    for path in (1, 2, 3):
        flows += [(0, path, 0, 0, 0, 30, 0, 0), (0, path, 1, 2, 0, 10 * path, 0, 0)]
        flows += [(0, path, 0, 0, 1, 0, 0, 0), (0, path, 1, 2, 1, 30, 0, 0)]
    found = made(*flows)
    assert {statistic for statistic, _ in found} == {"central", "p5", "median", "p95"}
    assert found["median", 0]["foreign_won_per_public_won"] == pytest.approx(20 / 30)
    assert found["p5", 0]["foreign_paid_in_krw"] == 11
    assert found["p95", 1]["foreign_won_per_public_won"] == pytest.approx(59 / 30)
    assert found["median", 1]["public_paid_in_krw"] == 30


def test_a_class_that_owes_more_first_loss_than_it_holds_holds_nothing():
    """Public NAV -20, foreign 5: the foreign share of what is held is 1, not 5 / -15."""
    found = made((0, 0, 0, 0, 0, 30, -20, 24), (0, 0, 1, 2, 0, 5, 5, 4))
    assert found["central", 0]["of_nav_share"] == 1.0
