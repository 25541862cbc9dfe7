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
_EVENT = ("world_id", "path_id", "plan_id", "company_number", "quarter", "kind")


def made(*lots: tuple[int, ...], sold: tuple[int, ...] = (), counted: dict[int, int] | None = None) -> dict:
    """Rows of (cash quarter, invested, proceeds, change of cost); sold: kinds in quarter 9."""
    rows = [(0, 3, 1, 2, number, *lot[:3], 0, lot[3]) for number, lot in enumerate(lots)]
    events = [(0, 3, 5, 1, 9, kind) for kind in sold]
    counts = {"world_id": 0, "path_id": 3, "fund_id": 1, "quarter": 2}
    kinds = list((counted or {}).items())
    frames = {
        "lot_flows": pl.DataFrame(rows, schema=LOT_TYPES, orient="row").select(LOT_COLUMNS),
        "tax_rates_data": RATES,
        "startup_events": pl.DataFrame(events, schema=dict.fromkeys(_EVENT, pl.Int64), orient="row"),
        "company_plan": pl.DataFrame({"world_id": [0], "plan_id": [5], "fund_id": [1], "company_count": [1]}),
        "startup_counts": pl.DataFrame(
            kinds, schema={"kind": pl.Int64, "count_thousandths": pl.Int64}, orient="row"
        ).with_columns(**{name: pl.lit(value) for name, value in counts.items()}),
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


@pytest.mark.parametrize(("kinds", "share"), [((8,), 1.0), ((4,), 0.0), ((3, 4, 7, 12), 0.25), ((2, 5), 0.0)])
def test_the_listed_share_counts_lots_sold(kinds: tuple[int, ...], share: float) -> None:
    """3 is a listing, 8 sells listed shares, 4 and 12 sell companies, 7 is an approval; 2 and 5 sell none."""
    assert made((9, 0, 60, -10), sold=kinds)[9]["listed_share"] == pytest.approx(share)


def test_on_path_0_the_listed_share_is_that_of_all_companies() -> None:
    """A quarter of a company goes public, three quarters are sold; one fails."""
    row = made((9, 0, 60, -10), counted={3: 250, 4: 750, 2: 1000})[9]
    assert row["listed_share"] == pytest.approx(0.25)
