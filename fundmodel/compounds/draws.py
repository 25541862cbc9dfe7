"""The draws of a portfolio of compounds on some paths: trial costs, moves and sale values."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from fundmodel.compounds.terms import CompoundTerms
from fundmodel.draws import Words, normals, words
from fundmodel.interest import Whole
from fundmodel.phases import Floats

States = NDArray[np.int8]

# The tables of draws.py have 65,536 entries: half a word is a place in them, so a word holds two amounts.
_HALF_WORD = np.uint32(16)
_LOWER_HALF = np.uint32(2**16 - 1)


class CompoundDraws:
    """Words by purpose, one per compound and path, and what they mean in ledger units.

    One stream per phase of the purchase list and purpose: neither other paths, nor a longer list of a phase,
    nor another list beside it change a draw. A compound is a place in the grid of paths and compounds, row by
    row ("flat").

    Args:
        terms: Phases and list.
        seed: Seed of the run.
        paths: Shape (n_paths,), path ids.

    Example:
        >>> from fundmodel.compounds.terms import PhaseTerms
        >>> phases = (PhaseTerms("out"), PhaseTerms("P1", milestone=10), PhaseTerms("approved"))
        >>> matrix = np.array([[1, 0, 0], [0.3, 0.5, 0.2], [0, 0, 1.0]])
        >>> drawn = CompoundDraws(CompoundTerms(phases, matrix, {"P1": 3}, "approved", 4), 7, np.arange(2))
        >>> drawn.dues(1, np.array([0, 5])), drawn.outcomes(1, np.array([0, 5])).shape
        (array([10, 10]), (2,))

    Source: Fernandez, Stein and Lo 2012, doi 10.1038/nbt.2374, for costs, moves and values.
    """

    def __init__(self, terms: CompoundTerms, seed: int, paths: Whole) -> None:
        self._terms, self._seed, self._paths = terms, seed, paths
        self._width = len(terms.starts)
        self._kept: dict[str, Words] = {}
        self._factors: dict[int, Floats] = {}
        self._common: Floats | None = None

    def prices(self, state: int, columns: slice) -> Whole:
        """What compounds of some columns cost to buy in a state: shape (n_paths, n_columns), whole units."""
        drawn = self._words_of("purchase and sale")[:, columns] >> _HALF_WORD
        return self._trial_costs(state, drawn) + self._terms.phases[state].upfront

    def dues(self, state: int, flat: Whole) -> Whole:
        """What compounds that moved to a state need: trial cost and milestone, whole units."""
        drawn = self._words_of("cost", state).reshape(-1).take(flat) >> _HALF_WORD
        return self._trial_costs(state, drawn) + self._terms.phases[state].milestone

    def bought_outcomes(self, state: int, columns: slice) -> NDArray[np.int16]:
        """The stays of compounds of some columns that start in a state: shape (n_paths, n_columns)."""
        return self._terms.stays[state].outcomes(self._words_of("stay", state)[:, columns])

    def outcomes(self, state: int, flat: Whole) -> NDArray[np.int16]:
        """The stays of compounds in a state, as places in the tables of its StayTable."""
        return self._terms.stays[state].outcomes(self._words_of("stay", state).reshape(-1).take(flat))

    def values(self, states: States, flat: Whole) -> Whole:
        """What the seller keeps of compounds in their states: whole units; each is sold once this way."""
        drawn = self._words_of("purchase and sale").reshape(-1).take(flat) & _LOWER_HALF
        return self._valued(states, flat // self._width, drawn)

    def forced_values(self, sale: int, states: States, flat: Whole) -> Whole:
        """The same at the n-th forced sale of a path, from 1, with draws of its own."""
        pair, is_second = divmod(sale - 1, 2)
        drawn = self._words_of(f"forced sales {2 * pair + 1} and {2 * pair + 2}").reshape(-1).take(flat)
        halves = drawn & _LOWER_HALF if is_second else drawn >> _HALF_WORD
        return self._valued(states, flat // self._width, halves)

    def _trial_costs(self, state: int, halves: Words) -> Whole:
        table = self._terms.costs[state]
        if table is None:
            return np.zeros(halves.shape, dtype=np.int64)
        return table.take(halves.astype(np.intp))

    def _valued(self, states: States, row: Whole, halves: Words) -> Whole:
        values = np.zeros(len(row), dtype=np.int64)
        places = halves.astype(np.intp)
        for state, here in by_state(states, len(self._terms.phases)):
            own = self._terms.own_values[state]
            if own is not None:
                worth = own.take(places.take(here))
                worth *= self._factor(state).take(row.take(here))
                np.minimum(worth, self._terms.value_caps[state], out=worth)
                worth *= self._terms.sale_share
                values[here] = worth
        return values

    def _factor(self, state: int) -> Floats:
        """What the common factor of each path does to the values of a state, shape (n_paths,)."""
        if self._common is None:
            self._common = normals(self._seed, "compounds", "common value factor", self._paths)[:, 0]
        if state not in self._factors:
            self._factors[state] = np.exp(self._terms.common_spreads[state] * self._common)
        return self._factors[state]

    def _words_of(self, purpose: str, state: int | None = None) -> Words:
        """The words of the block for a purpose, drawn once; 0 for compounds that never need them."""
        name = purpose if state is None else f"{purpose} {self._terms.codes[state]}"
        if name not in self._kept:
            found = np.zeros((len(self._paths), self._width), dtype=np.uint32)
            for start, columns in self._terms.columns:
                if state is None or self._terms.can_reach[start, state]:
                    count = columns.stop - columns.start
                    # Room for a power of two: a longer list leaves the draws of its first compounds alone.
                    room = 1 << (count - 1).bit_length()
                    code = f"compounds/{self._terms.codes[start]}"
                    found[:, columns] = words(self._seed, code, name, self._paths, room)[:, :count]
            self._kept[name] = found
        return self._kept[name]


def by_state(states: States, n_states: int) -> Iterator[tuple[int, Whole]]:
    """The states that occur, with the places where they do."""
    counts = np.bincount(states, minlength=n_states)
    for state in np.flatnonzero(counts).tolist():
        everywhere = counts[state] == len(states)
        yield state, np.arange(len(states)) if everywhere else np.flatnonzero(states == state)
