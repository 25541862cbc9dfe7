from tests.results.given import SCENARIOS, answer, table

INVESTORS = table("investor_id investor_code", (0, "fiscal"))
COLUMNS = (
    "scenario_id path_id investor_id quarter called_krw paid_krw short_krw interest_krw returned_krw "
    "balance_krw"
)


def test_the_central_case_and_means_over_paths() -> None:
    """Path 1: 100 and 50 in, mean balance (80 + 40) / 2 = 60; path 2: 30 in, balance 20: means 90 and 40."""
    rows = table(
        COLUMNS,
        (0, 0, 0, 0, 5, 10, 0, 0, 0, 5),
        (0, 0, 0, 1, 0, 0, 0, 1, 6, 0),
        (0, 1, 0, 0, 20, 100, 0, 0, 0, 80),
        (0, 1, 0, 1, 90, 50, 10, 2, 0, 40),
        (0, 2, 0, 0, 10, 30, 0, 0, 0, 20),
    )
    frames = {"scenarios": SCENARIOS, "investors": INVESTORS, "appropriations": rows}
    central, mean = answer("fiscal_account", frames).sort("statistic").rows(named=True)
    assert (central["paid_krw"], central["idle_krw"], central["returned_krw"]) == (10, 5, 6)
    assert (mean["paid_krw"], mean["idle_krw"], mean["peak_krw"], mean["interest_krw"]) == (90, 40, 50, 1)
    assert mean["investor_code"] == "fiscal"
