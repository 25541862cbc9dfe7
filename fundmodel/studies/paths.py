"""A block of paths of a study, period by period: buy, move, pay notes, sell, fund, settle."""

import numpy as np

from fundmodel.compounds.portfolio import Compounds
from fundmodel.interest import Whole, interest
from fundmodel.notes.accounts import NoteAccounts
from fundmodel.notes.coverage import coverage_shortfall, set_aside
from fundmodel.studies.terms import StudyTerms

Measures = dict[str, Whole]


def study_paths(terms: StudyTerms, seed: int, paths: Whole) -> Measures:
    """What happened on each path, as whole numbers by measure.

    Args:
        terms: The study.
        seed: Seed of the draws.
        paths: Shape (n_paths,), path ids; a path is the same in every block.

    Returns:
        Measure -> shape (n_paths,): ledger units, or counts (compounds_bought, sold, withdrawn, defaults). A
        name with a dot belongs to a tranche, a guarantee or a phase. Sources and uses:
        capital + sales + cash_interest + guarantee_draws = purchases + trial_costs + service_fees +
        guarantee_premiums + note_receipts + guarantee_recoveries + equity_cash.

    Example:
        >>> from fundmodel.studies import read_study
        >>> from fundmodel.studies.terms import study_terms
        >>> found = study_paths(study_terms(read_study("nbt2012_a")), seed=7, paths=np.arange(1, 4))
        >>> bool((found["note_receipts.senior"] == found["note_receipts.senior"][0]).all())
        True

    Source: Fernandez, Stein and Lo 2012, doi 10.1038/nbt.2374: the rules of simulation A in their order.
    """
    return _Block(terms, seed, paths).run()


class _Block:
    """The cash of a block of paths and everything it moves between."""

    def __init__(self, terms: StudyTerms, seed: int, paths: Whole) -> None:
        n_paths = len(paths)
        self.terms = terms
        self.notes = NoteAccounts(terms.notes, n_paths)
        self.compounds = Compounds(terms.compounds, seed, paths, terms.final_period + 1)
        self.cash = np.full(n_paths, terms.capital, dtype=np.int64)
        self.trial_costs, self.cash_interest, self.unpaid_fee = np.zeros((3, n_paths), dtype=np.int64)
        self.closing_fees = np.zeros(n_paths, dtype=np.int64)
        self.guarantor_value = np.zeros((len(terms.notes.guarantees), n_paths))
        self.late: dict[str, Whole] = {}

    def run(self) -> Measures:
        """All periods, then the measures."""
        purchases = self.compounds.buy(np.full(len(self.cash), self.terms.budget, dtype=np.int64))
        self.cash -= purchases
        for period in range(2, self.terms.final_period + 1):
            self._earn(period - 1)
            self.cash += self.compounds.proceeds[period]
            before = self._guarantor_cost()
            if period <= self.terms.last_period:
                self._operate(period)
            else:
                self._wind_down(period)
            self._value_guarantors(period, before)
        before = self._guarantor_cost()
        self.cash = self.notes.recover(self.cash)
        self._value_guarantors(self.terms.final_period, before)
        return self._measures(purchases)

    def _earn(self, period: int) -> None:
        earning = self.terms.idle_cash_periods
        if earning and earning[0] <= period <= earning[1]:
            earned = interest(self.cash, self.terms.idle_cash_rate)
            self.cash += earned
            self.cash_interest += earned

    def _operate(self, period: int) -> None:
        self.compounds.move(period)
        self.cash, defaults = self.notes.pay(period, self.cash)
        for row, tranche in enumerate(self.terms.notes.tranches):
            if tranche.last_period == period:
                self.late[tranche.code] = self.notes.balance[row].copy()
        if defaults.size:
            self.compounds.sell_all(period, defaults)
        lacking = coverage_shortfall(
            self.terms.notes, period, self.cash, self.compounds.proceeds[period + 1 :]
        )
        is_trapped = lacking > 0
        is_sound = ~self.notes.is_default
        if self.terms.has_forced_sales:
            rows = np.flatnonzero(is_trapped & is_sound)
            if rows.size:
                self.compounds.sell_dearest(period, rows, lacking[rows])
        if period <= self.terms.last_funding_period:
            money = self.cash - set_aside(self.terms.notes, period, self.terms.look_aheads[period])
            spent = self.compounds.fund(period, np.where(is_trapped | ~is_sound, -1, money))
            self.cash -= spent
            self.trial_costs += spent
        if period == self.terms.last_period:
            self.compounds.sell_all(period, np.arange(len(self.cash)))
            self._charge_closing_fee(period)

    def _wind_down(self, period: int) -> None:
        """After the last move: defaulted paths pay notes as cash arrives, the others the last fees."""
        self.cash = self.notes.pay_in_default(self.terms.notes.dues(period), self.cash)
        self._charge_closing_fee(period)

    def _charge_closing_fee(self, period: int) -> None:
        if period > self.terms.last_period:
            self.unpaid_fee += interest(self.unpaid_fee, self.terms.unpaid_fee_rate)
        if period in self.terms.closing_fee_periods:
            fee = self.terms.notes.schedule.fee_on(self.terms.equity)
            self.unpaid_fee += np.where(self.notes.is_default, 0, fee)
        paid = np.minimum(self.unpaid_fee, self.cash)
        self.unpaid_fee -= paid
        self.closing_fees += paid
        self.cash -= paid

    def _guarantor_cost(self) -> list[Whole]:
        """Draws less recoveries and premiums so far, by guarantee."""
        notes = self.notes
        return [
            notes.draws(place) - notes.recovered[place] - notes.premium[place]
            for place in range(len(self.terms.notes.guarantees))
        ]

    def _value_guarantors(self, period: int, before: list[Whole]) -> None:
        for place, (earlier, later) in enumerate(zip(before, self._guarantor_cost(), strict=True)):
            self.guarantor_value[place] += (later - earlier) * self.terms.discounts[period]

    def _measures(self, purchases: Whole) -> Measures:
        terms, notes = self.terms, self.notes
        zero = np.zeros_like(self.cash)
        guarantees = terms.notes.guarantees
        found: Measures = {
            "equity_cash": self.cash,
            "purchases": purchases,
            "trial_costs": self.trial_costs,
            "sales": self.compounds.proceeds.sum(axis=0),
            "cash_interest": self.cash_interest,
            "service_fees": notes.fee + self.closing_fees,
            "service_fees_unpaid": self.unpaid_fee,
            "compounds_bought": self.compounds.bought,
            "defaults": notes.is_default.astype(np.int64),
            "guarantee_draws": sum((notes.draws(at) for at in range(len(guarantees))), zero),
            "guarantee_recoveries": notes.recovered.sum(axis=0),
            "guarantee_premiums": notes.premium.sum(axis=0),
            "guarantee_cost": sum(self._guarantor_cost(), zero),
            "guarantee_cost_present_value": np.floor(sum(self.guarantor_value, zero)).astype(np.int64),
            "note_receipts": (notes.received + notes.drawn).sum(axis=0),
            "note_losses": notes.holder_loss.sum(axis=0),
        }
        for row, tranche in enumerate(terms.notes.tranches):
            found[f"balance_late.{tranche.code}"] = self.late[tranche.code]
            found[f"note_receipts.{tranche.code}"] = notes.received[row] + notes.drawn[row]
            found[f"note_shortfall.{tranche.code}"] = notes.shortfall[row]
            found[f"note_loss.{tranche.code}"] = notes.holder_loss[row]
        for place, guarantee in enumerate(guarantees):
            found[f"guarantee_draws.{guarantee.code}"] = notes.draws(place)
            found[f"guarantee_recoveries.{guarantee.code}"] = notes.recovered[place]
            found[f"guarantee_premiums.{guarantee.code}"] = notes.premium[place]
        sold, withdrawn = self.compounds.counts()
        for state, code in enumerate(terms.compounds.codes):
            if state:
                found[f"sold.{code}"], found[f"withdrawn.{code}"] = sold[state], withdrawn[state]
        return found
