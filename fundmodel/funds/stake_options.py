"""Options on stakes in a child fund: private investors call the public one, first-timers put theirs."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_QUARTERS = 1 / 4


@dataclass(frozen=True)
class CallTerms:
    """A call on the public stake; arrays of shape (n_series,).

    Attributes:
        share: Of the public investors' part of the stake; 0 where there is no call.
        rate, late_rate: Growth of the strike per year before and from `step_quarter` on.
        step_quarter, first_quarter, last_quarter: Quarters of the grid; the window holds both its ends.
    """

    share: Floats
    rate: Floats
    late_rate: Floats
    step_quarter: Floats
    first_quarter: Floats
    last_quarter: Floats

    def first(self, n_series: int) -> "CallTerms":
        """The first series, in the same memory."""
        return CallTerms(*(getattr(self, item.name)[:n_series] for item in fields(self)))


@dataclass
class StakeCall:
    """A call in the course of a run; arrays of shape (n_series,), won.

    The strike is what was paid in, each won grown at the strike rate from its quarter on, less what the stake
    has received. It is exercised in the first quarter of the window in which NAV is above the strike.

    Attributes:
        terms: Of the call.
        public_share: What the public investors hold of the stake through the mega fund.
        grown: Paid in, grown at the strike rate.
        is_called: Whether it has been exercised.
        paid_before, received_before: Of the stake at the exercise.
        strike: Paid for the called part.

    Example:
        Half of a stake that is all public: 100 paid in, 5 % a year, 5 received after a year, worth 120 then.
        The strike is 105 - 5 = 100, half of it 50; a call of 20 afterwards is half the holder's.

        >>> one = np.ones(1)
        >>> terms = CallTerms(0.5 * one, 0.05 * one, 0.05 * one, 0 * one, 4 * one, 8 * one)
        >>> call = StakeCall.opening(terms, one)
        >>> for quarter, (paid, got, worth) in enumerate(
        ...     [(100.0, 0.0, 100.0), *[(100.0, 0.0, 90.0)] * 3, (100.0, 5.0, 120.0), (120.0, 5.0, 150.0)]
        ... ):
        ...     new = paid - (call.paid if quarter else 0.0)
        ...     call.move(quarter, new * one, paid * one, got * one, worth * one, one > 0)
        >>> call.is_called[0], call.strike[0], call.taken_over(120 * one, 5 * one)[0]
        (np.True_, np.float64(50.0), array([10.]))
    """

    terms: CallTerms
    public_share: Floats
    grown: Floats
    is_called: Flags
    paid_before: Floats
    received_before: Floats
    strike: Floats
    paid: Floats

    @classmethod
    def opening(cls, terms: CallTerms, public_share: Floats) -> "StakeCall":
        """Nothing paid yet."""
        grown, paid_before, received_before, strike, paid = np.zeros((5, terms.share.size))
        none = np.zeros(terms.share.size, dtype=np.bool_)
        return cls(terms, public_share, grown, none, paid_before, received_before, strike, paid)

    def first(self, n_series: int) -> "StakeCall":
        """The first series, in the same memory."""
        arrays = (getattr(self, item.name)[:n_series] for item in fields(self)[1:])
        return StakeCall(self.terms.first(n_series), *arrays)

    @property
    def called_share(self) -> Floats:
        """Part of the public investors' stake that is no longer theirs."""
        return self.terms.share * self.is_called

    @property
    def part(self) -> Floats:
        """The called part of the whole stake."""
        return self.called_share * self.public_share * SNAP

    def move(
        self, quarter: int, called: Floats, paid: Floats, received: Floats, value: Floats, is_open: Flags
    ) -> None:
        """Take in a quarter and decide on the exercise, on that quarter's NAV alone.

        Args:
            quarter: Of the grid.
            called: What the stake paid in this quarter.
            paid: By the stake, cumulative.
            received: By the stake, cumulative.
            value: Its NAV now.
            is_open: Whether the fund is open.
        """
        terms = self.terms
        rate = np.where(quarter < terms.step_quarter, terms.rate, terms.late_rate)
        self.grown *= (1 + rate) ** _QUARTERS
        self.grown += called
        np.copyto(self.paid, paid)
        part = terms.share * self.public_share * SNAP
        strike = np.floor(np.maximum(self.grown - received, 0.0) * part)
        in_window = (terms.first_quarter <= quarter) & (quarter <= terms.last_quarter) & is_open
        exercised = in_window & ~self.is_called & (np.floor(value * part) > strike)
        self.is_called |= exercised
        for kept, now in ((self.strike, strike), (self.paid_before, paid), (self.received_before, received)):
            np.copyto(kept, now, where=exercised)

    def taken_over(self, paid: Floats, received: Floats) -> tuple[Floats, Floats]:
        """Calls that the holder pays and distributions that it gets since the exercise, cumulative."""
        part = self.part
        calls = np.floor((paid - self.paid_before) * part) * self.is_called
        return calls, np.floor((received - self.received_before) * part) * self.is_called


def put_claims(share: Floats, strike: Floats, paid_in: Floats, received: Floats) -> Floats:
    """What investors with a put sell their stake for at the end of a fund, when it holds nothing any more.

    Args:
        share: Part of the stake that may be sold, shape (n_series,).
        strike: As a multiple of paid-in.
        paid_in: Shape (n_investors, n_series).
        received: Same shape: distributions and all other support.

    Returns:
        Whole won, same shape: strike x paid-in less receipts of the part sold, at least zero.

    Example:
        30 % of a stake of 100 that got 60 back: sold at cost, the put pays 12.

        >>> put_claims(np.array([0.3]), np.ones(1), np.array([[100.0]]), np.array([[60.0]]))
        array([[12.]])
    """
    return np.floor(np.maximum(paid_in * strike - received, 0.0) * share * SNAP)
