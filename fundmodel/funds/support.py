"""Public support of a block of child funds, settled from what their partners hold at every quarter's end.

No lever moves a call, a distribution or a price inside a fund, so that all of them can be settled once the
funds have run, and settled again without one of them, on the same run.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.child_funds import ChildFlows, over_funds, spans
from fundmodel.funds.class_flows import Programme
from fundmodel.funds.positions import Positions
from fundmodel.funds.support_closing import Closing
from fundmodel.funds.support_flows import SupportFlows
from fundmodel.funds.support_terms import SupportTerms

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Settled:
    """What public investors pay for others; whole won held as float64.

    Attributes:
        cover_due, cover_paid: Shape (n_classes or n_payers, n_series): first loss settled at the end.
        cover_accrued: Shape (n_quarters, n_classes + n_payers, n_pairs): what it would be at the
            quarter's end.
        others: All other levers; None if no scenario has one.
    """

    cover_due: Floats
    cover_paid: Floats
    cover_accrued: Floats
    others: SupportFlows | None


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
    n_quarters, _, n_pairs = accrued.shape
    closing = Closing.opening(terms, positions, children) if terms.has_more else None
    others = None if closing is None else closing.flows(n_quarters, n_pairs, end)
    noted: set[int] = set()
    for quarters, n_series in spans(children.budget.terms.term_end, n_pairs, n_quarters):
        # Funds that end last stand first; what has ended is settled.
        alive = None if closing is None else closing.first(n_series)
        cover = terms.first_loss.first(n_series)
        for quarter in quarters:
            own_end = end[:n_series]
            is_open, is_ending = (start[:n_series] <= quarter) & (quarter < own_end), own_end == quarter
            if not (is_open | is_ending).any():
                continue
            noted.add(quarter)
            now = positions.at(quarter, n_series)
            shortfall = now.paid_in[1:] - (now.received[1:] + now.value[1:])
            if alive is not None:
                alive.move(positions.before(quarter, n_series), now, quarter, is_open, is_open | is_ending)
                shortfall -= alive.gifts_by_class()
            received, given = cover.cover(shortfall, now.paid_in[0])
            ended = np.flatnonzero(is_ending)
            due[:, ended], paid[:, ended] = received[:, ended], given[:, ended]
            accrued[quarter] = over_funds(np.concatenate([received, given]) * is_open, n_pairs)
            if others is not None and alive is not None:
                alive.finish(received, given)
                alive.note(others, quarter, ended, over_funds(alive.accrued() * is_open, n_pairs))
    if others is not None:
        others.fill(noted)
    return Settled(due, paid, accrued, others)


def with_support(programme: Programme, settled: Settled) -> Programme:
    """The same run of the funds with other support."""
    children = replace(
        programme.children,
        cover_due=settled.cover_due,
        cover_paid=settled.cover_paid,
        cover_accrued=settled.cover_accrued,
    )
    return replace(programme, children=children, support=settled.others)
