"""Guaranteed bonds by which a public investor finances what it pays in: interest, redemption, the rest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
_QUARTERS = 4

# What moves in a quarter, in the order of the rows of BondFlows; all of them zero or more.
MOVES = ("issued", "refinanced", "interest", "repaid", "kept_income", "carry_paid", "drawn", "surplus")


@dataclass(frozen=True)
class BondTerms:
    """Terms of the bonds; arrays of shape (n_series,), rates per year.

    Attributes:
        share: Of what the investor pays in and receives that the bonds stand for.
        coupon: Of bonds that finance calls, paid quarterly.
        later_coupon: Of bonds that replace maturing ones.
        kept_rate: What money that waits for redemption earns.
        maturity: Quarters from issue to redemption.
        end: The last quarter, in which everything is redeemed.
    """

    share: Floats
    coupon: Floats
    later_coupon: Floats
    kept_rate: Floats
    maturity: NDArray[np.int64]
    end: NDArray[np.int64]


@dataclass(frozen=True)
class BondFlows:
    """Whole won, shape (n_quarters, n_series).

    Attributes:
        moves: Shape (len(MOVES), n_quarters, n_series): new bonds for calls, bonds that replace maturing
            ones, interest, principal repaid (replaced bonds included), income of kept money, interest that
            the treasury pays because nothing else does, what it pays at the end under its guarantee, and
            what is left for the investor at the end.
        balance: Bonds outstanding at the end of a quarter: the contingent liability of the guarantor.
        negative_carry: Interest beyond what the stake brings in the same quarter.
    """

    moves: Floats
    balance: Floats
    negative_carry: Floats


def run_bonds(paid_in: Floats, received: Floats, terms: BondTerms) -> BondFlows:
    """The bonds of one investor, quarter by quarter.

    In each quarter money is taken in (receipts, income of kept money) and used for interest, then calls, then
    maturing principal; what calls and redemptions still lack is borrowed, what interest lacks the treasury
    pays. The rest is kept for later redemptions. In the last quarter all bonds are redeemed.

    Args:
        paid_in: Shape (n_quarters, n_series), whole won >= 0.
        received: Same shape; below zero where the investor pays support.
        terms: Of the bonds.

    Example:
        100 are paid in at first and 110 come back after a year; a coupon of 4 % is 1 a quarter, which the
        treasury pays until the money comes: 3 of 4. Of the 110 the last 1 and the 100 are paid, 9 are left.

        >>> one = np.ones(1)
        >>> terms = BondTerms(one, 0.04 * one, 0.04 * one, 0 * one, np.array([20]), np.array([4]))
        >>> flows = run_bonds(
        ...     np.array([[100.0], [0], [0], [0], [0]]), np.array([[0.0], [0], [0], [0], [110]]), terms
        ... )
        >>> dict(zip(MOVES, np.add.reduce(flows.moves, axis=1)[:, 0].tolist()))["carry_paid"]
        3.0
        >>> flows.balance[:, 0].tolist(), flows.moves[-1, -1, 0]
        ([100.0, 100.0, 100.0, 100.0, 0.0], np.float64(9.0))

    Source: METHOD.md, "Bonds of the public investor".
    """
    n_quarters, n_series = paid_in.shape
    moves = np.zeros((len(MOVES), n_quarters, n_series))
    balances, carries = np.zeros((2, n_quarters, n_series))
    # Principal by quarter of maturity, and the interest a year on it.
    due, costs = np.zeros((2, n_quarters + 1, n_series))
    kept, series = np.zeros(n_series), np.arange(n_series)

    def issue(quarter: int, amount: Floats, coupon: Floats) -> None:
        when = np.minimum(np.minimum(quarter + terms.maturity, terms.end), n_quarters)
        due[when, series] += amount
        costs[when, series] += amount * coupon

    for quarter in range(n_quarters):
        outstanding = np.add.reduce(due[quarter:], axis=0)
        income = np.floor(kept * terms.kept_rate / _QUARTERS * SNAP)
        own = np.trunc(received[quarter] * terms.share * SNAP)
        needed = np.floor(paid_in[quarter] * terms.share * SNAP) + np.maximum(-own, 0.0)
        kept = kept + income + np.maximum(own, 0.0)
        interest = np.floor(np.add.reduce(costs[quarter:], axis=0) / _QUARTERS * SNAP)
        from_kept = np.minimum(interest, kept)
        kept = kept - from_kept
        for_calls = np.minimum(needed, kept)
        kept = kept - for_calls
        is_last = terms.end == quarter
        maturing = np.where(is_last, outstanding, due[quarter])
        redeemed = np.minimum(maturing, kept)
        kept = kept - redeemed
        borrowed, lacking = needed - for_calls, maturing - redeemed
        drawn = np.where(is_last, lacking + borrowed, 0.0)
        surplus = np.where(is_last, kept, 0.0)
        kept = kept - surplus
        issued, refinanced = np.where(is_last, 0.0, borrowed), np.where(is_last, 0.0, lacking)
        due[quarter], costs[quarter] = 0.0, 0.0
        issue(quarter, issued, terms.coupon)
        issue(quarter, refinanced, terms.later_coupon)
        moves[:, quarter] = (
            issued, refinanced, interest, maturing, income, interest - from_kept, drawn, surplus,
        )  # fmt: skip
        balances[quarter] = np.where(quarter < terms.end, np.add.reduce(due[quarter + 1 :], axis=0), 0.0)
        carries[quarter] = np.maximum(interest - np.maximum(own, 0.0), 0.0)
    return BondFlows(moves, balances, carries)
