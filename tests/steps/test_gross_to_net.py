import polars as pl
import pytest

from fundmodel.steps.gross_to_net import gross_to_net
from tests.results.given import PARTIES, SCENARIOS, table

FLOWS = (
    "scenario_id party_id path_group quarter path_count gross_invested_krw gross_proceeds_krw paid_in_krw "
    "distributed_krw first_loss_krw support_krw tax_krw advance_krw given_back_krw "
    "equalised_paid_krw equalised_received_krw escrow_krw own_unhedged_net_cents own_net_cents"
)
COSTS = (
    "scenario_id party_id path_group party_code fee_krw expense_krw carry_krw carry_received_krw waived_krw "
    "offset_krw organisation_krw transactions_krw line_interest_krw"
)
# Two paths: 1,000 into assets and 1,500 back after a year; fees 40, expenses 10; of 1,480 shared out 60 are
# carry and 20 go to others, as cash is shared by paid-in; first loss gives 30, tax takes 50.
CASH = [(1000, 0, 1050, 0, 0, 0, 0), *((0, 0, 0, 0, 0, 0, 0),) * 3, (0, 1500, 0, 1450, 30, 0, 50)]
DOLLARS = [(-105, -105), (0, 0), (0, 0), (0, 0), (112, 126)]


def made(
    is_foreign: bool = True,
    cash: list[tuple[int, ...]] = CASH,
    idle: dict[int, tuple[int, int]] | None = None,
    late: dict[int, tuple[int, int, int]] | None = None,
    parts: tuple[int, ...] = (0, 0, 0, 0, 0),
) -> pl.DataFrame:
    idle, late = idle or {}, late or {}
    rows = [
        (
            0,
            3,
            "random",
            quarter,
            2,
            *krw,
            *idle.get(quarter, (0, 0)),
            *late.get(quarter, (0, 0, 0)),
            *(own if is_foreign else (None, None)),
        )
        for quarter, (krw, own) in enumerate(zip(cash, DOLLARS, strict=True))
    ]
    costs = table(COSTS, (0, 3, "random", "foreign", 40, 10, 60, 0, *parts))
    market = table("world_id krw_per_usd_start", (0, 1000.0))
    return gross_to_net(table(FLOWS, *rows), costs, SCENARIOS, PARTIES, market)


def test_every_step_by_hand() -> None:
    """In won over both paths: 500, -40, -10, -20 shared away, -60, +30, net 400, tax -50; then the dollars.

    7 cents are 70 won at the 1,000 won a dollar of the first close: currency takes 280, the hedge gives 140.
    Rates: 1,500 / 1,000; less 40 on day one 1,500 / 1,040; 1,500 / 1,050; 1,480 / 1,050; 1,420 / 1,050 ...
    """
    rows = made()
    expected = [
        ("gross", 250, 1500 / 1000),
        ("fee", -20, 1500 / 1040),
        ("expense", -5, 1500 / 1050),
        ("other", -10, 1480 / 1050),
        ("carry", -30, 1420 / 1050),
        ("first_loss", 15, 1450 / 1050),
        ("net", 0, 1450 / 1050),
        ("tax", -25, 1400 / 1050),
        ("currency", -140, 112 / 105),
        ("hedge", 70, 126 / 105),
        ("end", 0, 126 / 105),
    ]
    assert rows.select("step", "change_krw").rows() == [one[:2] for one in expected]
    assert rows["rate"].to_list() == pytest.approx([one[2] - 1 for one in expected])
    assert rows["statistic"].unique().to_list() == ["mean"]


def test_money_paid_early_has_a_step_of_its_own() -> None:
    """200 more were paid on day one, and 210 given back with the sale: fees stay what they were, and the step
    brings the 10 of interest: 1,710 for 1,250.
    """
    first, last = (1000, 0, 1250, 0, 0, 0, 0), (0, 1500, 0, 1660, 30, 0, 50)
    rows = made(cash=[first, *CASH[1:-1], last], idle={0: (200, 0), 4: (0, 210)})
    found = {step: (won, rate) for step, won, rate in rows.select("step", "change_krw", "rate").iter_rows()}
    assert found["fee"] == (-20, pytest.approx(1500 / 1040 - 1))
    assert found["expense"] == (-5, pytest.approx(1500 / 1050 - 1))
    assert found["cash"] == (5, pytest.approx(1710 / 1250 - 1))
    assert found["other"] == (-10, pytest.approx(1690 / 1250 - 1))
    assert found["net"] == (0, pytest.approx(1660 / 1250 - 1))


def test_what_is_in_fees_and_expenses_has_steps_of_its_own() -> None:
    """Fees of 52 less 8 waived and 4 offset are 40; expenses of 10 hold 1 of organisation, 4 of transaction
    fees and 3 of interest on a line: 2 are left. Together they take what they took before.
    """
    rows = made(parts=(8, 4, 1, 4, 3))
    found = {step: (won, rate) for step, won, rate in rows.select("step", "change_krw", "rate").iter_rows()}
    assert found["fee"] == (-26, pytest.approx(1500 / 1052 - 1))
    assert found["waiver"] == (4, pytest.approx(1500 / 1044 - 1))
    assert found["offset"] == (2, pytest.approx(1500 / 1040 - 1))
    assert found["expense"] == (-1, pytest.approx(1500 / 1042 - 1))
    # halves of a won are floored so far, so that the steps add up
    assert [found[name][0] for name in ("organisation", "transactions", "line_interest")] == [-1, -2, -1]
    assert found["line_interest"][1] == pytest.approx(1500 / 1050 - 1)
    assert found["other"] == (-10, pytest.approx(1480 / 1050 - 1))


def test_equalisation_and_escrow_have_steps_of_their_own() -> None:
    """The class was in late: 60 of its 1,050 it paid to early investors in quarter 4, with 10 of interest.
    And 20 of its money lay in escrow from quarter 3 to quarter 4: as carry it came a quarter earlier.
    """
    first, last = (1000, 0, 990, 0, 0, 0, 0), (0, 1500, 60, 1440, 30, 0, 50)
    late = {0: (-60, 0, 0), 3: (0, 0, 20), 4: (60, -10, 0)}
    rows = made(cash=[first, *CASH[1:-1], last], late=late)
    found = {step: (won, rate) for step, won, rate in rows.select("step", "change_krw", "rate").iter_rows()}
    assert found["expense"] == (-5, pytest.approx(1500 / 1050 - 1))
    assert found["carry"][0] == -30
    assert found["escrow"] == (0, pytest.approx(1420 / 1050 - 1))
    assert found["equalisation"] == (-5, pytest.approx((1410 - 60) / 990 - 1))
    assert found["net"] == (0, pytest.approx((1440 - 60) / 990 - 1))


def test_other_levers_have_a_step_of_their_own_where_there_are_any() -> None:
    """Of the 1,450 received 10 were given away by a lever: there were 1,430 before first loss."""
    last = (0, 1500, 0, 1450, 30, -10, 50)
    rows = made(cash=[*CASH[:-1], last])
    found = {step: (won, rate) for step, won, rate in rows.select("step", "change_krw", "rate").iter_rows()}
    assert found["carry"] == (-30, pytest.approx(1430 / 1050 - 1))
    assert found["first_loss"] == (15, pytest.approx(1460 / 1050 - 1))
    assert found["support"] == (-5, pytest.approx(1450 / 1050 - 1))
    assert "support" not in made()["step"].to_list()


def test_steps_sum_to_the_whole_in_points_and_in_won() -> None:
    rows = made()
    assert rows["change_krw"].sum() == rows["total_krw"][-1]
    points = rows["rate_change"].drop_nulls().sum()
    assert points == pytest.approx(rows["rate"][-1] - rows["rate"][0], abs=1e-12)


def test_who_counts_in_won_ends_after_tax() -> None:
    assert made(is_foreign=False)["step"].to_list()[-3:] == ["net", "tax", "end"]


def test_a_rate_that_does_not_exist_has_its_reason_and_no_points() -> None:
    flows = table(FLOWS, *((0, 3, "central", q, 1, *(0,) * 12, None, None) for q in range(3)))
    costs = table(COSTS, (0, 3, "central", "foreign", 0, 0, 0, 0, *(0,) * 5))
    rows = gross_to_net(flows, costs, SCENARIOS, PARTIES, table("world_id krw_per_usd_start", (0, 1000.0)))
    assert rows["status"].unique().to_list() == ["no sign change"]
    assert rows["rate"].null_count() == rows["rate_change"].null_count() == rows.height
