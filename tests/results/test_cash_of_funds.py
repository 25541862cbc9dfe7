from tests.results.given import SCENARIOS, answer, table

FUNDS = table(
    "scenario_id fund_id fund_code level start_quarter end_quarter commitment_krw",
    (0, 1, "E1", 1, 0, 9, 1000),
)
COLUMNS = (
    "scenario_id path_id fund_id idle_cash_quarters_krw peak_line_krw interest_krw line_interest_krw "
    "given_back_krw short_notice_krw recallable_krw recycled_krw not_funded_krw mega_short_krw "
    "recycling_limit"
)


def test_means_over_paths_and_the_most_frequent_limit() -> None:
    """Idle cash of 200 over 10 quarters is 20; the mean of 20, 40 and 30 is 30. Two of three paths: cap."""
    totals = table(
        COLUMNS,
        (0, 0, 1, 200, 5, 2, 1, 7, 3, 100, 90, 4, 2, "none"),
        (0, 1, 1, 200, 5, 2, 1, 7, 3, 100, 100, 4, 2, "cap"),
        (0, 2, 1, 400, 6, 4, 3, 9, 3, 100, 100, 4, 2, "cap"),
        (0, 3, 1, 300, 7, 3, 2, 8, 3, 100, 40, 4, 2, "too_late"),
    )
    frames = {"scenarios": SCENARIOS, "funds": FUNDS, "fund_cash_totals": totals}
    central, mean = answer("cash_of_funds", frames).sort("statistic").rows(named=True)
    assert (central["idle_cash_krw"], central["recycled_krw"], central["recycling_limit"]) == (20, 90, "none")
    assert (mean["idle_cash_krw"], mean["peak_line_krw"], mean["recycled_krw"]) == (30, 6, 80)
    assert (mean["recycling_limit"], round(mean["limit_share"], 6)) == ("cap", round(2 / 3, 6))
