"""Cash and value of the investors of one class of a programme, one by one, as a table."""

import numpy as np
import polars as pl

from fundmodel.funds.flow_frames import pair_keys, won
from fundmodel.funds.fund_grid import CLASS_CODES
from fundmodel.funds.party_frames import PartyFrames

PUBLIC, FOREIGN = CLASS_CODES.index("public"), CLASS_CODES.index("foreign")
_MEASURES = ("paid_in", "distributed", "nav")


def foreign_frame(parties: PartyFrames) -> pl.DataFrame:
    """Table foreign_flows: one row per scenario_id, path_id, investor_id of the foreign class, quarter."""
    return _of_class(parties, FOREIGN)


def public_frame(parties: PartyFrames) -> pl.DataFrame:
    """Table public_flows: the same of the public class."""
    return _of_class(parties, PUBLIC)


def _of_class(parties: PartyFrames, class_id: int) -> pl.DataFrame:
    grid = parties.grid
    investors = parties.tables["investors"].filter(pl.col("class_id") == class_id)
    ids = investors["investor_id"].sort().to_numpy().astype(np.int64)
    n_cells = ids.size * grid.n_quarters
    pair, cell = np.divmod(np.arange(grid.n_pairs * n_cells), max(n_cells, 1))
    investor, quarter = np.divmod(cell, grid.n_quarters)
    money = {
        f"{name}_krw": won(parties.flows.investors[name][:, ids].transpose(2, 1, 0)).ravel()
        for name in _MEASURES
    }
    return pl.DataFrame(
        pair_keys(grid, pair)
        | {"investor_id": ids.astype(np.int32)[investor], "quarter": quarter.astype(np.int32)}
        | money
    )
