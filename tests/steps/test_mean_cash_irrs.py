import polars as pl
import pytest

from fundmodel.steps.mean_cash_irrs import mean_cash_irrs
from tests.results.given import table

COLUMNS = (
    "scenario_id party_id path_group quarter path_count paid_in_krw distributed_krw gross_invested_krw "
    "gross_proceeds_krw nav_krw own_currency_net_cents"
)


def cash(party, group, nets, cents=(0, 0, 0, 0, 0), gross=None):
    """Rows of one party over five quarters: nets below zero are paid in, others come back."""
    gross = nets if gross is None else gross
    return [
        (0, party, group, quarter, 10, max(0, -net), max(0, net), max(0, -own), max(0, own), 0, cent)
        for quarter, (net, own, cent) in enumerate(zip(nets, gross, cents, strict=True))
    ]


def test_rates_are_effective_per_year():
    """100 in, 121 out after a year: 21 %; gross 144: 44 %; in dollars 110: 10 %."""
    rows = cash(3, "random", (-100, 0, 0, 0, 121), (-100, 0, 0, 0, 110), (-100, 0, 0, 0, 144))
    made = mean_cash_irrs(table(COLUMNS, *rows))
    assert made.columns == ["scenario_id", "party_id", "path_group", "measure", "rate", "status"]
    assert made.drop("rate").rows() == [
        (0, 3, "random", "gross", "ok"),
        (0, 3, "random", "net", "ok"),
        (0, 3, "random", "net_own_currency", "ok"),
    ]
    assert made["rate"].to_list() == pytest.approx([0.44, 0.21, 0.10], abs=1e-12)


def test_a_rate_that_does_not_exist_is_empty_and_says_why():
    rows = [
        *cash(0, "central", (0, 0, 0, 0, 5)),
        *cash(0, "random", (-100, 0, 0, 0, 0)),
        *cash(1, "random", (-100, 240, -143, 0, 0)),
    ]
    made = {row[1:4]: row[4:] for row in mean_cash_irrs(table(COLUMNS, *rows)).iter_rows()}
    assert made[0, "central", "net"] == (None, "no sign change")
    assert made[0, "random", "net"] == (-1.0, "total loss")
    rate, status = made[1, "random", "net"]
    assert (round(rate, 6), status) == (round(1.1**4 - 1, 6), "several roots")


def test_the_order_of_the_rows_does_not_matter():
    frame = table(COLUMNS, *cash(0, "random", (-100, 0, 0, 0, 121)), *cash(1, "random", (-50, 80, 0, 0, 0)))
    assert mean_cash_irrs(frame.sort("quarter", descending=True)).equals(mean_cash_irrs(frame))


def test_parties_with_missing_quarters_are_refused():
    frame = table(
        COLUMNS, *cash(0, "random", (-100, 0, 0, 0, 121)), *cash(1, "random", (-50, 80, 0, 0, 0))[:-1]
    )
    with pytest.raises(ValueError, match="every party needs every quarter"):
        mean_cash_irrs(frame)


def test_a_scale_does_not_move_a_rate():
    """Sums over 10,000 paths of trillions give the rate of one path."""
    frame = table(COLUMNS, *cash(0, "random", (-3_000_000_000_001, 7, 0, 0, 4_000_000_000_003)))
    many = frame.with_columns(pl.col("^.*_krw$") * 10_000)
    assert mean_cash_irrs(many)["rate"].to_list() == pytest.approx(
        mean_cash_irrs(frame)["rate"].to_list(), abs=1e-14
    )
