import math

import polars as pl

from fundmodel.pipeline import select
from tests.startup_case import sql


def test_moves_are_log_changes_in_millionths_of_random_paths() -> None:
    rates = {0: (1000.0, 1500.0), 1: (1000.0, 1100.0), 2: (1000.0, 900.0)}
    rows = [(path, quarter, rate) for path, pair in rates.items() for quarter, rate in enumerate(pair)]
    frame = pl.DataFrame(rows, schema=["path_id", "quarter", "krw_per_usd"], orient="row")
    up, down = (round(1e6 * math.log(change)) for change in (1.1, 0.9))
    assert select(sql("exchange_rate_moves"), {"market_paths": frame.with_columns(world_id=0)}).rows() == [
        (0, 1, 1, up, up * up),
        (0, 2, 1, down, down * down),
    ]
