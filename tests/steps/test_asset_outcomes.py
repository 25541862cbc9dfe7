import polars as pl

from fundmodel.steps.asset_outcomes import asset_outcomes

KINDS = ["invest", "advance", "fail", "ipo", "trade_sale", "license", "milestone", "approval"]


def companies(*rows):
    columns = ["path_id", "fund_id", "area_id", "cluster_id", "phase", "kind", "quarter", "count_thousandths"]
    frame = pl.DataFrame(list(rows), schema=dict.fromkeys(columns, pl.Int64), orient="row")
    return frame.with_columns(world_id=pl.lit(0, dtype=pl.Int32))


def test_companies_are_counted_over_areas_by_year_and_plants_follow():
    """Two companies of different areas enter in quarters 1 and 3, the year that ends with quarter 3."""
    plants = {
        "world_id": [0],
        "path_id": [1],
        "fund_id": [15],
        "cluster_id": [4],
        "measure": ["kl_online"],
        "attribution": ["owned"],
        "quarter": [15],
        "amount": [13_500],
    }
    made = asset_outcomes(
        startup_outcomes=companies(
            (1, 1, 2, 4, 0, 0, 1, 1_000),
            (1, 1, 5, 4, 0, 0, 3, 1_000),
            (1, 1, 5, 4, 1, 2, 8, 1_000),
            (1, 1, 5, 4, 1, 1, 8, 1_000),
        ),
        startup_counts=companies((0, 1, 2, 4, 5, 7, 40, 125)),
        startup_kinds=pl.DataFrame({"kind_id": range(8), "kind_code": KINDS}),
        facility_outcomes=pl.DataFrame(plants),
    )
    assert made.columns == [
        "world_id",
        "path_id",
        "fund_id",
        "cluster_id",
        "phase",
        "measure",
        "attribution",
        "quarter",
        "amount",
    ]
    assert made.rows() == [
        (0, 0, 1, 4, 5, "approvals", "full", 43, 125),
        (0, 1, 1, 4, 0, "companies_funded", "full", 3, 2_000),
        (0, 1, 1, 4, 1, "failures", "full", 11, 1_000),
        (0, 1, 15, 4, -1, "kl_online", "owned", 15, 13_500),
    ]
