"""The same run of the funds settled with all levers, without each of them, and without any."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.finance import npv
from fundmodel.foreign.foreign_run import ForeignRun
from fundmodel.funds.class_flows import Programme
from fundmodel.funds.flow_frames import pair_keys, won
from fundmodel.funds.foreign_frames import foreign_frame
from fundmodel.funds.fund_grid import CLASS_CODES, Grid, Tables
from fundmodel.funds.fund_laws import LawBrokenError
from fundmodel.funds.fund_run import read_parties, run_with_positions
from fundmodel.funds.support import settle, with_support
from fundmodel.funds.support_terms import LEVERS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Ids of cases: all levers; without the lever at that place of LEVERS, from 1; without any.
FULL, NONE = 0, -1
# Parties that are no investors.
TAX_OFFICE, HEDGE_BANK = -1, -2
_QUARTERS = 1 / 4
_TOTALS = {
    "scenario_id": pl.Int32,
    "path_id": pl.Int32,
    "case_id": pl.Int32,
    "party_id": pl.Int32,
    "net_krw": pl.Int64,
    "present_krw": pl.Int64,
    "is_loss": pl.Boolean,
}
_SUMS = {
    "scenario_id": pl.Int32,
    "case_id": pl.Int32,
    "party_id": pl.Int32,
    "path_group": pl.String,
    "quarter": pl.Int32,
    "path_count": pl.Int64,
    "net_krw": pl.Int64,
}


@dataclass(frozen=True)
class _Case:
    """What every party nets in one case; rows are classes, investors by id, tax office, hedge bank.

    Attributes:
        case_id: FULL, the place of the lever that is taken out, or NONE.
        net: Shape (n_quarters, n_parties, n_pairs), whole won: of foreign investors after tax and hedges.
        paid_in, distributed: Over life, shape (n_classes + n_investors, n_pairs), before tax.
    """

    case_id: int
    net: Floats
    paid_in: Floats
    distributed: Floats


def lever_frames(tables: Tables) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tables lever_totals and lever_flow_sums; no rows for scenarios without a lever.

    Args:
        tables: What the fund steps and the step of foreign investors read.

    Raises:
        LawBrokenError: If what a lever changes does not sum to zero over all parties.
    """
    programme, positions, terms = run_with_positions(tables)
    grid = programme.grid
    any_on = np.logical_or.reduce([terms.is_on[name] for name in LEVERS])
    totals, sums = [pl.DataFrame(schema=_TOTALS)], [pl.DataFrame(schema=_SUMS)]
    if any_on.any():
        rates = tables["notes_assumptions"].sort("scenario_id")["government_yield_rate"].to_numpy()
        discount = (1 + grid.by_pair(rates)) ** _QUARTERS - 1
        full: _Case | None = None
        present = [name for name in LEVERS if terms.is_on[name].any()]
        for case_id, removed in _removals(present):
            is_on = any_on if len(removed) != 1 else terms.is_on[removed[0]]
            settled = settle(terms.without(*removed), positions, programme.children)
            case = _case(case_id, with_support(programme, settled), tables)
            full = full or case
            _check(grid, full, case)
            totals.append(_totals(grid, case, is_on, discount))
            sums.append(_sums(grid, case, is_on))
        if len(present) == 1:
            # Without the only lever is without any.
            none = pl.lit(NONE, dtype=pl.Int32)
            for frames in (totals, sums):
                frames.append(frames[-1].with_columns(case_id=none))
    keys = ["scenario_id", "path_id", "case_id", "party_id"]
    return pl.concat(totals).sort(keys), pl.concat(sums).sort(
        "scenario_id", "case_id", "party_id", "path_group", "quarter"
    )


def _removals(present: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The cases to settle for the levers that some scenario has."""
    yield FULL, ()
    for name in present:
        yield LEVERS.index(name) + 1, (name,)
    if len(present) > 1:
        yield NONE, LEVERS


def _case(case_id: int, programme: Programme, tables: Tables) -> _Case:
    parties = read_parties(programme, tables)
    flows = parties.flows.investors
    run = ForeignRun({**tables, "foreign_flows": foreign_frame(parties)})
    net = flows["distributed"] - flows["paid_in"]
    tax, hedge = run.taxes[0], np.rint(run.hedge_result)
    net[:, run.investor_id] += hedge - tax
    outside = np.stack([np.add.reduce(tax, axis=1), -np.add.reduce(hedge, axis=1)], axis=1)
    class_id = tables["investors"].sort("investor_id")["class_id"].to_numpy()

    def with_classes(values: Floats, axis: int) -> Floats:
        own = [np.add.reduce(values.compress(class_id == one, axis), axis) for one in range(len(CLASS_CODES))]
        return np.concatenate([np.stack(own, axis), values], axis)

    totals = (with_classes(np.add.reduce(flows[name], axis=0), 0) for name in ("paid_in", "distributed"))
    return _Case(case_id, np.concatenate([with_classes(net, 1), outside], axis=1), *totals)


def _check(grid: Grid, full: _Case, case: _Case) -> None:
    """What is given to one is taken from another, in every quarter of every path."""
    change = (full.net - case.net)[:, len(CLASS_CODES) :]
    broken = np.logical_or.reduce(np.add.reduce(change, axis=1) != 0, axis=0)
    if broken.any():
        scenario, path = divmod(int(np.argmax(broken)), grid.path_id.size)
        raise LawBrokenError(
            "what a lever changes sums to zero over all parties: "
            f"scenario {grid.scenario_id[scenario]}, path {grid.path_id[path]}, case {case.case_id}"
        )


def _party_ids(n_parties: int) -> NDArray[np.int32]:
    """The classes and investors of table parties, in which the whole stands first, then those outside."""
    return np.append(np.arange(1, n_parties - 1), [TAX_OFFICE, HEDGE_BANK]).astype(np.int32)


def _totals(grid: Grid, case: _Case, is_on: NDArray[np.bool_], discount: Floats) -> pl.DataFrame:
    n_quarters, n_parties, n_pairs = case.net.shape
    by_party = case.net.transpose(1, 2, 0).reshape(-1, n_quarters)
    present = npv(np.tile(discount, n_parties), by_party).reshape(n_parties, n_pairs)
    lost = np.full((n_parties, n_pairs), fill_value=False)
    paid = lost.copy()
    lost[:-2], paid[:-2] = case.distributed < case.paid_in, case.paid_in > 0
    pair, party = np.divmod(np.arange(n_pairs * n_parties), n_parties)
    known = pl.Series("is_loss", lost.T.ravel())
    frame = pl.DataFrame(
        pair_keys(grid, pair)
        | {
            "case_id": np.full(pair.size, case.case_id, dtype=np.int32),
            "party_id": _party_ids(n_parties)[party],
            "net_krw": won(np.add.reduce(case.net, axis=0).T).ravel(),
            "present_krw": won(np.rint(present).T).ravel(),
            "is_loss": known,
        }
    ).with_columns(is_loss=pl.when(pl.Series(paid.T.ravel())).then("is_loss"))
    return frame.filter(pl.Series(np.repeat(grid.by_pair(is_on), n_parties)))


def _sums(grid: Grid, case: _Case, is_on: NDArray[np.bool_]) -> pl.DataFrame:
    n_quarters, n_parties, _ = case.net.shape
    n_central = int(np.count_nonzero(grid.path_id == 0))
    cut = {"central": slice(n_central), "random": slice(n_central, None)}
    paths = {name: grid.path_id[part].size for name, part in cut.items() if grid.path_id[part].size}
    by_path = case.net.astype(np.int64).reshape(n_quarters, n_parties, grid.scenario_id.size, -1)
    sums: Ints = np.stack([np.add.reduce(by_path[..., cut[name]], axis=-1) for name in paths])
    chosen = np.flatnonzero(is_on)
    ordered = sums.transpose(3, 2, 0, 1)[chosen]
    scenario, party, group, quarter = (axis.ravel() for axis in np.indices(ordered.shape, dtype=np.int32))
    return pl.DataFrame(
        {
            "scenario_id": grid.scenario_id.astype(np.int32)[chosen][scenario],
            "case_id": np.full(scenario.size, case.case_id, dtype=np.int32),
            "party_id": _party_ids(n_parties)[party],
            "path_group": pl.Series(list(paths)).gather(group),
            "quarter": quarter,
            "path_count": np.array(list(paths.values()))[group],
            "net_krw": ordered.ravel(),
        }
    )
