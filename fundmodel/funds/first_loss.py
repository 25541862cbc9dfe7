"""First loss: public investors of the mega fund cover losses of others in a child fund, up to a cap."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]

# Whole won are exact in a double up to here: a cap that never binds.
LARGEST_WON = 2.0**53


@dataclass(frozen=True)
class FirstLoss:
    """Who is protected, who pays, and how much at most; one series per child fund and path.

    Attributes:
        cap: Shape (n_series,), whole won.
        protected: Shape (n_classes, n_series), 1 for protected classes, else 0.
        payer_shares: Shape (n_payers, n_series), cumulative over the payers in paying order: share of what
            the mega fund paid in that is theirs.
        principal_share: Cap as a share of what the payers paid in, shape (n_series,); None where the cap is
            that of the fund alone.

    Example:
        Two protected classes lose 30 and 10; the cap is 20; the first payer holds 10 % of the mega fund's
        150 and pays 15, the second the rest.

        >>> cover = FirstLoss(np.array([20.0]), np.ones((2, 1)), np.array([[0.1], [0.5]]))
        >>> cover.cover(np.array([[30.0], [10.0]]), np.array([150.0]))
        (array([[15.],
               [ 5.]]), array([[15.],
               [ 5.]]))

    Source: METHOD.md, "Public money for others".
    """

    cap: Floats
    protected: Floats
    payer_shares: Floats
    principal_share: Floats | None = None

    def first(self, n_series: int) -> "FirstLoss":
        """The first series, in the same memory."""
        of_principal = None if self.principal_share is None else self.principal_share[:n_series]
        return FirstLoss(
            self.cap[:n_series], self.protected[:, :n_series], self.payer_shares[:, :n_series], of_principal
        )

    def cover(self, shortfall: Floats, mega_paid_in: Floats) -> tuple[Floats, Floats]:
        """What is covered if the fund ends now.

        Args:
            shortfall: Shape (n_classes, n_series): paid in less distributions after clawback, and less the
                NAV where it is not yet paid out; below zero where there is no loss.
            mega_paid_in: Shape (n_series,), what the mega fund paid in to the child fund.

        Returns:
            What each class receives, shape (n_classes, n_series), in proportion to its loss, and what each
            payer pays, shape (n_payers, n_series): payers stand in for one another in order.
        """
        loss = np.maximum(shortfall, 0.0) * self.protected
        losses = np.add.reduce(loss, axis=0)
        limits = np.floor(mega_paid_in * self.payer_shares * SNAP)
        covered = np.minimum(np.minimum(losses, self.cap), limits[-1])
        if self.principal_share is not None:
            covered = np.minimum(covered, np.floor(limits[-1] * self.principal_share * SNAP))
        due = np.floor(loss * (covered / np.maximum(losses, 1.0) * SNAP))
        due[-1] = covered - np.add.reduce(due[:-1], axis=0)
        paid = np.minimum(limits, covered)
        paid[1:] -= paid[:-1].copy()
        return due, paid
