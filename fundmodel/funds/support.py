"""Public support of a block of child funds, settled from what their partners hold at every quarter's end.

No lever moves a call, a distribution or a price inside a fund, so that all of them can be settled once the
funds have run, and settled again without one of them, on the same run.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.child_funds import PROTECTED, SLICES, ChildFlows, over_funds
from fundmodel.funds.class_flows import Programme
from fundmodel.funds.fiscal_layer import fiscal_layer
from fundmodel.funds.positions import Positions
from fundmodel.funds.sharing import Shares
from fundmodel.funds.stake_options import StakeCall, put_claims
from fundmodel.funds.support_flows import MOVES, SETTLED, SupportFlows
from fundmodel.funds.support_terms import SupportTerms
from fundmodel.funds.upside_transfer import HurdleBalance
from fundmodel.waterfall.tiers import SNAP

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
    closing = _Closing.opening(terms, positions, children) if terms.has_more else None
    others = None if closing is None else closing.flows(n_quarters, n_pairs, end)
    for quarter in range(n_quarters):
        is_open, is_ending = (start <= quarter) & (quarter < end), end == quarter
        if not (is_open | is_ending).any():
            if others is not None:
                others.moved[quarter] = others.moved[max(quarter - 1, 0)]
            continue
        held = positions.received[quarter] + positions.value[quarter]
        paid_in = positions.paid_in[quarter]
        shortfall = (paid_in - held)[_PROTECTED]
        if closing is not None:
            closing.move(quarter, is_open, is_open | is_ending)
            shortfall -= closing.gifts_by_class()
        received, given = terms.first_loss.cover(shortfall, paid_in[_MEGA])
        np.copyto(due, received, where=is_ending)
        np.copyto(paid, given, where=is_ending)
        accrued[quarter] = over_funds(np.concatenate([received, given]) * is_open, n_pairs)
        if others is not None and closing is not None:
            closing.finish(received, given)
            for kept, now in ((others.due, closing.gifts), (others.paid, closing.costs)):
                for name, amounts in now.items():
                    np.copyto(kept[name], amounts, where=is_ending)
            others.moved[quarter] = closing.moves
            others.accrued[quarter] = over_funds(closing.accrued() * is_open, n_pairs)
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


@dataclass
class _Closing:
    """What all levers but first loss would pay if every fund ended at the quarter's end.

    Attributes:
        gifts: SETTLED -> shape (n_direct, n_series), what direct investors get.
        costs: SETTLED -> shape (n_payers, n_series), what payers pay (below zero: get).
        moves: Shape (len(MOVES), n_series), cumulative amounts of the called stake.
    """

    terms: SupportTerms
    positions: Positions
    quarter: int
    stake: HurdleBalance
    classes: list[HurdleBalance]
    call: StakeCall
    in_class: list[Shares]
    gifts: dict[str, Floats]
    costs: dict[str, Floats]
    moves: Floats

    @classmethod
    def opening(cls, terms: SupportTerms, positions: Positions, children: ChildFlows) -> "_Closing":
        slices = children.partners.slices()
        n_payers, n_series = terms.payer_parts.shape
        return cls(
            terms,
            positions,
            0,
            HurdleBalance.opening(terms.transfer_rate),
            [HurdleBalance.opening(terms.priority_rate) for _ in PROTECTED],
            StakeCall.opening(terms.call, terms.first_loss.payer_shares[-1]),
            [slices[place].shares for place in _PROTECTED],
            {name: np.zeros((len(terms.put_share), n_series)) for name in SETTLED},
            {name: np.zeros((n_payers, n_series)) for name in SETTLED},
            np.zeros((len(MOVES), n_series)),
        )

    def flows(self, n_quarters: int, n_pairs: int, end: Floats) -> SupportFlows:
        """Nothing settled yet."""
        n_rows = len(self.terms.put_share) + len(self.terms.payer_parts)
        return SupportFlows(
            {name: np.zeros_like(rows) for name, rows in self.gifts.items()},
            {name: np.zeros_like(rows) for name, rows in self.costs.items()},
            np.zeros((n_quarters, *self.moves.shape)),
            np.zeros((n_quarters, n_rows, n_pairs)),
            self.terms.call_holders,
            self.terms.by_payers,
            end,
        )

    def move(self, quarter: int, is_open: NDArray[np.bool_], is_alive: NDArray[np.bool_]) -> None:
        """Take in a quarter; what comes before first loss."""
        self.quarter = quarter
        positions, terms = self.positions, self.terms
        paid, received, value = (
            one[quarter] for one in (positions.paid_in, positions.received, positions.value)
        )
        before = max(quarter - 1, 0)
        is_first = quarter == 0
        new_paid = (paid - (0.0 if is_first else positions.paid_in[before])) * is_alive
        new_received = (received - (0.0 if is_first else positions.received[before])) * is_alive
        for place, balance in zip((_MEGA, *_PROTECTED), (self.stake, *self.classes), strict=True):
            balance.move(new_paid[place], new_received[place])
        if terms.is_on["call_option"].any():
            self._call(quarter, new_paid[_MEGA], is_open, is_alive)
        left = terms.first_loss.payer_shares[-1] * (1 - self.call.called_share) * SNAP
        profit = np.maximum(received[_MEGA] + value[_MEGA] - paid[_MEGA], 0.0)
        first = self._priority(np.floor(profit * left), value)
        excess = np.maximum(self.stake.above(value[_MEGA], profit) * left - first, 0.0)
        given = np.floor(excess * terms.transfer_share * SNAP)
        terms.transfer_holders.split(given, self.gifts["upside_transfer"])
        terms.by_payers.split(given, self.costs["upside_transfer"])

    def _call(
        self, quarter: int, called: Floats, is_open: NDArray[np.bool_], is_alive: NDArray[np.bool_]
    ) -> None:
        paid, received, value = (
            one[quarter, _MEGA]
            for one in (self.positions.paid_in, self.positions.received, self.positions.value)
        )
        self.call.move(quarter, called, paid, received, value, is_open)
        now = np.array([self.call.strike, *self.call.taken_over(paid, received)])
        np.copyto(self.moves, now, where=is_alive)

    def _priority(self, pool: Floats, value: Floats) -> Floats:
        """Private investors are lifted to their rate as far as the public profit goes; returns the sum."""
        short = np.array(
            [one.short(value[place]) for one, place in zip(self.classes, _PROTECTED, strict=True)]
        )
        short *= self.terms.priority_share
        paid = np.minimum(np.add.reduce(short, axis=0), pool)
        self._to_investors(short, paid, "priority_return")
        self.terms.by_payers.split(paid, self.costs["priority_return"])
        return paid

    def _to_investors(self, weights: Floats, total: Floats, lever: str) -> None:
        """Share an amount out to classes by weight, and in a class by commitment."""
        of_classes = np.empty_like(weights)
        Shares.of(weights).split(total, of_classes)
        rows = np.split(self.gifts[lever], self._cuts())
        for shares, own, parts in zip(self.in_class, of_classes, rows, strict=True):
            shares.split(own, parts)

    def _cuts(self) -> list[int]:
        return list(np.cumsum([len(one.factors) + 1 for one in self.in_class])[:-1])

    def gifts_by_class(self) -> Floats:
        """What comes before first loss, by protected class."""
        gifts = self.gifts["priority_return"] + self.gifts["upside_transfer"]
        return np.array([np.add.reduce(rows, axis=0) for rows in np.split(gifts, self._cuts())])

    def finish(self, cover: Floats, cover_paid: Floats) -> None:
        """The put and the fiscal layer, which come after first loss."""
        positions, terms, quarter = self.positions, self.terms, self.quarter
        paid_in, got = [], []
        for number, (shares, place) in enumerate(zip(self.in_class, _PROTECTED, strict=True)):
            parts = np.empty((3, len(shares.factors) + 1, cover.shape[1]))
            held = positions.received[quarter, place] + positions.value[quarter, place]
            for total, rows in zip(
                (positions.paid_in[quarter, place], held, cover[number]), parts, strict=True
            ):
                shares.split(total, rows)
            paid_in.append(parts[0])
            got.append(parts[1] + parts[2])
        earlier = self.gifts["priority_return"] + self.gifts["upside_transfer"]
        claims = put_claims(
            terms.put_share, terms.put_strike, np.concatenate(paid_in), np.concatenate(got) + earlier
        )
        limits = np.floor(positions.paid_in[quarter, _MEGA] * terms.first_loss.payer_shares * SNAP)
        rooms = np.maximum(limits - np.cumsum(cover_paid, axis=0), 0.0)
        total = np.minimum(np.minimum(np.add.reduce(claims, axis=0), terms.put_cap), rooms[-1])
        Shares.of(claims).split(total, self.gifts["put_option"])
        paid = np.minimum(rooms, total)
        paid[1:] -= paid[:-1].copy()
        self.costs["put_option"][:] = paid
        self._layer(cover_paid)

    def _layer(self, cover_paid: Floats) -> None:
        terms, positions, quarter = self.terms, self.positions, self.quarter
        part = terms.payer_parts * (1 - self.call.called_share) * SNAP
        held = positions.received[quarter, _MEGA] + positions.value[quarter, _MEGA]
        given = cover_paid[0] + np.add.reduce(
            [self.costs[name][0] for name in SETTLED if name != "fiscal_layer"], axis=0
        )
        losses, paid = fiscal_layer(
            np.floor(positions.paid_in[quarter, _MEGA] * part), np.floor(held * part), given, terms.layer_cap
        )
        covered = self.costs["fiscal_layer"]
        Shares.of(losses).split(paid, covered)
        np.negative(covered, out=covered)
        covered[0] += paid

    def accrued(self) -> Floats:
        """By direct investor, then by payer: what they would get if the funds closed now, costs below 0."""
        worth = np.floor(self.positions.value[self.quarter, _MEGA] * self.call.part)
        rows = []
        for shares, parts, sign in (
            (self.terms.call_holders, self.gifts, 1),
            (self.terms.by_payers, self.costs, -1),
        ):
            own = np.zeros_like(parts["upside_transfer"])
            shares.split(worth, own)
            rows.append((own + np.add.reduce(list(parts.values()), axis=0)) * sign)
        return np.concatenate(rows)
