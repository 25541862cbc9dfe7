"""Net cash of the whole programme on every path, as a table."""

import numpy as np
import polars as pl

from fundmodel.funds.flow_frames import pair_keys, won
from fundmodel.funds.party_frames import PartyFrames


def whole_frame(parties: PartyFrames) -> pl.DataFrame:
    """Table whole_flows: one row per scenario_id, path_id, quarter: net cash of all investors together."""
    grid = parties.grid
    pair, quarter = np.divmod(np.arange(grid.n_pairs * grid.n_quarters), grid.n_quarters)
    net = won(parties.net[:, 0].T).ravel()
    return pl.DataFrame(pair_keys(grid, pair) | {"quarter": quarter.astype(np.int32), "net_krw": net})
