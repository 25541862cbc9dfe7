import pytest

from tests.results.given import SCENARIOS, answer, table

COLUMNS = (
    "scenario_id path_id investor_id issued_krw refinanced_krw interest_krw repaid_krw kept_income_krw "
    "carry_paid_krw drawn_krw surplus_krw fiscal_cost_krw present_cost_krw peak_balance_krw "
    "negative_carry_krw"
)
INVESTORS = table("investor_id investor_code", (4, "bank"))


def test_costs_are_means_and_the_guarantee_is_drawn_on_a_share_of_the_paths() -> None:
    totals = table(
        COLUMNS,
        (0, 0, 4, 100, 0, 8, 100, 0, 2, 0, 30, -28, -20, 100, 3),
        (0, 1, 4, 100, 0, 8, 100, 0, 2, 40, 0, 42, 30, 100, 4),
        (0, 2, 4, 100, 0, 8, 100, 0, 2, 0, 20, -18, -10, 80, 2),
    )
    frames = {"bond_totals": totals, "scenarios": SCENARIOS, "investors": INVESTORS}
    central, random = answer("investor_funding", frames).to_dicts()
    assert (central["net_fiscal_cost_krw"], central["p95_net_fiscal_cost_krw"]) == (-28, None)
    assert (random["net_fiscal_cost_krw"], random["negative_carry_krw"], random["drawn_krw"]) == (12, 3, 20)
    assert random["p95_net_fiscal_cost_krw"] == pytest.approx(42 - 0.05 * 60, abs=1)
    assert (random["peak_liability_krw"], random["drawn_share"], random["path_count"]) == (90, 0.5, 2)
