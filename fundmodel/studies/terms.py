"""A study file turned into the terms of its building blocks, in whole ledger units."""

from dataclasses import dataclass
from fractions import Fraction

from fundmodel.compounds.terms import CompoundTerms
from fundmodel.interest import exact, period_rate, whole_units
from fundmodel.notes.terms import Guarantee, NoteError, NoteTerms, ServiceFee, Tranche
from fundmodel.studies.file import Note, Study, StudyError
from fundmodel.studies.portfolio import portfolio

# Sums of whole units are added as floats in places: exact below this.
_EXACT = 2**53


@dataclass(frozen=True)
class StudyTerms:
    """What a study simulates.

    Attributes:
        compounds: The portfolio.
        notes: The tranches, guarantees and service fee.
        capital: Whole ledger units.
        budget: What compounds are bought for.
        equity: Capital less notes.
        last_period: The last in which compounds move and notes are paid.
        final_period: The last in which cash arrives.
        idle_cash_rate: Of one period.
        idle_cash_periods: Cash left after these earns it.
        unpaid_fee_rate: Of one period.
        closing_fee_periods: The fee on equity is charged once more in these.
        look_aheads: Shape (last_period + 1,): periods of debt service kept in cash by period.
        last_funding_period: Nothing is funded later.
        has_forced_sales: Whether compounds are sold where coverage fails; nothing is funded either way.
        discounts: Shape (final_period + 1,): present value of one at the guarantee discount rate.
        years: Length of the study.
    """

    compounds: CompoundTerms
    notes: NoteTerms
    capital: int
    budget: int
    equity: int
    last_period: int
    final_period: int
    idle_cash_rate: Fraction
    idle_cash_periods: tuple[int, int] | None
    unpaid_fee_rate: Fraction
    closing_fee_periods: tuple[int, ...]
    look_aheads: tuple[int, ...]
    last_funding_period: int
    has_forced_sales: bool
    discounts: tuple[float, ...]
    years: float


def ledger_units(study: Study) -> Fraction:
    """Ledger units per money unit of the study, as exact as its file.

    Example:
        >>> from fundmodel.studies import read_study
        >>> int(ledger_units(read_study("nbt2012_a")))
        100000000
    """
    return exact(study.study.money_unit) / exact(study.study.ledger_unit)


def study_terms(study: Study) -> StudyTerms:
    """The terms that a study file means.

    Args:
        study: The file.

    Returns:
        Terms in whole ledger units.

    Raises:
        StudyError: If parts do not fit together: unknown phases or tranches, rows of the transition matrix
            that do not sum to 1, notes above the capital, periods after the end, amounts beyond exact sums.

    Example:
        >>> from fundmodel.studies import read_study
        >>> study_terms(read_study("nbt2012_a")).equity
        300000000000
    """
    head, fund, units = study.study, study.fund, ledger_units(study)
    capital = whole_units(fund.capital, units)
    amounts = [_note_amount(note, fund.capital, units) for note in study.notes]
    equity = capital - sum(amounts)
    if equity <= 0:
        raise StudyError(f"notes of {sum(amounts)} ledger units leave no equity of the capital of {capital}")
    for name, last in (
        ("idle_cash_periods", fund.idle_cash_periods or ()),
        ("closing_fee_periods", fund.closing_fee_periods),
    ):
        if any(period >= head.final_period for period in last):
            raise StudyError(f"fund.{name} {list(last)}: periods are below final_period {head.final_period}")
    compounds = portfolio(study, units)
    try:
        notes = _notes(study, amounts, equity, units)
    except NoteError as error:
        raise StudyError(str(error)) from None
    coupons = sum(int(notes.schedule.interest[row, fund.first_payment_period]) for row in range(len(amounts)))
    largest = max((phase.value.cap for phase in compounds.phases if phase.value), default=0.0)
    if max(len(compounds.starts) * largest, capital) > _EXACT:
        raise StudyError(
            f"all compounds at their highest value are {len(compounds.starts) * largest:.3g} ledger units; "
            f"sums are exact up to {_EXACT}. Use a larger ledger_unit."
        )
    return StudyTerms(
        compounds=compounds,
        notes=notes,
        capital=capital,
        budget=capital - study.compounds.budget_coupon_periods * coupons,
        equity=equity,
        last_period=head.last_period,
        final_period=head.final_period,
        idle_cash_rate=period_rate(fund.idle_cash_rate, head.periods_per_year),
        idle_cash_periods=fund.idle_cash_periods,
        unpaid_fee_rate=period_rate(fund.unpaid_fee_rate, head.periods_per_year),
        closing_fee_periods=fund.closing_fee_periods,
        look_aheads=tuple(_look_ahead(study, period) for period in range(head.last_period + 1)),
        last_funding_period=study.compounds.last_funding_period,
        has_forced_sales=study.compounds.has_forced_sales,
        discounts=tuple(
            (1 + fund.guarantee_discount_rate) ** (-period / head.periods_per_year)
            for period in range(head.final_period + 1)
        ),
        years=head.final_period / head.periods_per_year,
    )


def _note_amount(note: Note, capital: float, units: Fraction) -> int:
    if note.amount is not None:
        return whole_units(note.amount, units)
    return int(exact(note.share or 0.0) * exact(capital) * units)


def _look_ahead(study: Study, period: int) -> int:
    found = [step for step in study.compounds.funding_look_ahead if step.from_period <= period]
    return max(found, key=lambda step: step.from_period).periods if found else 0


def _notes(study: Study, amounts: list[int], equity: int, units: Fraction) -> NoteTerms:
    tranches = tuple(
        Tranche(
            note.code,
            amount,
            _coupon(note),
            _principal_shares(note, study.study.last_period),
            note.coverage_ratio,
            note.look_ahead_periods,
        )
        for note, amount in zip(study.notes, amounts, strict=True)
    )
    guarantees = tuple(
        Guarantee(
            terms.code,
            terms.guarantor,
            terms.notes,
            terms.share,
            None if terms.limit is None else whole_units(terms.limit, units),
            terms.premium_rate,
            terms.is_drawn_before_default,
            terms.is_covering_fee,
            terms.is_recovered,
        )
        for terms in study.guarantees
    )
    fee = ServiceFee(study.fund.service_fee_rate, equity, study.fund.fee_look_ahead_periods)
    head = study.study
    return NoteTerms(
        tranches, head.periods_per_year, head.last_period, study.fund.first_payment_period, guarantees, fee
    )


def _coupon(note: Note) -> float | tuple[float, ...]:
    if note.coupon_rate is not None:
        return note.coupon_rate
    spread = note.spread_rate or 0.0
    if isinstance(note.base_rate, tuple):
        return tuple(base + spread for base in note.base_rate)
    return (note.base_rate or 0.0) + spread


def _principal_shares(note: Note, last_period: int) -> tuple[float | Fraction, ...]:
    first, last = note.principal_periods
    if last > last_period:
        raise StudyError(
            f"notes {note.code}: principal_periods end at {last}, after last_period {last_period}"
        )
    count = last - first + 1
    return (0.0,) * (first - 1) + (note.principal_shares or (Fraction(1, count),) * count)
