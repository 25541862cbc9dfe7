"""How long a programme stays in a phase and where it goes then: one random word decides both."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.draws import Words
from fundmodel.phases import Floats

_WORD_BITS = 32
# Words are looked up by their upper half; the few halves in which a threshold lies are looked at in full.
_PREFIX_BITS = 16
_PREFIX_SHIFT = np.uint32(_WORD_BITS - _PREFIX_BITS)
_UNSURE = -1


@dataclass(frozen=True)
class StayTable:
    """The joint distribution of the stay in a phase and the state that follows, as thresholds of a word.

    Outcomes are in the order of the stay, then of the state. A word draws the outcome whose range it falls
    into, so a path draws the same word whatever the probabilities are.

    Attributes:
        periods: Shape (n_outcomes,): periods until the move, 1 or more; 0 if it stays to the horizon.
        states: Shape (n_outcomes,): the state after the move; the phase itself if it stays.

    Example:
        >>> table = stay_table(np.array([0.2, 0.5, 0.3]), phase=1, horizon=2)
        >>> list(zip(table.periods.tolist(), table.states.tolist(), table.probabilities.round(9).tolist()))
        [(1, 0, 0.2), (1, 2, 0.3), (2, 0, 0.1), (2, 2, 0.15), (0, 1, 0.25)]

    Source: in a Markov chain the stay is geometric and independent of where it leads (Norris 1997, "Markov
        Chains", 1.1): P(stay n, then j) = p_kk^(n-1) p_kj.
    """

    periods: NDArray[np.int64]
    states: NDArray[np.int64]
    _limits: NDArray[np.uint64]
    _prefixes: NDArray[np.int16]

    @property
    def probabilities(self) -> Floats:
        """The probability of each outcome, shape (n_outcomes,); sums to 1."""
        edges = np.concatenate([[0.0], self._limits.astype(np.float64), [2.0**_WORD_BITS]])
        return np.diff(edges) / 2.0**_WORD_BITS

    def outcomes(self, drawn: Words) -> NDArray[np.int16]:
        """The outcome that each word draws.

        Args:
            drawn: Words of any shape.

        Returns:
            Same shape: places in periods and states.

        Example:
            >>> table = stay_table(np.array([0.2, 0.5, 0.3]), phase=1, horizon=2)
            >>> table.outcomes(np.array([0, 2**31, 2**32 - 1], dtype=np.uint32)).tolist()
            [0, 2, 4]
        """
        found = self._prefixes.take((drawn >> _PREFIX_SHIFT).astype(np.intp))
        unsure = found == _UNSURE
        if unsure.any():
            found[unsure] = np.searchsorted(self._limits, drawn[unsure], side="right")
        return found


def stay_table(row: Floats, phase: int, horizon: int) -> StayTable:
    """The stay table of one phase.

    Args:
        row: Shape (n_states,): the phase's row of the transition matrix of one period.
        phase: The phase's place in the row.
        horizon: Periods after which it does not matter any more, 1 or more.

    Returns:
        The table; probabilities are exact to one word in 2**32.

    Example:
        >>> stay_table(np.array([1.0, 0.0]), phase=1, horizon=1).states.tolist()
        [0, 1]
    """
    stays, targets = (
        float(row[phase]),
        [state for state in range(len(row)) if state != phase and row[state] > 0],
    )
    chances, periods, states = [], [], []
    for period in range(1, horizon + 1):
        for state in targets:
            chances.append(stays ** (period - 1) * float(row[state]))
            periods.append(period)
            states.append(state)
    limits = np.floor(np.minimum(np.cumsum(chances), 1) * 2.0**_WORD_BITS).astype(np.uint64)
    first = np.arange(2**_PREFIX_BITS, dtype=np.uint64) << np.uint64(_PREFIX_SHIFT)
    last = first + np.uint64(2 ** int(_PREFIX_SHIFT) - 1)
    low = np.searchsorted(limits, first, side="right")
    high = np.searchsorted(limits, last, side="right")
    return StayTable(
        np.array([*periods, 0]),
        np.array([*states, phase]),
        limits,
        np.where(low == high, low, _UNSURE).astype(np.int16),
    )
