import numpy as np
import polars as pl

from fundmodel.steps.company_slots import company_slots

CLUSTERS = pl.DataFrame({"cluster_id": [0, 1, 2], "allocation_share": [0.5, 0.3, 0.2]})


def _plan(capacities: list[int], codes: list[str], worlds: int = 1) -> pl.DataFrame:
    rows = [
        (world, number, code, capacity, 4, 16)
        for world in range(worlds)
        for number, (code, capacity) in enumerate(zip(codes, capacities, strict=True))
    ]
    names = ["world_id", "plan_id", "plan_code", "company_capacity", "start_quarter", "investment_quarters"]
    return pl.DataFrame(rows, schema=names, orient="row")


def test_entries_follow_the_golden_ratio_and_stay_inside_the_investment_period() -> None:
    found = company_slots(_plan([64], ["a"]), CLUSTERS)
    assert found["company_number"].to_list() == list(range(1, 65))
    assert found["entry_quarter"].is_between(4, 19).all()
    # 64 companies over 16 quarters: an even sequence leaves none out and none more than double.
    counts = found.group_by("entry_quarter").len()["len"]
    assert counts.len() == 16
    assert counts.max() <= 6
    steps = set((np.diff(found["entry_quarter"].to_numpy()) % 16).tolist())
    # 0.618 x 16 = 9.9 quarters from one company to the next.
    assert steps == {9, 10}


def test_companies_spread_over_the_clusters_by_their_shares() -> None:
    found = company_slots(_plan([1024], ["a"]), CLUSTERS)
    counts = found.group_by("cluster_id").len().sort("cluster_id")["len"].to_list()
    assert [round(count / 1024, 2) for count in counts] == [0.5, 0.3, 0.2]


def test_a_larger_plan_appends_and_another_row_changes_nothing() -> None:
    small = company_slots(_plan([4], ["a"]), CLUSTERS)
    large = company_slots(_plan([8, 2], ["a", "b"], worlds=2), CLUSTERS)
    first = large.filter((pl.col("world_id") == 0) & (pl.col("plan_id") == 0))
    assert first.head(4).equals(small)
    other = large.filter((pl.col("world_id") == 1) & (pl.col("plan_id") == 0))
    assert other.drop("world_id").equals(first.drop("world_id"))
