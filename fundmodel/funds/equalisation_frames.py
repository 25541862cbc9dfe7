"""What late investors pay early ones, as a table."""

import numpy as np
import polars as pl

from fundmodel.funds.equalisation import INTEREST, PRINCIPAL, equalisation_of
from fundmodel.funds.flow_frames import pair_keys, won
from fundmodel.funds.party_frames import PartyFrames

_SCHEMA = dict.fromkeys(("scenario_id", "path_id", "investor_id"), pl.Int32) | dict.fromkeys(
    ("carried_krw", "interest_krw"), pl.Int64
)


def equalisation_frame(parties: PartyFrames) -> pl.DataFrame:
    """Table equalisations: one row per scenario_id, path_id and investor_id; of scenarios with closings.

    carried is the most that was carried for the investor, or by it, at the end of a quarter; interest is
    + received, - paid, over the whole life.
    """
    found = equalisation_of(parties.flows.programme)
    if found is None:
        return pl.DataFrame(schema=_SCHEMA)
    n_investors = parties.flows.commitments.shape[1]
    by_kind = found.of_investors(n_investors)
    carried = np.maximum.reduce(np.abs(np.cumsum(by_kind[PRINCIPAL], axis=0)), axis=0)
    interest = np.add.reduce(by_kind[INTEREST], axis=0)
    pair, investor = np.divmod(np.arange(interest.size), n_investors)
    closing = parties.tables["fund_formation"]["scenario_id"].unique().to_list()
    return pl.DataFrame(
        pair_keys(parties.grid, pair)
        | {
            "investor_id": investor.astype(np.int32),
            "carried_krw": won(carried.T).ravel(),
            "interest_krw": won(interest.T).ravel(),
        }
    ).filter(pl.col("scenario_id").is_in(closing))
