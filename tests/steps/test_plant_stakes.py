import polars as pl

from fundmodel.pipeline import select
from fundmodel.steps.facility_events import facility_events
from tests.fund_case import sql
from tests.steps.test_facility_events import given
from tests.steps.test_facility_financing import LOAN
from tests.steps.test_facility_quarters import made


def stakes(paths=(0, 1, 2), **changes) -> pl.DataFrame:
    """Two plants of the first row at 30 %, one of the second at 45 %, in one fund."""
    plan = pl.DataFrame(
        {
            "world_id": 0,
            "facility_id": [0, 1],
            "fund_id": [7, 7],
            "plant_count": [2, 1],
            "stake_share": [0.3, 0.45],
        },
    )
    lots = facility_events(**given(paths=paths, capacity=2, **changes))["facility_lots"]
    frames = {
        "facility_quarters": made(paths=paths, counts=(2, 1), capacity=2, **changes)["facility_quarters"],
        "facility_lots": lots,
        "facility_plan": plan,
        "facility_lot_flows": select(
            sql("facility_lot_flows"), {"facility_lots": lots, "facility_plan": plan}
        ),
        "fund_flows": pl.DataFrame(
            {
                "scenario_id": [0],
                "path_id": [1],
                "fund_id": [7],
                "quarter": [0],
                "invested_krw": [99],
                "proceeds_krw": [1],
            }
        ),
        "scenarios": pl.DataFrame({"scenario_id": [0], "world_id": [0]}),
        "kept_paths": pl.DataFrame({"path_id": list(paths)}),
        "run_settings": pl.DataFrame({"n_quarters": [60]}),
    }
    return select(sql("plant_stakes"), frames)


def test_the_certain_plant_by_hand() -> None:
    """Quarter 0: two plants at 4,400 won, 30 % of each is 1,320. Quarter 14: 3,300 paid out by each."""
    rows = {row["quarter"]: row for row in stakes().filter(pl.col("path_id") == 1).iter_rows(named=True)}
    first = rows[0]
    assert (first["plant_paid_in_krw"], first["owned_paid_in_krw"], first["asked_krw"]) == (
        8_800,
        2_640,
        2_640,
    )
    assert (first["invested_krw"], first["proceeds_krw"]) == (99, 1)
    # The other row starts in quarter 8: its 4,400 at 45 % are 1,980, beside two calls of 367 won.
    assert rows[8]["owned_paid_in_krw"] == 1_980 + 2 * 110 == rows[8]["asked_krw"]
    assert (rows[14]["plant_paid_out_krw"], rows[14]["owned_paid_out_krw"]) == (6_600, 1_980)
    # Six lots of each of the two plants share it, each floored.
    assert 1_980 - 12 <= rows[14]["offered_krw"] <= 1_980


def test_lots_are_the_stake_of_the_books_but_for_flooring() -> None:
    """With debt, overrun and delay, on the average plant and on random paths."""
    found = stakes((0, 1, 2, 3), delay_mean_quarters=1.0, overrun_volatility=0.2, **LOAN)
    for owned, lots in (("owned_paid_in_krw", "asked_krw"), ("owned_paid_out_krw", "offered_krw")):
        gap = (found[owned] - found[lots]).abs()
        assert (gap <= found["row_count"]).all()
        assert found[lots].sum() > 1_000
    assert found["path_id"].unique().sort().to_list() == [0, 1, 2, 3]
