import polars as pl

from tests.results.given import PARTIES, SCENARIOS, SETTINGS, answer, table

COLUMNS = (
    "scenario_id party_id statistic quarter path_count commitment_krw unfunded_krw paid_in_krw made_krw "
    "recycled_krw distributed_krw dist_income_krw dist_capital_krw nav_krw line_krw escrow_krw "
    "carry_accrued_krw clawback_liability_krw invested_krw fee_krw waived_krw offset_krw expense_krw "
    "transactions_krw organisation_krw line_interest_krw line_drawn_krw line_repaid_krw idle_interest_krw "
    "carry_krw first_loss_krw upside_krw"
)
# Sums over two paths; a child fund, then the whole.
FLOWS = table(
    COLUMNS,
    (0, 7, "mean", 0, 2, None, 1001, 1000, 0, 0, 0, 0, 0, 900, 60, 0, 8, 0, 900, 61, 8, 0, 40, 0, 20, 0, 60,
     0, 0, 0, 0, 0),
    (0, 7, "mean", 1, 2, None, 901, 1200, 100, 40, 801, 200, 500, 0, 0, 5, 0, 3, 100, 60, 8, 6, 45, 12, 0, 3,
     0, 60, 2, 20, 7, -3),
    (0, 0, "mean", 0, 2, 2300, None, 1600, 0, 0, 0, 0, 0, 900, 60, 0, 8, 0, 900, 61, 8, 0, 40, 0, 20, 0, 60,
     0, 0, 0, 0, 0),
)  # fmt: skip


def _row(party_id: int, quarter: int) -> dict[str, object]:
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "run_settings": SETTINGS,
        "reported_flows": FLOWS.cast({"quarter": pl.Int32}),
    }
    made = answer("reported_figures", frames)
    return made.filter(party_id=party_id, quarter=quarter).row(0, named=True)


def test_a_fund_at_a_date_by_hand() -> None:
    """Two paths. Commitment: 901 still to call + 1,200 paid - 100 recallable = 2,001, 1,000 a path. 50 may be
    called again and 20 of it were: 30 are left. Fees 121 are 60; with 8 waived and 3 offset 71 before both.
    Expenses 85: 42, of it 6 to managers, 1 interest, 35 external. Distributed 400: 100, 250 and 50 gain.
    """
    row = _row(7, 1)
    assert (row["commitment_krw"], row["paid_in_krw"], row["unfunded_krw"]) == (1000, 600, 450)
    assert (row["recallable_krw"], row["dist_recallable_krw"]) == (30, 50)
    assert [row[f"fee{part}_krw"] for part in ("_gross", "_waiver", "_offset", "")] == [71, 8, 3, 60]
    assert (row["expense_krw"], row["internal_expense_krw"], row["line_interest_krw"]) == (42, 6, 1)
    assert (row["external_expense_krw"], row["organisation_krw"]) == (35, 10)
    parts = [row[f"dist_{part}_krw"] for part in ("income", "capital", "gain")]
    assert (row["distributed_krw"], parts) == (400, [100, 250, 50])
    assert (row["line_drawn_krw"], row["line_repaid_krw"], row["line_krw"]) == (30, 30, 0)
    assert (row["carry_paid_krw"], row["escrow_krw"], row["clawback_liability_krw"]) == (10, 2, 1)
    assert (row["first_loss_used_krw"], row["upside_given_up_krw"], row["year"]) == (3, -2, 2027)


def test_the_whole_knows_its_commitment() -> None:
    """2,300 committed, 1,600 paid in on two paths: 350 a path are unfunded."""
    row = _row(0, 0)
    assert (row["commitment_krw"], row["unfunded_krw"], row["recallable_krw"]) == (1150, 350, 0)
