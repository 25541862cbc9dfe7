import polars as pl
import pytest

from fundmodel.pipeline import select
from tests.fund_case import LOT_COLUMNS, LOT_TYPES
from tests.startup_case import sql

RATES = pl.DataFrame(
    {
        "tax_code": ["gains_of_proceeds", "gains_of_gain", "corporate_1"],
        "tax_kind": ["withholding", "withholding", "corporate"],
        "residence": ["no_treaty", "no_treaty", "KR"],
        "income_type": ["capital_gains", "capital_gains", "profit"],
        "rate": [0.11, 0.22, 0.5],
    }
)
_COUNTS = ("world_id", "path_id", "fund_id", "quarter", "kind", "count_thousandths")


def made(*lots: tuple[int, ...], ended: tuple[tuple[int, int, int], ...] = ()) -> dict[int, dict]:
    """Rows of (cash quarter, invested, proceeds, change of cost); ended: (quarter, kind, thousandths)."""
    rows = [(0, 3, 1, 2, number, *lot[:3], 0, lot[3]) for number, lot in enumerate(lots)]
    counts = pl.DataFrame(
        [(0, 3, 1, *one) for one in ended], schema=dict.fromkeys(_COUNTS, pl.Int64), orient="row"
    )
    frames = {
        "lot_flows": pl.DataFrame(rows, schema=LOT_TYPES, orient="row").select(LOT_COLUMNS),
        "tax_rates_data": RATES,
        "startup_outcomes": counts,
        "startup_counts": counts.head(0),
        "startup_kinds": select(sql("startup_kinds"), {}),
    }
    return {row["quarter"]: row for row in select(sql("disposals"), frames).rows(named=True)}


def test_each_disposal_is_taxed_by_itself() -> None:
    """1,000 for a lot of 100: 11 % of 1,000 is less than 22 % of 900. 300 for one of 250: 22 % of 50.

    A third lot of 500 is lost in the same quarter: its loss is not netted.
    """
    row = made((9, 0, 1000, -100), (9, 0, 300, -250), (9, 0, 0, -500))[9]
    assert (row["statutory_tax_krw"], row["gain_krw"], row["offered_krw"]) == (110 + 11, 900 + 50, 1300)
    assert (row["dividend_krw"], row["cost_change_krw"]) == (0, -850)


def test_cash_from_a_lot_that_is_kept_is_a_dividend() -> None:
    rows = made((2, 80, 0, 80), (6, 0, 30, 0))
    assert (rows[6]["dividend_krw"], rows[6]["gain_krw"], rows[6]["statutory_tax_krw"]) == (30, 0, 0)
    assert (rows[2]["invested_krw"], rows[2]["dividend_krw"], rows[2]["cost_change_krw"]) == (80, 0, 80)


def test_a_sale_at_a_loss_is_not_taxed() -> None:
    row = made((9, 0, 60, -100))[9]
    assert (row["statutory_tax_krw"], row["gain_krw"], row["dividend_krw"]) == (0, 0, 0)


@pytest.mark.parametrize(("kinds", "share"), [((3,), 1.0), ((4,), 0.0), ((3, 4, 7, 7), 0.25), ((2, 5), 0.0)])
def test_the_listed_share_counts_companies_sold(kinds: tuple[int, ...], share: float) -> None:
    """3 is a listing, 4 a trade sale, 7 an approval; failures (2) and licences (5) are no sales."""
    rows = made((9, 0, 60, -10), ended=tuple((9, kind, 1000) for kind in kinds))
    assert rows[9]["listed_share"] == pytest.approx(share)
