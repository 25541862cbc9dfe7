import polars as pl

from fundmodel.assets.drug_programmes import NOTHING, Kind
from fundmodel.pipeline import select
from tests.startup_case import Case, sql

FIRST = {"round_pivot": NOTHING, "pivot_phase": NOTHING, "step": 0, "licence_phase": NOTHING}
EVENT = ("company_number", "lot_phase", "phase", "kind", "value_factor")
EDGES = pl.DataFrame({"from_multiple": [5.0, 0.0, 1.0, 0.0]})


def test_financings_and_companies_are_counted_by_what_came_back_by_hand() -> None:
    """Company 1 pays 10 and 30, gets 10 x 0.5 = 5 and 30 x 2 x 3 = 180: 0.5x and 6x, together 185 / 40.

    Company 2 pays 10 and gets 1; company 3 is not in the plan.
    """
    events = [
        (1, 2, 2, Kind.INVEST, 1.0),
        (1, 2, 2, Kind.FAIL, 0.5),
        (1, 3, 3, Kind.INVEST, 1.0),
        (1, 3, 3, Kind.TRADE_SALE, 3.0),
        (2, 2, 2, Kind.INVEST, 1.0),
        (2, 2, 2, Kind.FAIL, 0.1),
        (3, 2, 2, Kind.INVEST, 1.0),
    ]
    multiples = [
        (2, 2, Kind.INVEST, 0.0),
        (2, 2, Kind.FAIL, 1.0),
        (3, 3, Kind.INVEST, 0.0),
        (3, 3, Kind.TRADE_SALE, 2.0),
    ]
    keys = pl.DataFrame({"world_id": [0], "area_id": [4], "entry_phase": [2]})
    given = {
        "outcome_buckets_data": EDGES,
        "company_plan": keys.with_columns(plan_id=5, fund_id=1, company_count=2),
        "startup_lots": keys.join(
            pl.DataFrame({"lot_phase": [2, 3], "cheque_krw": [10, 30]}), how="cross"
        ).with_columns(round_pivot=NOTHING, tranche=0),
        "startup_multiples": pl.DataFrame(
            multiples, schema=["lot_phase", "phase", "kind", "proceeds_multiple"], orient="row"
        ).with_columns(**{key: pl.lit(value) for key, value in FIRST.items()}, world_id=0, area_id=4),
        "startup_events": pl.DataFrame(events, schema=EVENT, orient="row").with_columns(
            **{key: pl.lit(value) for key, value in FIRST.items()},
            world_id=0,
            path_id=7,
            plan_id=5,
            funded_quarter=3,
            tranche_quarters=0,
        ),
        "startup_kinds": select(sql("startup_kinds"), {}),
        "startup_absorption": pl.DataFrame(
            {"world_id": [0], "year_number": [0], "entry_price_multiple": [1.0]}
        ),
    }
    assert select(sql("startup_returns"), given).rows() == [
        # world, path, counted, from, items, invested, proceeds
        (0, 7, "company", 0.0, 1, 10, 1),
        (0, 7, "company", 1.0, 1, 40, 185),
        (0, 7, "financing", 0.0, 2, 20, 6),
        (0, 7, "financing", 5.0, 1, 30, 180),
    ]


def test_money_is_that_of_the_lots_to_the_won() -> None:
    """Financings and lots floor the same rows, so both sums agree; lots outside the grid count here only."""
    case = Case(range(1, 21), n_quarters=400)
    found = case["startup_returns"]
    lots = case["startup_lot_flows"].group_by("path_id").agg(pl.col("invested_krw", "proceeds_krw").sum())
    for counted in ("financing", "company"):
        sums = (
            found.filter(pl.col("counted") == counted)
            .group_by("path_id")
            .agg(pl.col("invested_krw", "proceeds_krw").sum())
        )
        assert sums.sort("path_id").rows() == lots.sort("path_id").rows()
