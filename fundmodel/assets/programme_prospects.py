"""The odds of programmes and of companies, worked out once for all plan rows of a world."""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field

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
from fundmodel.assets.programme_tranches import Payment, payments

# What follows the end of a company; its entry, every phase that it ends and its own end are counted.
_NOT_COUNTED = (Kind.SALE, Kind.ROYALTY)

# Steps of one world, and worlds that differ elsewhere, ask for the same odds; a set takes a few megabytes.
_REMEMBERED = 24
_known: OrderedDict[tuple[object, ...], "Programmes"] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class Programmes:
    """The odds of all programmes; those of a lot are worked out once per area, phase and programme.

    Attributes:
        success: Shape (n_areas, n_phases), chances of success.
        terms: How companies leave a fund.
        durations: From drug_programmes.duration_quarters.
        n_quarters: Length of the grid.
        is_window_open: False if no company can go public.
        milestone: Quarters from a round to its milestone, 0 if all is paid at closing.
    """

    success: Floats
    terms: ExitTerms
    durations: Ints
    n_quarters: int
    is_window_open: bool
    milestone: int = 0
    _odds: dict[tuple[int, int, bool, Payment | None], dict[OutcomeKey, Floats]] = field(
        default_factory=dict, repr=False
    )
    _reached: dict[tuple[int, int], tuple[list[tuple[int, int]], Floats]] = field(
        default_factory=dict, repr=False
    )
    _ends: dict[tuple[int, int], dict[tuple[int, int], Floats]] = field(default_factory=dict, repr=False)

    def remembered(self) -> "Programmes":
        """The programmes with these chances, terms and durations that were asked for before, or these."""
        exits, *terms = astuple(self.terms)
        key = (
            self.success.tobytes(), self.durations.tobytes(), exits.tobytes(), *terms, self.n_quarters,
            self.is_window_open, self.milestone,
        )  # fmt: skip
        with _lock:
            found = _known.setdefault(key, self)
            _known.move_to_end(key)
            if len(_known) > _REMEMBERED:
                _known.popitem(last=False)
        return found

    def odds(
        self, area: int, lot_phase: int, is_second: bool = False, payment: Payment | None = None
    ) -> dict[OutcomeKey, Floats]:
        """As outcome_odds, for a lot of an area during a company's first or second programme."""
        key = (area, lot_phase, is_second, payment)
        if key not in self._odds:
            self._odds[key] = outcome_odds(
                self.success[area],
                self.terms,
                self.durations[area],
                lot_phase,
                self.n_quarters,
                not is_second,
                self.is_window_open,
                payment,
            )
        return self._odds[key]

    def pivots(
        self, area: int, lot_phase: int, payment: Payment | None = None
    ) -> Iterator[tuple[int, Floats]]:
        """Phases in which it may fail and a second programme go on, and the odds by quarters."""
        odds = self.odds(area, lot_phase, payment=payment)
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

    def payment_dates(self) -> tuple[Payment | None, ...]:
        """The dates at which a round is paid: its closing, and those of its rest."""
        return None, *payments(self.milestone)

    def payments(self, area: int, lot_phase: int, rounds: Floats) -> Iterator[tuple[Payment | None, Floats]]:
        """When rounds are paid, and expected numbers by quarter of payment; None for what is paid at closing.

        Args:
            area: Of the companies.
            lot_phase: Phase of the rounds.
            rounds: Shape (n_quarters,), their expected numbers.
        """
        for payment in self.payment_dates():
            if payment is None:
                yield None, rounds
            else:
                odds = self.odds(area, lot_phase, payment=payment)
                yield payment, payment.later(rounds) * odds[lot_phase, Kind.INVEST, NOTHING, 0][0]

    def company_ends(self, area: int, entry: int) -> dict[tuple[int, int], Floats]:
        """(phase, kind) -> chance by quarters after entry, over both programmes; phases passed too."""
        if (area, entry) not in self._ends:
            found: dict[tuple[int, int], Floats] = defaultdict(lambda: np.zeros(self.n_quarters))
            for (phase, kind, _, _), chance in self.odds(area, entry).items():
                if kind not in _NOT_COUNTED:
                    found[phase, int(kind)] = found[phase, int(kind)] + chance
            for failed, starts in self.pivots(area, entry):
                second = self.odds(area, second_phase(failed), is_second=True)
                later = {
                    outcome: chance
                    for outcome, chance in second.items()
                    if outcome[1] not in (*_NOT_COUNTED, Kind.INVEST)
                }
                # All outcomes at once: one by one they take most of the time of a world.
                for (phase, kind, _, _), number in zip(
                    later, spread(starts, np.array(list(later.values()))), strict=True
                ):
                    found[phase, int(kind)] = found[phase, int(kind)] + number
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
