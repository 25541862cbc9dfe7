"""Laws of notes on every path: what is paid is what is received, and nobody is left out."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.fund_notes import FundNotes
from fundmodel.interest import Whole

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def note_laws(notes: FundNotes, rows: Mapping[str, Floats]) -> Iterator[tuple[str, Flags]]:
    """Each law and the series that break it, shape (n_series,).

    Args:
        notes: Of the child funds, at the end of the run.
        rows: ROWS and EQUITY_ROWS of the child funds.

    Source: METHOD.md, "Notes of a fund".
    """
    accounts, total = notes.accounts, _over_tranches
    issued, handed = (np.add.reduce(notes.flows[name], axis=0) for name in ("issued", "handed_over"))
    borrowed, proceeds, distributed = (
        np.add.reduce(one, axis=0)
        for one in (rows["invested"] - rows["own_invested"], rows["proceeds"], rows["equity_proceeds"])
    )
    sources = total(issued) + proceeds + total(accounts.fee_drawn)
    uses = borrowed + distributed
    for paid in (accounts.paid, accounts.premium, accounts.recovered, handed):
        uses = uses + total(paid)
    yield "sources of a fund with notes are its uses", sources != uses
    yield "a fund with notes ends without cash", notes.held != 0
    yield "cash of a fund is never negative", np.minimum.reduce(notes.cash, axis=0) < 0
    yield "what holders lose is shortfall less draws", _any(accounts.holder_loss < 0)
    claimed = notes.stacked.issued + accounts.interest_due
    got = accounts.received + accounts.drawn + accounts.holder_loss
    yield "holders receive what was due but for their loss", _any(claimed != got)
    yield "trustees hand out all they hold", _any(accounts.trust != 0)
    scheduled = notes.stacked.issued + notes.stacked.whole_interest
    is_missed = accounts.received + accounts.drawn != scheduled
    yield "notes of a sound fund pay exactly their schedule", _any(is_missed & ~accounts.is_default)
    is_there = np.array([cover.is_there for cover in accounts.covers])
    yield "only guaranteed notes are drawn for", _any((accounts.drawn_cash != 0) & ~is_there)
    limits = np.array([cover.limit for cover in accounts.covers])
    yield "draws stay within the limit of a guarantee", _any(accounts.drawn_cash > limits)
    yield "no more is recovered than was drawn", _any(accounts.recovered > accounts.drawn_cash)
    share = np.array([cover.share.numerator / cover.share.denominator for cover in accounts.covers])
    is_whole = (share >= 1) & (limits == np.iinfo(np.int64).max)
    yield "a note guaranteed in full from outside receives its schedule", _any(is_missed & is_whole)


def _over_tranches(values: Whole) -> Whole:
    return np.add.reduce(values, axis=0)


def _any(broken: Flags) -> Flags:
    return np.logical_or.reduce(broken, axis=0)
