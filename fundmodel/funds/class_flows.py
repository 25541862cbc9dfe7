"""What the programme did to each class and investor, level by level: both levels of funds put together."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.child_funds import LOOKED_THROUGH, PROTECTED, SLICES, ChildFlows
from fundmodel.funds.escrow import held_by_pair
from fundmodel.funds.fund_grid import CLASS_CODES, LEVELS, Grid
from fundmodel.funds.mega_fund import MegaFlows
from fundmodel.funds.support_flows import SupportFlows

Floats = NDArray[np.float64]

MEASURES = ("paid_in", "distributed", "first_loss", "support", "nav", *LOOKED_THROUGH)
_MEGA, *_ = SLICES
GP = CLASS_CODES.index("gp")


@dataclass(frozen=True)
class Programme:
    """A block of programmes, run; whole won held as float64.

    Attributes:
        grid: The axes.
        children: Flows of the child funds.
        mega: Flows of the mega fund.
        support: What levers beside first loss move; None where no scenario has one.
    """

    grid: Grid
    children: ChildFlows
    mega: MegaFlows
    support: SupportFlows | None = None

    @cached_property
    def first_loss_of_series(self) -> Floats:
        """First loss received at the end of each child fund, shape (n_direct_investors, n_series).

        Investors are those of the PROTECTED classes at level 1, in the order of the classes.
        """
        slices = self.children.partners.slices()
        shared = []
        for code, due in zip(PROTECTED, self.children.cover_due, strict=True):
            own = slices[SLICES.index(code)]
            parts = np.empty_like(own.investors_paid_in)
            own.shares.split(due, parts)
            shared.append(parts)
        return np.concatenate(shared)

    @cached_property
    def first_loss_due(self) -> Floats:
        """First loss received, shape (n_quarters, n_direct_investors, n_pairs)."""
        return self._at_end(self.first_loss_of_series)

    @cached_property
    def first_loss_paid(self) -> Floats:
        """First loss paid, shape (n_quarters, n_payers, n_pairs)."""
        return self._at_end(self.children.cover_paid)

    def _at_end(self, amounts: Floats) -> Floats:
        """Amounts by series, shape (n_rows, n_series), in the last quarter of the fund, added up by pair."""
        end = self.children.budget.terms.end.astype(np.int64)
        whole = np.zeros((amounts.shape[0], self.grid.n_quarters, self.grid.n_pairs))
        cell = end * self.grid.n_pairs + np.arange(end.size) % self.grid.n_pairs
        for row, own in zip(whole, amounts, strict=True):
            np.copyto(row, np.bincount(cell, own, row.size).reshape(row.shape))
        return whole.transpose(1, 0, 2)

    @cached_property
    def by_class(self) -> dict[str, Floats]:
        """MEASURES -> shape (n_quarters, n_levels, n_classes, n_pairs); flows of the quarter, NAV at its end.

        Distributions are after carry and before first loss, the GPs' with carry; other support is in them and
        stands by itself too. NAV is what each class would receive if all funds were closed at NAV now,
        accrued carry, escrow, first loss and other support included.
        """
        grid, children, mega = self.grid, self.children, self.mega
        shape = (grid.n_quarters, len(LEVELS), len(CLASS_CODES), grid.n_pairs)
        made = {name: np.zeros(shape) for name in MEASURES}
        for level, (paid_in, received) in enumerate(
            ((mega.paid_in, mega.received), (children.paid_in[:, 1:], children.received[:, 1:]))
        ):
            sizes = [len(ids) for ids in grid.investors[level]]
            starts = np.cumsum([0, *sizes[:-1]])
            made["paid_in"][:, level] = flows(np.add.reduceat(paid_in, starts, axis=1))
            made["distributed"][:, level] = flows(np.add.reduceat(received, starts, axis=1))
        for number, name in enumerate(LOOKED_THROUGH):
            made[name][:, 0] = flows(mega.looked_through[:, number])
            made[name][:, 1] = flows(children.looked_through[:, number, 1:])
        nav = made["nav"]
        nav[:, 0] = mega.values[:, :-1]
        nav[:, 1] = children.values[:, 1:-1]
        nav[:, 0, GP] += mega.values[:, -1] + held_by_pair(mega.rows, grid.n_pairs)
        nav[:, 1, GP] += children.values[:, -1] + held_by_pair(children.rows, grid.n_pairs)
        first_loss, place = made["first_loss"], 0
        for number, code in enumerate(PROTECTED):
            class_id = CLASS_CODES.index(code)
            nav[:, 1, class_id] += children.cover_accrued[:, number]
            size = len(grid.investors[1][class_id])
            first_loss[:, 1, class_id] = np.add.reduce(self.first_loss_due[:, place : place + size], axis=1)
            place += size
        nav[:, 0, 0] -= np.add.reduce(children.cover_accrued[:, len(PROTECTED) :], axis=1)
        first_loss[:, 0, 0] = -np.add.reduce(self.first_loss_paid, axis=1)
        if self.support is not None:
            for name, rows in (("support", self.support.by_pair), ("nav", self.support.accrued)):
                self._add_support(made[name], rows)
            made["distributed"] += made["support"]
        return made

    def _add_support(self, whole: Floats, rows: Floats) -> None:
        """Add rows of direct investors and payers, shape (n_quarters, n_rows, n_pairs), to their classes."""
        place = 0
        for code in PROTECTED:
            class_id = CLASS_CODES.index(code)
            size = len(self.grid.investors[1][class_id])
            whole[:, 1, class_id] += np.add.reduce(rows[:, place : place + size], axis=1)
            place += size
        whole[:, 0, 0] += np.add.reduce(rows[:, place:], axis=1)


def flows(cumulative: Floats) -> Floats:
    """Rows of cumulative amounts: the difference to the quarter before, along the first axis."""
    return np.diff(cumulative, axis=0, prepend=0.0)
