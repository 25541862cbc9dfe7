import polars as pl
import pytest

from fundmodel.assets.drug_programmes import NOTHING, Kind
from fundmodel.pipeline import select
from tests.startup_case import sql

EVENT = (
    "plan_id",
    "company_number",
    "lot_phase",
    "funded_quarter",
    "quarter",
    "phase",
    "kind",
    "licence_phase",
)
MULTIPLES = (
    ("lot_phase", "phase", "kind", "licence_phase"),
    ("proceeds_multiple", "nav_before_multiple", "nav_after_multiple"),
    ("cost_before_share", "cost_after_share"),
)


def _flows(events: list[tuple], company_count: int = 2, **changes: pl.DataFrame) -> list[tuple]:
    multiples = [
        (2, 2, Kind.INVEST, NOTHING, 0.0, 0.0, 1.0, 0, 1),
        (2, 2, Kind.ADVANCE, NOTHING, 0.0, 1.0, 2.0, 1, 1),
        (2, 2, Kind.FAIL, NOTHING, 0.1, 1.0, 0.0, 1, 0),
        (2, 2, Kind.LICENSE, NOTHING, 0.5, 1.0, 1.5, 1, 1),
        (2, 3, Kind.TRADE_SALE, NOTHING, 4.0, 2.0, 0.0, 1, 0),
        (2, 3, Kind.MILESTONE, 2, 1.0, 1.5, 2.0, 1, 1),
        (3, 3, Kind.INVEST, NOTHING, 0.0, 0.0, 1.0, 0, 1),
        (3, 3, Kind.TRADE_SALE, NOTHING, 2.0, 1.0, 0.0, 1, 0),
    ]
    keys = {"world_id": 0, "area_id": 4}
    given = {
        "company_plan": pl.DataFrame(
            {
                "world_id": [0],
                "plan_id": [5],
                "fund_id": [9],
                "area_id": [4],
                "entry_phase": [2],
                "company_count": [company_count],
            }
        ),
        "startup_lots": pl.DataFrame(
            {
                **keys,
                "entry_phase": [2, 2],
                "lot_phase": [2, 3],
                "priority_class": [2, 3],
                "cheque_krw": [1_001, 500],
            }
        ),
        "startup_multiples": pl.DataFrame(
            multiples, schema=[name for names in MULTIPLES for name in names], orient="row"
        ).with_columns(**{name: pl.lit(value) for name, value in keys.items()}),
        "startup_events": pl.DataFrame(events, schema=[*EVENT, "value_factor"], orient="row").with_columns(
            world_id=pl.lit(0), path_id=pl.lit(17)
        ),
    }
    frame = select(sql("startup_lot_flows"), given | changes)
    assert frame.columns[:3] == ["world_id", "path_id", "fund_id"]
    assert set(frame.select("world_id", "path_id", "fund_id").rows()) <= {(0, 17, 9)}
    return frame.drop("world_id", "path_id", "fund_id").rows()


def test_a_company_that_is_sold_after_one_more_round() -> None:
    rows = _flows(
        [
            (5, 1, 2, 3, 3, 2, Kind.INVEST, NOTHING, 1.0),
            (5, 1, 2, 3, 8, 2, Kind.ADVANCE, NOTHING, 1.0),
            (5, 1, 2, 3, 12, 3, Kind.TRADE_SALE, NOTHING, 1.25),
            (5, 1, 3, 8, 8, 3, Kind.INVEST, NOTHING, 1.0),
            (5, 1, 3, 8, 12, 3, Kind.TRADE_SALE, NOTHING, 1.25),
        ]
    )
    # Class, funded, cash, invested, proceeds, change of NAV, change of unrealised cost.
    assert rows == [
        (2, 3, 3, 1_001, 0, 1_001, 1_001),
        (2, 3, 8, 0, 0, 1_001, 0),
        (2, 3, 12, 0, 5_005, -2_002, -1_001),
        (3, 8, 8, 500, 0, 500, 500),
        (3, 8, 12, 0, 1_250, -500, -500),
    ]


def test_what_a_licence_leaves_is_valued_at_what_it_was_signed_for() -> None:
    rows = _flows(
        [
            (5, 1, 2, 0, 0, 2, Kind.INVEST, NOTHING, 1.0),
            (5, 1, 2, 0, 4, 2, Kind.LICENSE, NOTHING, 0.9),
            (5, 1, 2, 0, 9, 3, Kind.MILESTONE, 2, 0.9),
        ]
    )
    # 1,001 x 0.5 x 0.9 = 450.45; x 1.5 x 0.9 = 1,351.35; x 1 x 0.9 = 900.9; x 2 x 0.9 = 1,801.8; floored.
    assert rows == [
        (2, 0, 0, 1_001, 0, 1_001, 1_001),
        (2, 0, 4, 0, 450, 1_351 - 1_001, 0),
        (2, 0, 9, 0, 900, 1_801 - 1_351, 0),
    ]


def test_companies_beyond_the_plan_are_left_out_and_those_of_a_date_added_up() -> None:
    events = [(5, number, 2, 0, 0, 2, Kind.INVEST, NOTHING, 1.0) for number in (1, 2, 3)]
    events += [(5, number, 2, 0, 6, 2, Kind.FAIL, NOTHING, 1.0) for number in (1, 2, 3)]
    assert _flows(events) == [(2, 0, 0, 2_002, 0, 2_002, 2_002), (2, 0, 6, 0, 200, -2_002, -2_002)]
    assert _flows(events, company_count=0) == []


@pytest.mark.parametrize("lot", [2, 3])
def test_a_lot_without_a_cheque_has_no_rows(lot: int) -> None:
    lots = pl.DataFrame(
        {
            "world_id": 0,
            "area_id": 4,
            "entry_phase": [2, 2],
            "lot_phase": [2, 3],
            "priority_class": [2, 3],
            "cheque_krw": [1_000 if lot == 2 else 0, 1_000 if lot == 3 else 0],
        }
    )
    events = [(5, 1, phase, phase, phase, phase, Kind.INVEST, NOTHING, 1.0) for phase in (2, 3)]
    assert _flows(events, startup_lots=lots) == [(lot, lot, lot, 1_000, 0, 1_000, 1_000)]
