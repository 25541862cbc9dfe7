import polars as pl
import pytest

from fundmodel.assets.drug_programmes import NOTHING, Kind
from fundmodel.steps.startup_lot_flows import startup_lot_flows

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


FIRST = {"round_pivot": NOTHING, "pivot_phase": NOTHING, "step": 0, "tranche_quarters": 0}


def _events(rows: list[tuple]) -> pl.DataFrame:
    """Events of first programmes on path 17; what was licensed before carries its factor already."""
    frame = pl.DataFrame(rows, schema=[*EVENT, "value_factor"], orient="row")
    held = pl.when(pl.col("licence_phase") >= 0).then("value_factor").otherwise(1.0)
    return frame.with_columns(**FIRST, world_id=0, path_id=17, held_factor=held)


def _flows(
    events: list[tuple] | pl.DataFrame, company_count: int = 2, **changes: pl.DataFrame
) -> list[tuple]:
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
                "round_pivot": NOTHING,
                "lot_phase": [2, 3],
                "tranche": 0,
                "priority_class": [2, 3],
                "cheque_krw": [1_001, 500],
            }
        ),
        "startup_multiples": pl.DataFrame(
            multiples, schema=[name for names in MULTIPLES for name in names], orient="row"
        ).with_columns(**keys, pivot_phase=NOTHING, step=0),
        "startup_absorption": pl.DataFrame(
            {"world_id": 0, "year_number": range(10), "entry_price_multiple": 1.0}
        ),
        "startup_events": _events(events) if isinstance(events, list) else events,
    }
    frame = startup_lot_flows(**(given | changes))
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
            "round_pivot": NOTHING,
            "lot_phase": [2, 3],
            "tranche": 0,
            "priority_class": [2, 3],
            "cheque_krw": [1_000 if lot == 2 else 0, 1_000 if lot == 3 else 0],
        }
    )
    events = [(5, 1, phase, phase, phase, phase, Kind.INVEST, NOTHING, 1.0) for phase in (2, 3)]
    assert _flows(events, startup_lots=lots) == [(lot, lot, lot, 1_000, 0, 1_000, 1_000)]


def test_listed_shares_leave_value_and_cost_part_by_part_at_the_market_of_each_quarter() -> None:
    rows = [(5, 1, 2, 0, 0, 2, Kind.INVEST, NOTHING, 1.0), (5, 1, 2, 0, 4, 2, Kind.IPO, NOTHING, 1.2)]
    rows += [(5, 1, 2, 0, quarter, 2, Kind.SALE, NOTHING, 0.0) for quarter in (6, 7)]
    step = pl.Series("step", [0, 0, 1, 2])
    events = _events(rows).with_columns(
        step=step, value_factor=pl.Series([1.0, 1.2, 0.8, 1.5]), held_factor=pl.Series([1.0, 1.0, 1.2, 0.8])
    )
    terms = [
        (Kind.INVEST, 0, 0.0, 0.0, 1.0, 0.0, 1.0),
        (Kind.IPO, 0, 0.0, 1.0, 3.0, 1.0, 1.0),
        (Kind.SALE, 1, 1.5, 3.0, 1.5, 1.0, 0.5),
        (Kind.SALE, 2, 1.5, 1.5, 0.0, 0.5, 0.0),
    ]
    names = ("kind", "step", *MULTIPLES[1], *MULTIPLES[2])
    multiples = pl.DataFrame(terms, schema=names, orient="row").with_columns(
        world_id=0, area_id=4, lot_phase=2, phase=2, licence_phase=NOTHING, pivot_phase=NOTHING
    )
    # 3 x 1,001 = 3,003: x 1.2 = 3,603 held; half of it x 0.8 = 1,201 paid and held; then x 1.5 = 2,252 paid.
    assert _flows(events, startup_multiples=multiples) == [
        (2, 0, 0, 1_001, 0, 1_001, 1_001),
        (2, 0, 4, 0, 0, 3_603 - 1_001, 0),
        (2, 0, 6, 0, 1_201, 1_201 - 3_603, 500 - 1_001),
        (2, 0, 7, 0, 2_252, -1_201, -500),
    ]


def test_a_lot_carried_into_a_second_programme_and_the_lots_bought_in_it() -> None:
    keys = ("round_pivot", "lot_phase", "pivot_phase", "funded_quarter", "quarter", "phase", "kind")
    rows = [
        (NOTHING, 2, NOTHING, 0, 0, 2, Kind.INVEST),
        (NOTHING, 2, NOTHING, 0, 4, 2, Kind.PIVOT),
        (NOTHING, 2, 2, 0, 8, 1, Kind.FAIL),
        (2, 1, NOTHING, 4, 4, 1, Kind.INVEST),
        (2, 1, NOTHING, 4, 8, 1, Kind.FAIL),
    ]
    events = pl.DataFrame(rows, schema=keys, orient="row").with_columns(
        world_id=0, path_id=17, plan_id=5, company_number=1, licence_phase=NOTHING, step=0, value_factor=1.0,
        held_factor=1.0, tranche_quarters=0,
    )  # fmt: skip
    names = ("lot_phase", "pivot_phase", "phase", "kind", *MULTIPLES[1], *MULTIPLES[2])
    terms = [
        (2, NOTHING, 2, Kind.INVEST, 0.0, 0.0, 1.0, 0, 1),
        (2, NOTHING, 2, Kind.PIVOT, 0.0, 1.0, 0.25, 1, 1),
        (2, 2, 1, Kind.FAIL, 0.025, 0.25, 0.0, 1, 0),
        (1, NOTHING, 1, Kind.INVEST, 0.0, 0.0, 1.0, 0, 1),
        (1, NOTHING, 1, Kind.FAIL, 0.1, 1.0, 0.0, 1, 0),
    ]
    multiples = pl.DataFrame(terms, schema=names, orient="row").with_columns(
        world_id=0, area_id=4, licence_phase=NOTHING, step=0
    )
    lots = pl.DataFrame(
        {
            "world_id": 0, "area_id": 4, "entry_phase": 2, "round_pivot": [NOTHING, 2], "lot_phase": [2, 1],
            "tranche": 0, "priority_class": [2, 3], "cheque_krw": [1_000, 400],
        }
    )  # fmt: skip
    assert _flows(events, startup_multiples=multiples, startup_lots=lots) == [
        (2, 0, 0, 1_000, 0, 1_000, 1_000),
        (2, 0, 4, 0, 0, -750, 0),
        (2, 0, 8, 0, 25, -250, -1_000),
        (3, 4, 4, 400, 0, 400, 400),
        (3, 4, 8, 0, 40, -400, -400),
    ]


def test_a_dear_entry_is_worth_less_from_the_start_and_its_follow_on_is_not() -> None:
    events = [
        (5, 1, 2, 3, 3, 2, Kind.INVEST, NOTHING, 1.0),
        (5, 1, 2, 3, 12, 3, Kind.TRADE_SALE, NOTHING, 1.0),
        (5, 1, 3, 3, 3, 3, Kind.INVEST, NOTHING, 1.0),
    ]
    dear = pl.DataFrame({"world_id": 0, "year_number": [0], "entry_price_multiple": [1.25]})
    # 1,001 / 1.25 = 800.8; 4,004 / 1.25 = 3,203.2; 2,002 / 1.25 = 1,601.6 held until the sale.
    assert _flows(events, startup_absorption=dear) == [
        (2, 3, 3, 1_001, 0, 800, 1_001),
        (2, 3, 12, 0, 3_203, -1_601, -1_001),
        (3, 3, 3, 500, 0, 500, 500),
    ]
