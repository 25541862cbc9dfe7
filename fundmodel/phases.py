"""Transition matrices between the phases of a drug programme: powers, absorption, any period length."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Published matrices are printed to about 15 digits: a row is taken to sum to 1 within this.
_ROUNDING = 1e-9


class PhaseError(ValueError):
    """A transition matrix that cannot be used; the message says which row and why."""


@dataclass(frozen=True)
class Absorption:
    """Where programmes end and how long it takes, by the state they start in.

    Attributes:
        states: Indices of the absorbing states, ascending.
        probability: Shape (n_states, n_absorbing), 0 to 1: the chance to end in each absorbing state.
        periods: Shape (n_states,): mean number of periods until then, 0 for an absorbing state.
    """

    states: tuple[int, ...]
    probability: Floats
    periods: Floats


def transition_matrix(rows: Floats) -> Floats:
    """A checked transition matrix: entry [i, j] is the probability to be in state j one period after state i.

    Args:
        rows: Shape (n_states, n_states), 0 to 1, each row summing to 1 within 1e-9.

    Returns:
        The same numbers, read-only.

    Raises:
        PhaseError: If it is not square, an entry is not a probability, a row does not sum to 1, or some state
            never reaches an absorbing one (a state that keeps its programmes with probability 1).

    Example:
        >>> transition_matrix(np.array([[1.0, 0.0], [0.25, 0.75]])).sum(axis=1)
        array([1., 1.])
    """
    matrix = np.array(rows, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.size == 0:  # noqa: PLR2004 - square
        raise PhaseError(f"a transition matrix has as many rows as columns, not shape {matrix.shape}")
    for place, row in enumerate(matrix):
        if not (np.isfinite(row).all() and (row >= 0).all() and (row <= 1).all()):
            raise PhaseError(f"row {place + 1} of the transition matrix holds {row}; allowed is 0 to 1")
        if abs(row.sum() - 1) > _ROUNDING:
            raise PhaseError(f"row {place + 1} of the transition matrix sums to {row.sum()!r}; it must be 1")
    ends = np.diagonal(matrix) == 1
    reach = ends.copy()
    for _ in range(len(matrix)):
        reach |= (matrix[:, reach] > 0).any(axis=1)
    if not reach.all():
        raise PhaseError(
            f"from row {int(np.flatnonzero(~reach)[0]) + 1} of the transition matrix no programme ever ends; "
            "some state must keep its programmes with probability 1 and be reachable from every other"
        )
    matrix.flags.writeable = False
    return matrix


def power(matrix: Floats, periods: int) -> Floats:
    """The transition matrix over several periods.

    Args:
        matrix: Shape (n_states, n_states), one period.
        periods: Whole number of periods, 0 or more.

    Returns:
        Shape (n_states, n_states).

    Example:
        >>> power(np.array([[1.0, 0.0], [0.5, 0.5]]), 2)
        array([[1.  , 0.  ],
               [0.75, 0.25]])

    Source: Chapman-Kolmogorov: the matrix of n + m periods is the product of those of n and of m.
    """
    if periods < 0:
        raise PhaseError(f"{periods} periods: a power of a transition matrix takes 0 periods or more")
    return np.linalg.matrix_power(matrix, periods)


def absorption(matrix: Floats) -> Absorption:
    """Where programmes end and how long it takes.

    Args:
        matrix: Shape (n_states, n_states), one period, as transition_matrix gives it.

    Returns:
        Probabilities by start and end, mean periods by start.

    Example:
        >>> found = absorption(transition_matrix(np.array([[1, 0, 0], [0.3, 0.5, 0.2], [0, 0, 1.0]])))
        >>> found.states, found.probability[1].round(12), found.periods.round(12)
        ((0, 2), array([0.6, 0.4]), array([0., 2., 0.]))

    Source: the fundamental matrix of an absorbing chain, N = (I - Q)^-1: probabilities N R, mean time N 1
        (Kemeny and Snell, "Finite Markov Chains", 1960).
    """
    is_end = np.diagonal(matrix) == 1
    ends, live = np.flatnonzero(is_end), np.flatnonzero(~is_end)
    within = np.eye(len(live)) - matrix[np.ix_(live, live)]
    probability = np.zeros((len(matrix), len(ends)))
    probability[ends, np.arange(len(ends))] = 1
    probability[live] = np.linalg.solve(within, matrix[np.ix_(live, ends)])
    periods = np.zeros(len(matrix))
    periods[live] = np.linalg.solve(within, np.ones(len(live)))
    return Absorption(tuple(ends.tolist()), probability, periods)


def resample(matrix: Floats, ratio: float) -> tuple[Floats, float]:
    """The transition matrix of another period length, as near as one exists.

    The real power of the matrix can hold negative entries where the matrix has no continuous-time generator
    (a state that cannot jump two steps at once in the given period). Such a row is moved to the nearest
    probabilities, and the second value says how much that changed.

    Args:
        matrix: Shape (n_states, n_states), one period, its diagonal without repeated values other than 1.
        ratio: New period over old, above 0: 0.5 turns half-years into quarters, 2 into years.

    Returns:
        The matrix, shape (n_states, n_states), and the largest change of an entry that was needed, 0 if none.

    Raises:
        PhaseError: If ratio is not above 0, or no real power exists.

    Example:
        >>> half, change = resample(np.array([[1.0, 0.0], [0.19, 0.81]]), 0.5)
        >>> half.round(6).tolist(), change
        ([[1.0, 0.0], [0.1, 0.9]], 0.0)

    Source: Kreinin and Sidelnikova 2001, "Regularization algorithms for transition matrices" (the
        quasi-optimisation of the root matrix: each row to its Euclidean projection on the simplex).
    """
    if not ratio > 0:
        raise PhaseError(f"a period length of {ratio} times the old one: it must be above 0")
    if float(ratio).is_integer():
        return power(matrix, int(ratio)), 0.0
    values, vectors = np.linalg.eig(matrix)
    if np.iscomplexobj(values) or (values <= 0).any() or np.linalg.cond(vectors) > 1 / _ROUNDING:
        raise PhaseError(f"the transition matrix has no real power {ratio}: use its own period length")
    raw: Floats = np.linalg.solve(vectors.T, (vectors * values**ratio).T).T
    raw[np.abs(raw) < np.finfo(np.float64).eps * len(raw)] = 0
    fitted = np.array([_nearest_probabilities(row) for row in raw])
    change = float(np.abs(fitted - raw).max())
    return fitted, change if change > _ROUNDING else 0.0


def _nearest_probabilities(row: Floats) -> Floats:
    """The point of the simplex nearest to a row (Duchi et al. 2008)."""
    ordered = np.sort(row)[::-1]
    excess = (np.cumsum(ordered) - 1) / np.arange(1, len(row) + 1)
    kept = np.flatnonzero(ordered > excess)[-1]
    return np.maximum(row - excess[kept], 0)
