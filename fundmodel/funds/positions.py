"""Where the partners of child funds stand at the end of every quarter, noted while the funds run."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.child_funds import PROTECTED, SLICES
from fundmodel.funds.partnership import Partnership

Floats = NDArray[np.float64]


# Whose positions matter: the mega fund, which supports, and those whom it supports.
NOTED = ("mega", *PROTECTED)
_PLACES = [SLICES.index(code) for code in NOTED]


@dataclass(frozen=True)
class Positions:
    """Money of the classes NOTED in every child fund; what public support is settled from after the run.

    Attributes:
        paid_in, received: Shape (n_quarters, len(NOTED), n_series), cumulative, after carry and clawback.
        value: Same shape: what the class would receive if the fund were sold at NAV and closed now.
    """

    paid_in: Floats
    received: Floats
    value: Floats

    @classmethod
    def opening(cls, n_quarters: int, n_series: int) -> "Positions":
        """Nothing noted yet."""
        return cls(*np.zeros((3, n_quarters, len(NOTED), n_series)))

    def note(self, quarter: int, partners: Partnership) -> None:
        """Note a quarter; `partners` are the first series, those that have not ended before."""
        slices = partners.slices()
        for number, place in enumerate(_PLACES):
            one = slices[place]
            n_series = one.value.size
            self.paid_in[quarter, number, :n_series] = one.paid_in
            self.received[quarter, number, :n_series] = one.received
            self.value[quarter, number, :n_series] = one.value

    def at(self, quarter: int, n_series: int) -> "Positions":
        """What the first series have at the end of a quarter, shape (len(NOTED), n_series)."""
        return Positions(*(one[quarter, :, :n_series] for one in (self.paid_in, self.received, self.value)))

    def before(self, quarter: int, n_series: int) -> "Positions":
        """What they had before a quarter."""
        return self.at(quarter - 1, n_series) if quarter else Positions.opening(1, n_series).at(0, n_series)
