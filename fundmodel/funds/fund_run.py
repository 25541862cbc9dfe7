"""A block of programmes run from its tables: both levels of funds, laws checked."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.funds.appropriation_inputs import read_appropriation
from fundmodel.funds.child_quarters import run_child_funds
from fundmodel.funds.class_flows import Programme
from fundmodel.funds.fund_grid import Grid, Tables, read_grid
from fundmodel.funds.fund_inputs import FundInputs
from fundmodel.funds.fund_laws import check_laws
from fundmodel.funds.mega_fund import run_mega_fund
from fundmodel.funds.movements import Movements, MovementTrace, movements
from fundmodel.funds.party_costs import PartyCosts
from fundmodel.funds.party_flows import PartyFlows
from fundmodel.funds.party_frames import KINDS, PartyFrames
from fundmodel.funds.positions import Positions
from fundmodel.funds.support import settle, with_support
from fundmodel.funds.support_terms import SupportTerms

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def run_funds(tables: Tables) -> Programme:
    """Run the child funds and the mega fund of a block, and check every law on what comes out.

    Args:
        tables: scenarios, run_settings, paths, funds, investors, commitments, lot_flows, note_terms,
            market_paths and the assumptions of fund_terms, waterfall and public_support.

    Raises:
        LawBrokenError: If a law does not hold.
        ValueError: If the tables do not fit together.
    """
    return _run(tables).programme


def run_with_positions(tables: Tables) -> tuple[Programme, Positions, SupportTerms]:
    """The same run, what every class held at each quarter's end, and the levers settled from it."""
    done = _run(tables, with_positions=True)
    return done.programme, *done.support[0]


def run_in_detail(tables: Tables) -> tuple[Programme, Movements, Movements]:
    """The same run, and what moved between the child funds, and the mega fund, and their investors."""
    done = _run(tables, is_detailed=True)
    programme, (of_children, of_mega) = done.programme, done.traces
    levels = ((of_children, programme.children), (of_mega, programme.mega))
    detail = [movements(trace, flows.partners) for trace, flows in levels]
    return programme, detail[0], detail[1]


@dataclass(frozen=True)
class _Run:
    """A run: the programme, the traces of both levels if asked for, and what support is settled from."""

    programme: Programme
    traces: tuple[MovementTrace, ...]
    support: tuple[tuple[Positions, SupportTerms], ...]


def _run(tables: Tables, is_detailed: bool = False, with_positions: bool = False) -> _Run:
    """Both levels of funds; support is settled from positions where there is more than first loss."""
    grid = read_grid(tables)
    inputs = FundInputs(grid, tables)
    funds = (inputs.child_funds(), inputs.mega_fund())
    traces = tuple(MovementTrace.opening(one.partners, grid.n_quarters) for one in funds if is_detailed)
    of_children, of_mega = traces or (None, None)
    is_noted = with_positions or inputs.has_more_support
    positions = Positions.opening(grid.n_quarters, grid.fund_id.size * grid.n_pairs) if is_noted else None
    children = run_child_funds(funds[0], of_children, positions)
    programme = Programme(grid, children, run_mega_fund(funds[1], children, of_mega))
    support = () if positions is None else ((positions, inputs.support(funds[0])),)
    for noted, terms in support:
        if terms.has_more:
            programme = with_support(programme, settle(terms, noted, children))
    check_laws(programme)
    return _Run(programme, traces, support)


def read_parties(programme: Programme, tables: Tables) -> PartyFrames:
    """The parties of a programme that was run.

    Args:
        programme: What `run_funds` gave.
        tables: The same tables, parties and market_paths.

    Raises:
        ValueError: If table parties does not list the parties in the order of the arrays.
    """
    grid, inputs = programme.grid, FundInputs(programme.grid, tables)
    parties, investors = tables["parties"].sort("party_id"), tables["investors"].sort("investor_id")
    strategies = parties.filter(pl.col("party_kind") == "strategy")["strategy_id"].to_numpy().astype(np.int64)
    class_id = investors["class_id"].to_numpy().astype(np.int64)
    sizes = (1, class_id.max() + 1, class_id.size, grid.fund_id.size + 1, strategies.size)
    if parties["party_kind"].to_list() != [
        kind for kind, size in zip(KINDS, sizes, strict=True) for _ in range(size)
    ]:
        raise ValueError(
            "parties: expected whole, classes, investors, funds, strategies, in this order of party_id"
        )
    ids = tuple(investors["investor_id"])
    of_levels = (np.array([grid.mega_id]), grid.fund_id)
    by_investor = np.array([np.add.reduce(inputs.committed(ids, fund_id), axis=1) for fund_id in of_levels])
    lp = inputs.of_funds("lp_commitment_krw", grid.every_fund_id)
    by_level, lp = grid.by_pair(by_investor), grid.by_pair(lp)
    if inputs.closings is not None:
        by_level[1] = inputs.formed_commitments(ids, class_id)
        own = programme.children.budget.terms.lp_commitment.reshape(grid.fund_id.size, -1)
        lp[np.searchsorted(grid.every_fund_id, grid.fund_id)] = own
    account = read_appropriation(programme, tables, by_level)
    flows = PartyFlows(programme, by_level, strategies, account)
    costs = PartyCosts(programme, class_id, strategies)
    commitments = _by_party(np.add.reduce(by_level, axis=0), class_id, lp, grid, strategies)
    return PartyFrames(grid, tables, flows, costs, commitments)


def _by_party(by_investor: Floats, class_id: Ints, lp: Floats, grid: Grid, strategies: Ints) -> Floats:
    """Commitments of every party, shape (n_parties, n_pairs): of a fund, its limited partners'."""
    by_class = [np.add.reduce(by_investor[class_id == one], axis=0) for one in range(class_id.max() + 1)]
    child_lp = lp[np.searchsorted(grid.every_fund_id, grid.fund_id)]
    by_strategy = [np.add.reduce(child_lp[grid.strategy_id == one], axis=0) for one in strategies]
    return np.concatenate([[np.add.reduce(by_investor, axis=0)], by_class, by_investor, lp, by_strategy])
