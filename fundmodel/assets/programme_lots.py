"""Lots of startups: the rows that random histories give, and the odds of the same rows."""

from dataclasses import dataclass

import numpy as np

from fundmodel.assets.drug_programmes import (
    DURATION_CODES,
    EXITS,
    LAST_PHASE,
    NOTHING,
    PHASES,
    ROUND_PHASES,
    Floats,
    Histories,
    Ints,
    Kind,
)

# One slot per lot and thing that may happen to it: the cheque (phase NOTHING), then the end of each phase.
_SLOTS = [(lot, phase) for lot in ROUND_PHASES for phase in (NOTHING, *range(lot, len(PHASES)))]


@dataclass(frozen=True)
class LotEvents:
    """Rows in the order path, company, lot, time; one value per row.

    Attributes:
        path: Place of the path.
        company: Place of the company.
        lot_phase: Phase whose round the lot was bought in.
        funded_quarter: When the lot was bought.
        quarter: When this happens.
        phase: Phase that ends (invest: that begins).
        kind: What happens.
        licence_phase: Phase after which the programme had been licensed before, or NOTHING.
        is_priced: True where the row is worth what the exit or the licence was priced at.
    """

    path: Ints
    company: Ints
    lot_phase: Ints
    funded_quarter: Ints
    quarter: Ints
    phase: Ints
    kind: Ints
    licence_phase: Ints
    is_priced: np.ndarray


def lot_events(past: Histories, n_quarters: int) -> LotEvents:
    """The lots that histories give a fund that takes part in every round, with all that happens to them.

    Args:
        past: Of all companies on all paths.
        n_quarters: Length of the grid; what happens later is left out.
    """
    n_companies = past.kind.shape[2]
    cells = past.licence_phase.size
    is_row = np.empty((cells, len(_SLOTS)), dtype=np.bool_)
    is_bought = past.start != NOTHING
    is_outcome = (past.kind != NOTHING) & (past.quarter < n_quarters)
    for slot, (lot, phase) in enumerate(_SLOTS):
        happens = past.start[lot] < n_quarters if phase == NOTHING else is_outcome[phase]
        is_row[:, slot] = (is_bought[lot] & happens).ravel()
    row = np.flatnonzero(is_row)
    cell, slot = row // len(_SLOTS), row % len(_SLOTS)
    lot_phase = np.array([lot for lot, _ in _SLOTS], dtype=np.int8)[slot]
    ended = np.array([phase for _, phase in _SLOTS], dtype=np.int8)[slot]
    is_cheque = ended == NOTHING
    phase = np.where(is_cheque, lot_phase, ended)
    funded = past.start.reshape(len(ROUND_PHASES), cells)[lot_phase, cell]
    kind = np.where(is_cheque, np.int8(Kind.INVEST), past.kind.reshape(len(PHASES), cells)[phase, cell])
    quarter = np.where(is_cheque, funded, past.quarter.reshape(len(PHASES), cells)[phase, cell])
    licence = past.licence_phase.ravel()[cell]
    licence = np.where(licence < phase, licence, np.int8(NOTHING))
    is_priced = (kind >= Kind.IPO) | (licence != NOTHING)
    return LotEvents(
        cell // n_companies,
        cell % n_companies,
        lot_phase,
        funded,
        quarter,
        phase,
        kind,
        licence,
        is_priced,
    )


def _later(odds: Floats, durations: Ints) -> Floats:
    """Odds by quarter after one more phase, whose duration codes are equally likely."""
    ended = np.zeros_like(odds)
    for quarters, count in enumerate(np.bincount(durations, minlength=1).tolist()):
        if count and quarters < odds.size:
            ended[quarters:] += odds[: odds.size - quarters] * (count / DURATION_CODES)
    return ended


def outcome_odds(
    success: Floats,
    exits: Floats,
    durations: Ints,
    lot_phase: int,
    n_quarters: int,
    is_window_open: bool = True,
) -> dict[tuple[int, Kind, int], Floats]:
    """The chance of everything that can happen to a lot, by quarters after it was bought.

    Args:
        success: Shape (n_phases,), chances of success of the area.
        exits: From drug_programmes.exit_shares.
        durations: Shape (n_phases, DURATION_CODES), of the area.
        lot_phase: Phase whose round the lot was bought in.
        n_quarters: Quarters to look ahead.
        is_window_open: False if no company can go public.

    Returns:
        (phase, kind, licence phase or NOTHING) -> shape (n_quarters,); over everything that ends a lot, and
        with enough quarters, the sum is 1.

    Example:
        >>> sure = np.ones(5)
        >>> found = outcome_odds(sure, np.zeros((5, 3)), np.full((5, DURATION_CODES), 2), 3, 6)
        >>> found[4, Kind.APPROVAL, NOTHING]
        array([0., 0., 0., 0., 1., 0.])
    """
    owned = np.zeros(n_quarters)
    owned[0] = 1
    licensed: dict[int, Floats] = {}
    found: dict[tuple[int, Kind, int], Floats] = {(lot_phase, Kind.INVEST, NOTHING): owned}
    for phase in range(lot_phase, len(PHASES)):
        chance = float(success[phase])
        for licence, odds in licensed.items():
            ended = _later(odds, durations[phase])
            found[phase, Kind.FAIL, licence] = ended * (1 - chance)
            licensed[licence] = ended * chance
            kind = Kind.APPROVAL if phase == LAST_PHASE else Kind.MILESTONE
            found[phase, kind, licence] = licensed[licence]
        ended = _later(owned, durations[phase])
        found[phase, Kind.FAIL, NOTHING] = ended * (1 - chance)
        owned = ended * chance
        staying = 1.0
        for kind, share in zip(EXITS, exits[phase].tolist(), strict=True):
            if share and (is_window_open or kind is not Kind.IPO):
                found[phase, kind, NOTHING] = owned * share
                staying -= share
        if exits[phase, list(EXITS).index(Kind.LICENSE)]:
            licensed[phase] = found[phase, Kind.LICENSE, NOTHING]
        owned *= max(0.0, staying)
        kind = Kind.APPROVAL if phase == LAST_PHASE else Kind.ADVANCE
        found[phase, kind, NOTHING] = owned
    return found
