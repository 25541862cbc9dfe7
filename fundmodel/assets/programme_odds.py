"""The odds of everything that can happen to a lot of a startup, by quarters after it was bought."""

import numpy as np

from fundmodel.assets.drug_programmes import (
    DURATION_CODES,
    EXITS,
    LAST_PHASE,
    NOTHING,
    PHASES,
    QUARTERS_PER_YEAR,
    ExitTerms,
    Floats,
    Ints,
    Kind,
)
from fundmodel.assets.programme_tranches import Payment

# Phase, what happens, phase of a licence before or NOTHING, running number of a staged sale or royalty.
OutcomeKey = tuple[int, Kind, int, int]


def _later(odds: Floats, lengths: Ints, chances: Floats | None = None) -> Floats:
    """Odds by quarter after one more wait; its lengths have the chances given, or are codes as likely."""
    ended = np.zeros_like(odds)
    weights = np.bincount(lengths, weights=chances, minlength=1)
    if chances is None:
        weights = weights / DURATION_CODES
    for quarters, weight in enumerate(weights.tolist()):
        if weight and quarters < odds.size:
            ended[quarters:] += odds[: odds.size - quarters] * weight
    return ended


def _shifted(odds: Floats, quarters: int) -> Floats:
    moved = np.zeros_like(odds)
    if quarters < odds.size:
        moved[quarters:] = odds[: odds.size - quarters]
    return moved


def outcome_odds(
    success: Floats,
    terms: ExitTerms,
    durations: Ints,
    lot_phase: int,
    n_quarters: int,
    may_pivot: bool = False,
    is_window_open: bool = True,
    payment: Payment | None = None,
) -> dict[OutcomeKey, Floats]:
    """The chance of everything that can happen to a lot during its programme.

    For the rest of a round that is paid some quarters after it, chances are those of both: that it is paid
    then, and what happens; quarters count from its payment.

    Args:
        success: Shape (n_phases,), chances of success of the area.
        terms: How companies leave a fund.
        durations: Shape (n_phases, DURATION_CODES), of the area.
        lot_phase: Phase whose round the lot was bought in.
        n_quarters: Quarters to look ahead.
        may_pivot: True if a failure may leave a second programme.
        is_window_open: False if no company can go public.
        payment: When the rest of the round is paid; None for what is paid at closing.

    Returns:
        Outcome -> shape (n_quarters,); over everything that ends a programme, and with enough quarters, the
        sum is 1, or the chance that the rest is paid.

    Example:
        >>> sure, terms = np.ones(5), ExitTerms(np.zeros((5, 3)), 0.0, 0.0, 0.0, 0, 1, 0, 0.0, 0, 1)
        >>> found = outcome_odds(sure, terms, np.full((5, DURATION_CODES), 2), 3, 6)
        >>> found[4, Kind.APPROVAL, NOTHING, 0]
        array([0., 0., 0., 0., 1., 0.])
    """
    delays = terms.closing_delays()
    closing = (np.arange(delays.size), delays)
    owned = np.zeros(n_quarters)
    owned[0] = 1
    licensed: dict[int, Floats] = {}
    found: dict[OutcomeKey, Floats] = {(lot_phase, Kind.INVEST, NOTHING, 0): owned}
    for phase in range(lot_phase, len(PHASES)):
        chance = float(success[phase])
        for licence, odds in licensed.items():
            ended = _later(odds, durations[phase])
            found[phase, Kind.FAIL, licence, 0] = ended * (1 - chance)
            licensed[licence] = ended * chance
            kind = Kind.APPROVAL if phase == LAST_PHASE else Kind.MILESTONE
            found[phase, kind, licence, 0] = licensed[licence]
        onward, early, others = (
            payment.codes(durations[phase]).chances if payment and phase == lot_phase else (None, None, None)
        )
        if terms.early_sale:
            half = _later(owned * terms.early_sale, (durations[phase] + 1) // (1 + 1), early)
            found[phase, Kind.EARLY_SALE, NOTHING, 0] = _later(half, *closing)
            owned = owned * (1 - terms.early_sale)
        going_on = _later(owned, durations[phase], onward)
        ended = _later(owned, durations[phase], others)
        pivot = terms.second_programme if may_pivot else 0.0
        hired = (1 - pivot) * terms.acqui_hire
        for kind, share in ((Kind.PIVOT, pivot), (Kind.ACQUI_HIRE, hired)):
            if share:
                found[phase, kind, NOTHING, 0] = ended * (1 - chance) * share
        found[phase, Kind.FAIL, NOTHING, 0] = ended * (1 - chance) * (1 - pivot - hired)
        owned = ended * chance
        for kind, share in zip(EXITS, terms.exits[phase].tolist(), strict=True):
            if share and (is_window_open or kind is not Kind.IPO):
                leaving = owned * share
                found[phase, kind, NOTHING, 0] = (
                    _later(leaving, *closing) if kind is Kind.TRADE_SALE else leaving
                )
        if terms.exits[phase, list(EXITS).index(Kind.LICENSE)]:
            licensed[phase] = found[phase, Kind.LICENSE, NOTHING, 0]
        owned = going_on * chance * _staying(terms, phase, is_window_open)
        kind = Kind.APPROVAL if phase == LAST_PHASE else Kind.ADVANCE
        found[phase, kind, NOTHING, 0] = owned
    found |= _followed(found, terms)
    if payment is None:
        return found
    chance = float(success[lot_phase]) * _staying(terms, lot_phase, is_window_open)
    share = payment.codes(durations[lot_phase]).share(terms.early_sale, chance)
    later = {outcome: _sooner(odds, payment.delay) for outcome, odds in found.items()}
    return later | {(lot_phase, Kind.INVEST, NOTHING, 0): found[lot_phase, Kind.INVEST, NOTHING, 0] * share}


def _staying(terms: ExitTerms, phase: int, is_window_open: bool) -> float:
    """The part of the successes of a phase that go on to the next round."""
    staying = 1.0
    for kind, share in zip(EXITS, terms.exits[phase].tolist(), strict=True):
        if is_window_open or kind is not Kind.IPO:
            staying -= share
    return max(0.0, staying)


def _sooner(odds: Floats, quarters: int) -> Floats:
    moved = np.zeros_like(odds)
    moved[: odds.size - quarters] = odds[quarters:]
    return moved


def _followed(found: dict[OutcomeKey, Floats], terms: ExitTerms) -> dict[OutcomeKey, Floats]:
    """The odds of staged sales after listings and of royalties after licensed approvals."""
    later = {}
    for (phase, kind, licence, _), odds in found.items():
        if kind is Kind.IPO:
            for step in range(1, terms.sale_quarters + 1):
                later[phase, Kind.SALE, NOTHING, step] = _shifted(odds, terms.lock_up + step - 1)
        if kind is Kind.APPROVAL and licence != NOTHING:
            for step in range(1, terms.royalty_years + 1):
                later[phase, Kind.ROYALTY, licence, step] = _shifted(odds, QUARTERS_PER_YEAR * step)
    return later
