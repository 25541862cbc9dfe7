import pytest

from tests.results.given import PARTIES, SCENARIOS, answer, table

OUTCOMES = "world_id path_id fund_id cluster_id phase measure attribution quarter amount"
TARGETS = table(
    "programme metric base_code kind year unit value",
    ("Plan", "bio_production_target", "wide", "target", 2028, "KRW", 1000.0),
    ("Plan", "exports_target", "wide", "target", 2028, "USD", 2.0),
    ("Plan", "exports_target", "wide", "actual", 2029, "USD", 99.0),
    ("City", "biologics_capacity_target", "songdo_area", "target", 2032, "kL", 20.0),
)


def made(outcomes, flows=(), paths=0):
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "run_settings": table("seed n_quarters first_year", (7, 9, 2027)),
        "party_totals": table("scenario_id path_id party_id", *((0, path, 0) for path in range(paths + 1))),
        "asset_outcomes": table(OUTCOMES, *outcomes),
        "class_flows": table(
            "scenario_id path_id level class_id quarter distributed_krw first_loss_krw", *flows
        ),
        "market_assumptions": table("world_id krw_per_usd_start", (0, 1000.0)),
        "policy_targets_data": TARGETS,
    }
    rows = answer("policy_outcomes", frames).rows(named=True)
    return {(row["measure"], row["attribution"], row["statistic"], row["year"]): row for row in rows}


def test_stocks_run_to_date_and_money_by_year():
    """Nine quarters are three calendar years; 12 kL open in 2027, revenue of 500 falls in 2028."""
    found = made(
        [
            (0, 0, 7, 0, -1, "kl_online", "full", 3, 12_000),
            (0, 0, 7, 0, -1, "kl_online", "owned", 3, 3_000),
            (0, 0, 7, 0, -1, "revenue_krw", "full", 7, 500),
            (0, 0, 7, 0, -1, "export_krw", "full", 7, 400),
            (0, 0, 1, 0, 1, "companies_funded", "full", 0, 1_500),
            (0, 0, 2, 1, 0, "companies_funded", "full", 11, 1_000),
        ]
    )
    kl = [found["kl_online", "full", "central", year] for year in (2027, 2028, 2029)]
    assert [row["amount"] for row in kl] == [12.0, 12.0, 12.0]
    assert {(row["unit"], row["basis"], row["target_base"]) for row in kl} == {
        ("kL", "to date", "songdo_area")
    }
    assert [row["share_of_target"] for row in kl] == [0.6, 0.6, 0.6]
    assert found["kl_online", "owned", "central", 2029]["amount"] == 3.0
    revenue = [found["revenue_krw", "full", "central", year] for year in (2027, 2028, 2029)]
    assert [(row["amount"], row["share_of_target"], row["unit"]) for row in revenue] == [
        (0.0, 0.0, "KRW"),
        (500.0, 0.5, "KRW"),
        (0.0, 0.0, "KRW"),
    ]
    export = found["export_krw", "full", "central", 2028]
    assert (export["target_amount"], export["target_year"], export["share_of_target"]) == (2000.0, 2028, 0.2)
    companies = [found["companies_funded", "full", "central", year] for year in (2027, 2028, 2029)]
    assert [(row["amount"], row["target_amount"]) for row in companies] == [
        (1.5, None),
        (1.5, None),
        (2.5, None),
    ]


def test_paths_without_an_event_count_as_nothing():
    """Approvals on 1 of 3 random paths: mean 1/3, P90 80 % of the way from the second to the third."""
    found = made([(0, 2, 1, 0, 3, "approvals", "full", 3, 1_000)], paths=3)
    assert found["approvals", "full", "mean", 2028]["amount"] == pytest.approx(1 / 3)
    assert found["approvals", "full", "p10", 2028]["amount"] == 0.0
    assert found["approvals", "full", "p90", 2028]["amount"] == pytest.approx(0.8)
    assert found["approvals", "full", "central", 2028]["amount"] == 0.0


def test_public_money_comes_back_by_year():
    """Class 0 at two levels; the first loss it pays is a measure of its own; other classes do not count."""
    flows = [
        (0, 0, 0, 0, 0, 10, 0),
        (0, 0, 1, 0, 1, 5, 0),
        (0, 0, 0, 0, 4, 20, -7),
        (0, 0, 1, 2, 4, 100, 7),
        (0, 1, 0, 0, 0, 30, 0),
        (0, 1, 0, 0, 4, 0, 0),
    ]
    found = made([], flows, paths=1)
    back = {key[2:]: row["amount"] for key, row in found.items() if key[0] == "public_money_back_krw"}
    assert back["central", 2027] == 15.0
    assert back["central", 2028] == 20.0
    assert back["mean", 2027] == back["p10", 2027] == back["p90", 2027] == 30.0
    assert found["public_first_loss_krw", "full", "central", 2028]["amount"] == 7.0
    assert found["public_first_loss_krw", "full", "central", 2028]["basis"] == "in year"
