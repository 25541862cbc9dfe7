"""The terms of notes ahead of equity: tranches by priority, guarantees from outside, the service fee."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fundmodel.interest import Whole, exact, interest, period_rate
from fundmodel.notes.dues import NO_LIMIT, Cover, Dues

# Shares are printed to some digits: they are taken to sum to 1 within this.
_ROUNDING = 1e-9


class NoteError(ValueError):
    """Terms that do not fit together; the message says which, the value and what is allowed."""


@dataclass(frozen=True)
class Tranche:
    """One class of notes. All its holders have the same terms.

    Attributes:
        code: Its name in results.
        amount: Issued in period 0, whole ledger units, above 0.
        coupon_rate: Per year as a fraction; one number, or one per period from period 1.
        principal_shares: Shape (n_periods,): share of the amount due in each period from period 1; sums to 1.
        coverage_ratio: What is available must be this multiple of what falls due; None for no test.
        look_ahead_periods: How many periods ahead the test looks.
    """

    code: str
    amount: int
    coupon_rate: float | tuple[float, ...]
    principal_shares: tuple[float | Fraction, ...]
    coverage_ratio: float | None = None
    look_ahead_periods: int = 0

    @property
    def last_period(self) -> int:
        """The period of the last scheduled principal."""
        return max(place for place, share in enumerate(self.principal_shares, start=1) if share > 0)


@dataclass(frozen=True)
class Guarantee:
    """What a party outside the structure pays to holders when the fund does not.

    It pays for what is due by the schedule and never earlier: in default a guaranteed tranche is not repaid
    early; cash for it is set aside ahead of the tranches behind it.

    Attributes:
        code: Its name in results.
        guarantor: The party that pays.
        tranches: Codes of the tranches it covers.
        share: Part of each shortfall that it pays, above 0, to 1.
        limit: Most it ever pays, whole ledger units; None for no limit.
        premium_rate: Per year, on the covered part of the scheduled balance, paid with the service fee; it
            stops at default.
        is_drawn_before_default: Whether a draw cures a missed payment; otherwise the payment missed is a
            default and draws follow it.
        is_covering_fee: Whether it also pays the service fee. Only with is_drawn_before_default.
        is_recovered: Whether the fund pays draws back: in default behind the tranches covered, otherwise at
            the end ahead of equity, without interest.
    """

    code: str
    guarantor: str
    tranches: tuple[str, ...]
    share: float = 1.0
    limit: int | None = None
    premium_rate: float = 0.0
    is_drawn_before_default: bool = False
    is_covering_fee: bool = False
    is_recovered: bool = False


@dataclass(frozen=True)
class ServiceFee:
    """A fee on the notes outstanding and the equity issued, ahead of the notes.

    Attributes:
        rate: Per year.
        equity_amount: Nominal equity, whole ledger units.
        look_ahead_periods: Periods of fee on equity that cash must cover; 0 for no test.
    """

    rate: float = 0.0
    equity_amount: int = 0
    look_ahead_periods: int = 0


@dataclass(frozen=True)
class NoteTerms:
    """Tranches in order of priority, with what belongs to them.

    Attributes:
        tranches: The first is paid first.
        periods_per_year: 2 for half-years, 4 for quarters.
        n_periods: Periods with payments; no principal is due later.
        first_period: The first period of interest and fee.
        guarantees: Any number; one tranche has at most one.
        fee: The service fee.

    Raises:
        NoteError: If shares do not sum to 1, a code is used twice or unknown, a tranche is guaranteed twice,
            or principal is due after the last period.

    Example:
        >>> note = Tranche("senior", 1000, coupon_rate=0.05, principal_shares=(0, 0.5, 0.5))
        >>> schedule = NoteTerms((note,), periods_per_year=2, n_periods=3, first_period=2).schedule
        >>> schedule.opening[0].tolist(), schedule.interest[0].tolist(), schedule.principal[0].tolist()
        ([1000, 1000, 1000, 500, 0], [0, 0, 25, 12, 0], [0, 0, 500, 500, 0])

    Source: the general form of the obligations of Fernandez, Stein and Lo 2012, doi 10.1038/nbt.2374.
    """

    tranches: tuple[Tranche, ...]
    periods_per_year: int
    n_periods: int
    first_period: int = 1
    guarantees: tuple[Guarantee, ...] = ()
    fee: ServiceFee = ServiceFee()

    def __post_init__(self) -> None:
        codes = [tranche.code for tranche in self.tranches]
        covered = [code for guarantee in self.guarantees for code in guarantee.tranches]
        for kind, names in (("tranche", codes), ("guarantee", [one.code for one in self.guarantees])):
            if len(set(names)) < len(names):
                raise NoteError(f"{kind} codes {names}: each must be used once")
        if unknown := sorted(set(covered) - set(codes)):
            raise NoteError(f"a guarantee covers {unknown}, which are not tranches; there are {codes}")
        if len(set(covered)) < len(covered):
            raise NoteError(f"guarantees cover {covered}: a tranche can have one guarantee only")
        for tranche in self.tranches:
            shares = tranche.principal_shares
            if any(share < 0 for share in shares) or abs(sum(shares) - 1) > _ROUNDING:
                raise NoteError(
                    f"principal shares of {tranche.code} sum to {sum(shares)}; "
                    "they must be 0 or more and sum to 1"
                )
            if tranche.last_period > self.n_periods:
                raise NoteError(
                    f"tranche {tranche.code} repays in period {tranche.last_period}; "
                    f"the last one is {self.n_periods}"
                )
            if tranche.amount <= 0:
                raise NoteError(
                    f"tranche {tranche.code} has {tranche.amount} ledger units; it must be above 0"
                )

    def coupon(self, tranche: int, period: int) -> Fraction:
        """The coupon of one period; after the last one given it stays as it was."""
        rate = self.tranches[tranche].coupon_rate
        if not isinstance(rate, int | float):
            rate = rate[min(period, len(rate)) - 1]
        return period_rate(rate, self.periods_per_year)

    @cached_property
    def issued(self) -> Whole:
        """Amounts of the tranches, shape (n_tranches, 1)."""
        return np.array([tranche.amount for tranche in self.tranches], dtype=np.int64).reshape(-1, 1)

    @cached_property
    def covers(self) -> tuple[Cover, ...]:
        """The guarantees as accounts read them."""
        codes = [tranche.code for tranche in self.tranches]
        return tuple(
            Cover(
                tuple(row for row, code in enumerate(codes) if code in one.tranches),
                exact(one.share),
                np.array([NO_LIMIT if one.limit is None else one.limit]),
                np.array([True]),
                np.array([one.is_drawn_before_default]),
                np.array([one.is_recovered]),
                one.is_covering_fee,
            )
            for one in self.guarantees
        )

    def dues(self, period: int) -> Dues:
        """What falls due in a period on every path outside default."""
        schedule, column = self.schedule, self.schedule.column
        return Dues(
            column(schedule.fee, period).reshape(1),
            column(schedule.premium, period)[:, None],
            column(schedule.interest, period)[:, None],
            column(schedule.principal, period)[:, None],
            column(schedule.opening, period + 1)[:, None],
            schedule.interest[:, period + 1 :].sum(axis=1)[:, None],
            [self.coupon(row, period) for row in range(len(self.tranches))],
        )

    @cached_property
    def schedule(self) -> "NoteSchedule":
        """What falls due by period if nothing is missed."""
        return NoteSchedule(self)


class NoteSchedule:
    """What falls due by period if nothing is missed: whole ledger units, read-only.

    Column t of each array is period t, from 0 (issue) to one past the last period.

    Attributes:
        opening: Shape (n_tranches, n_periods + 2): balance before the payments of the period.
        interest: Same shape.
        principal: Same shape; cumulative shares rounded down, the row is the difference.
        fee: Shape (n_periods + 2,): service fee on the opening balances and on equity.
        premium: Shape (n_guarantees, n_periods + 2).
    """

    def __init__(self, terms: NoteTerms) -> None:
        shape = (len(terms.tranches), terms.n_periods + 2)
        self._terms = terms
        self._fee_rate = period_rate(terms.fee.rate, terms.periods_per_year)
        self.principal = np.zeros(shape, dtype=np.int64)
        self.interest = np.zeros(shape, dtype=np.int64)
        self.fee = np.zeros(shape[1], dtype=np.int64)
        self.premium = np.zeros((len(terms.guarantees), shape[1]), dtype=np.int64)
        for row, tranche in enumerate(terms.tranches):
            paid, share = 0, Fraction(0)
            for period, part in enumerate(tranche.principal_shares, start=1):
                share += exact(part)
                due = tranche.amount if period >= tranche.last_period else int(share * tranche.amount)
                self.principal[row, period], paid = due - paid, due
        self.opening = terms.issued - np.cumsum(self.principal, axis=1) + self.principal
        for period in range(terms.first_period, shape[1]):
            for row in range(shape[0]):
                balance = int(self.opening[row, period])
                self.interest[row, period] = _one_interest(balance, terms.coupon(row, period))
            self.fee[period] = self.fee_on(int(self.opening[:, period].sum()) + terms.fee.equity_amount)
            self.premium[:, period] = self._premiums(self.opening[:, period])
        for array in (self.principal, self.interest, self.opening, self.fee, self.premium):
            array.flags.writeable = False

    def column(self, values: Whole, period: int) -> NDArray[np.int64]:
        """One period of an array of this schedule; zero after the last."""
        return values[..., period] if period < values.shape[-1] else np.zeros_like(values[..., 0])

    def fee_on(self, amount: int) -> int:
        """The service fee of one period on an amount outstanding."""
        return _one_interest(amount, self._fee_rate)

    def _premiums(self, balances: Whole) -> list[int]:
        codes = [tranche.code for tranche in self._terms.tranches]
        found = []
        for guarantee in self._terms.guarantees:
            outstanding = sum(int(balances[codes.index(code)]) for code in guarantee.tranches)
            covered = int(exact(guarantee.share) * outstanding)
            base = covered if guarantee.limit is None else min(covered, guarantee.limit)
            rate = period_rate(guarantee.premium_rate, self._terms.periods_per_year)
            found.append(_one_interest(base, rate))
        return found


def _one_interest(balance: int, rate: Fraction) -> int:
    return int(interest(np.array(balance), rate))
