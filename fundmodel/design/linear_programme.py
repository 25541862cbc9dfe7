"""Linear and mixed-integer programmes by HiGHS: named rows, what binds, which limits contradict."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import highspy
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# A row within this of its bound binds; HiGHS keeps to 1e-7.
NEAR = 1e-6


class UnsolvedError(RuntimeError):
    """A programme that the solver gave up on."""


@dataclass(frozen=True)
class Limit:
    """One row: low <= weights x variables <= high.

    Attributes:
        name: What it is called.
        weights: Column -> weight.
        low: Lower bound, -inf for none.
        high: Upper bound, inf for none.
        is_given: True for limits that a person may give up; False for what the problem consists of.
    """

    name: str
    weights: dict[int, float]
    low: float
    high: float
    is_given: bool = True


@dataclass(frozen=True)
class Programme:
    """Maximise gain x variables under limits.

    Attributes:
        gain: Of each variable.
        low: Lower bound of each variable.
        high: Upper bound of each variable.
        limits: The rows.
        whole: Columns that take whole numbers only.
    """

    gain: Floats
    low: Floats
    high: Floats
    limits: tuple[Limit, ...]
    whole: tuple[int, ...] = ()


@dataclass(frozen=True)
class Solution:
    """The best variables.

    Attributes:
        is_feasible: False if no variables keep all limits.
        values: Of the variables; empty if not feasible.
        gain: What is maximised.
        activity: Name of each given limit -> weights x variables.
        prices: Name of each given limit that binds -> gain per unit by which it is loosened; whole numbers
            are held where they are.
        conflict: Names of given limits that cannot be kept together, none of them to spare.
    """

    is_feasible: bool
    values: Floats
    gain: float
    activity: dict[str, float] = field(default_factory=dict)
    prices: dict[str, float] = field(default_factory=dict)
    conflict: tuple[str, ...] = ()


def solve(programme: Programme) -> Solution:
    """The variables with the greatest gain, what binds, and what a binding limit costs.

    Raises:
        UnsolvedError: If the gain has no bound, or the solver does not finish.

    Example:
        >>> both = Limit("both", {0: 1.0, 1: 1.0}, -np.inf, 1.0)
        >>> found = solve(Programme(np.array([1.0, 2.0]), np.zeros(2), np.ones(2), (both,)))
        >>> abs(found.values).tolist(), found.gain, found.prices
        ([0.0, 1.0], 2.0, {'both': 1.0})

    Source: HiGHS, Huangfu and Hall 2018, "Parallelizing the dual revised simplex method".
    """
    values, _ = _run(programme)
    if values is None:
        return Solution(False, np.empty(0), 0.0, conflict=_conflict(programme))
    fixed = programme
    if programme.whole:
        low, high = programme.low.copy(), programme.high.copy()
        for column in programme.whole:
            low[column] = high[column] = round(float(values[column]))
        fixed = replace(programme, low=low, high=high, whole=())
    exact, duals = _run(fixed)
    values = values if exact is None else exact
    activity = {limit.name: _activity(limit, values) for limit in programme.limits if limit.is_given}
    prices = {
        limit.name: abs(dual)
        for limit, dual in zip(programme.limits, duals, strict=True)
        if limit.is_given
        and abs(dual) > NEAR
        and min(abs(activity[limit.name] - limit.low), abs(activity[limit.name] - limit.high)) <= NEAR
    }
    return Solution(True, values, float(np.dot(programme.gain, values)), activity, prices)


def _activity(limit: Limit, values: Floats) -> float:
    return sum(weight * float(values[column]) for column, weight in limit.weights.items())


def _run(programme: Programme) -> tuple[Floats | None, list[float]]:
    """Values and duals of the rows; None if nothing keeps all limits."""
    model = highspy.HighsLp()
    count = len(programme.gain)
    model.num_col_, model.num_row_ = count, len(programme.limits)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = programme.gain
    model.col_lower_, model.col_upper_ = programme.low, programme.high
    model.row_lower_ = np.array([limit.low for limit in programme.limits])
    model.row_upper_ = np.array([limit.high for limit in programme.limits])
    starts, columns, weights = [0], [], []
    for limit in programme.limits:
        columns += list(limit.weights)
        weights += list(limit.weights.values())
        starts.append(len(columns))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.num_col_, model.a_matrix_.num_row_ = count, len(programme.limits)
    model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    model.a_matrix_.index_ = np.array(columns, dtype=np.int32)
    model.a_matrix_.value_ = np.array(weights, dtype=np.float64)
    if programme.whole:
        kinds = [highspy.HighsVarType.kContinuous] * count
        for column in programme.whole:
            kinds[column] = highspy.HighsVarType.kInteger
        model.integrality_ = kinds
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    # One thread and its own seed: the same answer every time.
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    solver.run()
    status = solver.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return None, []
    if status != highspy.HighsModelStatus.kOptimal:
        raise UnsolvedError(f"HiGHS ended with {solver.modelStatusToString(status)}; loosen the limits.")
    found = solver.getSolution()
    return np.array(found.col_value), [float(dual) for dual in found.row_dual]


def _conflict(programme: Programme) -> tuple[str, ...]:
    """Given limits that contradict each other, none to spare: each is left out if the others still do."""
    kept: Sequence[Limit] = programme.limits
    for limit in [limit for limit in programme.limits if limit.is_given]:
        fewer = tuple(one for one in kept if one is not limit)
        values, _ = _run(replace(programme, gain=np.zeros_like(programme.gain), limits=fewer))
        if values is None:
            kept = fewer
    return tuple(limit.name for limit in kept if limit.is_given)
