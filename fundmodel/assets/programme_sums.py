"""Expected money and numbers of startups, added up plan row by plan row from the odds of their lots."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from fundmodel.assets.drug_programmes import NOTHING, Floats, Ints, Kind, second_phase
from fundmodel.assets.programme_odds import OutcomeKey
from fundmodel.assets.programme_prospects import Programmes, spread
from fundmodel.assets.programme_tranches import AT_CLOSING, AT_MILESTONE, Payment

MEASURES = ("invested", "proceeds", "nav_change", "cost_change")
# What depends on how many shares a cheque buys.
_WORTH = ("proceeds", "nav_change")


@dataclass(frozen=True)
class Multiple:
    """What an outcome gives per won of the cheque, as in startup_multiples.

    Attributes:
        proceeds: Cash.
        nav_change: Value held after less value held before.
        cost_change: Unrealised cost after less before.
    """

    proceeds: float
    nav_change: float
    cost_change: float


@dataclass(frozen=True)
class PlanRow:
    """Companies of one kind that a fund means to enter.

    Attributes:
        fund: Id of the fund.
        area: Row of the area in the tables of odds.
        entry_phase: Phase in which the fund enters.
        entries: Cluster -> number of companies by entry quarter, shape (n_quarters,).
    """

    fund: int
    area: int
    entry_phase: int
    entries: Mapping[int, Floats]


def whole(cumulative: Floats) -> Ints:
    """Whole amounts along the last axis whose running totals are the given ones, rounded.

    Example:
        >>> whole(np.array([0.4, 0.8, 1.2]))
        array([0, 1, 0])
    """
    return np.diff(np.rint(cumulative).astype(np.int64), axis=-1, prepend=0)


@dataclass
class Sums:
    """What all plan rows are expected to ask, to give back and to become.

    Attributes:
        programmes: The odds.
        multiples: (area, lot phase, failed phase or NOTHING) -> outcome -> what it gives.
        lots: (area, entry phase, failed phase or NOTHING, lot phase, tranche) -> (priority class, won).
        entry_price: Shape (n_quarters,), what a first cheque pays over the ladder's price, by quarter.
        money: (fund, priority class) -> shape (n_measures, funded quarter, cash quarter), won.
        counts: (fund, area, cluster, phase, kind) -> companies by quarter.
        invested: (fund, area, phase, cluster) -> won by quarter, shape (n_quarters,).
    """

    programmes: Programmes
    multiples: Mapping[tuple[int, int, int], Mapping[OutcomeKey, Multiple]]
    lots: Mapping[tuple[int, ...], tuple[int, int]]
    entry_price: Floats
    money: dict[tuple[int, int], Floats] = field(default_factory=dict)
    counts: dict[tuple[int, ...], Floats] = field(default_factory=dict)
    invested: dict[tuple[int, ...], Floats] = field(default_factory=dict)
    _by_date: dict[tuple[int, int, bool, Payment | None], Floats] = field(default_factory=dict, repr=False)

    def add(self, row: PlanRow) -> None:
        """Add a plan row; in every round its fund takes part as long as the company is its own."""
        self._count(row)
        rounds, odds = self.programmes.reached(row.area, row.entry_phase)
        all_starts = np.zeros(self.programmes.n_quarters)
        for cluster, starts in row.entries.items():
            all_starts += starts
            for (failed, lot_phase), number in zip(rounds, spread(starts, odds), strict=True):
                key = (row.fund, row.area, lot_phase, cluster)
                for payment, paid in self.programmes.payments(row.area, lot_phase, number):
                    cheque = self._lot(row, failed, lot_phase, payment)[1]
                    self.invested[key] = self.invested.get(key, 0.0) + paid * cheque
        for (failed, lot_phase), number in zip(rounds, spread(all_starts, odds), strict=True):
            is_entry = (failed, lot_phase) == (NOTHING, row.entry_phase)
            price = self.entry_price if is_entry else np.ones_like(self.entry_price)
            for payment in self.programmes.payment_dates():
                priority, cheque = self._lot(row, failed, lot_phase, payment)
                values = self._values(row.area, lot_phase, failed != NOTHING, payment)
                paid = cheque * number
                if payment is None:
                    self._pay((row.fund, priority), paid, values, price)
                else:
                    self._pay((row.fund, priority), payment.later(paid), values, payment.later(price, 1.0))

    def _lot(self, row: PlanRow, failed: int, lot_phase: int, payment: Payment | None) -> tuple[int, int]:
        """Priority class and won of what is paid of a round at one of its dates."""
        tranche = AT_CLOSING if payment is None else AT_MILESTONE
        return self.lots[row.area, row.entry_phase, failed, lot_phase, tranche]

    def _count(self, row: PlanRow) -> None:
        ends = self.programmes.company_ends(row.area, row.entry_phase)
        chances = np.array(list(ends.values()))
        for cluster, starts in row.entries.items():
            for (phase, kind), number in zip(ends, spread(starts, chances), strict=True):
                key = (row.fund, row.area, cluster, phase, kind)
                self.counts[key] = self.counts[key] + number if key in self.counts else number

    def _pay(self, key: tuple[int, int], paid: Floats, values: Floats, price: Floats) -> None:
        n = self.programmes.n_quarters
        total = self.money.setdefault(key, np.zeros((len(MEASURES), n, n)))
        funded = np.flatnonzero(paid)
        worth = paid / price
        for measure, name in enumerate(MEASURES):
            won = worth if name in _WORTH else paid
            total[measure, funded] += won[funded, None] * values[measure, funded]

    def _values(self, area: int, lot_phase: int, is_second: bool, payment: Payment | None) -> Floats:
        """Expected money per won of a lot, shape (n_measures, funded quarter, cash quarter).

        Of the rest of a round, per won that would be paid: the chance that it is paid is part of the figures.
        """
        key = (area, lot_phase, is_second, payment)
        if key not in self._by_date:
            n = self.programmes.n_quarters
            after = self._outcomes(area, lot_phase, is_second, payment)
            odds = self.programmes.odds(area, lot_phase, payment=payment)
            after[0] += odds[lot_phase, Kind.INVEST, NOTHING, 0]
            if not is_second:
                for failed, starts in self.programmes.pivots(area, lot_phase, payment):
                    after += spread(starts, self._outcomes(area, lot_phase, True, None, failed))
            lag = np.arange(n)[None, :] - np.arange(n)[:, None]
            self._by_date[key] = np.where(lag >= 0, after[:, np.maximum(lag, 0)], 0.0)
        return self._by_date[key]

    def _outcomes(
        self, area: int, lot_phase: int, is_second: bool, payment: Payment | None, failed: int = NOTHING
    ) -> Floats:
        """Expected money per won by quarters after the programme begins, or the lot in it is paid."""
        begun = lot_phase if failed == NOTHING else second_phase(failed)
        after = np.zeros((len(MEASURES), self.programmes.n_quarters))
        for outcome, chance in self.programmes.odds(area, begun, is_second, payment).items():
            if outcome[1] is Kind.INVEST and failed != NOTHING:
                continue
            multiple = self.multiples[area, lot_phase, failed][outcome]
            after[1] += chance * multiple.proceeds
            after[2] += chance * multiple.nav_change
            after[3] += chance * multiple.cost_change
        return after
