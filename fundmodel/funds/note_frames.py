"""The notes of a block of programmes as tables."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.funds.class_flows import Programme
from fundmodel.funds.flow_frames import pair_keys
from fundmodel.funds.fund_notes import FundNotes

Ints = NDArray[np.int64]

CENTRAL = 0
_TOTALS = (
    "issued_units",
    "interest_due_units",
    "received_units",
    "drawn_units",
    "loss_units",
    "exposure_units",
    "recovered_units",
    "repaid_units",
    "life_unit_quarters",
    "draws_krw",
    "recoveries_krw",
    "premium_krw",
    "guarantee_cost_krw",
    "guarantee_present_value_krw",
)
_FLOWS = {
    "issued_krw": "issued",
    "paid_krw": "paid",
    "paid_interest_krw": "paid_interest",
    "drawn_krw": "drawn_cash",
    "waived_krw": "fee_drawn",
    "recovered_krw": "recovered",
    "premium_krw": "premium",
    "handed_over_krw": "handed_over",
    "trustee_krw": "trust_paid",
}
_OF_QUARTER = ("issued", "handed_over")
_IDS = {"scenario_id": pl.Int32, "path_id": pl.Int32, "note_id": pl.Int32}


def note_totals(programme: Programme) -> pl.DataFrame:
    """Table note_totals: one row per scenario_id, path_id, note_id over the whole life of the note."""
    notes = programme.children.notes
    schema = _IDS | dict.fromkeys(_TOTALS, pl.Int64) | {"default_quarter": pl.Int32}
    if notes is None:
        return pl.DataFrame(schema=schema)
    accounts = notes.accounts
    # Only what is owed and unpaid when its fund defaults can be recovered.
    hit = notes.exposure > 0
    values = (
        np.broadcast_to(notes.stacked.issued, accounts.balance.shape),
        accounts.interest_due,
        accounts.received,
        accounts.drawn,
        accounts.holder_loss,
        notes.exposure,
        (accounts.received - notes.before) * hit,
        notes.stacked.issued - accounts.balance,
        notes.life,
        accounts.drawn_cash,
        accounts.recovered,
        accounts.premium,
        accounts.drawn_cash - accounts.recovered - accounts.premium,
        np.floor(notes.guarantor_value).astype(np.int64),
    )
    quarter = np.where(hit, notes.default_quarter, -1)
    keys, cells = _places(programme, notes)
    columns = {name: one[cells] for name, one in zip(_TOTALS, values, strict=True)}
    columns |= {"default_quarter": quarter[cells].astype(np.int32)}
    return pl.DataFrame(keys | columns, schema=schema).sort(*_IDS)


def note_flow_sums(programme: Programme) -> pl.DataFrame:
    """Table note_flow_sums: one row per scenario_id, note_id, path_group, quarter; sums over paths."""
    notes = programme.children.notes
    sums = ("path_count", "issued_units", "received_units")
    schema = {"scenario_id": pl.Int32, "note_id": pl.Int32, "path_group": pl.String, "quarter": pl.Int32}
    schema = schema | dict.fromkeys(sums, pl.Int64)
    if notes is None:
        return pl.DataFrame(schema=schema)
    keys, cells = _places(programme, notes)
    received = np.maximum.accumulate(notes.flows["received"] + notes.flows["drawn"], axis=0)
    cash = np.diff(received, axis=0, prepend=0)[:, *cells]
    at_issue = np.arange(len(cash))[:, None] == notes.start[cells[1]]
    issued = notes.stacked.issued[cells] * at_issue
    n_quarters = len(cash)
    frame = pl.DataFrame(
        {
            "scenario_id": np.repeat(keys["scenario_id"], n_quarters),
            "note_id": np.repeat(keys["note_id"], n_quarters),
            "is_central": np.repeat(keys["path_id"] == CENTRAL, n_quarters),
            "quarter": np.tile(np.arange(n_quarters, dtype=np.int32), keys["note_id"].size),
            "path_count": np.ones(cash.size, dtype=np.int64),
            "issued_units": issued.T.ravel(),
            "received_units": cash.T.ravel(),
        }
    )
    group = pl.when(pl.col("is_central")).then(pl.lit("central")).otherwise(pl.lit("random"))
    added = frame.with_columns(path_group=group).group_by(*list(schema)[:4]).agg(pl.col(sums).sum())
    return added.select(list(schema)).sort(list(schema)[:4])


def note_flows(programme: Programme) -> pl.DataFrame:
    """Table note_flows: one row per scenario_id, path_id, note_id, quarter in which something moved."""
    notes = programme.children.notes
    schema = _IDS | {"quarter": pl.Int32} | dict.fromkeys(_FLOWS, pl.Int64)
    if notes is None:
        return pl.DataFrame(schema=schema)
    keys, cells = _places(programme, notes)
    columns = {}
    for name, source in _FLOWS.items():
        values = notes.flows[source]
        if source not in _OF_QUARTER:
            values = np.diff(np.maximum.accumulate(values, axis=0), axis=0, prepend=0)
        columns[name] = values[:, *cells].ravel()
    n_quarters, n_rows = len(notes.cash), keys["note_id"].size
    made = pl.DataFrame(
        {name: np.tile(values, n_quarters) for name, values in keys.items()}
        | {"quarter": np.repeat(np.arange(n_quarters, dtype=np.int32), n_rows)}
        | columns,
        schema=schema,
    )
    return made.filter(pl.any_horizontal(pl.col(list(_FLOWS)) != 0)).sort(*_IDS, "quarter")


def forced_sales(programme: Programme) -> pl.DataFrame:
    """Table forced_sales: one row per scenario_id, path_id, fund_id, quarter; only of funds with notes."""
    notes, grid = programme.children.notes, programme.grid
    schema = dict.fromkeys(("scenario_id", "path_id", "fund_id", "quarter"), pl.Int32)
    schema = schema | dict.fromkeys(("sold_krw", "cost_krw"), pl.Int64)
    if notes is None:
        return pl.DataFrame(schema=schema)
    has_notes = np.logical_or.reduce(notes.note_id >= 0, axis=0)[notes.stacked.place]
    sold, cost = notes.sold
    quarter, series = np.nonzero((sold > 0) & has_notes)
    keys = pair_keys(grid, series % grid.n_pairs)
    columns = keys | {
        "fund_id": grid.fund_id[series // grid.n_pairs],
        "quarter": quarter,
        "sold_krw": sold[quarter, series].astype(np.int64),
        "cost_krw": cost[quarter, series].astype(np.int64),
    }
    return pl.DataFrame(columns, schema=schema).sort(list(schema)[:4])


def _places(programme: Programme, notes: FundNotes) -> tuple[dict[str, NDArray[np.int32]], tuple[Ints, Ints]]:
    """Keys of every note on every path, and where it stands: tranche and series."""
    note_id = notes.note_id[:, notes.stacked.place]
    tranche, series = np.nonzero(note_id >= 0)
    keys = pair_keys(programme.grid, series % programme.grid.n_pairs)
    return keys | {"note_id": note_id[tranche, series].astype(np.int32)}, (tranche, series)
