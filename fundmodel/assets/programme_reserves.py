"""Reserves for follow-ons: what the rounds of a company are expected to ask for after the first."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fundmodel.assets.drug_programmes import (
    DURATION_CODES,
    NOTHING,
    PHASES,
    ROUND_PHASES,
    ExitTerms,
    Floats,
)
from fundmodel.assets.programme_cheques import Cheque
from fundmodel.assets.programme_prospects import Programmes


def round_chances(success: Floats, terms: ExitTerms) -> dict[tuple[int, int, int], Floats]:
    """The chance that a company asks for money in each round, markets open, however long it takes.

    Args:
        success: Shape (n_areas, n_phases), chances of success.
        terms: How companies leave a fund.

    Returns:
        (entry phase, failed phase or NOTHING, phase of the round) -> shape (n_areas,).

    Example:
        >>> terms = ExitTerms(np.zeros((5, 3)), 0.0, 0.5, 0.0, 0, 1, 0, 0.0, 0, 0)
        >>> found = round_chances(np.full((1, 5), 0.25), terms)
        >>> found[2, NOTHING, 3], found[2, 2, 1]
        (array([0.25]), array([0.375]))
    """
    # Every phase lasts a quarter: a company passes both programmes in this many.
    n_quarters = (1 + 1) * len(PHASES) + 1
    durations = np.ones((len(success), len(PHASES), DURATION_CODES), dtype=np.int16)
    programmes = Programmes(success, terms, durations, n_quarters, True).remembered()
    found: dict[tuple[int, int, int], Floats] = {}
    for entry in ROUND_PHASES:
        for area in range(len(success)):
            rounds, odds = programmes.reached(area, entry)
            totals = np.cumsum(odds, axis=1)[:, -1]
            for (failed, phase), chance in zip(rounds, totals.tolist(), strict=True):
                found.setdefault((entry, failed, phase), np.zeros(len(success)))[area] = chance
    return found


def is_entry(cheque: Cheque) -> bool:
    """True for the cheque of the round in which the fund enters."""
    return cheque.round_pivot == NOTHING and cheque.lot_phase == cheque.entry_phase


def expected_cheques(
    cheques: Sequence[Cheque], chances: dict[tuple[int, int, int], Floats]
) -> dict[int, tuple[Floats, Floats]]:
    """Entry phase -> first cheque and expected sum of the later ones, each of shape (n_areas,); one world."""
    found: dict[int, tuple[Floats, Floats]] = {}
    for cheque in cheques:
        first, later = found.get(cheque.entry_phase, (0.0, np.zeros(cheque.paid_krw.shape[1])))
        if is_entry(cheque):
            first = cheque.paid_krw[0]
        else:
            key = (cheque.entry_phase, cheque.round_pivot, cheque.lot_phase)
            later = later + cheque.paid_krw[0] * chances.get(key, 0.0)
        found[cheque.entry_phase] = (np.asarray(first), later)
    return found


def with_reserve(
    cheques: Sequence[Cheque], expected: dict[int, tuple[Floats, Floats]], reserve_share: float
) -> list[Cheque]:
    """Cheques of the same expected total of which a stated share is for follow-ons, in their proportions.

    Where no follow-on is expected the first cheque stays as it is.

    Args:
        cheques: Of one world.
        expected: From expected_cheques.
        reserve_share: Expected follow-ons over the expected total, 0 up to but not including 1.
    """
    found = []
    for cheque in cheques:
        first, later = expected[cheque.entry_phase]
        total = first + later
        wanted = (1 - reserve_share) * total if is_entry(cheque) else reserve_share * total
        given = first if is_entry(cheque) else later
        scale = np.where(later > 0, wanted / np.where(given > 0, given, 1), 1.0)
        found.append(replace(cheque, paid_krw=np.floor(cheque.paid_krw * scale)))
    return found
