import pytest

from tests.results.given import PARTIES, SCENARIOS, answer, table

EXPOSURE = "world_id path_id fund_id area_id phase_id cluster_id currency invested_krw"


def made(*, paths=True):
    """Fund 1 plans 60 for oncology and 40 for neurology and can pay 50; fund 2 builds a plant for 50; fund 3
    is a blind pool that calls 25.
    """
    planned = [(0, 0, 1, 0, 1, 0, "KRW", 60), (0, 0, 1, 1, 2, 0, "USD", 40), (0, 0, 2, -1, -1, 1, "KRW", 50)]
    planned += [(0, 0, 3, -2, -2, -1, "USD", 25)]
    flows = [(0, 0, 0, 99), (0, 0, 1, 20), (0, 0, 1, 30), (0, 0, 2, 50), (0, 0, 3, 25)]
    if paths:
        planned += [
            (0, 1, 1, 0, 1, 0, "KRW", 10),
            (0, 2, 1, 0, 1, 0, "KRW", 20),
            (0, 2, 1, 1, 2, 0, "KRW", 10),
        ]
        flows += [(0, 1, 1, 10), (0, 2, 1, 30), (0, 1, 2, 0), (0, 2, 2, 0), (0, 1, 3, 0), (0, 2, 3, 0)]
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "party_totals": table(
            "scenario_id path_id party_id", *((0, path, 0) for path in range(3 if paths else 1))
        ),
        "funds": table(
            "scenario_id fund_id fund_code level strategy_id",
            (0, 0, "mega", 0, -1),
            (0, 1, "E1", 1, 0),
            (0, 2, "C1", 1, 2),
            (0, 3, "G1", 1, 3),
        ),
        "areas": table("area_id area_code", (0, "oncology"), (1, "neurology")),
        "phases": table("phase_id phase_code", (0, "PRE"), (1, "P1"), (2, "P2")),
        "clusters": table("cluster_id cluster_code", (0, "songdo"), (1, "osong")),
        "strategies": table(
            "strategy_id strategy_code", (0, "early"), (1, "scale_up"), (2, "cdmo"), (3, "global")
        ),
        "asset_exposure": table(EXPOSURE, *planned),
        "fund_flows": table("scenario_id path_id fund_id invested_krw", *flows),
    }
    rows = answer("exposure", frames).rows(named=True)
    return {(row["dimension"], row["code"]): row for row in rows}


def test_plans_are_scaled_to_what_each_fund_invests():
    found = {key: row["invested_krw"] for key, row in made().items()}
    assert found == {
        ("area", "blind_pools"): 25,
        ("area", "neurology"): 20,
        ("area", "oncology"): 30,
        ("area", "plants"): 50,
        ("cluster", "none"): 25,
        ("cluster", "osong"): 50,
        ("cluster", "songdo"): 50,
        ("currency", "KRW"): 80,
        ("currency", "USD"): 45,
        ("fund", "C1"): 50,
        ("fund", "E1"): 50,
        ("fund", "G1"): 25,
        ("phase", "P1"): 30,
        ("phase", "P2"): 20,
        ("phase", "blind_pools"): 25,
        ("phase", "plants"): 50,
        ("strategy", "cdmo"): 50,
        ("strategy", "early"): 50,
        ("strategy", "global"): 25,
    }


def test_shares_are_of_the_central_case():
    found = made()
    assert found["currency", "USD"]["share"] == pytest.approx(0.36)
    assert sum(row["share"] for (dimension, _), row in found.items() if dimension == "area") == pytest.approx(
        1.0
    )


def test_means_run_over_all_random_paths():
    """Oncology: 30 planned on two paths, all of it paid: 15 a path; neurology 10 on one of two: 5."""
    found = made()
    assert found["area", "oncology"]["invested_mean_krw"] == 15
    assert found["area", "neurology"]["invested_mean_krw"] == 5
    assert found["area", "plants"]["invested_mean_krw"] == 0


def test_without_random_paths_there_is_no_mean():
    assert made(paths=False)["area", "oncology"]["invested_mean_krw"] is None
