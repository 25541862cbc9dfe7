"""Every term of the waterfall in exact fractions, one investor and one quarter at a time.

Written from the rules of the method's section "Waterfall", without any code of the package. Only what is paid
is rounded: cumulative carry and cumulative escrow are floored, the investor gets the rest.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

ZERO = Fraction(0)


@dataclass(frozen=True)
class Agreement:
    """Terms; a tier is (hurdle rate, carry rate, catch-up share), in rising order."""

    tiers: tuple[tuple[float, float, float], ...]
    periods_per_year: int = 4
    is_simple: bool = False
    interval: int = 0
    escrow_share: float = 0.0
    tax_share: float = 0.0
    is_by_deal: bool = False
    is_back_at_end: bool = True


@dataclass
class Account:
    """What the investor is owed at one hurdle: below zero when it has more than that."""

    rate: float
    agreement: Agreement
    owed: Fraction = ZERO

    def age(self, capital: Fraction) -> None:
        """One quarter of interest; `capital` is what has not come back."""
        if self.agreement.is_simple:
            self.owed += max(capital, ZERO) * exact(self.rate) / self.agreement.periods_per_year
        else:
            self.owed *= Fraction((1 + self.rate) ** (1 / self.agreement.periods_per_year))


@dataclass
class Investor:
    """One investor of a fund and the manager's carry on it."""

    agreement: Agreement
    lp: list[int] = field(default_factory=list)
    gp: list[int] = field(default_factory=list)
    escrow: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        rates = [rate for rate, _, _ in self.agreement.tiers]
        # Of the whole fund, of realised deals, and of what is still held.
        self.whole, self.deals, self.kept = (
            [Account(rate, self.agreement) for rate in rates] for _ in range(3)
        )
        self.capital = self.deal_capital = self.kept_capital = ZERO
        self.paid = self.cash = 0
        self.realised_cost = self.due = ZERO
        self.carry = self.all_carry = self.held = 0

    def quarter(self, called: int, cash: int, realised: Fraction, nav: int | None, is_last: bool) -> None:
        """Call, distribute, test; `nav` is None where no test is due."""
        for accounts, capital in (
            (self.whole, self.capital),
            (self.deals, self.deal_capital),
            (self.kept, self.kept_capital),
        ):
            for account in accounts:
                account.age(capital)
        self.paid += called
        self.cash += cash
        self.capital += called
        for account in self.whole:
            account.owed += called
        self._realise(called, realised)
        carry = self._carry_on(cash)
        in_escrow = floor(exact(self.agreement.escrow_share) * self.all_carry)
        self.carry += carry
        self.all_carry += carry
        held_back = floor(exact(self.agreement.escrow_share) * self.all_carry) - in_escrow
        self.held += held_back
        self._receive(cash - carry)
        lp, gp = cash - carry, carry - held_back
        if nav is not None or (is_last and self.agreement.is_back_at_end):
            back = self._take_back(nav or 0)
            from_escrow = min(back, self.held)
            self.held -= from_escrow
            lp, gp = lp + back, gp - (back - from_escrow)
        if is_last:
            gp, self.held = gp + self.held, 0
        self.lp.append(lp)
        self.gp.append(gp)
        self.escrow.append(self.held)

    def _realise(self, called: int, realised: Fraction) -> None:
        """Cost, with its interest, moves from what is held to what is realised."""
        part = realised if self.agreement.is_by_deal else Fraction(1)
        self.kept_capital += called
        gone = self.kept_capital * part
        self.kept_capital -= gone
        self.deal_capital += gone
        self.realised_cost += gone
        for held, done in zip(self.kept, self.deals, strict=True):
            held.owed += called
            moved = held.owed * part
            held.owed -= moved
            done.owed += moved

    def _carry_on(self, cash: int) -> int:
        """The manager's whole won of a quarter's cash."""
        left = Fraction(cash)
        first = max(self.deal_capital, self.deals[0].owed, ZERO)
        left -= min(left, first)
        shared, manager = left, ZERO
        before = self.due - self.carry
        for number, (_, rate, share) in enumerate(self.agreement.tiers):
            carry, catch_up = exact(rate), exact(share)
            if catch_up > carry:
                profit = self.cash - left - self.realised_cost
                behind = carry * profit - self.due - manager
                amount = min(left, max(ZERO, behind / (catch_up - carry)))
                manager += catch_up * amount
                left -= amount
            amount = left
            if number + 1 < len(self.agreement.tiers):
                investor_has = cash - left - manager - before
                missing = self.deals[number + 1].owed - investor_has
                amount = min(left, max(ZERO, missing / (1 - carry)))
            manager += carry * amount
            left -= amount
        self.due += manager
        return min(floor(self.due) - self.carry, ceiling(shared))

    def _receive(self, amount: int) -> None:
        self.capital -= amount
        self.deal_capital -= amount
        for account in (*self.whole, *self.deals):
            account.owed -= amount
        if self.agreement.is_by_deal:
            self.deal_capital = max(self.deal_capital, ZERO)
            for account in self.deals:
                account.owed = max(account.owed, ZERO)

    def _take_back(self, nav: int) -> int:
        """What the manager returns, and its effect on every account."""
        profit = max(self.cash - self.paid + nav, 0)
        asked = self.carry
        for account, (_, rate, _) in zip(self.whole, self.agreement.tiers, strict=True):
            over = self.carry - floor(exact(rate) * profit)
            short = floor(account.owed - nav)
            asked = min(asked, max(over, short, 0))
        received = self.all_carry - floor(exact(self.agreement.escrow_share) * self.all_carry)
        tax = received - floor(received * (1 - exact(self.agreement.tax_share)))
        returned = min(asked, self.held + max(self.carry - self.held - tax, 0))
        self.carry -= returned
        self.due -= returned
        self._receive(returned)
        return returned


def waterfall(
    paid_in: list[int],
    cash: list[int],
    agreement: Agreement,
    realised: list[float] | None = None,
    nav: list[int] | None = None,
) -> Investor:
    """All quarters of one investor."""
    investor = Investor(agreement)
    last = len(cash) - 1
    for quarter, (called, received) in enumerate(zip(paid_in, cash, strict=True)):
        share = Fraction(realised[quarter]) if realised else ZERO
        is_tested = agreement.interval and (quarter + 1) % agreement.interval == 0 and quarter < last
        worth = (nav[quarter] if nav else 0) if is_tested else None
        investor.quarter(called, received, share, worth, quarter == last)
    return investor


def exact(share: float) -> Fraction:
    """0.35 means 35 %, not the double just below it."""
    return Fraction(str(share))


def ceiling(amount: Fraction) -> int:
    return -floor(-amount)
