"""Notes of many paths at once: payment by priority, default, guarantee draws, recovery."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fundmodel.interest import Whole, exact, interest
from fundmodel.notes.terms import NoteTerms

Flags = NDArray[np.bool_]


@dataclass
class NoteAccounts:
    """What the notes of each path have been paid and still owe, whole ledger units.

    Until default every path follows the schedule, so what is due is one number for all paths; only defaulted
    paths have balances of their own.

    In default, interest and then all principal are paid by priority as cash arrives, and missed interest does
    not grow. A guaranteed tranche keeps its schedule instead: the guarantor pays what is missing when it is
    due, and cash up to the service still to come stays aside for it, ahead of what ranks behind.

    Attributes:
        terms: Tranches, guarantees and fee.
        n_paths: Number of paths.
        is_default: Shape (n_paths,).
        balance: Shape (n_tranches, n_paths): principal owed to holders.
        interest_due: Same shape: interest that fell due so far on what holders were owed.
        received: Same shape: paid to holders so far by the fund.
        drawn: Shape (n_tranches, n_paths): paid to holders so far by guarantors.
        fee_drawn: Shape (n_guarantees, n_paths): draws for the service fee.
        recovered: Shape (n_guarantees, n_paths): draws that the fund paid back.
        premium: Same shape: premiums paid.
        fee: Shape (n_paths,): service fees paid.

    Example:
        >>> from fundmodel.notes.terms import Tranche
        >>> note = Tranche("senior", 1000, coupon_rate=0.10, principal_shares=(0, 1))
        >>> accounts = NoteAccounts(NoteTerms((note,), periods_per_year=1, n_periods=2), n_paths=2)
        >>> for period, cash in ((1, [100, 150]), (2, [1100, 400])):
        ...     left, defaults = accounts.pay(period, np.array(cash))
        >>> accounts.received.tolist(), accounts.holder_loss.tolist(), defaults.tolist(), left.tolist()
        ([[1200, 500]], [[0, 700]], [1], [0, 0])

    Source: the rules of Fernandez, Stein and Lo 2012, doi 10.1038/nbt.2374, for any number of tranches.
    """

    terms: NoteTerms
    n_paths: int
    is_default: Flags = field(init=False)
    balance: Whole = field(init=False)
    interest_due: Whole = field(init=False)
    received: Whole = field(init=False)
    drawn: Whole = field(init=False)
    fee_drawn: Whole = field(init=False)
    recovered: Whole = field(init=False)
    premium: Whole = field(init=False)
    fee: Whole = field(init=False)

    def __post_init__(self) -> None:
        n_tranches, n_guarantees = len(self.terms.tranches), len(self.terms.guarantees)
        self.is_default = np.zeros(self.n_paths, dtype=np.bool_)
        issued = np.array([tranche.amount for tranche in self.terms.tranches], dtype=np.int64)
        self.balance = np.repeat(issued.reshape(-1, 1), self.n_paths, axis=1)
        self.interest_due, self.received, self.drawn = np.zeros((3, n_tranches, self.n_paths), dtype=np.int64)
        self.fee_drawn, self.recovered, self.premium = np.zeros(
            (3, n_guarantees, self.n_paths), dtype=np.int64
        )
        self.fee = np.zeros(self.n_paths, dtype=np.int64)

    @property
    def holder_loss(self) -> Whole:
        """What holders of each tranche were owed and did not get: shape (n_tranches, n_paths)."""
        return self.shortfall - self.drawn

    @property
    def shortfall(self) -> Whole:
        """What the fund owed to holders and did not pay, so far due or still outstanding; same shape."""
        issued = np.array([[tranche.amount] for tranche in self.terms.tranches], dtype=np.int64).reshape(
            -1, 1
        )
        return issued + self.interest_due - self.received

    def draws(self, guarantee: int) -> Whole:
        """What a guarantor paid so far, shape (n_paths,)."""
        found = self.fee_drawn[guarantee].copy()
        for row in range(len(self.terms.tranches)):
            if self.terms.guarantee_of(row) == guarantee:
                found += self.drawn[row]
        return found

    def pay(self, period: int, cash: Whole) -> tuple[Whole, Whole]:
        """Pay what falls due in a period, or what there is.

        A path that cannot pay the service fee, or a tranche's interest and scheduled principal after all that
        ranks before it, is in default from then on; guarantees drawn before default count as cash.

        Args:
            period: From 1.
            cash: Shape (n_paths,), whole units, before payments.

        Returns:
            Cash after payments, shape (n_paths,), and the paths that defaulted now.
        """
        schedule = self.terms.schedule
        fee, premiums = int(schedule.column(schedule.fee, period)), schedule.column(schedule.premium, period)
        interests, principals = (schedule.column(a, period) for a in (schedule.interest, schedule.principal))
        due = fee + int(premiums.sum() + interests.sum() + principals.sum())
        short = np.flatnonzero(~self.is_default & (cash < due))
        cash = cash.copy()
        if short.size:
            cured, drawn = self._cure(period, short, cash[short])
            self.is_default[short[~cured]] = True
            cash[short[cured]] += drawn
            short = short[~cured]
        sound = (~self.is_default).astype(np.int64)
        cash -= due * sound
        self.fee += fee * sound
        self.premium += premiums[:, None] * sound
        for row in range(len(self.terms.tranches)):
            self.interest_due[row] += int(interests[row]) * sound
            self.received[row] += int(interests[row] + principals[row]) * sound
            self.balance[row] -= int(principals[row]) * sound
        return self.pay_in_default(period, cash), short

    def pay_in_default(self, period: int, cash: Whole) -> Whole:
        """Pay defaulted paths' notes only, as far as cash goes; cash after that, shape (n_paths,)."""
        lost = np.flatnonzero(self.is_default)
        if not lost.size:
            return cash
        cash = cash.copy()
        cash[lost] = self._pay_in_default(period, lost, cash[lost])
        return cash

    def recover(self, cash: Whole) -> Whole:
        """Pay draws back at the end, ahead of equity; cash after that, shape (n_paths,)."""
        everywhere = np.arange(self.n_paths)
        for place, guarantee in enumerate(self.terms.guarantees):
            if guarantee.is_recovered:
                cash = cash - self._repay(place, everywhere, cash)
        return cash

    def _cure(self, period: int, paths: Whole, cash: Whole) -> tuple[Flags, Whole]:
        """Which of the paths short of cash guarantees bring through, and what is drawn on those."""
        schedule = self.terms.schedule
        left, drawn_now = cash.copy(), np.zeros(len(paths), dtype=np.int64)
        room = [self._room(place, paths) for place in range(len(self.terms.guarantees))]
        fee = schedule.column(schedule.fee, period) + schedule.column(schedule.premium, period).sum()
        payers = (place for place, one in enumerate(self.terms.guarantees) if one.is_covering_fee)
        claims = [(int(fee), next(payers, None), None)]
        services = schedule.column(schedule.interest, period) + schedule.column(schedule.principal, period)
        for row, service in enumerate(services.tolist()):
            claims.append((service, self.terms.guarantee_of(row), row))
        cured, bookings = np.ones(len(paths), dtype=np.bool_), []
        for claim, place, row in claims:
            lacking = np.maximum(claim - left, 0)
            left -= claim - lacking
            if place is not None and self.terms.guarantees[place].is_drawn_before_default:
                draw = np.minimum(_part(lacking, self.terms.guarantees[place].share), room[place])
                room[place] -= draw
                lacking -= draw
                drawn_now += draw
                bookings.append((place, row, draw))
            cured &= lacking == 0
        for place, row, draw in bookings:
            if row is None:
                self.fee_drawn[place, paths[cured]] += draw[cured]
            else:
                self.drawn[row, paths[cured]] += draw[cured]
                # What the guarantor paid is not the fund's: the schedule is booked as received in full below.
                self.received[row, paths[cured]] -= draw[cured]
        return cured, drawn_now[cured]

    def _pay_in_default(self, period: int, paths: Whole, cash: Whole) -> Whole:
        """Interest and full principal by priority as far as cash goes; cash after that."""
        schedule, free = self.terms.schedule, cash.copy()
        spent = np.zeros(len(paths), dtype=np.int64)
        for row in range(len(self.terms.tranches)):
            owed = self.balance[row, paths]
            coupon = interest(owed, self.terms.coupon(row, period))
            place = self.terms.guarantee_of(row)
            later = schedule.opening[row, period + 1] if period + 1 < schedule.opening.shape[1] else 0
            wanted = owed if place is None else np.maximum(owed - later, 0)
            paid_coupon = np.minimum(free, coupon)
            paid_principal = np.minimum(free - paid_coupon, wanted)
            free -= paid_coupon + paid_principal
            spent += paid_coupon + paid_principal
            self.interest_due[row, paths] += coupon
            self.received[row, paths] += paid_coupon + paid_principal
            if place is not None:
                guarantee = self.terms.guarantees[place]
                missed = coupon + wanted - paid_coupon - paid_principal
                draw = np.minimum(_part(missed, guarantee.share), self._room(place, paths))
                self.drawn[row, paths] += draw
                paid_principal += draw - np.minimum(draw, coupon - paid_coupon)
                free -= np.minimum(free, owed - paid_principal + schedule.interest[row, period + 1 :].sum())
            self.balance[row, paths] = owed - paid_principal
            if place is not None and self._is_repaid_after(row, place):
                repaid = self._repay(place, paths, free)
                free -= repaid
                spent += repaid
        return cash - spent

    def _room(self, place: int, paths: Whole) -> Whole:
        """What a guarantor can still be asked for."""
        limit = self.terms.guarantees[place].limit
        drawn = self.draws(place)[paths]
        return np.full(len(paths), np.iinfo(np.int64).max) if limit is None else limit - drawn

    def _repay(self, place: int, paths: Whole, cash: Whole) -> Whole:
        owed = self.draws(place)[paths] - self.recovered[place, paths]
        repaid = np.minimum(owed, cash)
        self.recovered[place, paths] += repaid
        return repaid

    def _is_repaid_after(self, row: int, place: int) -> bool:
        """Whether a guarantor's claim ranks right behind a tranche: behind the last one it covers."""
        behind = range(row + 1, len(self.terms.tranches))
        is_last = all(self.terms.guarantee_of(other) != place for other in behind)
        return is_last and self.terms.guarantees[place].is_recovered


def _part(amounts: Whole, share: float) -> Whole:
    return amounts if share == 1 else interest(amounts, exact(share))
