"""What managers are paid beside the plain fee: other fee bases, formation, transaction fees, offsets."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.integer]

# What the fee is charged on: commitment until the end of the investment period and cost after it, or one base
# for the whole life.
FEE_BASES = ("commitment_then_cost", "commitment", "cost", "nav")


@dataclass
class FeeRules:
    """Fee terms of funds that differ from the plain ones; arrays of shape (n_series,), won.

    Attributes:
        on_commitment: Whether the fee stays on commitment to the end.
        on_cost: Whether it is on unrealised cost from the start.
        on_nav: Whether it is on the NAV of the assets at the end of the last quarter from the start.
        organisation: Paid once, in the first quarter.
        transaction_rate: Fee on every won invested, charged to the fund in the next quarter.
        offset_share: Part of the transaction fees that is credited against the management fee.
        nav: NAV of the assets at the end of the last quarter; moved by the run of the fund.
        credited: Cumulative credit, not rounded.
        transactions: Cumulative transaction fees, whole won.

    Source: METHOD.md, "Fees".
    """

    on_commitment: Floats
    on_cost: Floats
    on_nav: Floats
    organisation: Floats
    transaction_rate: Floats
    offset_share: Floats
    nav: Floats
    credited: Floats
    transactions: Floats

    def of(self, rows: slice | Ints) -> "FeeRules":
        """Some of the series: in the same memory for a slice, a copy for a list of places."""
        arrays = (getattr(self, item.name) for item in fields(self))
        return FeeRules(*(one[rows] if isinstance(rows, slice) else one.take(rows) for one in arrays))

    def expense_due(self, invested: Floats) -> Floats:
        """Cumulative expenses beside the yearly ones, for what was invested to the end of the last quarter.

        Example:
            >>> rules = FeeRules(*np.array([[0.0, 0, 0, 30, 0.02, 0.5, 0, 0, 0]]).T)
            >>> rules.expense_due(np.array([1000.0])), rules.credited
            (array([50.]), array([10.]))
        """
        np.multiply(invested * self.transaction_rate, SNAP, out=self.transactions)
        np.floor(self.transactions, out=self.transactions)
        np.multiply(self.transactions, self.offset_share, out=self.credited)
        return self.organisation + self.transactions

    def fee_base(self, is_investing: Flags, cost: Floats) -> tuple[Flags, Floats]:
        """Whether the quarter's fee is on commitment, and the base on which it is otherwise."""
        is_flat = (is_investing & (self.on_cost == 0) & (self.on_nav == 0)) | (self.on_commitment > 0)
        return is_flat, np.where(self.on_nav > 0, self.nav, cost)

    def flat_quarters(self, plain: Floats, quarters_to_end: Floats) -> Floats:
        """Coming quarters in which the fee is on commitment; `plain` where the base switches."""
        flat = np.where(self.on_commitment > 0, quarters_to_end, plain)
        return np.where((self.on_cost > 0) | (self.on_nav > 0), 0.0, flat)

    def cost_quarters(self, plain: Floats, quarters_investing: Floats) -> Floats:
        """Coming quarters, weighed by how much cost is left, in which the fee is on cost or NAV.

        `plain` counts the quarters in which cost falls to zero twice, as it is half on average; those in
        which the fund still invests count in full.
        """
        whole = plain + np.where((self.on_cost > 0) | (self.on_nav > 0), (1 + 1) * quarters_investing, 0.0)
        return np.where(self.on_commitment > 0, 0.0, whole)
