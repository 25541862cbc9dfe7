"""Three given paths and the central case: ranked by what the programme pays back, with what lay behind."""

import pytest

from tests.results.given import PARTIES, SCENARIOS, answer, table

TOTALS = [(0, 0, 0, 100, 160), (0, 1, 0, 100, 90), (0, 2, 0, 100, 200), (0, 3, 0, 100, 150)]
IRRS = [
    *((0, path, 0, "net", rate, "ok") for path, rate in enumerate((0.07, -0.01, 0.1, 0.06))),
    *((0, path, 3, "net", rate, "ok") for path, rate in enumerate((0.08, 0.01, 0.09, 0.05))),
    (0, 1, 0, "gross", 0.5, "ok"),
    (0, 1, 5, "net", 0.5, "ok"),
]
MARKETS = [
    *((0, path, quarter, 1400.0, 1.0, 1.0) for path in (0, 2, 3) for quarter in (0, 1)),
    (0, 1, 0, 1000.0, 0.5, 1.0),
    (0, 1, 1, 1200.0, 0.7, 1.0),
]
OUTCOMES = [
    (0, 0, "companies_funded", "full", 10_000),
    (0, 0, "failures", "full", 6_250),
    (0, 1, "companies_funded", "full", 10_000),
    (0, 1, "failures", "full", 9_000),
    (0, 2, "failures", "full", 4_000),
    (0, 2, "approvals", "full", 2_000),
    (0, 3, "failures", "full", 5_000),
    (0, 3, "revenue_krw", "full", 70),
    (0, 3, "revenue_krw", "owned", 30),
]


def made():
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "party_totals": table("scenario_id path_id party_id paid_in_krw distributed_krw", *TOTALS),
        "irrs": table("scenario_id path_id party_id measure rate status", *IRRS),
        "market_paths": table(
            "world_id path_id quarter krw_per_usd_rate equity_rate demand_rate", *MARKETS
        ).rename(
            {
                "krw_per_usd_rate": "krw_per_usd",
                "equity_rate": "equity_factor",
                "demand_rate": "demand_factor",
            }
        ),
        "asset_outcomes": table("world_id path_id measure attribution amount", *OUTCOMES),
    }
    return {row["path_id"]: row for row in answer("path_ranking", frames).rows(named=True)}


def test_paths_are_ranked_by_what_is_paid_back():
    found = made()
    assert {path: row["rank"] for path, row in found.items()} == {0: 0, 1: 1, 2: 3, 3: 2}
    row = found[1]
    assert (row["whole_rate"], row["foreign_rate"], row["public_rate"]) == (-0.01, 0.01, None)
    assert (row["tvpi_multiple"], row["paid_in_krw"], row["distributed_krw"]) == (0.9, 100, 90)


def test_markets_are_averaged_and_companies_counted():
    found = made()
    assert found[1]["mean_krw_per_usd"] == pytest.approx(1100)
    assert found[1]["mean_equity_factor"] == pytest.approx(0.6)
    counted = ("companies_funded", "companies_failed", "approvals", "plant_revenue_krw")
    assert [found[0][name] for name in counted] == [10.0, 6.25, 0.0, 0]
    assert [found[3][name] for name in counted] == [0.0, 5.0, 0.0, 70]


def test_shares_of_better_paths_run_from_best_to_worst():
    """Path 1 had the weakest won rate of all: both others were better. Failures: 4 before 5 before 9."""
    found = made()
    assert found[1]["fx_better_share"] == 1.0
    assert [found[path]["failed_better_share"] for path in (2, 3, 1)] == [0.0, 0.5, 1.0]
    assert found[3]["revenue_better_share"] == 0.0
    assert found[0]["fx_better_share"] is None
