"""The levers of public support, read from the assumptions of a block."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.funds.child_funds import PROTECTED, SLICES, ChildFunds
from fundmodel.funds.fund_grid import CLASS_CODES, Grid, Tables
from fundmodel.funds.sharing import Shares
from fundmodel.funds.stake_options import CallTerms
from fundmodel.funds.support_terms import SupportTerms
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]

_QUARTERS_PER_YEAR = 4
# Lever -> the assumption that is above zero where it is on.
SIZES = {
    "call_option": "call_option_share",
    "priority_return": "priority_return_rate",
    "upside_transfer": "upside_transfer_share",
    "first_loss": "public_first_loss_share",
    "put_option": "put_option_share",
    "fiscal_layer": "fiscal_layer_share",
}


def read_support(
    grid: Grid,
    tables: Tables,
    assumptions: Mapping[str, NDArray[np.generic]],
    funds: ChildFunds,
    payers: Floats,
) -> SupportTerms:
    """The levers of a block.

    Args:
        grid: The axes.
        tables: investors: is_first_time.
        assumptions: One value per scenario, by name.
        funds: Before their first quarter, as they were formed.
        payers: What each payer holds of the mega fund, shape (n_payers, 1, n_scenarios).
    """

    def of(name: str) -> Floats:
        return assumptions[name].astype(np.float64)

    def by_series(values: Floats) -> Floats:
        return grid.by_series(values[None, :])

    slices = funds.partners.slices()
    of_class = [slices[SLICES.index(code)].commitments for code in PROTECTED]

    def holders(name: str) -> tuple[Shares, Floats]:
        """Shares of those that `name` chooses, and 1 where there are any."""
        is_private = by_series((assumptions[name] == "private").astype(np.float64))
        weights = np.concatenate([of_class[0] * is_private, *of_class[1:]])
        return Shares.of(weights), (np.add.reduce(weights, axis=0) > 0).astype(np.float64)

    start, commitment = funds.terms.start, funds.terms.commitment
    call_holders, has_holder = holders("call_option_holder")
    transfer_holders, has_receiver = holders("upside_transfer_goes_to")

    def quarter(name: str) -> Floats:
        return start + by_series(np.rint(of(name) * _QUARTERS_PER_YEAR))

    call = CallTerms(
        by_series(of("call_option_share")) * has_holder,
        by_series(of("call_strike_rate")),
        by_series(of("call_strike_late_rate")),
        quarter("call_strike_step_years"),
        quarter("call_window_first_year"),
        quarter("call_window_last_year"),
    )
    parts = grid.by_series(payers)
    return SupportTerms(
        funds.cover,
        call,
        call_holders,
        by_series((of("priority_return_rate") > 0).astype(np.float64)),
        by_series(of("priority_return_rate")),
        by_series(of("upside_transfer_share")) * has_receiver,
        by_series(of("hurdle_rate")),
        transfer_holders,
        by_series(of("put_option_share")) * _first_time(grid, tables)[:, None],
        by_series(of("put_strike_multiple")),
        np.floor(commitment * by_series(of("put_cap_share")) * SNAP),
        np.floor(commitment * by_series(of("fiscal_layer_share")) * SNAP),
        Shares.of(parts),
        parts,
        {lever: of(name) > 0 for lever, name in SIZES.items()},
    )


def _first_time(grid: Grid, tables: Tables) -> Floats:
    """1 for direct investors that are first-time investors, shape (n_direct,)."""
    known = set(tables["investors"].filter(pl.col("is_first_time"))["investor_id"])
    ids = [one for code in PROTECTED for one in grid.investors[1][CLASS_CODES.index(code)]]
    return np.array([float(one in known) for one in ids])
