"""What the public investors of the mega fund do for others in child funds: the levers and their terms."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.first_loss import FirstLoss
from fundmodel.funds.sharing import Shares
from fundmodel.funds.stake_options import CallTerms

Floats = NDArray[np.float64]

# The levers, in the order in which they act: a called stake leaves the base of all others, which are settled
# at a child fund's end. The place of a lever is its id, from 1.
LEVERS = ("call_option", "priority_return", "upside_transfer", "first_loss", "put_option", "fiscal_layer")


@dataclass(frozen=True)
class SupportTerms:
    """The levers of a block of child funds; one series per child fund and path, arrays (n_series,).

    Direct investors are the investors of the protected classes in the child fund, class by class.

    Attributes:
        first_loss: Who is protected, who pays, and the cap.
        call: The call on the public stake.
        call_holders: Among direct investors.
        priority_share: 1 where private investors have a priority return, else 0.
        priority_rate: Rate per year up to which they come first.
        transfer_share: Share of the excess that is given up.
        transfer_rate: Hurdle per year above which a stake has an excess.
        transfer_holders: Among direct investors.
        put_share: Part of a stake that may be put, shape (n_direct, n_series), 0 for others.
        put_strike: Multiple of paid-in.
        put_cap: Whole won.
        layer_cap: Thickness of the fiscal layer, whole won.
        by_payers: Among those who pay, in proportion to what they hold of the mega fund.
        payer_parts: Shape (n_payers, n_series), what each holds of the mega fund.
        is_on: Lever -> shape (n_scenarios,), whether a scenario has it.

    Source: METHOD.md, "Public money for others".
    """

    first_loss: FirstLoss
    call: CallTerms
    call_holders: Shares
    priority_share: Floats
    priority_rate: Floats
    transfer_share: Floats
    transfer_rate: Floats
    transfer_holders: Shares
    put_share: Floats
    put_strike: Floats
    put_cap: Floats
    layer_cap: Floats
    by_payers: Shares
    payer_parts: Floats
    is_on: dict[str, NDArray[np.bool_]]

    @property
    def has_more(self) -> bool:
        """Whether any scenario has a lever beside first loss."""
        return any(is_on.any() for name, is_on in self.is_on.items() if name != "first_loss")

    @property
    def active(self) -> frozenset[str]:
        """Levers beside first loss that any series has; the others move nothing and need not be settled."""
        sizes = {
            "call_option": self.call.share,
            "priority_return": self.priority_share,
            "upside_transfer": self.transfer_share,
            "put_option": self.put_share,
            "fiscal_layer": self.layer_cap,
        }
        return frozenset(name for name, size in sizes.items() if size.any())

    def first(self, n_series: int) -> "SupportTerms":
        """The first series, in the same memory."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        arrays = {name: one[..., :n_series] for name, one in values.items() if isinstance(one, np.ndarray)}
        parts = {
            name: one.first(n_series)
            for name, one in values.items()
            if isinstance(one, FirstLoss | CallTerms | Shares)
        }
        return replace(self, **arrays, **parts)

    def without(self, *levers: str) -> "SupportTerms":
        """The same terms with some levers taken out."""
        made = self
        for name in levers:
            made = made._without(name)
        return made

    def _without(self, lever: str) -> "SupportTerms":
        if lever == "first_loss":
            return replace(self, first_loss=replace(self.first_loss, cap=np.zeros_like(self.first_loss.cap)))
        if lever == "call_option":
            return replace(self, call=replace(self.call, share=np.zeros_like(self.call.share)))
        field = {
            "priority_return": "priority_share",
            "upside_transfer": "transfer_share",
            "put_option": "put_share",
            "fiscal_layer": "layer_cap",
        }[lever]
        return replace(self, **{field: np.zeros_like(getattr(self, field))})
