import polars as pl
from polars.testing import assert_frame_equal

from fundmodel.pipeline import find_steps, tables_read
from tests.fund_case import FundCase, detail, lot, sql

CASE = FundCase(
    lots=[
        *lot(0, 900, 5, 100),
        *lot(1, 500, 8, 900),
        *lot(2, 700, 9, 800, fund=2),
        *lot(1, 600, 5, 2500, fund=2),
    ],
    starts=(0, 1),
    life=7,
    top=(1200, 500, 0, 200),
    terms={"hurdle_rate": 0.08, "foreign_hurdle_rate": 0.08, "mega_expense_rate": 0.01},
)
KEYS = ["scenario_id", "path_id", "quarter"]


def test_the_ledger_is_made_of_every_table_of_entries() -> None:
    made = {table for step in find_steps() for table in step.tables if table.endswith("_entries")}
    assert set(tables_read(sql("ledger"))) == made


def test_every_movement_stands_twice_with_sum_zero() -> None:
    ledger = detail("ledger", CASE)
    grain = [*KEYS, "entity", "counterparty", "kind", "tier"]
    assert not ledger.select(grain).is_duplicated().any()
    other = ledger.rename({"entity": "counterparty", "counterparty": "entity"}).with_columns(
        -pl.col("amount_krw")
    )
    assert_frame_equal(ledger.sort(grain), other.select(ledger.columns).sort(grain))


def test_whoever_holds_no_cash_has_none_left_at_the_end_of_a_quarter() -> None:
    ledger = detail("ledger", CASE)
    sums = ledger.group_by(*KEYS, "entity").agg(pl.col("amount_krw").sum())
    inside = sums.filter(pl.col("entity").str.contains("^(fund|asset|first_loss):"))
    assert inside["entity"].n_unique() == 3 + 2 + 1
    assert inside["amount_krw"].unique().to_list() == [0]
    assert ledger["kind"].unique().sort().to_list() == [
        "call",
        "carry",
        "distribution",
        "expense",
        "fee",
        "first_loss",
        "forced_sale",
        "hedge_cost",
        "hedge_points",
        "hedge_spot",
        "investment",
        "proceeds",
        "withholding_tax",
    ]
