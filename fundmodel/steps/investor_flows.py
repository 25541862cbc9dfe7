"""Every movement between funds and their investors on the paths that are kept in full detail."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.funds.child_funds import PROTECTED
from fundmodel.funds.equalisation import equalisation_of
from fundmodel.funds.flow_frames import pair_keys, won
from fundmodel.funds.fund_grid import CLASS_CODES, MEGA_AS_INVESTOR, Grid
from fundmodel.funds.fund_run import run_in_detail
from fundmodel.funds.note_frames import note_flows
from fundmodel.funds.support_flows import CALL, SupportFlows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TABLES = ("investor_flows", "note_flows")
FIRST_LOSS = "first_loss"
_KEYS = ("scenario_id", "path_id", "fund_id", "investor_id", "quarter", "kind", "tier")


def investor_flows(
    scenarios: pl.DataFrame,
    run_settings: pl.DataFrame,
    kept_paths: pl.DataFrame,
    funds: pl.DataFrame,
    investors: pl.DataFrame,
    commitments: pl.DataFrame,
    lot_flows: pl.DataFrame,
    market_paths: pl.DataFrame,
    note_terms: pl.DataFrame,
    fund_formation: pl.DataFrame,
    fund_terms_assumptions: pl.DataFrame,
    waterfall_assumptions: pl.DataFrame,
    public_support_assumptions: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """What moved between every fund and every investor in it, tier by tier, and what moved on its notes.

    Args:
        scenarios: scenario_id, world_id.
        run_settings: n_quarters.
        kept_paths: path_id of the paths kept in detail.
        funds: One row per scenario and fund.
        investors: investor_id, first_loss_rank.
        commitments: One row per scenario, fund and investor, the mega fund as investor -1.
        lot_flows: Of the kept paths, all worlds of the block, sorted by its grain.
        market_paths: krw_per_usd by world, path and quarter.
        note_terms: One row per scenario and note of a child fund.
        fund_formation: One row per scenario, path and child fund of scenarios with formation risk.
        fund_terms_assumptions: One row per scenario.
        waterfall_assumptions: One row per scenario.
        public_support_assumptions: One row per scenario.

    Returns:
        investor_flows: one row per scenario_id, path_id, fund_id, investor_id, quarter, kind, tier:
            amount_krw, whole won, plus is cash to the investor. Kinds: call; distribution, by tier of the
            waterfall (no tier for the GP commitment, which has none); carry, by tier; clawback; escrow (what
            carry goes to it and comes out of it); first_loss and the other levers of public support, with the
            child fund they are for (call_option by what moves: strike, and calls and distributions that the
            holder takes over). An investor's rows add up to its party_totals on the same path.
        note_flows: one row per scenario_id, path_id, note_id, quarter in which something moved, whole won:
            issued; paid by the fund to holders, of it interest; drawn from the guarantor (waived: in place of
            its own premium); recovered by it; premium; handed over to the trustee; paid by the trustee.

    Raises:
        LawBrokenError: If a law of the model does not hold.
        ValueError: If the tables do not fit together.

    Source: METHOD.md, "Waterfall" and "Public money for others".
    """
    tables = {
        "scenarios": scenarios,
        "run_settings": run_settings,
        "paths": kept_paths,
        "funds": funds,
        "investors": investors,
        "commitments": commitments,
        "lot_flows": lot_flows,
        "market_paths": market_paths,
        "note_terms": note_terms,
        "fund_formation": fund_formation,
        "fund_terms_assumptions": fund_terms_assumptions,
        "waterfall_assumptions": waterfall_assumptions,
        "public_support_assumptions": public_support_assumptions,
    }
    programme, of_children, of_mega = run_in_detail(tables)
    grid = programme.grid
    direct, top = ([one for of_class in level for one in of_class] for level in reversed(grid.investors))
    protected = [one for code in PROTECTED for one in grid.investors[1][CLASS_CODES.index(code)]]
    settled = np.concatenate([programme.first_loss_of_series, -programme.children.cover_paid])
    frames = [
        _rows(grid, of_children, [MEGA_AS_INVESTOR, *direct], grid.fund_id),
        _rows(grid, of_mega, top, np.array([grid.mega_id])),
        _settled(grid, settled, [*protected, *grid.payers], programme.children.budget.terms.end, FIRST_LOSS),
    ]
    if (equalisation := equalisation_of(programme)) is not None:
        for rows, ids, fund_id in (
            (equalisation.of_funds, [MEGA_AS_INVESTOR, *direct], grid.fund_id),
            (equalisation.of_mega, top, np.array([grid.mega_id])),
        ):
            frames.append(_rows(grid, {(kind, ""): one for kind, one in rows.items()}, ids, fund_id))
    if programme.support is not None:
        frames += _support(grid, programme.support, [*protected, *grid.payers])
    return {"investor_flows": pl.concat(frames).sort(_KEYS), "note_flows": note_flows(programme)}


def _rows(
    grid: Grid, made: Mapping[tuple[str, str], Floats], investor_ids: Sequence[int], fund_id: Ints
) -> pl.DataFrame:
    """Rows of (kind, tier) -> shape (n_quarters, n_investors, n_series), where something moved."""
    frames = []
    for (kind, tier), amounts in made.items():
        quarter, investor, series = np.nonzero(amounts)
        rows = _frame(grid, amounts[quarter, investor, series], series, investor_ids, investor, fund_id)
        when = pl.Series("quarter", quarter, dtype=pl.Int32)
        frames.append(rows.with_columns(when, kind=pl.lit(kind), tier=pl.lit(tier)))
    return pl.concat(frames).select(*_KEYS, "amount_krw")


def _support(grid: Grid, support: SupportFlows, investor_ids: Sequence[int]) -> list[pl.DataFrame]:
    """Rows of the levers beside first loss: those settled at a fund's end, and those of called stakes."""
    frames = [
        _settled(grid, np.concatenate([due, -support.paid[kind]]), investor_ids, support.end, kind)
        for kind, due in support.due.items()
    ]
    moved = {(CALL, tier): flows for tier, flows in support.of_call.items()}
    return [*frames, _rows(grid, moved, investor_ids, grid.fund_id)]


def _settled(
    grid: Grid, amounts: Floats, investor_ids: Sequence[int], end: Floats, kind: str
) -> pl.DataFrame:
    """Rows of one kind, shape (n_investors, n_series), in the last quarter of each fund."""
    investor, series = np.nonzero(amounts)
    rows = _frame(grid, amounts[investor, series], series, investor_ids, investor, grid.fund_id)
    quarter = pl.Series("quarter", end[series].astype(np.int32))
    return rows.with_columns(quarter, kind=pl.lit(kind), tier=pl.lit("")).select(*_KEYS, "amount_krw")


def _frame(
    grid: Grid, amounts: Floats, series: Ints, investor_ids: Sequence[int], investor: Ints, fund_id: Ints
) -> pl.DataFrame:
    keys = pair_keys(grid, series % grid.n_pairs)
    return pl.DataFrame(
        keys
        | {
            "fund_id": fund_id.astype(np.int32)[series // grid.n_pairs],
            "investor_id": np.array(investor_ids, dtype=np.int32)[investor],
            "amount_krw": won(amounts),
        }
    )
