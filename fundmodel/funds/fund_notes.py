"""The notes of child funds on every path: cash of the fund ahead of its equity, quarter by quarter."""

import copy
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fundmodel.interest import Whole
from fundmodel.notes import Dues, NoteAccounts, StackedNotes, hand_over, pay_out

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

CUMULATIVE = ("paid", "paid_interest", "trust_paid", "drawn_cash", "fee_drawn", "recovered", "premium")
UNITS = ("received", "drawn", "balance")
FLOWS = ("issued", "handed_over", *CUMULATIVE, *UNITS)


@dataclass
class FundNotes:
    """Notes and cash of funds; series as in ChildFunds, those of funds without notes have empty ones.

    Note money that is not yet invested, and what forced sales bring, is not distributed while notes are owed.

    Attributes:
        stacked: The terms.
        start: Shape (n_series,), quarter of issue.
        prices: Shape (n_quarters, n_pairs), won per US cent; None if every note is in won.
        discounts: Shape (n_quarters, n_series), present value of a won at the government's yield.
        note_id: Shape (n_tranches, n_terms), -1 where there is no note.
        accounts: What was paid and is owed.
        held: Shape (n_series,), cash of the fund, whole won.
        unspent: The part of it that notes brought and that was neither invested nor paid out.
        locked: The part of it that is not distributed while notes are owed.
        is_trapped: Whether a coverage test failed in the last quarter.
        flows: FLOWS -> shape (n_quarters, n_tranches, n_series): issued, handed over to trustees, of the
            quarter; the rest cumulative as in NoteAccounts.
        cash: Shape (n_quarters, n_series), cash of the fund at the end of the quarter.
        exposure, before: Shape (n_tranches, n_series), own units: owed when the fund defaulted, and received
            before.
        life: Same shape: principal repaid times quarters since the issue.
        default_quarter: Shape (n_series,), -1 for none.
        guarantor_value: Shape (n_tranches, n_series): present value of what a guarantee costs.
        sold: Shape (2, n_quarters, n_series): what forced sales bring, and what was sold had cost.

    Source: METHOD.md, "Notes of a fund".
    """

    stacked: StackedNotes
    start: Whole
    prices: Floats | None
    discounts: Floats
    note_id: Whole
    accounts: NoteAccounts = field(init=False)
    held: Whole = field(init=False)
    unspent: Whole = field(init=False)
    locked: Whole = field(init=False)
    is_trapped: Flags = field(init=False)
    flows: dict[str, Whole] = field(init=False)
    cash: Whole = field(init=False)
    exposure: Whole = field(init=False)
    before: Whole = field(init=False)
    life: Whole = field(init=False)
    default_quarter: Whole = field(init=False)
    guarantor_value: Floats = field(init=False)
    sold: Floats = field(init=False)
    _dues: Dues = field(init=False)

    def __post_init__(self) -> None:
        n_quarters, (n_tranches, n_series) = len(self.discounts), self.stacked.issued.shape
        self.accounts = NoteAccounts(self.stacked, n_series)
        self.held, self.unspent, self.locked, self.default_quarter = np.zeros((4, n_series), dtype=np.int64)
        self.default_quarter -= 1
        self.is_trapped = np.zeros(n_series, dtype=np.bool_)
        by_flow = np.zeros((len(FLOWS), n_quarters, n_tranches, n_series), dtype=np.int64)
        self.flows = dict(zip(FLOWS, by_flow, strict=True))
        self.cash = np.zeros((n_quarters, n_series), dtype=np.int64)
        self.exposure, self.before, self.life = np.zeros((3, n_tranches, n_series), dtype=np.int64)
        self.guarantor_value = np.zeros((n_tranches, n_series))
        self.sold = np.zeros((2, n_quarters, n_series))

    def first(self, n_series: int) -> "FundNotes":
        """The notes of the first series, in the same memory."""
        made = copy.copy(self)
        made.stacked, made.accounts = self.stacked.first(n_series), self.accounts.first(n_series)
        for name, values in vars(self).items():
            if isinstance(values, np.ndarray) and name not in ("prices", "note_id"):
                setattr(made, name, values[..., :n_series])
        made.flows = {name: values[..., :n_series] for name, values in self.flows.items()}
        return made

    def begin(self, quarter: int) -> None:
        """Issue the notes of funds that start, look up what falls due, pay it where the fund is over."""
        price = None
        if self.prices is not None:
            in_won = np.tile(self.prices[quarter], self.held.size // self.prices.shape[1])
            price = np.where(self.stacked.terms.is_dollar[:, self.stacked.place], in_won, 1.0)
        self._dues = self.stacked.dues(quarter, price)
        pay_out(self.accounts, self._dues)
        issued = self._dues.cash(self.stacked.issued) * (self.start == quarter)
        self.flows["issued"][quarter] = issued
        money = np.add.reduce(issued, axis=0)
        for cash in (self.held, self.unspent, self.locked):
            np.add(cash, money, out=cash)

    def free(self, quarter: int, rows: Places) -> Floats:
        """Note money that funds may invest: what this and the next quarters' service does not need."""
        needed = self._reserve(quarter) + self._service()
        money = np.maximum(self.unspent - needed, 0) * ~(self.is_trapped | self.accounts.is_default)
        return money[rows].astype(np.float64)

    def spend(self, rows: Places, amounts: Floats) -> None:
        """Pay for lots out of note money."""
        whole = amounts.astype(np.int64)
        for own in (self.held, self.unspent, self.locked):
            own[rows] -= whole

    def receive(self, rows: Places | slice, amounts: Floats) -> None:
        """Take in what assets pay."""
        self.held[rows] += amounts.astype(np.int64)

    def lock(self, rows: Places, amounts: Floats) -> None:
        """Take in what forced sales bring."""
        self.receive(rows, amounts)
        self.locked[rows] += amounts.astype(np.int64)

    def note_sale(self, quarter: int, rows: Places, proceeds: Floats, cost: Floats) -> None:
        """Note a forced sale of some funds; a fund has one in a quarter at most."""
        self.sold[0, quarter, rows], self.sold[1, quarter, rows] = proceeds, cost

    def are_outstanding(self) -> Flags:
        """Funds whose notes have a later due date, so that they stay open for them."""
        return (np.add.reduce(self._dues.after, axis=0) > 0) & ~self.accounts.is_default

    def settle(self, quarter: int) -> Places:
        """Pay what falls due; returns the funds that cannot, which sell everything now."""
        accounts = self.accounts
        cash, short = accounts.settle(self._dues, self.held)
        np.copyto(self.held, cash)
        self.default_quarter[short] = quarter
        self.exposure[:, short] = accounts.balance[:, short] + self._dues.interest[:, short]
        self.before[:, short] = accounts.received[:, short]
        return short

    def pay_in_default(self) -> None:
        """Pay the notes of funds in default with what there is."""
        np.copyto(self.held, self.accounts.pay_in_default(self._dues, self.held))
        np.minimum(self.unspent, self.held, out=self.unspent)
        np.minimum(self.locked, self.held, out=self.locked)
        self.locked *= np.logical_or.reduce(self.accounts.balance > 0, axis=0)

    def lacking(self, quarter: int, is_open: Flags) -> Floats:
        """What funds must raise by sales to pass the tests that ask for them; notes which fail any test."""
        worst, selling = self.stacked.tested(quarter, self._dues)
        np.copyto(self.is_trapped, (worst > self.held) & is_open)
        return np.maximum(selling - self.held, 0).astype(np.float64) * is_open

    def distribute(self, quarter: int, is_open: Flags, ending: Places) -> Floats:
        """What is left for partners, shape (n_series,): all at the end, else what service does not need."""
        kept = np.maximum(self.locked, self._reserve(quarter))
        out = np.maximum(self.held - kept, 0) * (is_open & ~self.is_trapped)
        lost = ending[self.accounts.is_default[ending]]
        if lost.size:
            handed = hand_over(self.accounts, self._dues, lost, self.held[lost])
            self.flows["handed_over"][quarter][:, lost] = handed
            self.held[lost] -= np.add.reduce(handed, axis=0)
        out[ending] = self.held[ending]
        self.held -= out
        self.unspent[ending] = self.locked[ending] = 0
        return self.accounts.recover(out).astype(np.float64)

    def owed(self) -> Floats:
        """Notes outstanding and claims of guarantors, won, shape (n_series,)."""
        accounts = self.accounts
        claims = np.zeros(self.held.size, dtype=np.int64)
        for place, cover in enumerate(accounts.covers):
            claims += (accounts.drawn_cash[place] - accounts.recovered[place]) * cover.is_recovered
        return (np.add.reduce(self._dues.cash(accounts.balance), axis=0) + claims).astype(np.float64)

    def close(self, quarter: int) -> None:
        """Note the quarter."""
        accounts = self.accounts
        self.cash[quarter] = self.held
        for name in CUMULATIVE + UNITS:
            np.copyto(self.flows[name][quarter], getattr(accounts, name))
        last = max(quarter - 1, 0)
        before = self.flows["balance"][last] if quarter else self.stacked.issued
        # A fund that has not started has its notes before it.
        repaid = np.where(quarter > self.start, before - accounts.balance, 0)
        self.life += repaid * (quarter - self.start)
        cost = accounts.drawn_cash - accounts.recovered - accounts.premium
        if quarter:
            earlier = (self.flows[name][last] for name in ("drawn_cash", "recovered", "premium"))
            drawn, recovered, premium = earlier
            cost = cost - (drawn - recovered - premium)
        self.guarantor_value += cost * self.discounts[quarter]

    def are_pending(self, quarter: int) -> bool:
        """Whether guaranteed notes of funds that are over still wait for payments."""
        over = np.flatnonzero(self.accounts.is_over)
        waiting = self.stacked.opening[quarter][:, self.stacked.place[over]] > 0
        there = [cover.is_there[over] for cover in self.accounts.covers]
        return bool((waiting & np.array(there)).any())

    def _reserve(self, quarter: int) -> Whole:
        return np.add.reduce(self._dues.cash(self.stacked.reserve(quarter)), axis=0)

    def _service(self) -> Whole:
        """What falls due in this quarter."""
        dues = self._dues
        services = np.add.reduce(dues.cash(dues.interest + dues.principal), axis=0)
        return services + np.add.reduce(dues.premium, axis=0)
