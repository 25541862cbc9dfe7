import polars as pl

from fundmodel.assets.drug_programmes import NOTHING, Kind
from fundmodel.pipeline import select
from tests.startup_case import Case, sql

EVENT = ("company_number", "lot_phase", "round_pivot", "kind", "quarter", "tranche_quarters")


def test_rounds_are_up_flat_or_down_by_hand() -> None:
    # Pre-money 100 and 200, rounds of 50 and 100; the market halves in quarter 4, prices follow it in full.
    events = [
        (1, 2, NOTHING, Kind.INVEST, 0, 0),
        # The rest of the same round is no round.
        (1, 2, NOTHING, Kind.INVEST, 3, 3),
        # 200 / (1.25 x 150) = 1.07 against what the dear entry paid: up.
        (1, 3, NOTHING, Kind.INVEST, 1, 0),
        # 200 x 0.5 / (200 + 100): down.
        (1, 3, 2, Kind.INVEST, 4, 0),
        (2, 2, NOTHING, Kind.INVEST, 0, 0),
        # 100 x 0.5 / 187.5: down; then 200 x 0.5 / (100 x 0.5 + 50) = 1: flat.
        (2, 2, 3, Kind.INVEST, 4, 0),
        (2, 3, 3, Kind.INVEST, 4 + 1, 0),
        # Not in the plan.
        (3, 2, NOTHING, Kind.INVEST, 0, 0),
        (3, 3, NOTHING, Kind.INVEST, 4, 0),
    ]
    world = {"world_id": pl.lit(0)}
    given = {
        "startup_events": pl.DataFrame(events, schema=EVENT, orient="row").with_columns(
            world_id=0, path_id=7, plan_id=5
        ),
        "startup_kinds": select(sql("startup_kinds"), {}),
        "company_plan": pl.DataFrame(
            {"world_id": [0], "plan_id": [5], "area_id": [4], "entry_phase": [2], "company_count": [2]}
        ),
        "startups_assumptions": pl.DataFrame(
            {"world_id": [0], "round_market_weight_share": [1.0], "flat_round_tolerance_share": [0.05]}
        ),
        "startup_ladder": pl.DataFrame(
            {"phase_id": [2, 3], "pre_money_krw": [100, 200], "round_krw": [50, 100]}
        ).with_columns(area_id=pl.lit(4), **world),
        "market_paths": pl.DataFrame(
            {"quarter": range(8), "equity_factor": [1.0] * 4 + [0.5] * 4}
        ).with_columns(path_id=pl.lit(7), **world),
        "startup_absorption": pl.DataFrame(
            {"year_number": [0, 1], "entry_price_multiple": [1.25, 1.0]}
        ).with_columns(**world),
    }
    assert select(sql("startup_rounds"), given).rows() == [
        # world, path, phase, year, up, flat, down, of second programmes, of those down
        (0, 7, 2, 1, 0, 0, 1, 1, 1),
        (0, 7, 3, 0, 1, 0, 0, 0, 0),
        (0, 7, 3, 1, 0, 1, 1, 2, 1),
    ]


def test_every_later_round_of_the_plan_is_counted_once() -> None:
    case = Case(range(1, 11))
    counted = (
        case["startup_rounds"].select(pl.col("up_count", "flat_count", "down_count").sum()).sum_horizontal()
    )
    plan = case["company_plan"].select("plan_id", "company_count")
    rounds = case["startup_events"].filter(pl.col("kind") == int(Kind.INVEST)).join(plan, on="plan_id")
    rounds = rounds.filter(pl.col("company_number") <= pl.col("company_count"))
    companies = rounds.select("path_id", "plan_id", "company_number").unique().height
    assert counted.item() == rounds.height - companies
