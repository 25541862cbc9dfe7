"""Rounds priced by the market of their quarter: what they do to the lots bought before, in and after them."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from fundmodel.assets.drug_programmes import LAST_PHASE, NOTHING, ROUND_PHASES, Floats, Ints
from fundmodel.assets.programme_histories import Cells, Histories


class Held(Protocol):
    """Lots held during a programme, as programme_lots.Lots."""

    @property
    def cell(self) -> Ints: ...  # noqa: D102 - as in Lots
    @property
    def lot_phase(self) -> Ints: ...  # noqa: D102
    @property
    def pivot_phase(self) -> Ints: ...  # noqa: D102
    @property
    def brought_share(self) -> Floats: ...  # noqa: D102


@dataclass(frozen=True)
class Rounds:
    """Ownership and price over what the ladder says, by phase and programme.

    A round whose pre-money is f times the ladder's sells more of the company where f is below 1. With d the
    part that the ladder would sell, a lot of the round buys b = 1 / (f (1 - d) + d) times the ladder's part,
    and lots bought before keep f b times theirs.

    Attributes:
        bought: Shape (n_rounds, n_cells), b; 1 where there is no round.
        kept: Same shape, product of f b over the rounds of the programme up to and with this one.
        prices: Same shape, f.
        equity: Shape (n_paths, n_quarters), the equity factor; after the grid its last quarter holds.
        weight: How far prices follow it: f = factor ** weight.
    """

    bought: Floats
    kept: Floats
    prices: Floats
    equity: Floats
    weight: float

    @classmethod
    def of(
        cls, cells: Cells, past: Histories, sold: Floats, equity: Floats, weight: float
    ) -> "Rounds | None":
        """The rounds of every programme; None if prices do not follow the market.

        Args:
            cells: Of the programmes.
            past: What happens to them.
            sold: Shape (n_areas, n_rounds), d.
            equity: Shape (n_paths, n_quarters), the equity factor; after the grid its last quarter holds.
            weight: How far prices follow it.
        """
        if not weight:
            return None
        bought, kept, prices = np.ones((3, *past.start.shape))
        found = cls(bought, kept, prices, equity, weight)
        for phase in ROUND_PHASES:
            cell = np.flatnonzero(past.start[phase] != NOTHING)
            price = found.price(cells.path[cell], past.start[phase, cell])
            part = sold[cells.area[cell], phase]
            prices[phase, cell] = price
            bought[phase, cell] = 1 / (price * (1 - part) + part)
            kept[phase:, cell] *= price * bought[phase, cell]
        return found

    def price(self, path: Ints, quarter: Ints) -> Floats:
        """The price of a round in a quarter over the ladder's."""
        return self.equity[path, np.minimum(quarter, self.equity.shape[1] - 1)] ** self.weight

    def own(self, lots: "Held", begun: Floats, phase: int) -> Floats:
        """Ownership of lots after the round of a phase, over the ladder's; the last phase has no round.

        Args:
            lots: Held during the programme.
            begun: From begun, of the same lots.
            phase: Place of the phase.
        """
        return self.kept[min(phase, LAST_PHASE - 1)][lots.cell] * begun

    def mark(self, lots: "Held", begun: Floats, phase: int) -> Floats:
        """Value of lots at the price of the round of a phase, over the ladder's; the last has no round.

        What a lot is carried at after one row is what it was carried at before the next, to the last bit.
        Arguments as in own.
        """
        if phase == LAST_PHASE:
            return self.own(lots, begun, phase)
        marked = begun * self.kept[phase - 1][lots.cell] if phase else begun * 1.0
        marked *= self.prices[phase][lots.cell]
        marked[(lots.lot_phase == phase) & (lots.pivot_phase == NOTHING)] = 1.0
        return marked

    def begun(self, lots: "Held") -> Floats:
        """Ownership of lots over the ladder's, before the rounds of the programme change it."""
        begun = self.bought[lots.lot_phase, lots.cell] / self.kept[lots.lot_phase, lots.cell]
        return np.where(lots.pivot_phase == NOTHING, begun, lots.brought_share)
