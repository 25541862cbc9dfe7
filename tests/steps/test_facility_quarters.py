import polars as pl
import pytest

from fundmodel.steps.facility_events import facility_events
from fundmodel.steps.facility_quarters import facility_quarters
from tests.steps.test_facility_events import given
from tests.steps.test_facility_financing import LOAN


def made(paths=(0,), counts=(1, 1), **changes):
    frames = given(paths=paths, **changes)
    frames["facility_plan"] = pl.DataFrame(
        {"world_id": [0, 0], "facility_id": [0, 1], "plant_count": list(counts)}
    )
    frames["kept_paths"] = frames.pop("paths")
    return facility_quarters(**frames)


def one(frame, path=1, facility=0, plant=1):
    is_it = (pl.col("path_id") == path) & (pl.col("facility_id") == facility)
    return frame.filter(is_it & (pl.col("plant_number") == plant))


def test_the_certain_plant_quarter_by_quarter():
    """tests/plant_case.py: 10 kL, opened in quarter 6, quarters of 625 and then 2,500 won of revenue."""
    frames = made(paths=(0, 1))
    rows = one(frames["facility_quarters"])
    assert rows["quarter"].to_list() == [0, 2, *range(7, 19)]
    assert rows["kl_online_thousandths"].to_list() == [0, 0] + [10_000] * 12
    assert rows["kl_used_thousandths"].to_list() == [0, 0] + [2_500] * 4 + [10_000] * 8
    assert rows["capex_krw"].to_list() == [4_400, 6_600] + [0] * 12
    assert rows["revenue_krw"].to_list() == [0, 0] + [625] * 4 + [2_500] * 8
    assert rows["ebitda_krw"].to_list()[-8:] == [1_000] * 8
    assert rows["cfads_krw"].to_list()[-4:] == [945, 945, 945, 465]
    assert rows["paid_in_krw"].to_list() == [4_400, 6_600] + [367] * 4 + [0] * 8
    assert rows["paid_out_krw"].to_list() == [0] * 9 + [3_300, 0, 0, 0, 23_300]
    assert rows["sale_krw"].to_list()[-1] == 20_000
    assert rows["held_krw"].to_list()[6:10] == [945, 1_890, 2_835, 0]
    assert rows["dscr_multiple"].null_count() == rows.height
    same = one(frames["facility_quarters"], path=0, plant=0).drop("path_id", "plant_number")
    assert same.equals(rows.drop("path_id", "plant_number"))
    (dates,) = one(frames["facility_milestones"]).drop("world_id", "path_id", "plant_number").rows()
    assert dates == (0, 0, 4, 6, -1, -1, 18)


def test_cover_follows_its_definition():
    """Three years of debt, the first without principal: DSCR over four quarters, LLCR to the loan's end."""
    rows = one(made(paths=(1,), **LOAN)["facility_quarters"])
    planned, cash, owed = (
        dict(rows.select("quarter", name).iter_rows()) for name in ("planned_krw", "cfads_krw", "debt_krw")
    )
    last = [14, 15, 16, 17]
    known = {row["quarter"]: row for row in rows.iter_rows(named=True)}
    dscr = sum(cash[q] for q in last) / sum(planned[q] for q in last)
    assert known[17]["dscr_multiple"] == pytest.approx(dscr, rel=1e-6)
    llcr = sum(cash[q] / 1.01 ** (q - 14) for q in (15, 16, 17, 18)) / owed[14]
    assert known[14]["llcr_multiple"] == pytest.approx(llcr, rel=1e-6)
    assert known[18]["llcr_multiple"] is None
    assert known[2]["dscr_multiple"] is None


def test_quarters_and_events_tell_the_same():
    """Sums over the life of every plant agree with the events that the funds see, to the won."""
    options = {"delay_mean_quarters": 1.0, "overrun_volatility": 0.2, "capacity": 2, "equity_cures_max": 1}
    frames = given(paths=(0, 3), demand=0.6, **LOAN, **options)
    events = facility_events(**frames)["facility_events"]
    detail = made(paths=(0, 3), counts=(2, 1), demand=0.6, **LOAN, **options)["facility_quarters"]
    keys = ["path_id", "facility_id", "plant_number"]
    sums = ["capex_krw", "draw_krw", "paid_in_krw", "tax_krw", "revenue_krw"]
    of_events = events.group_by(keys).agg(
        pl.col(sums).sum(), (pl.col("dividend_krw") + pl.col("exit_krw")).sum().alias("paid_out_krw")
    )
    of_quarters = detail.group_by(keys).agg(pl.col([*sums, "paid_out_krw"]).sum())
    assert of_quarters.height == 1 + 1 + 2 + 1
    both = of_events.join(of_quarters, on=keys, suffix="_quarters")
    for name in (*sums, "paid_out_krw"):
        gap = (both[name] - both[f"{name}_quarters"]).abs()
        assert gap.max() <= 1, name


def test_plants_beyond_the_plan_are_left_out():
    rows = made(paths=(1,), counts=(3, 0), capacity=4)["facility_quarters"]
    assert rows["plant_number"].unique().sort().to_list() == [1, 2, 3]
    assert rows["facility_id"].unique().to_list() == [0]
