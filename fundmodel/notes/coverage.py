"""Coverage of notes that follow their schedule: what tests lack, and what is set aside for debt service."""

from fractions import Fraction

import numpy as np

from fundmodel.interest import Ratios, Whole, exact, interest
from fundmodel.notes.terms import NoteTerms


def asked_by_test(service: Whole, before: Whole, ratio: Fraction | Ratios) -> Whole:
    """What a coverage test asks for: its tranche's service times the ratio, and what ranks before it.

    Args:
        service: Any shape, what the tranche needs in its look-ahead, 0 or more.
        before: Same shape, what the tranches before it need in the same time.
        ratio: One for all, or one for each.

    Example:
        >>> asked_by_test(np.array([101]), np.array([50]), Fraction(3, 2))
        array([202])
    """
    return -interest(-service, ratio) + before


def kept_back(principal: Whole, charges: Whole, ahead: int | Whole) -> Whole:
    """What stays in cash for the next periods: their principal, and as many times the next charges.

    Args:
        principal: Any shape, principal due in the next `ahead` periods.
        charges: Same shape, coupons, fee and premiums of the next period.
        ahead: Number of periods.
    """
    return principal + ahead * charges


def coverage_shortfall(terms: NoteTerms, period: int, cash: Whole, proceeds_due: Whole) -> Whole:
    """What paths lack to pass the worst of the coverage tests; 0 or below where they pass.

    For a tranche: ratio x (interest, principal and fee on its balance in its look-ahead) less cash, less
    proceeds due in that time, plus the same service of the tranches before it. For the service fee: the fee
    on equity in its look-ahead less cash. Meant for paths outside default: what is due is the schedule.

    Args:
        terms: The notes.
        period: The period just paid.
        cash: Shape (n_paths,), whole units, after payments.
        proceeds_due: Shape (n_periods_ahead, n_paths): certain receipts of the next periods, at least as many
            as the longest look-ahead.

    Returns:
        Shape (n_paths,), whole units; the lowest integer where there is no test.

    Example:
        >>> from fundmodel.notes.terms import Tranche
        >>> note = Tranche("senior", 1000, 0.10, (0, 0, 1), coverage_ratio=2.0, look_ahead_periods=1)
        >>> terms = NoteTerms((note,), periods_per_year=1, n_periods=3)
        >>> coverage_shortfall(terms, 2, np.array([2000, 2300]), np.array([[100, 0]]))
        array([ 100, -100])

    Source: interest coverage of Fernandez, Stein and Lo 2012, doi 10.1038/nbt.2374.
    """
    worst = np.full(len(cash), np.iinfo(np.int64).min)
    for row, tranche in enumerate(terms.tranches):
        if tranche.coverage_ratio is None:
            continue
        ahead = tranche.look_ahead_periods
        before = sum(_service(terms, other, period, ahead) for other in range(row))
        own = np.array(_service(terms, row, period, ahead))
        asked = asked_by_test(own, np.array(before), exact(tranche.coverage_ratio))
        available = cash.copy()
        for receipts in proceeds_due[:ahead]:
            available += receipts
        np.maximum(worst, asked - available, out=worst)
    if terms.fee.look_ahead_periods:
        asked = terms.fee.look_ahead_periods * terms.schedule.fee_on(terms.fee.equity_amount)
        np.maximum(worst, asked - cash, out=worst)
    return worst


def set_aside(terms: NoteTerms, period: int, ahead: int) -> int:
    """What a path keeps back after a period's payments before it funds anything.

    The principal scheduled in the next periods, and as many times the coupons, the fee and the premiums on
    the balances after this period's payments.

    Args:
        terms: The notes.
        period: The period just paid.
        ahead: Number of periods.

    Returns:
        Whole units, the same for every path outside default.

    Example:
        >>> from fundmodel.notes.terms import Tranche
        >>> note = Tranche("senior", 1000, 0.10, (0, 0.5, 0.5))
        >>> set_aside(NoteTerms((note,), periods_per_year=1, n_periods=3), period=1, ahead=2)
        1200

    Source: as coverage_shortfall.
    """
    schedule, after = terms.schedule, period + 1
    principal = sum(int(schedule.column(schedule.principal, period + n).sum()) for n in range(1, ahead + 1))
    coupons = int(schedule.column(schedule.interest, after).sum())
    charges = int(schedule.column(schedule.fee, after)) + int(schedule.column(schedule.premium, after).sum())
    return int(kept_back(np.array(principal), np.array(coupons + charges), ahead))


def _service(terms: NoteTerms, row: int, period: int, ahead: int) -> int:
    """Interest, principal and the fee on its balance that a tranche asks for in the next periods."""
    schedule = terms.schedule
    return sum(
        int(schedule.column(schedule.interest, at)[row])
        + int(schedule.column(schedule.principal, at)[row])
        + schedule.fee_on(int(schedule.column(schedule.opening, at)[row]))
        for at in range(period + 1, period + ahead + 1)
    )
