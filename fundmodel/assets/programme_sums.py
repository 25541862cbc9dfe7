"""Expected money and numbers of startups, added up plan row by plan row from the odds of their lots."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from fundmodel.assets.drug_programmes import LAST_PHASE, NOTHING, Floats, Ints, Kind
from fundmodel.assets.programme_lots import outcome_odds

MEASURES = ("invested", "proceeds", "nav_change", "cost_change")
# Steps on the way of a company that stays; only its entry and its end are counted.
_NOT_COUNTED = (Kind.ADVANCE, Kind.MILESTONE)

OutcomeKey = tuple[int, Kind, int]


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
    """The odds of all programmes; those of a lot are worked out once per area and phase.

    Attributes:
        success: Shape (n_areas, n_phases), chances of success.
        exits: From drug_programmes.exit_shares.
        durations: From drug_programmes.duration_quarters.
        n_quarters: Length of the grid.
        is_window_open: False if no company can go public.
    """

    success: Floats
    exits: Floats
    durations: Ints
    n_quarters: int
    is_window_open: bool
    _odds: dict[tuple[int, int], dict[OutcomeKey, Floats]] = field(default_factory=dict, repr=False)

    def odds(self, area: int, lot_phase: int) -> dict[OutcomeKey, Floats]:
        """As outcome_odds, for a lot of an area."""
        key = (area, lot_phase)
        if key not in self._odds:
            self._odds[key] = outcome_odds(
                self.success[area],
                self.exits,
                self.durations[area],
                lot_phase,
                self.n_quarters,
                self.is_window_open,
            )
        return self._odds[key]


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
        multiples: (area, lot phase) -> outcome -> what it gives.
        lots: (area, entry phase, lot phase) -> (priority class, cheque in won).
        money: (fund, priority class) -> shape (n_measures, funded quarter, cash quarter), won.
        counts: (fund, area, cluster, phase, kind) -> companies by quarter.
        invested: (fund, area, phase, cluster) -> won by quarter, shape (n_quarters,).
    """

    programmes: Programmes
    multiples: Mapping[tuple[int, int], Mapping[OutcomeKey, Multiple]]
    lots: Mapping[tuple[int, int, int], tuple[int, int]]
    money: dict[tuple[int, int], Floats] = field(default_factory=dict)
    counts: dict[tuple[int, ...], Floats] = field(default_factory=dict)
    invested: dict[tuple[int, ...], Floats] = field(default_factory=dict)
    _by_date: dict[tuple[int, int], Floats] = field(default_factory=dict, repr=False)

    def add(self, row: PlanRow) -> None:
        """Add a plan row; in every round its fund takes part as long as the company is its own."""
        self._count(row)
        rounds = row.entries
        for lot_phase in range(row.entry_phase, LAST_PHASE):
            priority, cheque = self.lots[row.area, row.entry_phase, lot_phase]
            paid = np.zeros(self.programmes.n_quarters)
            for cluster, starts in rounds.items():
                paid += starts * cheque
                place = (row.fund, row.area, lot_phase, cluster)
                self.invested[place] = self.invested.get(place, 0.0) + starts * cheque
            self._pay((row.fund, priority), paid, self._values(row.area, lot_phase))
            onward = self.programmes.odds(row.area, lot_phase)[lot_phase, Kind.ADVANCE, NOTHING]
            rounds = {cluster: spread(starts, onward) for cluster, starts in rounds.items()}

    def _count(self, row: PlanRow) -> None:
        odds = self.programmes.odds(row.area, row.entry_phase)
        counted = [outcome for outcome in odds if outcome[1] not in _NOT_COUNTED]
        chances = np.array([odds[outcome] for outcome in counted])
        for cluster, starts in row.entries.items():
            for (phase, kind, _), number in zip(counted, spread(starts, chances), strict=True):
                key = (row.fund, row.area, cluster, phase, int(kind))
                self.counts[key] = self.counts[key] + number if key in self.counts else number

    def _pay(self, key: tuple[int, int], paid: Floats, values: Floats) -> None:
        n = self.programmes.n_quarters
        total = self.money.setdefault(key, np.zeros((len(MEASURES), n, n)))
        funded = np.flatnonzero(paid)
        total[:, funded] += paid[funded, None] * values[:, funded]

    def _values(self, area: int, lot_phase: int) -> Floats:
        """Expected money per won of a lot, shape (n_measures, funded quarter, cash quarter)."""
        key = (area, lot_phase)
        if key not in self._by_date:
            n = self.programmes.n_quarters
            after = np.zeros((len(MEASURES), n))
            for outcome, chance in self.programmes.odds(area, lot_phase).items():
                multiple = self.multiples[key][outcome]
                if outcome[1] is Kind.INVEST:
                    after[0] += chance
                after[1] += chance * multiple.proceeds
                after[2] += chance * multiple.nav_change
                after[3] += chance * multiple.cost_change
            lag = np.arange(n)[None, :] - np.arange(n)[:, None]
            self._by_date[key] = np.where(lag >= 0, after[:, np.maximum(lag, 0)], 0.0)
        return self._by_date[key]
