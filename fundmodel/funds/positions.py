"""Where the partners of child funds stand at the end of every quarter, noted while the funds run."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.child_funds import SLICES
from fundmodel.funds.partnership import Partnership

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Positions:
    """Money of every class in every child fund; what public support is settled from after the run.

    Attributes:
        paid_in, received: Shape (n_quarters, len(SLICES), n_series), cumulative, after carry and clawback.
        value: Same shape: what the class would receive if the fund were sold at NAV and closed now.
    """

    paid_in: Floats
    received: Floats
    value: Floats

    @classmethod
    def opening(cls, n_quarters: int, n_series: int) -> "Positions":
        """Nothing noted yet."""
        return cls(*np.zeros((3, n_quarters, len(SLICES), n_series)))

    def note(self, quarter: int, partners: Partnership) -> None:
        """Note a quarter; `partners` are the first series, those that have not ended before."""
        for number, one in enumerate(partners.slices()):
            n_series = one.value.size
            self.paid_in[quarter, number, :n_series] = one.paid_in
            self.received[quarter, number, :n_series] = one.received
            self.value[quarter, number, :n_series] = one.value
