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
CALL, DISTRIBUTION, CARRY, CLAWBACK, ESCROW = "call", "distribution", "carry", "clawback", "escrow"
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
        back: Shape (n_quarters, n_investors, n_series): carry that each investor gets back and each GP
            returns (negative), escrow included.
        held: Shape (n_quarters, n_series): carry in escrow at the end of the quarter.
    """

    called: Floats
    received: Floats
    gp_received: Floats
    tiers: Floats
    back: Floats
    held: Floats
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
        gp_received, held = np.zeros((2, n_quarters, n_series))
        back = np.zeros_like(by_investor[0])
        return cls(*by_investor, gp_received, tiers, back, held, *before, np.zeros(n_series))

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
            for name, amounts in payment.tiers.items():
                tiers[:, TIERS.index(_kind_of(name)), :n_series] += amounts
        if partners.returned is not None:
            self.back[quarter, :, :n_series] = _clawed_back(partners, partners.returned)
        held = partners.in_escrow()
        if held is not None:
            self.held[quarter, :n_series] = held


def _kind_of(tier: str) -> str:
    """The tier that a tier above a further hurdle is listed with."""
    return next(name for name in TIERS if tier.startswith(name))


def movements(trace: MovementTrace, partners: Partnership) -> Movements:
    """What moved between the fund and each investor.

    Args:
        trace: Of the run.
        partners: At the end of the run.

    Returns:
        (kind, tier) -> shape (n_quarters, n_investors, n_series), plus is cash to the investor. A receipt is
        split over the tiers as the group's receipts are; the parts add up to it to the won. Carry is what
        the GP is given; what of it goes to escrow, and comes out of it, are movements of their own.
    """
    n_investors = trace.called.shape[1]
    tiers = [(DISTRIBUTION, tier) for tier in TIERS]
    keys = [*tiers, (DISTRIBUTION, PRO_RATA), *((CARRY, tier) for tier in TIERS), (CLAWBACK, PRO_RATA)]
    made = {(CALL, PRO_RATA): -trace.called} | {key: np.zeros(trace.called.shape) for key in keys}
    gps = slice(n_investors - len(partners.gp.investors_paid_in), None)
    made[CLAWBACK, PRO_RATA] = trace.back
    paid = trace.received - trace.back
    for number, group in enumerate(partners.groups):
        for one in group.slices:
            amounts = paid[:, one.place]
            if partners.sums:
                amounts = amounts * (one.commitments > 0)
            for key, part in zip(tiers, _split(amounts, trace.tiers[:, number, 0]), strict=True):
                made[key][:, one.place] += part
    own = _among(partners.gp.shares, trace.gp_received, n_investors - gps.start)
    made[DISTRIBUTION, PRO_RATA][:, gps] = own
    to_escrow = np.zeros(trace.called.shape)
    to_escrow[:, gps] = -_differences(partners.gp.shares, trace.held, n_investors - gps.start)
    made[ESCROW, PRO_RATA] = to_escrow
    carry = _split(paid[:, gps] - own - to_escrow[:, gps], np.add.reduce(trace.tiers[:, :, 1], axis=1))
    for tier, part in zip(TIERS, carry, strict=True):
        made[CARRY, tier][:, gps] = part
    return made


def _clawed_back(partners: Partnership, returned: Floats) -> Floats:
    """What each investor gets back, shape (n_investors, n_series), and each GP pays back (negative)."""
    received = np.array([group.received for group in partners.groups])
    carry = np.add.reduce(np.array([group.carry for group in partners.groups]), axis=0)
    to_gps = partners.gp.received + carry
    held = partners.in_escrow()
    if held is not None:
        to_gps = to_gps - held
    before = partners.share_out(received - returned, to_gps + np.add.reduce(returned, axis=0))
    return partners.received - before


def _split(amounts: Floats, weights: Floats) -> Floats:
    """Amounts (n_quarters, n_rows, n_series) by weights (n_quarters, n_parts, n_series), part by part."""
    shares = Shares.of(weights.transpose(1, 0, 2)[:, :, None, :])
    parts = np.empty((weights.shape[1], *amounts.shape))
    shares.split(amounts, parts)
    return parts


def _among(shares: Shares, amounts: Floats, n_parts: int) -> Floats:
    """Amounts (n_quarters, n_series), cumulated and shared out: (n_quarters, n_parts, n_series)."""
    return _differences(shares, np.cumsum(amounts, axis=0), n_parts)


def _differences(shares: Shares, levels: Floats, n_parts: int) -> Floats:
    """Levels (n_quarters, n_series) shared out, as moves of each part: (n_quarters, n_parts, n_series)."""
    parts = np.empty((n_parts, *levels.shape))
    shares.split(levels, parts)
    return np.diff(parts, axis=1, prepend=0.0).transpose(1, 0, 2)
