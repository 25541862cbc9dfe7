"""What compounds of each phase cost, are worth and do next, as tables that words of a draw point into."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from fundmodel.compounds.stays import StayTable, stay_table
from fundmodel.draws import normal_table
from fundmodel.interest import Whole
from fundmodel.lognormal import CappedLognormal
from fundmodel.phases import Floats, power

# What stands in place of the period of a compound's next move: none before the end, waiting for money, gone.
NEVER, WAITING, GONE = 125, 126, 127


@dataclass(frozen=True)
class PhaseTerms:
    """The money side of one phase, in ledger units.

    Attributes:
        code: Its name.
        cost: What a trial costs, None if moving into the phase needs no funding.
        upfront: Paid on top of the cost when a compound in this phase is bought.
        milestone: Paid on top of the cost when a compound moves into this phase.
        reserve: Kept of the purchase budget for what follows, never paid.
        value: What a compound in this phase sells for; None if none is ever sold.
    """

    code: str
    cost: CappedLognormal | None = None
    upfront: int = 0
    milestone: int = 0
    reserve: int = 0
    value: CappedLognormal | None = None


@dataclass(frozen=True)
class CompoundTerms:
    """A portfolio of compounds: its list, their phases and the rules of sale.

    States are places in `phases`, which are in the order of development; the first is withdrawn, the last
    approved.

    Attributes:
        phases: Shape (n_states,).
        matrix: Shape (n_states, n_states): transition matrix of one period.
        targets: Phase code -> number of compounds to buy, in the order of purchase.
        target_phase: Compounds that reach it are sold; so are approved ones.
        last_period: No compound moves after it; below 125.
        sale_share: Part of a sale price that the seller keeps.
        correlation: Correlation of the logarithms of any two sale values on a path, 0 to 1.
        settlement_periods: Whole periods from a sale to its cash.

    Example:
        >>> terms = CompoundTerms(
        ...     (PhaseTerms("out"), PhaseTerms("P1"), PhaseTerms("approved")),
        ...     np.array([[1, 0, 0], [0.3, 0.5, 0.2], [0, 0, 1.0]]), {"P1": 3}, "approved", last_period=4,
        ... )
        >>> terms.starts.tolist(), terms.is_sold.tolist()
        ([1, 1, 1], [False, False, True])

    Source: Fernandez, Stein and Lo 2012, doi 10.1038/nbt.2374.
    """

    phases: tuple[PhaseTerms, ...]
    matrix: Floats
    targets: Mapping[str, int]
    target_phase: str
    last_period: int
    sale_share: float = 1.0
    correlation: float = 0.0
    settlement_periods: int = 0

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The names of the states."""
        return tuple(phase.code for phase in self.phases)

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The state that each compound of the list is bought in, shape (n_compounds,)."""
        return np.repeat([self.codes.index(code) for code in self.targets], list(self.targets.values()))

    @cached_property
    def is_sold(self) -> NDArray[np.bool_]:
        """Whether reaching a state means sale, shape (n_states,)."""
        found = np.zeros(len(self.phases), dtype=np.bool_)
        found[[self.codes.index(self.target_phase), -1]] = True
        return found

    @cached_property
    def can_reach(self) -> NDArray[np.bool_]:
        """Whether a compound of one state can get to another, itself included: shape (n_states, n_states)."""
        return power(self.matrix, len(self.phases)) > 0

    @cached_property
    def after(self) -> NDArray[np.int8]:
        """What stands in place of the next move of a compound that has just come to a state: (n_states,)."""
        found = np.where([phase.cost is not None for phase in self.phases], WAITING, NEVER).astype(np.int8)
        found[self.is_sold] = found[0] = GONE
        return found

    @property
    def not_bought(self) -> int:
        """The code of a compound that was never bought.

        With n states, 0 to n - 1 is a compound in a state, n + state one sold in it, 2 n + state one
        withdrawn from it.
        """
        return 3 * len(self.phases)

    @cached_property
    def landings(self) -> NDArray[np.int8]:
        """The code of a compound after a move, by state before x n_states + state after."""
        n_states = len(self.phases)
        to = np.arange(n_states)
        found = np.where(self.is_sold, n_states + to, to)[None, :].repeat(n_states, axis=0)
        found[:, 0] = 2 * n_states + to
        return found.reshape(-1).astype(np.int8)

    @cached_property
    def columns(self) -> tuple[tuple[int, slice], ...]:
        """The states that compounds of the list are bought in, with their places in the list."""
        ends = np.cumsum(list(self.targets.values())).tolist()
        return tuple(
            (self.codes.index(code), slice(end - count, end))
            for (code, count), end in zip(self.targets.items(), ends, strict=True)
        )

    @cached_property
    def reserves(self) -> Whole:
        """What each compound of the list uses of the budget beside its price, shape (n_compounds,)."""
        common = self.phases[self.codes.index(self.target_phase) - 1].reserve
        return np.array([max(phase.reserve - common, 0) for phase in self.phases])[self.starts]

    @cached_property
    def stays(self) -> tuple[StayTable, ...]:
        """How long compounds stay in each state and where they go then."""
        return tuple(stay_table(row, state, self.last_period) for state, row in enumerate(self.matrix))

    @cached_property
    def next_states(self) -> tuple[NDArray[np.int8], ...]:
        """The state after a stay, by state and outcome."""
        return tuple(stay.states.astype(np.int8) for stay in self.stays)

    def move_periods(self, state: int, period: int) -> NDArray[np.int8]:
        """The period of the next move of a compound funded in a period, by outcome of its stay, or NEVER."""
        periods = self.stays[state].periods
        return np.where(periods > 0, np.minimum(periods + period, NEVER), NEVER).astype(np.int8)

    @cached_property
    def costs(self) -> tuple[Whole | None, ...]:
        """Equally likely costs of each state, whole units, shape (65536,)."""
        return tuple(
            None if phase.cost is None else phase.cost.table().astype(np.int64) for phase in self.phases
        )

    @cached_property
    def own_values(self) -> tuple[Floats | None, ...]:
        """Equally likely values of each state before the cap and the common factor, units, shape (65536,)."""
        own = sqrt(1 - self.correlation)
        return tuple(
            None if value is None else np.exp(value.mu + value.sigma * own * normal_table())
            for value in (phase.value for phase in self.phases)
        )

    @cached_property
    def value_caps(self) -> tuple[float, ...]:
        """The cap of the values of each state, units; 0 for a state without values."""
        return tuple(0.0 if phase.value is None else phase.value.cap for phase in self.phases)

    @cached_property
    def common_spreads(self) -> tuple[float, ...]:
        """How far the common factor moves the logarithm of the values of each state."""
        common = sqrt(self.correlation)
        return tuple(0.0 if phase.value is None else phase.value.sigma * common for phase in self.phases)
