"""The notes of many funds at once, on one grid of quarters: schedules stacked, one entry per fund's terms."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fundmodel.interest import Ratios, Whole, interest
from fundmodel.notes.coverage import asked_by_test, kept_back
from fundmodel.notes.dues import NO_LIMIT, Cover, Dues

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

QUARTERS_PER_YEAR = 4


@dataclass(frozen=True)
class StackedTerms:
    """Tranches by fund: arrays of shape (n_tranches, n_terms), the first tranche is paid first.

    A fund with fewer tranches has empty ones: amount 0. Each tranche has one guarantee at most.

    Attributes:
        amount: Whole units of the tranche's currency, won or US cents.
        is_dollar: Whether the unit is a US cent.
        coupon_rate: Per year.
        due: Shape (n_quarters, n_tranches, n_terms): principal due up to a quarter, cumulative.
        start: Shape (n_terms,), quarter of issue.
        coverage_ratio: 0 for no test.
        look_ahead: Quarters that a test looks ahead.
        is_selling: Whether assets are sold when the test of the tranche fails.
        reserve: Quarters of its service kept back before cash is spent or distributed.
        share, premium_rate, limit_share: Of the guarantee: part of each shortfall; per year on the guaranteed
            balance; the most ever paid as a share of the amount issued. Share 0 for none.
        is_early, is_recovered: Whether a draw cures a missed payment; whether draws are paid back.
    """

    amount: Whole
    is_dollar: Flags
    coupon_rate: Floats
    due: Whole
    start: Whole
    coverage_ratio: Floats
    look_ahead: Whole
    is_selling: Flags
    reserve: Whole
    share: Floats
    limit_share: Floats
    premium_rate: Floats
    is_early: Flags
    is_recovered: Flags


@dataclass(frozen=True)
class StackedNotes:
    """What falls due in every quarter, for every series; a series is a fund's terms on one path.

    Attributes:
        terms: The terms.
        place: Shape (n_series,), the terms of each series.
        price_at_issue: Shape (n_tranches, n_series), won per unit in the quarter of issue.

    Example:
        >>> one = np.ones((1, 1))
        >>> due = np.array([0, 0, 500, 1000]).reshape(4, 1, 1)
        >>> no, none = one < 1, 0 * one
        >>> terms = StackedTerms(
        ...     np.array([[1000]]), no, one * 0.04, due, np.array([0]), none, np.array([[0]]), no,
        ...     np.array([[2]]), none, none, none, no, no)
        >>> notes = StackedNotes(terms, np.array([0, 0]), np.ones((1, 2)))
        >>> notes.dues(2, None).interest.tolist(), notes.dues(2, None).principal.tolist()
        ([[10, 10]], [[500, 500]])
        >>> notes.reserve(1).tolist()
        [[1020, 1020]]

    Source: METHOD.md, "Notes of a fund"; the rules are those of NoteTerms.
    """

    terms: StackedTerms
    place: NDArray[np.intp]
    price_at_issue: Floats

    @cached_property
    def principal(self) -> Whole:
        """Shape (n_quarters, n_tranches, n_terms), due in the quarter."""
        return np.diff(self.terms.due, axis=0, prepend=0)

    @cached_property
    def opening(self) -> Whole:
        """Same shape: balance before the payments of the quarter, 0 until the quarter after the issue."""
        quarter = np.arange(len(self.terms.due))[:, None, None]
        balance = self.terms.amount - self.terms.due + self.principal
        return balance * (quarter > self.terms.start)

    @cached_property
    def _coupons(self) -> Ratios:
        return Ratios.of(self.terms.coupon_rate, QUARTERS_PER_YEAR)

    @cached_property
    def interest(self) -> Whole:
        """Same shape: coupons of the schedule."""
        return interest(self.opening, self._coupons)

    @cached_property
    def premium(self) -> Whole:
        """Same shape: premiums in the tranche's unit, on the guaranteed part of the balance."""
        terms = self.terms
        limit = interest(terms.amount, Ratios.of(np.where(terms.limit_share > 0, terms.limit_share, 1.0)))
        covered = np.minimum(interest(self.opening, Ratios.of(terms.share)), limit)
        return interest(covered, Ratios.of(terms.premium_rate, QUARTERS_PER_YEAR))

    @cached_property
    def _still_to_pay(self) -> Whole:
        """Interest of the schedule after the quarter."""
        return np.add.reduce(self.interest, axis=0) - np.cumsum(self.interest, axis=0)

    @cached_property
    def _coming(self) -> tuple[Whole, Whole]:
        """Cumulative service and principal, with one more row so that a difference never leaves the grid."""
        service = np.cumsum(self.interest + self.principal, axis=0)
        return service, self.terms.due

    def _ahead(self, cumulative: Whole, ahead: Whole) -> Whole:
        """What of a cumulative array falls due in the next quarters after each quarter."""
        last = len(cumulative) - 1
        quarter = np.arange(len(cumulative))[:, None, None]
        until = np.broadcast_to(np.minimum(quarter + ahead, last), cumulative.shape)
        return np.take_along_axis(cumulative, until, axis=0) - cumulative

    @cached_property
    def _tests(self) -> list[tuple[Whole, list[Whole]]]:
        """For each tranche its service in its look-ahead, and that of the tranches before it in that time."""
        service, _ = self._coming
        tests = []
        for row, ahead in enumerate(self.terms.look_ahead):
            found = self._ahead(service, ahead[None, None, :])
            tests.append((found[:, row], [found[:, other] for other in range(row)]))
        return tests

    @cached_property
    def _reserve(self) -> Whole:
        _, principal = self._coming
        ahead = self.terms.reserve
        charges = np.roll(self.interest + self.premium, -1, axis=0)
        charges[-1] = 0
        return kept_back(self._ahead(principal, ahead), charges, ahead)

    @cached_property
    def issued(self) -> Whole:
        """Shape (n_tranches, n_series), own units."""
        return self._of(self.terms.amount)

    @property
    def whole_interest(self) -> Whole:
        """Shape (n_tranches, n_series), all coupons of the schedule."""
        return self._of(np.add.reduce(self.interest, axis=0))

    @cached_property
    def covers(self) -> tuple[Cover, ...]:
        """One guarantee for each tranche; limits in won of the quarter of issue."""
        terms = self.terms
        share = Ratios.of(terms.share)
        most = self._of(interest(terms.amount, Ratios.of(terms.limit_share)))
        limit = np.floor(most * self.price_at_issue).astype(np.int64)
        return tuple(
            Cover(
                (row,),
                Ratios(share.numerator[row][self.place], share.denominator),
                np.where(self._of(terms.limit_share)[row] > 0, limit[row], NO_LIMIT),
                self._of(terms.share)[row] > 0,
                self._of(terms.is_early)[row],
                self._of(terms.is_recovered)[row],
                is_waiving=True,
            )
            for row in range(len(terms.amount))
        )

    def _of(self, values: NDArray) -> NDArray:
        """Values by terms, on the last axis, by series."""
        return values[..., self.place]

    def dues(self, period: int, price: Floats | None = None) -> Dues:
        """What falls due in a quarter; after the grid nothing does.

        Args:
            period: Quarter of the grid.
            price: Shape (n_tranches, n_series), won per unit; None if every tranche is in won.
        """
        after = self.opening[period + 1] if period + 1 < len(self.opening) else 0 * self.terms.amount
        premium = self._of(self.premium[period])
        return Dues(
            np.zeros(1, dtype=np.int64),
            premium if price is None else np.floor(premium * price).astype(np.int64),
            self._of(self.interest[period]),
            self._of(self.principal[period]),
            self._of(after),
            self._of(self._still_to_pay[period]),
            [Ratios(own, self._coupons.denominator) for own in self._of(self._coupons.numerator)],
            price,
        )

    def reserve(self, quarter: int) -> Whole:
        """What is kept back after the payments of a quarter, shape (n_tranches, n_series), own units."""
        return self._of(self._reserve[quarter])

    def tested(self, quarter: int, dues: Dues) -> tuple[Whole, Whole]:
        """What the coverage tests ask for after the payments of a quarter, in won.

        Returns:
            Shape (n_series,): the most that any test asks for, and that a test asks for whose failure makes
            the fund sell; 0 where there is none.
        """
        terms = self.terms
        worst, selling = np.zeros((2, self.place.size), dtype=np.int64)
        every = np.arange(self.place.size)
        for row, (own, before) in enumerate(self._tests):
            ratio = Ratios.of(terms.coverage_ratio[row][self.place])
            service = dues.cash_of(row, every, self._of(own[quarter]))
            ahead = np.zeros_like(service)
            for other, amounts in enumerate(before):
                ahead += dues.cash_of(other, every, self._of(amounts[quarter]))
            asked = asked_by_test(service, ahead, ratio) * (ratio.numerator > 0) * (service > 0)
            np.maximum(worst, asked, out=worst)
            np.maximum(selling, asked * self._of(terms.is_selling)[row], out=selling)
        return worst, selling

    def first(self, n_series: int) -> "StackedNotes":
        """The notes of the first series."""
        made = StackedNotes(self.terms, self.place[:n_series], self.price_at_issue[:, :n_series])
        for name in ("principal", "opening", "interest", "premium", "_still_to_pay", "_tests", "_reserve"):
            # What does not depend on the series is worked out once.
            made.__dict__[name] = getattr(self, name)
        return made
