"""How child funds of a tiny programme were formed, as table fund_formation."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from fundmodel.steps.fund_formation import SCHEMA


class Closing(NamedTuple):
    """How a child fund of scenario 0 was formed on a path; the fields are columns of fund_formation."""

    path_id: int = 0
    fund_id: int = 1
    start_quarter: int = 0
    final_close_quarter: int = 0
    is_returned: bool = False
    is_formed: bool = True
    first_share: float = 1.0
    size_share: float = 1.0
    private_share: float = 1.0
    late_share: float = 0.0
    fee_share: float = 1.0
    equalisation_rate: float = 0.0


def formation_table(closings: Sequence[Closing]) -> pl.DataFrame:
    """Table fund_formation of scenario 0."""
    rows = [{"scenario_id": 0, "delay_quarters": 0} | one._asdict() for one in closings]
    return pl.DataFrame(rows, schema=SCHEMA)
