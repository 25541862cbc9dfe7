"""Notes of many paths at once: payment by priority, default, guarantee draws, recovery."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fundmodel.interest import Whole, interest
from fundmodel.notes.dues import Cover, Dues, Obligations, at, ratio_at

Flags = NDArray[np.bool_]


@dataclass
class NoteAccounts:
    """What the notes of each path have been paid and still owe, whole ledger units.

    Until default every path follows the schedule; only defaulted paths have balances of their own. A tranche
    may be kept in another currency than cash: then what it is owed and paid is in its own units.

    In default, interest and then all principal are paid by priority as cash arrives, and missed interest does
    not grow. A guaranteed tranche keeps its schedule instead: the guarantor pays what is missing when it is
    due, its share of each payment once, and cash up to the service still to come stays aside for it, ahead of
    what ranks behind.

    Attributes:
        terms: Tranches, guarantees and fee.
        n_paths: Number of paths.
        is_default: Shape (n_paths,).
        is_over: Shape (n_paths,): paths without any cash to come; what stays aside was handed to a trustee.
        balance: Shape (n_tranches, n_paths): principal owed to holders.
        interest_due: Same shape: interest that fell due so far on what holders were owed.
        received: Same shape: paid to holders so far by the fund.
        drawn: Same shape: paid to holders so far by guarantors.
        trust: Same shape: what the trustee still holds for holders.
        paid: Same shape: cash that the fund paid to holders, what the trustee pays left out.
        paid_interest: Same shape: the part of it that was interest.
        trust_paid: Same shape: cash that the trustee paid to holders.
        fee_drawn: Shape (n_guarantees, n_paths): draws for the service fee, cash.
        drawn_cash: Same shape: all draws.
        recovered: Same shape: draws that the fund paid back.
        premium: Same shape: premiums paid.
        fee: Shape (n_paths,): service fees paid.

    Example:
        >>> from fundmodel.notes.terms import NoteTerms, Tranche
        >>> note = Tranche("senior", 1000, coupon_rate=0.10, principal_shares=(0, 1))
        >>> accounts = NoteAccounts(NoteTerms((note,), periods_per_year=1, n_periods=2), n_paths=2)
        >>> for period, cash in ((1, [100, 150]), (2, [1100, 400])):
        ...     left, defaults = accounts.pay(period, np.array(cash))
        >>> accounts.received.tolist(), accounts.holder_loss.tolist(), defaults.tolist(), left.tolist()
        ([[1200, 500]], [[0, 700]], [1], [0, 0])

    Source: the rules of Fernandez, Stein and Lo 2012, doi 10.1038/nbt.2374, for any number of tranches.
    """

    terms: Obligations
    n_paths: int
    covers: tuple[Cover, ...] = field(init=False)
    is_default: Flags = field(init=False)
    is_over: Flags = field(init=False)
    issued: Whole = field(init=False)
    balance: Whole = field(init=False)
    interest_due: Whole = field(init=False)
    received: Whole = field(init=False)
    drawn: Whole = field(init=False)
    trust: Whole = field(init=False)
    paid: Whole = field(init=False)
    paid_interest: Whole = field(init=False)
    trust_paid: Whole = field(init=False)
    fee_drawn: Whole = field(init=False)
    drawn_cash: Whole = field(init=False)
    recovered: Whole = field(init=False)
    premium: Whole = field(init=False)
    fee: Whole = field(init=False)

    def __post_init__(self) -> None:
        self.covers, self.issued = self.terms.covers, self.terms.issued
        n_tranches, n_guarantees = len(self.issued), len(self.covers)
        self.is_default, self.is_over = np.zeros((2, self.n_paths), dtype=np.bool_)
        self.balance = np.zeros((n_tranches, self.n_paths), dtype=np.int64) + self.issued
        by_tranche = np.zeros((7, n_tranches, self.n_paths), dtype=np.int64)
        self.interest_due, self.received, self.drawn, self.trust = by_tranche[:4]
        self.paid, self.paid_interest, self.trust_paid = by_tranche[4:]
        by_guarantee = np.zeros((4, n_guarantees, self.n_paths), dtype=np.int64)
        self.fee_drawn, self.drawn_cash, self.recovered, self.premium = by_guarantee
        self.fee = np.zeros(self.n_paths, dtype=np.int64)

    def first(self, n_paths: int) -> "NoteAccounts":
        """The accounts of the first paths, in the same memory."""
        made = copy.copy(self)
        made.n_paths = n_paths
        for name, values in vars(self).items():
            if isinstance(values, np.ndarray) and values.shape[-1] == self.n_paths:
                setattr(made, name, values[..., :n_paths])
        made.covers = tuple(one.first(n_paths, self.n_paths) for one in self.covers)
        return made

    @property
    def holder_loss(self) -> Whole:
        """What holders of each tranche were owed and did not get: shape (n_tranches, n_paths)."""
        return self.shortfall - self.drawn

    @property
    def shortfall(self) -> Whole:
        """What the fund owed to holders and did not pay, so far due or still outstanding; same shape."""
        return self.issued + self.interest_due - self.received

    def draws(self, guarantee: int) -> Whole:
        """What a guarantor paid so far, shape (n_paths,)."""
        return self.drawn_cash[guarantee].copy()

    def pay(self, period: int, cash: Whole) -> tuple[Whole, Whole]:
        """Pay what falls due in a period, or what there is.

        Args:
            period: From 1.
            cash: Shape (n_paths,), whole units, before payments.

        Returns:
            Cash after payments, shape (n_paths,), and the paths that defaulted now.
        """
        dues = self.terms.dues(period)
        cash, short = self.settle(dues, cash)
        return self.pay_in_default(dues, cash), short

    def settle(self, dues: Dues, cash: Whole) -> tuple[Whole, Whole]:
        """Pay what falls due on sound paths; a path that cannot is in default from now on and pays nothing.

        A path that cannot pay the service fee, or a tranche's interest and scheduled principal after all that
        ranks before it, is in default; guarantees drawn before default count as cash.

        Returns:
            Cash after payments, shape (n_paths,), and the paths that defaulted now.
        """
        interests = dues.cash(dues.interest)
        services = dues.cash(dues.interest + dues.principal)
        due = dues.fee + dues.premium.sum(axis=0) + services.sum(axis=0)
        short = np.flatnonzero(~self.is_default & (cash < due))
        cash = cash.copy()
        if short.size:
            cured, drawn = self._cure(dues, services, short, cash[short])
            self.is_default[short[~cured]] = True
            cash[short[cured]] += drawn
            short = short[~cured]
        sound = (~self.is_default).astype(np.int64)
        cash -= due * sound
        self.fee += dues.fee * sound
        self.premium += dues.premium * sound
        for row in range(len(self.issued)):
            self.interest_due[row] += dues.interest[row] * sound
            self.received[row] += (dues.interest[row] + dues.principal[row]) * sound
            self.balance[row] -= dues.principal[row] * sound
            self.paid[row] += services[row] * sound
            self.paid_interest[row] += interests[row] * sound
        return cash, short

    def pay_in_default(self, dues: Dues, cash: Whole) -> Whole:
        """Pay defaulted paths' notes only, as far as cash goes; cash after that, shape (n_paths,)."""
        lost = np.flatnonzero(self.is_default & ~self.is_over)
        if not lost.size:
            return cash
        cash = cash.copy()
        cash[lost] = self._pay_in_default(dues, lost, cash[lost])
        return cash

    def recover(self, cash: Whole) -> Whole:
        """Pay draws back ahead of equity; cash after that, shape (n_paths,)."""
        everywhere = np.arange(self.n_paths)
        for place in range(len(self.covers)):
            cash = cash - self._repay(place, everywhere, cash)
        return cash

    def _cure(self, dues: Dues, services: Whole, paths: Whole, cash: Whole) -> tuple[Flags, Whole]:
        """Which of the paths short of cash guarantees bring through, and what is drawn on those."""
        left, drawn_now = cash.copy(), np.zeros(len(paths), dtype=np.int64)
        room = [self._room(place, paths) for place in range(len(self.covers))]
        claims: list[tuple[Whole, int | None, int | None]]
        claims = [(at(charge, paths), place, None) for charge, place in self._charges(dues)]
        claims += [(at(service, paths), self.cover_of(row), row) for row, service in enumerate(services)]
        cured, bookings = np.ones(len(paths), dtype=np.bool_), []
        for claim, place, row in claims:
            lacking = np.maximum(claim - left, 0)
            left -= claim - lacking
            if place is not None:
                cover = self.covers[place]
                draw = np.minimum(interest(lacking, ratio_at(cover.share, paths)), room[place])
                draw *= at(cover.is_early & cover.is_there, paths)
                room[place] -= draw
                lacking -= draw
                drawn_now += draw
                bookings.append((place, row, draw, claim))
            cured &= lacking == 0
        saved = paths[cured]
        for place, row, drawn, claimed in bookings:
            draw, claim = drawn[cured], at(claimed, cured)
            self.drawn_cash[place, saved] += draw
            if row is None:
                self.fee_drawn[place, saved] += draw
                continue
            due = at(dues.interest[row] + dues.principal[row], saved)
            units = dues.units_of(row, saved, draw, due, claim)
            self.drawn[row, saved] += units
            # What the guarantor paid is not the fund's: the schedule is booked as paid in full afterwards.
            self.received[row, saved] -= units
            self.paid[row, saved] -= draw
            coupon = dues.cash_of(row, saved, at(dues.interest[row], saved))
            self.paid_interest[row, saved] -= np.maximum(draw - (claim - coupon), 0)
        return cured, drawn_now[cured]

    def _charges(self, dues: Dues) -> Iterator[tuple[Whole, int | None]]:
        """Fee and premiums, and the guarantee that pays them."""
        payer = next((place for place, one in enumerate(self.covers) if one.is_covering_fee), None)
        yield dues.fee, payer
        for place, premium in enumerate(dues.premium):
            yield premium, place if self.covers[place].is_waiving else payer

    def _pay_in_default(self, dues: Dues, paths: Whole, cash: Whole) -> Whole:
        """Interest and full principal by priority as far as cash goes; cash after that."""
        free = cash.copy()
        spent = np.zeros(len(paths), dtype=np.int64)
        for row in range(len(self.issued)):
            place = self.cover_of(row)
            coupon, wanted, late = self.claims(dues, row, paths)
            owed, asked = coupon + wanted, dues.cash_of(row, paths, coupon + wanted)
            paid = np.minimum(free, asked)
            free -= paid
            spent += paid
            units = dues.units_of(row, paths, paid, owed, asked)
            self.interest_due[row, paths] += coupon
            self.received[row, paths] += units
            self.paid[row, paths] += paid
            self.paid_interest[row, paths] += np.minimum(paid, dues.cash_of(row, paths, coupon))
            if place is not None:
                # A guarantor answers once for each payment: cash pays what is due now before what is overdue.
                units += self.draw(dues, row, paths, np.maximum(owed - late - units, 0))
            self.balance[row, paths] -= np.maximum(units - coupon, 0)
            if place is None:
                continue
            free -= np.minimum(free, dues.cash_of(row, paths, self.still_to_come(dues, row, paths)))
            if all(row >= other for other in self.covers[place].rows):
                repaid = self._repay(place, paths, free)
                free -= repaid
                spent += repaid
        return cash - spent

    def claims(self, dues: Dues, row: int, paths: Whole) -> tuple[Whole, Whole, Whole]:
        """The coupon of the period, the principal that can be asked for in default, and its overdue part."""
        balance, place = self.balance[row, paths], self.cover_of(row)
        coupon = interest(balance, ratio_at(dues.coupons[row], paths))
        if place is None:
            return coupon, balance, np.zeros_like(balance)
        after = at(dues.after[row], paths)
        due = np.maximum(balance - after, 0)
        late = np.maximum(balance - after - at(dues.principal[row], paths), 0)
        return coupon, np.where(at(self.covers[place].is_there, paths), due, balance), late

    def still_to_come(self, dues: Dues, row: int, paths: Whole) -> Whole:
        """What stays aside for a guaranteed tranche: its balance and the interest of its schedule."""
        place = self.cover_of(row)
        if place is None:
            return np.zeros(len(paths), dtype=np.int64)
        whole = self.balance[row, paths] + at(dues.interest_after[row], paths)
        return whole * at(self.covers[place].is_there, paths)

    def draw(self, dues: Dues, row: int, paths: Whole, missed: Whole) -> Whole:
        """Draw what a tranche's guarantor pays of a missed payment, all in units of the tranche."""
        place = self.cover_of(row)
        if place is None:
            return np.zeros(len(paths), dtype=np.int64)
        cover, asked = self.covers[place], dues.cash_of(row, paths, missed)
        draw = np.minimum(interest(asked, ratio_at(cover.share, paths)), self._room(place, paths))
        draw *= at(cover.is_there, paths)
        units = dues.units_of(row, paths, draw, missed, asked)
        self.drawn_cash[place, paths] += draw
        self.drawn[row, paths] += units
        return units

    def cover_of(self, row: int) -> int | None:
        """The place of the guarantee that covers a tranche, None if there is none."""
        return next((place for place, cover in enumerate(self.covers) if row in cover.rows), None)

    def _room(self, place: int, paths: Whole) -> Whole:
        """What a guarantor can still be asked for."""
        return np.maximum(at(self.covers[place].limit, paths) - self.drawn_cash[place, paths], 0)

    def _repay(self, place: int, paths: Whole, cash: Whole) -> Whole:
        owed = self.drawn_cash[place, paths] - self.recovered[place, paths]
        repaid = np.minimum(owed, cash) * at(self.covers[place].is_recovered, paths)
        self.recovered[place, paths] += repaid
        return repaid
