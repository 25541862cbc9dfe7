from tests.results.given import PARTIES, SCENARIOS, answer, table

RAISED = "scenario_id path_id fund_id is_returned is_formed size_share delay_quarters"


def made(risk: str, *raised: tuple) -> dict[str, dict]:
    """1,000 planned, 100 of it foreign; on random paths 1 and 2 the child fund becomes 800 and nothing."""
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "formation_assumptions": table("scenario_id formation_risk", (0, risk)),
        "funds": table("scenario_id fund_id level", (0, 0, 0), (0, 1, 1)),
        "commitments": table(
            "scenario_id fund_id investor_id class_id commitment_krw",
            (0, 0, 0, 0, 500), (0, 1, -1, -1, 500), (0, 1, 5, 2, 100), (0, 1, 0, 0, 400),
        ),
        "party_totals": table(
            "scenario_id path_id party_id commitment_krw",
            (0, 0, 0, 1000), (0, 0, 3, 100), (0, 1, 0, 800), (0, 1, 3, 60), (0, 2, 0, 500), (0, 2, 3, 0),
        ),
        "fund_formation": table(RAISED, *raised).cast({"is_returned": bool, "is_formed": bool}),
    }  # fmt: skip
    return {row["statistic"]: row for row in answer("fund_closings", frames).rows(named=True)}


def test_planned_and_formed_stand_side_by_side() -> None:
    found = made(
        "closings",
        (0, 0, 1, False, True, 1.0, 1),
        (0, 1, 1, True, True, 0.8, 5),
        (0, 2, 1, True, False, 0.0, 0),
    )
    central, mean = found["central"], found["mean"]
    assert (central["planned_foreign_share"], central["formed_foreign_share"]) == (0.1, 0.1)
    assert (mean["planned_krw"], mean["formed_krw"], mean["foreign_formed_krw"]) == (1000, 650, 30)
    assert (mean["planned_foreign_share"], mean["formed_foreign_share"]) == (0.1, 30 / 650)
    counts = ("fund_count", "funds_formed", "licences_returned", "funds_below_target", "delay_quarters")
    assert [mean[name] for name in counts] == [1, 0.5, 1.0, 0.5, 2.5]
    assert found["p95"]["formed_krw"] == 785


def test_where_all_is_formed_as_planned_there_is_nothing_to_compare() -> None:
    assert made("planned") == {}
