"""Expected money and numbers of startups, added up plan row by plan row from the odds of their lots."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from fundmodel.assets.drug_programmes import (
    LAST_PHASE,
    NOTHING,
    PHASES,
    ExitTerms,
    Floats,
    Ints,
    Kind,
    second_phase,
)
from fundmodel.assets.programme_odds import OutcomeKey, outcome_odds

MEASURES = ("invested", "proceeds", "nav_change", "cost_change")
# What depends on how many shares a cheque buys.
_WORTH = ("proceeds", "nav_change")
# Steps on the way of a company and what follows its end; only its entry and its end are counted.
_NOT_COUNTED = (Kind.ADVANCE, Kind.MILESTONE, Kind.SALE, Kind.ROYALTY, Kind.PIVOT)


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


@dataclass(frozen=True)
class Programmes:
    """The odds of all programmes; those of a lot are worked out once per area, phase and programme.

    Attributes:
        success: Shape (n_areas, n_phases), chances of success.
        terms: How companies leave a fund.
        durations: From drug_programmes.duration_quarters.
        n_quarters: Length of the grid.
        is_window_open: False if no company can go public.
    """

    success: Floats
    terms: ExitTerms
    durations: Ints
    n_quarters: int
    is_window_open: bool
    _odds: dict[tuple[int, int, bool], dict[OutcomeKey, Floats]] = field(default_factory=dict, repr=False)
    _reached: dict[tuple[int, int], tuple[list[tuple[int, int]], Floats]] = field(
        default_factory=dict, repr=False
    )
    _ends: dict[tuple[int, int], dict[tuple[int, int], Floats]] = field(default_factory=dict, repr=False)

    def odds(self, area: int, lot_phase: int, is_second: bool = False) -> dict[OutcomeKey, Floats]:
        """As outcome_odds, for a lot of an area during a company's first or second programme."""
        key = (area, lot_phase, is_second)
        if key not in self._odds:
            self._odds[key] = outcome_odds(
                self.success[area],
                self.terms,
                self.durations[area],
                lot_phase,
                self.n_quarters,
                not is_second,
                self.is_window_open,
            )
        return self._odds[key]

    def pivots(self, area: int, lot_phase: int) -> Iterator[tuple[int, Floats]]:
        """Phases in which it may fail and a second programme go on, and the odds by quarters."""
        odds = self.odds(area, lot_phase)
        for phase in range(lot_phase, len(PHASES)):
            if (phase, Kind.PIVOT, NOTHING, 0) in odds:
                yield phase, odds[phase, Kind.PIVOT, NOTHING, 0]

    def reached(self, area: int, entry: int) -> tuple[list[tuple[int, int]], Floats]:
        """The rounds of a company that enters in a phase: (failed phase or NOTHING, phase), and their odds.

        Returns:
            Rounds, and shape (n_rounds, n_quarters), by quarters after entry.
        """
        key = (area, entry)
        if key not in self._reached:
            odds = self.odds(area, entry)
            found = {(NOTHING, entry): odds[entry, Kind.INVEST, NOTHING, 0]}
            for phase in range(entry, LAST_PHASE - 1):
                found[NOTHING, phase + 1] = odds[phase, Kind.ADVANCE, NOTHING, 0]
            for failed, starts in self.pivots(area, entry):
                second = second_phase(failed)
                found[failed, second] = starts
                later = self.odds(area, second, is_second=True)
                for phase in range(second, LAST_PHASE - 1):
                    onward = later[phase, Kind.ADVANCE, NOTHING, 0]
                    found[failed, phase + 1] = spread(starts, onward)
            self._reached[key] = (list(found), np.array(list(found.values())))
        return self._reached[key]

    def company_ends(self, area: int, entry: int) -> dict[tuple[int, int], Floats]:
        """(phase, kind) -> chance by quarters after entry, over both programmes of a company."""
        if (area, entry) not in self._ends:
            found: dict[tuple[int, int], Floats] = defaultdict(lambda: np.zeros(self.n_quarters))
            for (phase, kind, _, _), chance in self.odds(area, entry).items():
                if kind not in _NOT_COUNTED:
                    found[phase, int(kind)] = found[phase, int(kind)] + chance
            for failed, starts in self.pivots(area, entry):
                second = self.odds(area, second_phase(failed), is_second=True)
                for (phase, kind, _, _), chance in second.items():
                    if kind not in (*_NOT_COUNTED, Kind.INVEST):
                        found[phase, int(kind)] = found[phase, int(kind)] + spread(starts, chance)
            self._ends[area, entry] = dict(found)
        return self._ends[area, entry]


def spread(starts: Floats, odds: Floats) -> Floats:
    """Expected numbers by quarter of what follows `starts` with `odds` by quarters after.

    Args:
        starts: Shape (n_quarters,).
        odds: Shape (..., n_quarters).

    Returns:
        The shape of `odds`.

    Example:
        >>> spread(np.array([0.0, 2.0, 0.0]), np.array([0.5, 0.25, 0.25]))
        array([0. , 1. , 0.5])
    """
    total = np.zeros_like(odds)
    for quarter in np.flatnonzero(starts).tolist():
        total[..., quarter:] += starts[quarter] * odds[..., : starts.size - quarter]
    return total


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
        lots: (area, entry phase, failed phase or NOTHING, lot phase) -> (priority class, cheque in won).
        entry_price: Shape (n_quarters,), what a first cheque pays over the ladder's price, by quarter.
        money: (fund, priority class) -> shape (n_measures, funded quarter, cash quarter), won.
        counts: (fund, area, cluster, phase, kind) -> companies by quarter.
        invested: (fund, area, phase, cluster) -> won by quarter, shape (n_quarters,).
    """

    programmes: Programmes
    multiples: Mapping[tuple[int, int, int], Mapping[OutcomeKey, Multiple]]
    lots: Mapping[tuple[int, int, int, int], tuple[int, int]]
    entry_price: Floats
    money: dict[tuple[int, int], Floats] = field(default_factory=dict)
    counts: dict[tuple[int, ...], Floats] = field(default_factory=dict)
    invested: dict[tuple[int, ...], Floats] = field(default_factory=dict)
    _by_date: dict[tuple[int, int, bool], Floats] = field(default_factory=dict, repr=False)

    def add(self, row: PlanRow) -> None:
        """Add a plan row; in every round its fund takes part as long as the company is its own."""
        self._count(row)
        rounds, odds = self.programmes.reached(row.area, row.entry_phase)
        all_starts = np.zeros(self.programmes.n_quarters)
        for cluster, starts in row.entries.items():
            all_starts += starts
            for (failed, lot_phase), number in zip(rounds, spread(starts, odds), strict=True):
                cheque = self.lots[row.area, row.entry_phase, failed, lot_phase][1]
                key = (row.fund, row.area, lot_phase, cluster)
                self.invested[key] = self.invested.get(key, 0.0) + number * cheque
        for (failed, lot_phase), number in zip(rounds, spread(all_starts, odds), strict=True):
            priority, cheque = self.lots[row.area, row.entry_phase, failed, lot_phase]
            values = self._values(row.area, lot_phase, failed != NOTHING)
            is_entry = (failed, lot_phase) == (NOTHING, row.entry_phase)
            price = self.entry_price if is_entry else np.ones_like(self.entry_price)
            self._pay((row.fund, priority), cheque * number, values, price)

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

    def _values(self, area: int, lot_phase: int, is_second: bool) -> Floats:
        """Expected money per won of a lot, shape (n_measures, funded quarter, cash quarter)."""
        key = (area, lot_phase, is_second)
        if key not in self._by_date:
            n = self.programmes.n_quarters
            after = self._outcomes(area, lot_phase, is_second)
            after[0] += self.programmes.odds(area, lot_phase)[lot_phase, Kind.INVEST, NOTHING, 0]
            if not is_second:
                for failed, starts in self.programmes.pivots(area, lot_phase):
                    after += spread(starts, self._outcomes(area, lot_phase, True, failed))
            lag = np.arange(n)[None, :] - np.arange(n)[:, None]
            self._by_date[key] = np.where(lag >= 0, after[:, np.maximum(lag, 0)], 0.0)
        return self._by_date[key]

    def _outcomes(self, area: int, lot_phase: int, is_second: bool, failed: int = NOTHING) -> Floats:
        """Expected money per won by quarters after the programme, or the lot in it, begins."""
        begun = lot_phase if failed == NOTHING else second_phase(failed)
        after = np.zeros((len(MEASURES), self.programmes.n_quarters))
        for outcome, chance in self.programmes.odds(area, begun, is_second).items():
            if outcome[1] is Kind.INVEST and failed != NOTHING:
                continue
            multiple = self.multiples[area, lot_phase, failed][outcome]
            after[1] += chance * multiple.proceeds
            after[2] += chance * multiple.nav_change
            after[3] += chance * multiple.cost_change
        return after
