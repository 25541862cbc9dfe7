"""Every movement between a fund and its partners, tier by tier, for the few paths kept in full detail."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.partnership import Partnership
from fundmodel.funds.sharing import Shares

Floats = NDArray[np.float64]
# (kind, tier) -> shape (n_quarters, n_investors, n_series).
Movements = dict[tuple[str, str], Floats]

TIERS = ("return_of_capital", "hurdle", "catch_up", "split")
CALL, DISTRIBUTION, CARRY, CLAWBACK = "call", "distribution", "carry", "clawback"
PRO_RATA = ""


@dataclass
class MovementTrace:
    """Notes the movements of each quarter; call it as the trace of a run of funds.

    Attributes:
        called: Shape (n_quarters, n_investors, n_series), calls of the quarter, investors as in Partnership.
        received: Same shape, receipts of the quarter, carry and clawback included.
        gp_received: Shape (n_quarters, n_series), receipts of the GP commitment without carry.
        tiers: Shape (n_quarters, n_groups, 2, len(TIERS), n_series): what the limited partners of each group
            and the GP receive in each tier.
    """

    called: Floats
    received: Floats
    gp_received: Floats
    tiers: Floats
    _paid_in_before: Floats
    _received_before: Floats
    _gp_before: Floats

    @classmethod
    def opening(cls, partners: Partnership, n_quarters: int) -> "MovementTrace":
        """Nothing noted yet."""
        n_investors, n_series = partners.paid_in.shape
        by_investor = np.zeros((2, n_quarters, n_investors, n_series))
        tiers = np.zeros((n_quarters, len(partners.groups), 2, len(TIERS), n_series))
        before = np.zeros((2, n_investors, n_series))
        return cls(*by_investor, np.zeros((n_quarters, n_series)), tiers, *before, np.zeros(n_series))

    def __call__(self, quarter: int, partners: Partnership) -> None:
        """Note a quarter; `partners` are the first series, those that have not ended before."""
        n_series = partners.lp_paid_in.size
        noted = (
            (partners.paid_in, self._paid_in_before, self.called),
            (partners.received, self._received_before, self.received),
            (partners.gp.received, self._gp_before, self.gp_received),
        )
        for now, before, rows in noted:
            np.subtract(now, before[..., :n_series], out=rows[quarter, ..., :n_series])
            before[..., :n_series] = now
        for payment, tiers in zip(partners.payments, self.tiers[quarter], strict=True):
            for number, name in enumerate(TIERS):
                tiers[:, number, :n_series] = payment.tiers[name]


def movements(trace: MovementTrace, partners: Partnership, returned: Floats, end: Floats) -> Movements:
    """What moved between the fund and each investor.

    Args:
        trace: Of the run.
        partners: At the end of the run.
        returned: Shape (n_groups, n_series), carry paid back in the last quarter.
        end: Shape (n_series,), the last quarter.

    Returns:
        (kind, tier) -> shape (n_quarters, n_investors, n_series), plus is cash to the investor. A receipt is
        split over the tiers as the group's receipts are; the parts add up to it to the won.
    """
    _, n_investors, n_series = trace.called.shape
    tiers = [(DISTRIBUTION, tier) for tier in TIERS]
    keys = [*tiers, (DISTRIBUTION, PRO_RATA), *((CARRY, tier) for tier in TIERS), (CLAWBACK, PRO_RATA)]
    made = {(CALL, PRO_RATA): -trace.called} | {key: np.zeros(trace.called.shape) for key in keys}
    gps = slice(n_investors - len(partners.gp.investors_paid_in), None)
    back = np.zeros(trace.called.shape)
    back[end.astype(np.int64), :, np.arange(n_series)] = _clawed_back(partners, returned).T
    made[CLAWBACK, PRO_RATA] = back
    paid = trace.received - back
    first = 0
    for number, group in enumerate(partners.groups):
        size = sum(len(one.investors_paid_in) for one in group.slices)
        rows = slice(first, first + size)
        for key, part in zip(tiers, _split(paid[:, rows], trace.tiers[:, number, 0]), strict=True):
            made[key][:, rows] = part
        first += size
    own = _among(partners.gp.shares, trace.gp_received, n_investors - gps.start)
    made[DISTRIBUTION, PRO_RATA][:, gps] = own
    carry = _split(paid[:, gps] - own, np.add.reduce(trace.tiers[:, :, 1], axis=1))
    for tier, part in zip(TIERS, carry, strict=True):
        made[CARRY, tier][:, gps] = part
    return made


def _clawed_back(partners: Partnership, returned: Floats) -> Floats:
    """What each investor gets back, shape (n_investors, n_series), and each GP pays back (negative)."""
    received = np.array([group.received for group in partners.groups])
    carry = np.add.reduce(np.array([group.carry for group in partners.groups]), axis=0)
    before = partners.share_out(
        received - returned, partners.gp.received + carry + np.add.reduce(returned, axis=0)
    )
    return partners.received - before


def _split(amounts: Floats, weights: Floats) -> Floats:
    """Amounts (n_quarters, n_rows, n_series) by weights (n_quarters, n_parts, n_series), part by part."""
    shares = Shares.of(weights.transpose(1, 0, 2)[:, :, None, :])
    parts = np.empty((weights.shape[1], *amounts.shape))
    shares.split(amounts, parts)
    return parts


def _among(shares: Shares, amounts: Floats, n_parts: int) -> Floats:
    """Amounts (n_quarters, n_series), cumulated and shared out: (n_quarters, n_parts, n_series)."""
    parts = np.empty((n_parts, *amounts.shape))
    shares.split(np.cumsum(amounts, axis=0), parts)
    return np.diff(parts, axis=1, prepend=0.0).transpose(1, 0, 2)
