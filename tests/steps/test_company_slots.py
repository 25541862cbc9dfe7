import numpy as np
import polars as pl

from fundmodel.steps.company_slots import company_slots

CLUSTERS = pl.DataFrame(
    {
        "cluster_id": [0, 1, 2],
        "allocation_share": [0.5, 0.3, 0.2],
        "is_capital_region": [True, False, False],
    }
)


def _mandate(*shares: float) -> pl.DataFrame:
    return pl.DataFrame({"world_id": range(len(shares)), "regional_allocation_min_share": shares})


def _plan(capacities: list[int], codes: list[str], worlds: int = 1) -> pl.DataFrame:
    rows = [
        (world, number, code, capacity, 4, 16)
        for world in range(worlds)
        for number, (code, capacity) in enumerate(zip(codes, capacities, strict=True))
    ]
    names = ["world_id", "plan_id", "plan_code", "company_capacity", "start_quarter", "investment_quarters"]
    return pl.DataFrame(rows, schema=names, orient="row")


def test_entries_follow_the_golden_ratio_and_stay_inside_the_investment_period() -> None:
    found = company_slots(_plan([64], ["a"]), CLUSTERS, _mandate(0.0, 0.0))
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
    found = company_slots(_plan([1024], ["a"]), CLUSTERS, _mandate(0.0, 0.0))
    counts = found.group_by("cluster_id").len().sort("cluster_id")["len"].to_list()
    assert [round(count / 1024, 2) for count in counts] == [0.5, 0.3, 0.2]


def test_a_larger_plan_appends_and_another_row_changes_nothing() -> None:
    small = company_slots(_plan([4], ["a"]), CLUSTERS, _mandate(0.0, 0.0))
    large = company_slots(_plan([8, 2], ["a", "b"], worlds=2), CLUSTERS, _mandate(0.0, 0.0))
    first = large.filter((pl.col("world_id") == 0) & (pl.col("plan_id") == 0))
    assert first.head(4).equals(small)
    other = large.filter((pl.col("world_id") == 1) & (pl.col("plan_id") == 0))
    assert other.drop("world_id").equals(first.drop("world_id"))


def test_a_regional_mandate_moves_companies_out_of_the_capital_region() -> None:
    found = company_slots(_plan([1000], ["a"], worlds=2), CLUSTERS, _mandate(0.4, 0.8))
    shares = found.group_by("world_id", "cluster_id").len().sort("world_id", "cluster_id")["len"].to_list()
    # Half is outside already; four fifths keep 3 : 2 between the two clusters outside.
    assert np.allclose(np.array(shares) / 1000, [0.5, 0.3, 0.2, 0.2, 0.48, 0.32], atol=0.01)
