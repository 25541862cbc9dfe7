import polars as pl

from fundmodel.steps.lot_flows import lot_flows

COLUMNS = [
    "world_id",
    "path_id",
    "fund_id",
    "priority_class",
    "funded_quarter",
    "cash_quarter",
    "invested_krw",
    "proceeds_krw",
    "nav_change_krw",
    "cost_change_krw",
]


def lots(*rows):
    kinds = [pl.Int32] * 6 + [pl.Int64] * 4
    return pl.DataFrame(list(rows), schema=dict(zip(COLUMNS, kinds, strict=True)), orient="row")


def test_lots_of_all_assets_are_added_up_inside_the_grid():
    """Two rows of the same grain become one; quarter 90 is the first one after a grid of 90 quarters. What a
    blind pool asks for stands alone.
    """
    made = lot_flows(
        startup_lot_flows=lots(
            (0, 1, 2, 2, 0, 0, 100, 0, 100, 100),
            (0, 1, 7, 1, 4, 8, 0, 5, -1, 0),
            (0, 1, 2, 2, 0, 90, 0, 999, -100, -100),
        ),
        startup_central=lots((0, 0, 2, 2, 0, 0, 10, 0, 10, 10)),
        facility_lot_flows=lots((0, 1, 7, 1, 4, 8, 0, 50, 3, 0), (0, 1, 7, 1, 4, 4, 60, 0, 60, 60)),
        pool_lot_flows=lots((0, 1, 3, 1, 4, 4, 9, 0, 9, 9), (0, 1, 3, 1, 4, 90, 0, 9, -9, -9)),
        run_settings=pl.DataFrame({"seed": [7], "n_quarters": [90], "first_year": [2027]}),
    )
    assert made.columns == COLUMNS
    assert made.rows() == [
        (0, 0, 2, 2, 0, 0, 10, 0, 10, 10),
        (0, 1, 2, 2, 0, 0, 100, 0, 100, 100),
        (0, 1, 3, 1, 4, 4, 9, 0, 9, 9),
        (0, 1, 7, 1, 4, 4, 60, 0, 60, 60),
        (0, 1, 7, 1, 4, 8, 0, 55, 2, 0),
    ]
