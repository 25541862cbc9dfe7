import polars as pl

import fundmodel as fm
from tests.results.given import SCENARIOS, answer, table

FRAMES = {
    "scenarios": SCENARIOS,
    "run_settings": table("seed n_quarters first_year", (7, 12, 2027)),
    "party_totals": table("scenario_id path_id party_id", *((0, path, 0) for path in range(3))),
    "phases": table("phase_id phase_code", (0, "PRE"), (1, "P1")),
    "startup_stages": table(
        "world_id path_id phase quarter count_thousandths_count",
        (0, 0, 0, 3, 1_500),
        (0, 0, 0, 7, -1_501),
        (0, 1, 0, 3, 2_000),
        (0, 1, 0, 7, -1_000),
        (0, 1, 1, 7, 1_000),
    ).rename({"count_thousandths_count": "count_thousandths"}),
}


def test_companies_in_a_phase_are_all_that_came_less_all_that_left():
    made = answer("startup_pipeline", FRAMES)
    found = {
        row[:3]: row[3] for row in made.select("phase_code", "statistic", "year", "company_count").rows()
    }
    assert [found["PRE", "central", year] for year in (2027, 2028, 2029)] == [1.5, 0.0, 0.0]
    # Path 1 holds two companies, then one in each phase; path 2 none.
    assert [found["PRE", "mean", year] for year in (2027, 2028, 2029)] == [1.0, 0.5, 0.5]
    assert [found["P1", "mean", year] for year in (2027, 2028, 2029)] == [0.0, 0.5, 0.5]
    assert found["all", "mean", 2028] == 1.0
    assert (found["all", "p10", 2028], found["all", "p90", 2028]) == (0.2, 1.8)


def test_the_central_case_expects_what_the_random_paths_show():
    """Over all companies: those held in a year are those that came in less those that ended."""
    results = fm.run([fm.Scenario("base")], paths=20)
    results.compute("startup_pipeline", "policy_outcomes")
    held = results["startup_pipeline"].filter(pl.col("phase_code") == "all")
    ended = (
        results["policy_outcomes"]
        .filter(pl.col("unit") == "companies")
        .pivot("measure", index=["statistic", "year"], values="amount")
    )
    both = held.join(ended, on=["statistic", "year"]).filter(pl.col("statistic").is_in(["central", "mean"]))
    left = (
        both["companies_funded"] - both["failures"] - both["ipos"] - both["trade_sales"] - both["approvals"]
    )
    assert (both["company_count"] - left).abs().max() < 0.1
    by_phase = results["startup_pipeline"].filter(
        pl.col("phase_code") != "all", pl.col("statistic") == "mean"
    )
    total = by_phase.group_by("year").agg(pl.col("company_count").sum()).sort("year")["company_count"]
    whole = held.filter(pl.col("statistic") == "mean").sort("year")["company_count"]
    assert (total - whole).abs().max() < 1e-9
