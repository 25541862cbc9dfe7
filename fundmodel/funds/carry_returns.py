"""Carry that comes back to the partners of a fund: tested while it runs, and at its end."""

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.partner_groups import Won
from fundmodel.funds.partnership import Partnership
from fundmodel.waterfall import clawback, interim_clawback

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


def settle(
    partners: Partnership, quarter: int, nav: Floats, is_open: Flags, ending: Places
) -> Floats | float:
    """Return overpaid carry, where it is tested in this quarter and at the end of some series.

    Args:
        partners: After the quarter's distribution; `returned` holds afterwards what came back to each group.
        quarter: Of the grid.
        nav: Shape (n_series,), whole won >= 0, what the fund still holds.
        is_open: Shape (n_series,), funds that go on.
        ending: Series that end now; what they have in escrow is released.

    Returns:
        What the GP pays back, escrow included, shape (n_series,) or 0.

    Source: METHOD.md, "Waterfall".
    """
    groups, is_tested = partners.groups, any(group.is_tested for group in partners.groups)
    partners.returned = None
    if not ending.size and not is_tested:
        return 0.0
    partners.returned = np.zeros((len(groups), nav.size))
    if is_tested:
        of_groups: Won = partners.by_group(nav - np.floor(nav * partners.gp_part))
        for group, part, back in zip(groups, of_groups, partners.returned, strict=True):
            np.copyto(back, interim_clawback(group.state, part, quarter, group.terms, is_open))
    for group, back in zip(groups, partners.returned, strict=True):
        if ending.size:
            back[ending] = clawback(group.state.of(ending), group.terms.of_series(ending))
            if group.held is not None:
                group.held[ending] = 0.0
        group.received += back
        group.carry -= back
    return np.add.reduce(partners.returned, axis=0)
