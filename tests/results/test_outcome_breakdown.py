from tests.results.given import PARTIES, SCENARIOS, answer, table

OUTCOMES = "world_id path_id fund_id cluster_id phase measure attribution quarter amount"


def test_companies_by_phase_and_cluster_plants_by_cluster_alone():
    """Path 0 funds 2 companies; on two random paths 3 in all; a plant of 8 kL opens in Songdo."""
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "run_settings": table("seed n_quarters first_year", (7, 8, 2027)),
        "party_totals": table("scenario_id path_id party_id", *((0, path, 0) for path in range(3))),
        "clusters": table("cluster_id cluster_code", (0, "songdo"), (1, "osong")),
        "phases": table("phase_id phase_code", (0, "PRE"), (1, "P1")),
        "asset_outcomes": table(
            OUTCOMES,
            (0, 0, 1, 0, 0, "companies_funded", "full", 3, 1_000),
            (0, 0, 1, 1, 1, "companies_funded", "full", 7, 1_000),
            (0, 1, 1, 0, 0, "companies_funded", "full", 3, 2_000),
            (0, 2, 1, 0, 0, "companies_funded", "full", 7, 1_000),
            (0, 0, 9, 0, -1, "kl_online", "full", 7, 8_000),
            (0, 0, 9, 0, -1, "revenue_krw", "full", 7, 50),
        ),
    }
    made = answer("outcome_breakdown", frames)
    rows = made.drop("scenario_id", "scenario", "attribution", "basis").rows()
    found = {row[:5]: row[5:] for row in rows}
    assert len(found) == len(rows)
    companies = ("companies_funded", "central")
    assert (
        found["phase", "PRE", *companies, 2027]
        == found["phase", "PRE", *companies, 2028]
        == (1.0, "companies")
    )
    assert [found["phase", "P1", *companies, year][0] for year in (2027, 2028)] == [0.0, 1.0]
    assert [found["cluster", "songdo", "companies_funded", "mean", year][0] for year in (2027, 2028)] == [
        1.0,
        1.5,
    ]
    assert found["cluster", "osong", "companies_funded", "mean", 2028] == (0.0, "companies")
    assert found["cluster", "songdo", "kl_online", "central", 2028] == (8.0, "kL")
    assert found["cluster", "songdo", "revenue_krw", "central", 2028] == (50.0, "KRW")
    assert not [key for key in found if key[0] == "phase" and key[2] == "kl_online"]
