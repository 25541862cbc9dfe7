import pytest

from tests.results.given import answer, table

BOUNDS = table("scenario_id sanity_amber_irr sanity_red_low_irr sanity_red_high_irr", (0, 0.09, 0.03, 0.14))
BENCHMARKS = table(
    "geography metric period low high source url",
    ("US", "irr_implied_liquidated", "1990", 0.1, 0.2, "elsewhere", "there"),
    ("KR", "irr_implied_liquidated", "2005-2025", 0.03, 0.09, "a newspaper", "here"),
)
COLUMNS = "scenario_id scenario party_id party_code party_kind statistic irr_net_rate irr_net_status"


@pytest.mark.parametrize(
    ("rate", "status", "level", "reason"),
    [
        (0.07, "ok", "green", "in_range"),
        (0.03, "ok", "green", "in_range"),
        (0.09, "ok", "green", "in_range"),
        (0.10, "ok", "amber", "above_amber"),
        (0.15, "ok", "red", "above_red"),
        (0.02, "ok", "red", "below_red"),
        (-1.0, "total loss", "red", "below_red"),
        (None, "no sign change", "red", "no_rate"),
        (0.07, "several roots", "amber", "several_roots"),
    ],
)
def test_a_rate_is_judged_by_the_bounds(rate, status, level, reason):
    metrics = table(
        COLUMNS,
        (0, "base", 0, "whole", "whole", "central", rate, status),
        (0, "base", 4, "gp", "class", "central", rate, status),
        (0, "base", 7, "E1", "fund", "central", rate, status),
        (0, "base", 0, "whole", "whole", "p5", rate, status),
    )
    frames = {"metrics": metrics, "policy_assumptions": BOUNDS, "benchmarks_data": BENCHMARKS}
    made = answer("sanity", frames)
    assert made.height == 1
    row = made.row(0, named=True)
    assert (row["party_code"], row["level"], row["reason_code"]) == ("whole", level, reason)
    assert (row["red_low_rate"], row["amber_rate"], row["red_high_rate"]) == (0.03, 0.09, 0.14)
    assert (row["sourced_low_rate"], row["sourced_high_rate"], row["sourced_from"]) == (
        0.03,
        0.09,
        "a newspaper",
    )
