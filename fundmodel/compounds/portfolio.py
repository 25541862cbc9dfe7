"""A portfolio of drug compounds on many paths: bought by list, moved through phases, funded, sold."""

import numpy as np

from fundmodel.compounds.draws import CompoundDraws, States, by_state
from fundmodel.compounds.terms import GONE, NEVER, WAITING, CompoundTerms
from fundmodel.interest import Whole
from fundmodel.selections import affordable_by_series, affordable_in_order, dearest_first


class Compounds:
    """The compounds of a block of paths.

    A compound is funded and moves at a period known since it was funded, or waits for money, or is gone: only
    those that move, wait or are sold in a period are touched in it. Amounts are whole ledger units.

    Args:
        terms: Phases, list and rules.
        seed: Seed of the draws.
        paths: Shape (n_paths,), path ids.
        n_periods: Periods from 0 in which cash from sales can arrive; what is due later arrives in the last.

    Attributes:
        proceeds: Shape (n_periods, n_paths): cash from sales by the period in which it arrives.
        bought: Shape (n_paths,): compounds bought.

    Example:
        >>> from fundmodel.compounds.terms import PhaseTerms
        >>> phases = (PhaseTerms("out"), PhaseTerms("P1", upfront=10), PhaseTerms("approved"))
        >>> matrix = np.array([[1, 0, 0], [0.3, 0.5, 0.2], [0, 0, 1.0]])
        >>> terms = CompoundTerms(phases, matrix, {"P1": 3}, "approved", last_period=4)
        >>> block = Compounds(terms, seed=7, paths=np.arange(2), n_periods=6)
        >>> block.buy(np.array([100, 25])).tolist(), block.bought.tolist()
        ([30, 20], [3, 2])

    Source: the rules of Fernandez, Stein and Lo 2012, doi 10.1038/nbt.2374.
    """

    def __init__(self, terms: CompoundTerms, seed: int, paths: Whole, n_periods: int) -> None:
        self._terms, self._draws = terms, CompoundDraws(terms, seed, paths)
        self._n_paths, self._width = len(paths), len(terms.starts)
        size = self._n_paths * self._width
        # One entry per place in the grid of paths and compounds; the state of one gone says how it went.
        self._move_period = np.full(size, GONE, dtype=np.int8)
        self._state = np.full(size, terms.not_bought, dtype=np.int8)
        self._next = np.empty(size, dtype=np.int8)
        self._due = np.empty(size, dtype=np.int64)
        self._forced_sales = np.zeros(self._n_paths, dtype=np.int64)
        self.bought = np.zeros(self._n_paths, dtype=np.int64)
        self.proceeds = np.zeros((n_periods, self._n_paths), dtype=np.int64)

    def buy(self, budgets: Whole) -> Whole:
        """Buy the list in order while the budget lasts; a compound too dear is left out for good.

        Args:
            budgets: Shape (n_paths,), used up by the price and by the reserve beyond that of the phase before
                the target.

        Returns:
            The prices paid, shape (n_paths,).
        """
        prices = np.empty((self._n_paths, self._width), dtype=np.int64)
        for state, columns in self._terms.columns:
            prices[:, columns] = self._draws.prices(state, columns)
        taken = affordable_in_order(prices + self._terms.reserves, budgets)
        self.bought = np.count_nonzero(taken, axis=1)
        shape = taken.shape
        for state, columns in self._terms.columns:
            outcomes, chosen = self._draws.bought_outcomes(state, columns), taken[:, columns]
            moves = self._terms.move_periods(state, 1).take(outcomes)
            np.copyto(self._move_period.reshape(shape)[:, columns], moves, where=chosen)
            self._next.reshape(shape)[:, columns] = self._terms.next_states[state].take(outcomes)
            np.copyto(self._state.reshape(shape)[:, columns], np.int8(state), where=chosen)
        prices *= taken
        return prices.sum(axis=1)

    def move(self, period: int) -> None:
        """Let every funded compound whose time has come move: sold, withdrawn, waiting for money, or on."""
        moved = np.flatnonzero(self._move_period == period)
        to = self._next.take(moved)
        route = self._state.take(moved) * np.intp(len(self._terms.phases)) + to
        self._state[moved] = self._terms.landings.take(route)
        after = self._terms.after.take(to)
        self._move_period[moved] = after
        sold = np.flatnonzero(self._terms.is_sold.take(to))
        places = moved.take(sold)
        self._receive(period, places, self._draws.values(to.take(sold), places))
        waits = np.flatnonzero(after == WAITING)
        places = moved.take(waits)
        for state, here in by_state(to.take(waits), len(self._terms.phases)):
            chosen = places.take(here)
            self._due[chosen] = self._draws.dues(state, chosen)
        self._start(moved.take(np.flatnonzero(after == NEVER)), period)

    def fund(self, period: int, money: Whole) -> Whole:
        """Fund waiting compounds in the order of the list, each if its cost fits into what is left.

        Args:
            period: They move from the next period on.
            money: Shape (n_paths,); below 0 funds nothing.

        Returns:
            The costs paid, shape (n_paths,).
        """
        waiting = np.flatnonzero(self._move_period == WAITING)
        row, costs = waiting // self._width, self._due.take(waiting)
        taken = np.flatnonzero(affordable_by_series(row, costs, money))
        self._start(waiting.take(taken), period)
        return _added(row.take(taken), costs.take(taken), self._n_paths)

    def sell_dearest(self, period: int, rows: Whole, needed: Whole) -> None:
        """Price all compounds of some paths and sell the dearest until the proceeds are what is needed.

        Args:
            period: Of the sale; the prices are draws of their own for each forced sale of a path.
            rows: Shape (n_chosen,), ascending places of paths in the block.
            needed: Shape (n_chosen,), whole units.
        """
        self._forced_sales[rows] += 1
        for sale in np.unique(self._forced_sales[rows]).tolist():
            here = self._forced_sales[rows] == sale
            chosen = rows[here]
            flat, places = self._live(chosen)
            values = self._draws.forced_values(sale, self._state.take(flat), flat)
            prices = np.full(len(chosen) * self._width, -1, dtype=np.int64)
            prices[places] = self._net(flat, values)
            sold = dearest_first(prices.reshape(-1, self._width), needed[here]).reshape(-1)[places]
            self._sell(period, flat[sold], prices[places[sold]])

    def sell_all(self, period: int, rows: Whole) -> None:
        """Sell every compound of some paths (ascending places in the block)."""
        flat, _ = self._live(rows)
        self._sell(period, flat, self._net(flat, self._draws.values(self._state.take(flat), flat)))

    def counts(self) -> tuple[Whole, Whole]:
        """Compounds sold, and compounds withdrawn, by the state they were in: shapes (n_states, n_paths)."""
        n_states = len(self._terms.phases)
        codes = self._terms.not_bought + 1
        row = np.repeat(np.arange(self._n_paths) * codes, self._width)
        found = (
            np.bincount(row + self._state, minlength=self._n_paths * codes).reshape(self._n_paths, codes).T
        )
        return found[n_states : 2 * n_states], found[2 * n_states : 3 * n_states]

    def _live(self, rows: Whole) -> tuple[Whole, Whole]:
        """The compounds of some paths that are not gone: places in the grid, and among the rows chosen."""
        places = np.flatnonzero(self._move_period.reshape(self._n_paths, -1)[rows] != GONE)
        chosen, column = np.divmod(places, self._width)
        return rows[chosen] * self._width + column, places

    def _start(self, flat: Whole, period: int) -> None:
        """Draw when funded compounds move next, and where to."""
        states: States = self._state.take(flat)
        for state, here in by_state(states, len(self._terms.phases)):
            chosen = flat.take(here)
            outcomes = self._draws.outcomes(state, chosen)
            self._move_period[chosen] = self._terms.move_periods(state, period).take(outcomes)
            self._next[chosen] = self._terms.next_states[state].take(outcomes)

    def _net(self, flat: Whole, values: Whole) -> Whole:
        """Values less what is still due for the phase, never below 0."""
        waits = np.flatnonzero(self._move_period.take(flat) == WAITING)
        values[waits] = np.maximum(values[waits] - self._due.take(flat[waits]), 0)
        return values

    def _sell(self, period: int, flat: Whole, prices: Whole) -> None:
        self._move_period[flat] = GONE
        self._state[flat] += np.int8(len(self._terms.phases))
        self._receive(period, flat, prices)

    def _receive(self, period: int, flat: Whole, prices: Whole) -> None:
        arrives = min(period + self._terms.settlement_periods, len(self.proceeds) - 1)
        self.proceeds[arrives] += _added(flat // self._width, prices, self._n_paths)


def _added(row: Whole, amounts: Whole, n_paths: int) -> Whole:
    """Sums by path; whole numbers below 2**53 add up exactly as floats."""
    return np.bincount(row, weights=amounts, minlength=n_paths).astype(np.int64)
