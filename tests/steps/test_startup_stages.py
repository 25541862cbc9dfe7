import polars as pl

from fundmodel.assets.drug_programmes import Kind
from fundmodel.pipeline import select
from tests.startup_case import sql

COLUMNS = ("world_id", "path_id", "fund_id", "area_id", "cluster_id", "phase", "kind", "quarter")


def _counts(*rows: tuple[int, ...]) -> pl.DataFrame:
    schema = dict.fromkeys(COLUMNS, pl.Int32) | {"count_thousandths": pl.Int64}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def test_a_company_moves_from_phase_to_phase_and_leaves() -> None:
    """One enters in phase 1, passes it, fails in phase 2 and starts again in phase 1; another is sold."""
    frames = {
        "startup_outcomes": _counts(
            (0, 3, 1, 0, 0, 1, Kind.INVEST, 1, 1000),
            (0, 3, 1, 0, 0, 1, Kind.ADVANCE, 5, 1000),
            (0, 3, 1, 0, 0, 2, Kind.PIVOT, 9, 1000),
            (0, 3, 2, 0, 0, 0, Kind.INVEST, 2, 1000),
            (0, 3, 2, 0, 0, 0, Kind.EARLY_SALE, 6, 1000),
        ),
        "startup_counts": _counts(
            (0, 0, 1, 0, 0, 2, Kind.INVEST, 0, 2500),
            (0, 0, 1, 0, 0, 2, Kind.LICENSE, 8, 500),
            (0, 0, 1, 0, 0, 3, Kind.MILESTONE, 12, 300),
            (0, 0, 1, 0, 0, 4, Kind.APPROVAL, 16, 200),
        ),
        "startup_kinds": select(sql("startup_kinds"), {}),
    }
    assert select(sql("startup_stages"), frames).rows() == [
        # World, path, phase, last quarter of the year, thousandths.
        (0, 0, 2, 3, 2500),
        (0, 0, 2, 11, -500),
        (0, 0, 3, 11, 500),
        (0, 0, 3, 15, -300),
        (0, 0, 4, 15, 300),
        (0, 0, 4, 19, -200),
        (0, 3, 0, 3, 1000),
        (0, 3, 0, 7, -1000),
        (0, 3, 1, 3, 1000),
        (0, 3, 1, 7, -1000),
        (0, 3, 1, 11, 1000),
        (0, 3, 2, 7, 1000),
        (0, 3, 2, 11, -1000),
    ]
