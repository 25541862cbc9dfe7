"""What levers beside first loss move between public investors and others: arrays by fund, and by pair."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.child_funds import over_funds
from fundmodel.funds.sharing import Shares

Floats = NDArray[np.float64]

# Levers that are settled once, at a child fund's end.
SETTLED = ("priority_return", "upside_transfer", "put_option", "fiscal_layer")
# What moves on a called stake, in the order of the rows of `moved`, and its sign for the holder.
CALL = "call_option"
MOVES = {"strike": -1, "taken_over_call": -1, "taken_over_distribution": 1}


@dataclass(frozen=True)
class SupportFlows:
    """Whole won held as float64; direct investors are those of the protected classes, class by class.

    Attributes:
        due: SETTLED -> shape (n_direct, n_series), what direct investors get at the end of a fund.
        paid: SETTLED -> shape (n_payers, n_series), what payers pay (below zero: get).
        moved: Shape (n_quarters, len(MOVES), n_series), cumulative, of called stakes.
        accrued: Shape (n_quarters, n_direct + n_payers, n_pairs): what each would get, or pay (below zero),
            if the funds that are open closed now.
        holders, payers: How called stakes are shared.
        end: Shape (n_series,), last quarter of each fund.
    """

    due: dict[str, Floats]
    paid: dict[str, Floats]
    moved: Floats
    accrued: Floats
    holders: Shares
    payers: Shares
    end: Floats

    @property
    def n_direct(self) -> int:
        """How many rows are direct investors."""
        return len(self.due[SETTLED[0]])

    def fill(self, noted: Collection[int]) -> None:
        """Let `moved` stand still in quarters that were not noted, in which no fund is there."""
        for quarter in range(1, len(self.moved)):
            if quarter not in noted:
                self.moved[quarter] = self.moved[quarter - 1]

    @cached_property
    def of_call(self) -> dict[str, Floats]:
        """MOVES -> flows of the quarter, shape (n_quarters, n_direct + n_payers, n_series), + received."""
        made = {}
        n_quarters, _, n_series = self.moved.shape
        for number, (name, sign) in enumerate(MOVES.items()):
            parts = np.zeros((n_quarters, self.n_direct + len(self.payers.factors) + 1, n_series))
            for total, rows in zip(self.moved[:, number], parts, strict=True):
                self.holders.split(total, rows[: self.n_direct])
                self.payers.split(total, rows[self.n_direct :])
            parts[:, self.n_direct :] *= -1
            made[name] = np.diff(parts, axis=0, prepend=0.0) * sign
        return made

    @cached_property
    def by_pair(self) -> Floats:
        """Flows of the quarter, + received, - paid: shape (n_quarters, n_direct + n_payers, n_pairs)."""
        n_quarters, n_rows, n_pairs = self.accrued.shape
        made = np.zeros((n_rows, n_quarters, n_pairs))
        cell = self.end.astype(np.int64) * n_pairs + np.arange(self.end.size) % n_pairs
        for name in SETTLED:
            amounts = np.concatenate([self.due[name], -self.paid[name]])
            for row, own in zip(made, amounts, strict=True):
                np.add(row, np.bincount(cell, own, row.size).reshape(row.shape), out=row)
        flows = made.transpose(1, 0, 2)
        if self.moved.any():
            for moved in self.of_call.values():
                flows += over_funds(moved, n_pairs)
        return flows
