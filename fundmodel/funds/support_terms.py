"""What the public investors of the mega fund do for others in child funds: the levers and their terms."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.first_loss import FirstLoss

Floats = NDArray[np.float64]

# Levers in the order in which they are settled at a child fund's end; the place of a lever is its id, from 1.
LEVERS = ("first_loss",)


@dataclass(frozen=True)
class SupportTerms:
    """The levers of a block of child funds; one series per child fund and path.

    Attributes:
        first_loss: Who is protected, who pays, and the cap.
        is_on: Lever -> shape (n_scenarios,), whether a scenario has it.

    Source: METHOD.md, "Public money for others".
    """

    first_loss: FirstLoss
    is_on: dict[str, NDArray[np.bool_]]

    def without(self, *levers: str) -> "SupportTerms":
        """The same terms with some levers taken out."""
        first_loss = self.first_loss
        if "first_loss" in levers:
            first_loss = replace(first_loss, cap=np.zeros_like(first_loss.cap))
        return replace(self, first_loss=first_loss)
