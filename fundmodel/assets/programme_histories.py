"""What happens to companies on random paths: every phase, every exit, and the life of a second programme."""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from fundmodel.assets.drug_programmes import (
    CODE_BITS,
    DURATION_CODES,
    EXITS,
    LAST_PHASE,
    NOTHING,
    PHASES,
    ROUND_PHASES,
    ExitTerms,
    Flags,
    Floats,
    Ints,
    Kind,
)

Words = NDArray[np.uint32]

# Words of a programme: success by phase, then all durations in one word, then the value of the exit.
DURATION_WORD = len(PHASES)
VALUE_WORD = DURATION_WORD + 1
# Its deals: by phase the sale before its end and the hiring of a failed team, one half-word each; then a
# second programme; then the foreign buyer and the review, one half-word each; then the place among listings.
SECOND_WORD = len(PHASES)
BUYER_WORD = SECOND_WORD + 1
PLACE_WORD = BUYER_WORD + 1
# Each purpose owns this many words a path.
N_WORDS = 8
_HALF = np.uint32(16)
_HALF_WORD = 2**16


@dataclass(frozen=True)
class Cells:
    """Programmes on paths, one value each; a cell is one programme of one company on one path.

    Attributes:
        path: Place of the path.
        company: Place of the company.
        area: Row of the area in the tables of chances and durations.
        entry_phase: Phase in which it starts.
        entry_quarter: When.
    """

    path: Ints
    company: Ints
    area: Ints
    entry_phase: Ints
    entry_quarter: Ints


@dataclass(frozen=True)
class Odds:
    """What decides the outcomes of programmes.

    Attributes:
        chances: Shape (n_phases, n_paths, n_areas), conditional success probabilities.
        durations: From duration_quarters.
        terms: How companies leave a fund.
        ipo_wait: Shape (n_paths, n_quarters), from waits; after the grid its last quarter holds.
        sale_wait: The same for sales of companies.
        place_share: Shape (n_quarters,), chance that a company that would list finds a place.
    """

    chances: Floats
    durations: Ints
    terms: ExitTerms
    ipo_wait: Ints
    sale_wait: Ints
    place_share: Floats


@dataclass(frozen=True)
class Histories:
    """What happens in every cell.

    Attributes:
        start: Shape (n_rounds, n_cells), quarter of the round of each phase, NOTHING if none.
        kind: Shape (n_phases, n_cells), how the phase ends, NOTHING if it never runs.
        quarter: Same shape, when it ends and, for a sale, when the money comes.
        licence_phase: Shape (n_cells,), phase after which the programme was licensed, or NOTHING.
        priced_quarter: Same shape, quarter in which the exit or licence is priced; 0 if there is none.
        is_ipo: Same shape.
    """

    start: Ints
    kind: Ints
    quarter: Ints
    licence_phase: Ints
    priced_quarter: Ints
    is_ipo: Flags


def waits(is_open: Flags) -> Ints:
    """Quarters until a market is next open, shape (n_paths, n_quarters); beyond the grid if never again.

    Args:
        is_open: Same shape.

    Example:
        >>> waits(np.array([[True, False, False, True, False]]))
        array([[0, 2, 1, 0, 6]], dtype=int16)
    """
    n_quarters = is_open.shape[1]
    found = np.empty(is_open.shape, dtype=np.int16)
    later = np.full(is_open.shape[0], n_quarters, dtype=np.int16)
    for quarter in reversed(range(n_quarters)):
        later = np.where(is_open[:, quarter], np.int16(0), later + np.int16(1))
        found[:, quarter] = later
    return found


def _upper(words: Words) -> Floats:
    return ((words >> _HALF) + 1 / 2) / _HALF_WORD


def _is_upper_below(words: Words, chance: float) -> Flags:
    """Whether the upper half of a word, as a number inside (0, 1), is below a chance.

    Half-words are compared as whole numbers: (k + 1/2) / 65,536 < p where k < 65,536 p - 1/2.
    """
    return (words >> _HALF) < np.uint32(ceil(chance * _HALF_WORD - 1 / 2))


def _is_lower_below(words: Words, chance: float) -> Flags:
    """The same of the lower half."""
    return _lower(words) < np.uint32(ceil(chance * _HALF_WORD - 1 / 2))


def _lower(words: Words) -> Words:
    return words & np.uint32(_HALF_WORD - 1)


def histories(cells: Cells, drawn: Words, deals: Words, odds: Odds, may_pivot: bool = False) -> Histories:
    """The history of every cell.

    One uniform number per phase decides both success and, within the successes, the exit.

    Args:
        cells: n_cells of them.
        drawn: Shape (N_WORDS, n_cells), of purpose outcomes.
        deals: Same shape, of purpose deals.
        odds: What decides.
        may_pivot: True if a failure may leave a second programme.
    """
    terms, n_cells = odds.terms, cells.path.size
    clock = cells.entry_quarter.astype(np.int16)
    is_running = np.zeros(n_cells, dtype=np.bool_)
    is_ipo = np.zeros(n_cells, dtype=np.bool_)
    licence_phase = np.full(n_cells, NOTHING, dtype=np.int8)
    priced_quarter = np.zeros(n_cells, dtype=np.int16)
    start = np.full((len(ROUND_PHASES), n_cells), NOTHING, dtype=np.int16)
    kinds = np.full((len(PHASES), n_cells), NOTHING, dtype=np.int8)
    quarters = np.zeros((len(PHASES), n_cells), dtype=np.int16)
    for phase in range(len(PHASES)):
        is_running |= cells.entry_phase == phase
        cell = np.flatnonzero(is_running)
        path, area, begun = cells.path[cell], cells.area[cell], clock[cell]
        is_owned = licence_phase[cell] == NOTHING
        if phase < LAST_PHASE:
            start[phase, cell] = np.where(is_owned, begun, np.int16(NOTHING))
        code = (drawn[DURATION_WORD][cell] >> np.uint32(CODE_BITS * phase)) & np.uint32(DURATION_CODES - 1)
        length = odds.durations[area, phase, code]
        end = begun + length
        place = (drawn[phase][cell] + 1 / 2) / 2**32
        kind = _end_of_phase(phase, place, odds.chances[phase][path, area], terms, is_owned)
        lost = np.flatnonzero((kind == Kind.FAIL) & is_owned)
        kind[lost] = _failed(deals[phase][cell[lost]], deals[SECOND_WORD][cell[lost]], terms, may_pivot)
        if terms.early_sale:
            half = begun + (length + 1) // (1 + 1)
            early = np.flatnonzero(is_owned & _is_upper_below(deals[phase][cell], terms.early_sale))
            early = early[_at(odds.sale_wait, path[early], half[early]) == 0]
            kind[early], end[early] = Kind.EARLY_SALE, half[early]
        listed = np.flatnonzero(kind == Kind.IPO)
        share = odds.place_share[np.minimum(end[listed], odds.place_share.size - 1)]
        kind[listed[_upper(deals[PLACE_WORD, cell[listed]]) >= share]] = Kind.ADVANCE
        end = _in_open_market(kind, end, path, odds)
        licence_phase[cell[kind == Kind.LICENSE]] = phase
        is_ipo[cell[kind == Kind.IPO]] = True
        is_priced = is_owned & (kind >= Kind.IPO) & (kind != Kind.ACQUI_HIRE) & (kind != Kind.PIVOT)
        priced_quarter[cell[is_priced]] = end[is_priced]
        sold = np.flatnonzero((kind == Kind.TRADE_SALE) | (kind == Kind.EARLY_SALE))
        end[sold] += _reviews(deals[BUYER_WORD, cell[sold]], terms)
        goes_on = (kind == Kind.ADVANCE) | (kind == Kind.LICENSE) | (kind == Kind.MILESTONE)
        is_running[cell] = goes_on
        clock[cell] = end
        kinds[phase, cell], quarters[phase, cell] = kind, end
    return Histories(start, kinds, quarters, licence_phase, priced_quarter, is_ipo)


def _end_of_phase(phase: int, place: Floats, chance: Floats, terms: ExitTerms, is_owned: Flags) -> Ints:
    """How a phase ends that runs to its end, were every market open and every failure final."""
    kind = np.full(place.size, Kind.FAIL, dtype=np.int8)
    success = np.flatnonzero(place < chance)
    if phase == LAST_PHASE:
        kind[success] = Kind.APPROVAL
        return kind
    # Exits share the lower end of the numbers that succeed, one after the other.
    place, chance, is_owned = place[success], chance[success], is_owned[success]
    found = np.where(is_owned, np.int8(Kind.ADVANCE), np.int8(Kind.MILESTONE))
    lower = 0.0
    for name, upper in zip(EXITS, np.cumsum(terms.exits[phase]).tolist(), strict=True):
        if upper > lower:
            found[is_owned & (place >= chance * lower) & (place < chance * upper)] = name
        lower = upper
    kind[success] = found
    return kind


def _failed(hiring: Words, second: Words, terms: ExitTerms, may_pivot: bool) -> Ints:
    """What becomes of companies whose programme fails: the end, their team hired, or another programme."""
    is_hired = _is_lower_below(hiring, terms.acqui_hire)
    kind = np.where(is_hired, np.int8(Kind.ACQUI_HIRE), np.int8(Kind.FAIL))
    if may_pivot:
        kind[_is_upper_below(second, terms.second_programme)] = Kind.PIVOT
    return kind


def _at(table: Ints, path: Ints, quarter: Ints) -> Ints:
    return table[path, np.minimum(quarter, table.shape[1] - 1)]


def _in_open_market(kind: Ints, end: Ints, path: Ints, odds: Odds) -> Ints:
    """When phases end once exits have waited for their market; what waits too long advances, in `kind`."""
    limit = np.int16(odds.terms.window_wait)
    for name, table in ((Kind.IPO, odds.ipo_wait), (Kind.TRADE_SALE, odds.sale_wait)):
        cell = np.flatnonzero(kind == name)
        wait = _at(table, path[cell], end[cell])
        kind[cell[wait > limit]] = Kind.ADVANCE
        end[cell] += np.minimum(wait, limit)
    return end


def _reviews(words: Words, terms: ExitTerms) -> Ints:
    """Quarters that the review of the buyer takes."""
    length = (_lower(words) * np.uint32(terms.review_quarters + 1)) >> _HALF
    is_foreign = _is_upper_below(words, terms.foreign_buyer)
    return np.where(is_foreign, length, np.uint32(0)).astype(np.int16)
