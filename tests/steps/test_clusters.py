import polars as pl

from fundmodel.pipeline import select
from tests.startup_case import sql


def test_clusters_get_ids_in_alphabetical_order() -> None:
    given = pl.DataFrame(
        {
            "cluster_code": ["songdo", "osong"],
            "name_en": ["Songdo", "Osong"],
            "name_ko": ["송도", "오송"],
            "is_capital_region": [True, False],
            "allocation_share": [0.75, 0.25],
        }
    )
    assert select(sql("clusters"), {"clusters_data": given}).rows() == [
        (0, "osong", "Osong", "오송", False, 0.25),
        (1, "songdo", "Songdo", "송도", True, 0.75),
    ]
