"""Levers beside first loss in child funds, as if every fund closed at the end of the quarter."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.child_funds import PROTECTED, SLICES, ChildFlows
from fundmodel.funds.fiscal_layer import fiscal_layer
from fundmodel.funds.positions import Positions
from fundmodel.funds.sharing import Shares
from fundmodel.funds.stake_options import StakeCall, put_claims
from fundmodel.funds.support_flows import CALL, MOVES, SETTLED, SupportFlows
from fundmodel.funds.support_terms import SupportTerms
from fundmodel.funds.upside_transfer import HurdleBalance
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass
class Closing:
    """What all levers but first loss would pay if every fund ended at the quarter's end.

    Attributes:
        terms: The levers.
        active: Those that any series has; no other is looked at.
        now: What partners have at the end of the quarter.
        stake, classes: Of the mega fund, and of the protected classes.
        call: On the stake.
        in_class: How a protected class shares.
        gifts: SETTLED -> shape (n_direct, n_series), what direct investors get.
        costs: SETTLED -> shape (n_payers, n_series), what payers pay (below zero: get).
        moves: Shape (len(MOVES), n_series), cumulative amounts of the called stake.
        all_moves: The same of all series, those of funds that have ended too.
    """

    terms: SupportTerms
    active: frozenset[str]
    now: Positions
    stake: HurdleBalance
    classes: list[HurdleBalance]
    call: StakeCall
    in_class: list[Shares]
    gifts: dict[str, Floats]
    costs: dict[str, Floats]
    moves: Floats
    all_moves: Floats

    @classmethod
    def opening(cls, terms: SupportTerms, positions: Positions, children: ChildFlows) -> "Closing":
        """Nothing settled yet, of all series."""
        slices = children.partners.slices()
        n_payers, n_series = terms.payer_parts.shape
        moves = np.zeros((len(MOVES), n_series))
        return cls(
            terms,
            terms.active,
            positions.at(0, n_series),
            HurdleBalance.opening(terms.transfer_rate),
            [HurdleBalance.opening(terms.priority_rate) for _ in PROTECTED],
            StakeCall.opening(terms.call, terms.first_loss.payer_shares[-1]),
            [slices[SLICES.index(code)].shares for code in PROTECTED],
            {name: np.zeros((len(terms.put_share), n_series)) for name in SETTLED},
            {name: np.zeros((n_payers, n_series)) for name in SETTLED},
            moves,
            moves,
        )

    def first(self, n_series: int) -> "Closing":
        """The first series, in the same memory."""
        return Closing(
            self.terms.first(n_series),
            self.active,
            self.now,
            self.stake.first(n_series),
            [one.first(n_series) for one in self.classes],
            self.call.first(n_series),
            [one.first(n_series) for one in self.in_class],
            {name: rows[:, :n_series] for name, rows in self.gifts.items()},
            {name: rows[:, :n_series] for name, rows in self.costs.items()},
            self.moves[:, :n_series],
            self.all_moves,
        )

    @property
    def has_call(self) -> bool:
        """Whether any stake may be called."""
        return CALL in self.active

    @property
    def settled(self) -> list[str]:
        """The levers that are active and settled at the end of a fund."""
        return [name for name in SETTLED if name in self.active]

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

    def move(self, before: Positions, now: Positions, quarter: int, is_open: Flags, is_alive: Flags) -> None:
        """Take in a quarter; what comes before first loss."""
        self.now, terms = now, self.terms
        stake = [self.stake] if "upside_transfer" in self.active else [None]
        classes = self.classes if "priority_return" in self.active else []
        for place, balance in enumerate((*stake, *classes)):
            if balance is not None:
                paid = (now.paid_in[place] - before.paid_in[place]) * is_alive
                balance.move(paid, (now.received[place] - before.received[place]) * is_alive)
        if self.has_call:
            self._call(quarter, (now.paid_in[0] - before.paid_in[0]) * is_alive, is_open, is_alive)
        if self.active.isdisjoint(("priority_return", "upside_transfer")):
            return
        left = terms.first_loss.payer_shares[-1] * (1 - self.call.called_share) * SNAP
        profit = np.maximum(now.received[0] + now.value[0] - now.paid_in[0], 0.0)
        first = self._priority(np.floor(profit * left)) if "priority_return" in self.active else 0.0
        if "upside_transfer" not in self.active:
            return
        excess = np.maximum(self.stake.above(now.value[0], profit) * left - first, 0.0)
        given = np.floor(excess * terms.transfer_share * SNAP)
        terms.transfer_holders.split(given, self.gifts["upside_transfer"])
        terms.by_payers.split(given, self.costs["upside_transfer"])

    def _call(self, quarter: int, called: Floats, is_open: Flags, is_alive: Flags) -> None:
        paid, received, value = (one[0] for one in (self.now.paid_in, self.now.received, self.now.value))
        self.call.move(quarter, called, paid, received, value, is_open)
        now = np.array([self.call.strike, *self.call.taken_over(paid, received)])
        np.copyto(self.moves, now, where=is_alive)

    def _priority(self, pool: Floats) -> Floats:
        """Private investors are lifted to their rate as far as the public profit goes; returns the sum."""
        short = np.array(
            [one.short(value) for one, value in zip(self.classes, self.now.value[1:], strict=True)]
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
        rows = np.split(self._earlier(), self._cuts())
        return np.array([np.add.reduce(one, axis=0) for one in rows])

    def _earlier(self) -> Floats:
        """What comes before first loss, by investor."""
        return self.gifts["priority_return"] + self.gifts["upside_transfer"]

    def finish(self, cover: Floats, cover_paid: Floats) -> None:
        """The put and the fiscal layer, which come after first loss."""
        if "put_option" in self.active:
            self._put(cover, cover_paid)
        if "fiscal_layer" in self.active:
            self._layer(cover_paid)

    def _put(self, cover: Floats, cover_paid: Floats) -> None:
        now, terms = self.now, self.terms
        paid_in, got = [], []
        for number, shares in enumerate(self.in_class):
            parts = np.empty((3, len(shares.factors) + 1, cover.shape[1]))
            held = now.received[1 + number] + now.value[1 + number]
            for total, rows in zip((now.paid_in[1 + number], held, cover[number]), parts, strict=True):
                shares.split(total, rows)
            paid_in.append(parts[0])
            got.append(parts[1] + parts[2])
        claims = put_claims(
            terms.put_share, terms.put_strike, np.concatenate(paid_in), np.concatenate(got) + self._earlier()
        )
        limits = np.floor(now.paid_in[0] * terms.first_loss.payer_shares * SNAP)
        rooms = np.maximum(limits - np.cumsum(cover_paid, axis=0), 0.0)
        total = np.minimum(np.minimum(np.add.reduce(claims, axis=0), terms.put_cap), rooms[-1])
        Shares.of(claims).split(total, self.gifts["put_option"])
        paid = np.minimum(rooms, total)
        paid[1:] -= paid[:-1].copy()
        self.costs["put_option"][:] = paid

    def _layer(self, cover_paid: Floats) -> None:
        terms, now = self.terms, self.now
        part = terms.payer_parts * (1 - self.call.called_share) * SNAP
        held = now.received[0] + now.value[0]
        given = cover_paid[0] + np.add.reduce(
            [self.costs[name][0] for name in SETTLED if name != "fiscal_layer"], axis=0
        )
        losses, paid = fiscal_layer(
            np.floor(now.paid_in[0] * part), np.floor(held * part), given, terms.layer_cap
        )
        covered = self.costs["fiscal_layer"]
        Shares.of(losses).split(paid, covered)
        np.negative(covered, out=covered)
        covered[0] += paid

    def note(self, whole: SupportFlows, quarter: int, ended: NDArray[np.intp], accrued: Floats) -> None:
        """Note the quarter: what funds that end in it are settled with, and what others would be."""
        for kept, amounts in ((whole.due, self.gifts), (whole.paid, self.costs)):
            for name in self.settled:
                kept[name][:, ended] = amounts[name][:, ended]
        if self.has_call:
            # A called stake of a fund that has ended moves no more.
            whole.moved[quarter] = self.all_moves
        whole.accrued[quarter] = accrued

    def accrued(self) -> Floats:
        """By direct investor, then by payer: what they would get if the funds closed now, costs below 0."""
        rows = []
        for shares, parts, sign in (
            (self.terms.call_holders, self.gifts, 1),
            (self.terms.by_payers, self.costs, -1),
        ):
            settled = [parts[name] for name in self.settled]
            own = np.add.reduce(settled, axis=0) if settled else np.zeros_like(parts[SETTLED[0]])
            if self.has_call:
                of_call = np.empty_like(own)
                shares.split(np.floor(self.now.value[0] * self.call.part), of_call)
                own = of_call + own
            rows.append(own * sign)
        return np.concatenate(rows)
