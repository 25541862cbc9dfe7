from tests.results.given import SCENARIOS, answer, table

COLUMNS = """
    scenario_id path_id owner_kind paid_in_krw received_krw fund_invested_krw rate status own_rate own_status
"""


def test_quantiles_rank_a_total_loss_last_and_leave_out_who_paid_nothing() -> None:
    frames = {
        "scenarios": SCENARIOS,
        "co_owner_returns": table(
            COLUMNS,
            (0, 0, "plant_stake", 100, 150, 300, 0.05, "ok", 0.04, "ok"),
            (0, 1, "plant_stake", 100, 0, 300, -1.0, "total loss", -1.0, "total loss"),
            (0, 2, "plant_stake", 100, 200, 300, 0.1, "ok", 0.08, "ok"),
            (0, 3, "plant_stake", 0, 0, 0, None, "no sign change", None, "no sign change"),
        ),
    }
    rows = {row["statistic"]: row for row in answer("co_owners", frames).rows(named=True)}
    central, median = rows["central"], rows["median"]
    assert (central["tvpi_multiple"], central["of_assets_share"], central["irr_won_status"]) == (
        1.5,
        0.25,
        "ok",
    )
    assert (round(median["irr_won_rate"], 6), median["irr_won_status"]) == (-0.45, "ok")
    assert median["tvpi_multiple"] == 1
