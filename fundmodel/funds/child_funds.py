"""Child funds of a block: what they start from, and what is noted of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.budgets import Budget, FundTerms
from fundmodel.funds.closings import Closings
from fundmodel.funds.fee_rules import FeeRules
from fundmodel.funds.first_loss import FirstLoss
from fundmodel.funds.fund_notes import FundNotes
from fundmodel.funds.lots import Lots
from fundmodel.funds.over_commitment import Placement
from fundmodel.funds.partnership import Partnership
from fundmodel.funds.recycling import Recycling
from fundmodel.funds.sharing import Shares
from fundmodel.funds.treasury import Treasury

Floats = NDArray[np.float64]

# Who holds a child fund, in the order of the rows of all arrays by class: the home investors of group 0,
# the foreign investors of group 1, the GP commitment.
SLICES = ("mega", "public", "domestic", "foreign", "gp")
PROTECTED = ("domestic", "foreign")
LOOKED_THROUGH = ("gross_invested", "gross_proceeds", "korea_invested")
ROWS = (
    "invested",
    "fee",
    "expense",
    "proceeds",
    "forced_sale",
    "carry",
    "nav",
    "not_funded",
    "diluted",
    "lp_called",
    "lp_received",
    "lp_value",
    "carry_accrued",
)
# Rows that differ from others only where a fund has notes, what partners paid of the investments and the cash
# that assets leave for partners, or idle cash, which partners get back.
EQUITY_ROWS = ("own_invested", "equity_proceeds", "distributable")
# Rows of funds whose partners pay at other times than the fund spends, or may be called again: interest on
# idle cash, calls beyond costs, idle cash given back, levels at the end of the quarter, and what of lots a
# mega fund cannot pay that has committed too much.
CASH_ROWS = (
    "interest", "advance", "returned", "balance", "short", "owed", "recallable", "recycled", "mega_short",
)  # fmt: skip

# Rows of funds with more than the plain fee: what discounts took off the fee of the quarter; credits used
# against the fee, and transaction fees and organisation expenses paid, all three to date.
CHARGE_ROWS = ("waived", "offset", "transactions", "organisation")


@dataclass
class Assets:
    """The assets of each series so far: NAV before dilution, cash left for partners, flows by class."""

    nav: Floats
    proceeds: Floats
    looked: Floats

    @classmethod
    def opening(cls, n_series: int) -> "Assets":
        """Nothing bought yet."""
        return cls(*np.zeros((2, n_series)), np.zeros((len(LOOKED_THROUGH), len(SLICES), n_series)))

    def first(self, n_series: int) -> "Assets":
        """The first series, in the same memory."""
        return Assets(self.nav[:n_series], self.proceeds[:n_series], self.looked[:, :, :n_series])


@dataclass(frozen=True)
class ChildFunds:
    """Child funds before their first quarter; series are funds x pairs, a pair is one (scenario, path).

    The series of a fund stand together; funds that end last stand first.

    Attributes:
        n_pairs: Number of (scenario, path) pairs.
        terms: Of each series.
        partners: The partners, in the groups and classes of SLICES.
        cover: First loss; its classes are PROTECTED.
        lots: What assets offer.
        ownership: Commitments of SLICES, for looking through the fund at its assets.
        notes: Debt of the funds ahead of all partners; None if no fund has any.
        rules: Fee terms beside the plain ones; None if no fund has any.
        closings: How the funds were formed; None if all are as planned.
        treasury: Idle cash and subscription line; None if no fund has any.
        recycling: Distributions that may be called again; None if none may.
        placement: What a mega fund that has committed too much really has; None if none has.
    """

    n_pairs: int
    terms: FundTerms
    partners: Partnership
    cover: FirstLoss
    lots: Lots
    ownership: Shares
    notes: FundNotes | None = None
    rules: FeeRules | None = None
    closings: Closings | None = None
    treasury: Treasury | None = None
    recycling: Recycling | None = None
    placement: Placement | None = None

    @property
    def has_cash(self) -> bool:
        """Whether any fund calls money at other times than it spends it, or again, or in vain."""
        return any(one is not None for one in (self.treasury, self.recycling, self.placement))

    def spans(self) -> Iterator[tuple[range, int]]:
        """Ranges of quarters, and how many series, from the first on, have not ended before them."""
        return spans(self.terms.end, self.n_pairs, self.lots.offered.shape[0])


@dataclass(frozen=True)
class ChildFlows:
    """What happened in child funds; whole won held as float64. A pair's amount is the sum over its funds.

    Attributes:
        rows: ROWS, EQUITY_ROWS, CASH_ROWS -> shape (n_quarters, n_series): flows of the quarter, or levels.
        paid_in: Shape (n_quarters, n_investors, n_pairs), cumulative: the mega fund, then the investors of
            each class in the order of SLICES.
        received: Same shape, cumulative, after carry and before first loss; the GPs' includes carry.
        looked_through: Shape (n_quarters, len(LOOKED_THROUGH), len(SLICES), n_pairs), cumulative.
        values: Shape (n_quarters, len(SLICES) + 1, n_pairs): NAV by class before first loss; the last row is
            accrued carry, which the GP's row does not include.
        cover_accrued: Shape (n_quarters, len(PROTECTED) + n_payers, n_pairs): first loss that classes would
            receive and payers would pay if the funds that are open ended now.
        stake_cost: Shape (n_quarters, n_pairs): paid in to open funds by the mega fund and not got back.
        cover_due, cover_paid: Shape (n_classes or n_payers, n_series): first loss settled at the end.
        returned: Shape (n_groups, n_series): carry that came back.
        investor_values: NAV by investor as paid_in, where some have hurdles of their own; else None.
        budget, partners: Cumulative money of each series, at its end once the run is over.
        notes: Debt of the funds, if any has some.
        closings: How the funds were formed, if not as planned.
    """

    rows: dict[str, Floats]
    paid_in: Floats
    received: Floats
    looked_through: Floats
    values: Floats
    cover_accrued: Floats
    stake_cost: Floats
    cover_due: Floats
    cover_paid: Floats
    returned: Floats
    budget: Budget
    partners: Partnership
    notes: FundNotes | None
    closings: Closings | None
    investor_values: Floats | None = None

    @classmethod
    def opening(cls, funds: ChildFunds) -> "ChildFlows":
        """Nothing happened yet."""
        n_quarters, n_series = funds.lots.offered.shape
        n_investors = len(funds.partners.paid_in)
        n_payers = funds.cover.payer_shares.shape[0]

        def by_pair(*rows: int) -> Floats:
            return np.zeros((n_quarters, *rows, funds.n_pairs))

        return cls(
            opened_rows(
                n_quarters,
                n_series,
                funds.notes is not None,
                funds.has_cash,
                funds.partners.in_escrow() is not None,
                funds.rules is not None or funds.partners.discounts is not None,
            ),
            by_pair(n_investors),
            by_pair(n_investors),
            by_pair(len(LOOKED_THROUGH), len(SLICES)),
            by_pair(len(SLICES) + 1),
            by_pair(len(PROTECTED) + n_payers),
            by_pair(),
            np.zeros((len(PROTECTED), n_series)),
            np.zeros((n_payers, n_series)),
            np.zeros((len(funds.partners.groups), n_series)),
            opened_budget(funds),
            funds.partners,
            funds.notes,
            funds.closings,
            by_pair(n_investors) if funds.partners.sums else None,
        )


def opened_budget(funds: ChildFunds) -> Budget:
    """The money of the funds before their first quarter, with their terms of fees and cash."""
    budget = replace(
        Budget.opening(funds.terms, funds.notes is not None),
        rules=funds.rules,
        treasury=funds.treasury,
        recycling=funds.recycling,
    )
    if funds.placement is not None:
        budget.placement = funds.placement.over(budget, funds.partners)
    return budget


def opened_rows(
    n_quarters: int,
    n_series: int,
    has_notes: bool = False,
    has_cash: bool = False,
    has_escrow: bool = False,
    has_charges: bool = False,
) -> dict[str, Floats]:
    """ROWS, EQUITY_ROWS and maybe CASH_ROWS and CHARGE_ROWS, zero, shape (n_quarters, n_series).

    Without notes and cash some of EQUITY_ROWS are one and the same as others. Where carry may go to escrow,
    "escrow" is what it holds at the end of each quarter.
    """

    def opened() -> Floats:
        return np.zeros((n_quarters, n_series))

    rows = {name: opened() for name in ROWS}
    own, proceeds = (opened(), opened()) if has_notes else (rows["invested"], rows["proceeds"])
    equity = (own, proceeds, opened() if has_cash else proceeds)
    rows |= dict(zip(EQUITY_ROWS, equity, strict=True))
    others = (
        *(CASH_ROWS if has_cash else ()),
        *(CHARGE_ROWS if has_charges else ()),
        *(("escrow",) if has_escrow else ()),
    )
    return rows | {name: opened() for name in others}


def spans(end: Floats, n_pairs: int, n_quarters: int) -> Iterator[tuple[range, int]]:
    """Ranges of quarters, and how many series, from the first on, have not ended before them.

    Example:
        >>> list(spans(np.array([3.0, 2.0, 1.0, 1.0]), 2, 5))
        [(range(0, 2), 4), (range(2, 4), 2)]
    """
    last = np.maximum.reduce(end.reshape(-1, n_pairs), axis=1)
    for n_alive, group in groupby(range(n_quarters), lambda quarter: int(np.count_nonzero(last >= quarter))):
        quarters = list(group)
        if n_alive:
            yield range(quarters[0], quarters[-1] + 1), n_alive * n_pairs


def over_funds(values: Floats, n_pairs: int) -> Floats:
    """Sums over the funds of each pair: (..., n_funds x n_pairs) -> (..., n_pairs); whole won, so exact."""
    return np.add.reduce(values.reshape(*values.shape[:-1], -1, n_pairs), axis=-2)
