"""Public support of a block of child funds, settled from what their partners hold at every quarter's end.

No lever moves a call, a distribution or a price inside a fund, so that all of them can be settled once the
funds have run, and settled again without one of them, on the same run.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.child_funds import PROTECTED, SLICES, ChildFlows, over_funds
from fundmodel.funds.class_flows import Programme
from fundmodel.funds.positions import Positions
from fundmodel.funds.support_terms import SupportTerms

Floats = NDArray[np.float64]

_MEGA = SLICES.index("mega")
_PROTECTED = [SLICES.index(code) for code in PROTECTED]


@dataclass(frozen=True)
class Settled:
    """What public investors pay for others; whole won held as float64.

    Attributes:
        cover_due, cover_paid: Shape (n_classes or n_payers, n_series): first loss settled at the end.
        cover_accrued: Shape (n_quarters, n_classes + n_payers, n_pairs): what it would be at the
            quarter's end.
    """

    cover_due: Floats
    cover_paid: Floats
    cover_accrued: Floats


def settle(terms: SupportTerms, positions: Positions, children: ChildFlows) -> Settled:
    """Settle every lever of every child fund, and what each would be if the fund closed at a quarter's end.

    Args:
        terms: The levers.
        positions: What the partners hold, quarter by quarter.
        children: The run that they are of.
    """
    start, end = children.budget.terms.start, children.budget.terms.end
    due, paid = np.zeros_like(children.cover_due), np.zeros_like(children.cover_paid)
    accrued = np.zeros_like(children.cover_accrued)
    n_pairs = accrued.shape[-1]
    for quarter, noted in enumerate(accrued):
        is_open, is_ending = (start <= quarter) & (quarter < end), end == quarter
        if not (is_open | is_ending).any():
            continue
        held = positions.received[quarter] + positions.value[quarter]
        shortfall = (positions.paid_in[quarter] - held)[_PROTECTED]
        received, given = terms.first_loss.cover(shortfall, positions.paid_in[quarter, _MEGA])
        np.copyto(due, received, where=is_ending)
        np.copyto(paid, given, where=is_ending)
        noted[:] = over_funds(np.concatenate([received, given]) * is_open, n_pairs)
    return Settled(due, paid, accrued)


def with_support(programme: Programme, settled: Settled) -> Programme:
    """The same run of the funds with other support."""
    children = replace(
        programme.children,
        cover_due=settled.cover_due,
        cover_paid=settled.cover_paid,
        cover_accrued=settled.cover_accrued,
    )
    return replace(programme, children=children)
