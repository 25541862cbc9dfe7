from tests.results.given import PARTIES, SCENARIOS, answer, table

FUNDS = table(
    "scenario_id fund_id fund_code level start_quarter end_quarter commitment_krw lp_commitment_krw",
    (0, 0, "mega", 0, 0, 3, 600, 540),
    (0, 1, "E1", 1, 0, 2, 1000, 900),
)
FLOW_COLUMNS = (
    "scenario_id path_id fund_id quarter called_krw invested_krw fee_krw expense_krw proceeds_krw "
    "forced_sale_krw distributable_krw carry_krw nav_krw unfunded_krw escrow_krw carry_accrued_krw"
)
FLOWS = (
    # the child fund: 700 called, then 800 received, of which 100 in a forced sale and 20 are carry
    (0, 0, 1, 0, 700, 650, 30, 20, 0, 0, 0, 0, 640, 300, 0, 8),
    (0, 0, 1, 1, 100, 0, 30, 70, 900, 100, 900, 20, 0, 400, 5, -3),
    (0, 0, 0, 0, 360, 350, 5, 5, 0, 0, 0, 0, 350, 240, 0, 0),
    (0, 0, 0, 1, 40, 35, 3, 2, 440, 0, 440, 1, 0, 300, 0, 0),
)
CLASSES = table(
    "scenario_id path_id level class_id quarter paid_in_krw distributed_krw first_loss_krw nav_krw",
    (0, 0, 0, 0, 0, 360, 0, 0, 350),
    (0, 0, 1, 2, 0, 350, 0, 0, 290),
    (0, 0, 0, 0, 1, 40, 440, -7, 0),
    (0, 0, 1, 2, 1, 65, 460, 7, 0),
    (0, 0, 0, 0, 2, 0, 0, 0, 0),
)
FRAMES = {
    "scenarios": SCENARIOS,
    "parties": PARTIES,
    "funds": FUNDS,
    "fund_flows": table(FLOW_COLUMNS, *FLOWS),
    "class_flows": CLASSES,
    "party_totals": table(
        "scenario_id path_id party_id commitment_krw", (0, 0, 0, 1150), (0, 0, 6, 540), (0, 0, 7, 900)
    ),
    "disposals": table("world_id path_id fund_id quarter dividend_krw offered_krw", (0, 0, 1, 1, 250, 1000)),
    "fund_cash": table(
        "scenario_id path_id fund_id quarter line_krw line_net_krw line_interest_krw interest_krw "
        "recallable_krw recycled_krw",
        (0, 0, 1, 0, 60, 60, 0, 0, 0, 0),
        (0, 0, 1, 1, 0, -60, 3, 1, 200, 50),
    ),
    "fund_charges": table(
        "scenario_id path_id fund_id quarter waived_krw offset_krw transactions_krw organisation_krw",
        (0, 0, 1, 0, 4, 0, 0, 10),
        (0, 0, 1, 1, 4, 6, 12, 0),
    ),
    "support_given": table(
        "scenario_id path_id fund_id quarter lever given_krw",
        (0, 0, 1, 1, "first_loss", 7),
        (0, 0, 1, 1, "call_option", -30),
        (0, 0, 1, 1, "upside_transfer", 40),
        (0, 0, 1, 1, "put_option", 9),
    ),
    "commitments": table(
        "scenario_id fund_id investor_id class_id commitment_krw", (0, 1, -1, -1, 500), (0, 1, 5, 2, 400)
    ),
}


def _row(party_id: int, quarter: int) -> dict[str, object]:
    made = answer("reported_flows", FRAMES)
    return made.filter(party_id=party_id, quarter=quarter).row(0, named=True)


def test_a_child_fund_by_hand() -> None:
    """Of 900 in quarter 1, 100 are a forced sale; a quarter of the other 800 are dividends: 200 of income.
    880 are distributed: 200 income, 680 return of capital (800 are paid in), no gain.
    """
    row = _row(7, 1)
    assert (row["paid_in_krw"], row["distributed_krw"]) == (800, 880)
    assert (row["dist_income_krw"], row["dist_capital_krw"]) == (200, 680)
    assert (row["made_krw"], row["recycled_krw"], row["line_krw"]) == (200, 50, 0)
    assert (row["line_drawn_krw"], row["line_repaid_krw"], row["line_interest_krw"]) == (0, 60, 3)
    assert (row["waived_krw"], row["offset_krw"], row["transactions_krw"]) == (4, 6, 12)
    assert (row["carry_accrued_krw"], row["clawback_liability_krw"], row["escrow_krw"]) == (0, 3, 5)
    assert (row["first_loss_krw"], row["upside_krw"]) == (7, 10)
    before = _row(7, 0)
    assert (before["carry_accrued_krw"], before["line_drawn_krw"], before["organisation_krw"]) == (8, 60, 10)


def test_the_mega_fund_hands_on_its_part_of_what_is_called_again() -> None:
    """It holds 500 of 1,000 (900 of limited partners and 100 of the managers): 25 of 50."""
    assert _row(6, 1)["recycled_krw"] == 25
    assert _row(6, 1)["dist_income_krw"] == 0


def test_the_whole_counts_nothing_twice() -> None:
    """Ultimate investors paid 710 and 105; investments are those of child funds, fees of both levels. Of 900
    received 21 are carry: 879, 200 of it income, 679 return of capital.
    """
    row = _row(0, 1)
    assert (row["paid_in_krw"], row["distributed_krw"]) == (815, 879)
    assert (row["dist_income_krw"], row["dist_capital_krw"]) == (200, 679)
    assert (row["invested_krw"], row["fee_krw"], row["expense_krw"]) == (0, 33, 72)
    assert (row["made_krw"], row["recycled_krw"], row["commitment_krw"]) == (200, 50, 1150)
    late = _row(0, 2)
    assert (late["paid_in_krw"], late["invested_krw"], late["path_count"]) == (815, 0, 1)
