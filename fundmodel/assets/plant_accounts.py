"""The accounts of plants after opening: who is paid in which order, quarter by quarter."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.assets.plant_loans import Loan
from fundmodel.assets.plant_terms import QUARTERS_PER_YEAR, Floats, PlantTerms
from fundmodel.assets.plant_trade import tax_due

# A loan is behind its plan when it owes more than a won too much: less is rounding of floats.
WON = 1.0


class TaxAccount:
    """Corporate tax by operating year, with losses and tax credits carried forward; shape (n_series,).

    The tax of a year is paid in its last quarter. Earlier losses offset a share of a year's profit, the tax
    credit is used up against what is due.
    """

    def __init__(self, terms: PlantTerms, credit: Floats) -> None:
        self._terms = terms
        self._credit = credit
        self._losses = np.zeros_like(credit)
        self._profit = np.zeros_like(credit)

    def quarter(self, profit: Floats, is_end: bool) -> Floats:
        """Tax paid in a quarter with this taxable profit.

        Example:
            >>> from dataclasses import replace
            >>> from tests.plant_case import TERMS
            >>> account = TaxAccount(replace(TERMS, loss_offset_share=0.8), np.array([50.0]))
            >>> account.quarter(np.array([-1000.0]), True).item()
            0.0
            >>> account.quarter(np.array([1000.0]), True).item()
            0.0
            >>> account.quarter(np.array([1200.0]), True).item()
            70.0
        """
        self._profit = self._profit + profit
        if not is_end:
            return np.zeros_like(profit)
        earned = np.maximum(self._profit, 0.0)
        offset = np.minimum(self._losses, self._terms.loss_offset_share * earned)
        self._losses = self._losses - offset + np.maximum(-self._profit, 0.0)
        due = tax_due(self._terms.tax_bands, earned - offset)
        credit = np.minimum(self._credit, due)
        self._credit = self._credit - credit
        self._profit = np.zeros_like(profit)
        return due - credit


@dataclass(frozen=True)
class Payments:
    """What a quarter paid; shape (n_series,), won.

    Attributes:
        interest: Accrued on the loan.
        service: Paid to lenders, sweep included.
        call: Paid in by the owners for losses.
        cure: Paid in by the owners so that the loan is served.
        dividend: Paid to the owners.
    """

    interest: Floats
    service: Floats
    call: Floats
    cure: Floats
    dividend: Floats


class Accounts:
    """Cash, reserve account and loan of plants; shape (n_series,), won, all at least 0.

    Order of payment: losses (paid in by the owners once cash is used up), debt service, reserve account,
    and at
    the end of an operating year the owners. In the grace period the owners pay in what interest lacks. After
    it a missed payment is taken from the reserve account, then paid in by the owners as often as
    `equity_cures_max`, then left unpaid: the loan is in default, all cash goes to it until it is back on
    plan.
    Nothing is paid out while the cover of the last four quarters is below the lock-up; part of that cash
    prepays the loan.

    Source: METHOD.md, "Plants: debt".
    """

    def __init__(self, terms: PlantTerms, debt: Floats, reserve: Floats, loan: Loan | None) -> None:
        self._terms = terms
        self._loan = loan
        self._cures = np.zeros(debt.size, dtype=np.int64)
        self._recent: list[tuple[Floats, Floats]] = []
        self.debt = debt
        self.reserve = reserve
        self.cash = np.zeros_like(debt)

    @property
    def interest(self) -> Floats:
        """Interest of the coming quarter."""
        return self.debt * self._terms.debt_rate_per_quarter

    def cover(self) -> tuple[Floats, Floats]:
        """Cash flow and planned debt service of the last four quarters."""
        cash, service = np.zeros((2, self.debt.size))
        for one_cash, one_service in self._recent[-QUARTERS_PER_YEAR:]:
            cash = cash + one_cash
            service = service + one_service
        return cash, service

    def _serve(self, loan: Loan, quarter: int, pot: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Pay lenders and fill the reserve: what is left, service, cure, interest."""
        interest = self.interest
        due = np.maximum(self.debt + interest - loan.balance_krw[:, quarter], interest)
        due = np.where(self.debt > 0, np.minimum(due, self.debt + interest), 0.0)
        paid = np.minimum(due, pot)
        pot = pot - paid
        is_grace = quarter <= self._terms.debt_grace_years * QUARTERS_PER_YEAR
        from_reserve = np.zeros_like(pot) if is_grace else np.minimum(self.reserve, due - paid)
        self.reserve = self.reserve - from_reserve
        gap = due - paid - from_reserve
        can_cure = (gap > 0) & (is_grace | (self._cures < self._terms.equity_cures_max))
        cure = np.where(can_cure, gap, 0.0)
        self._cures = self._cures + (can_cure & (not is_grace))
        service = paid + from_reserve + cure
        self.debt = self.debt + interest - service
        target = np.where(self.debt > 0, loan.reserve_krw[:, quarter], 0.0)
        top_up = np.minimum(pot, np.maximum(target - self.reserve, 0.0))
        release = np.where(self._is_behind(loan, quarter), 0.0, np.maximum(self.reserve - target, 0.0))
        self.reserve = self.reserve + top_up - release
        return pot - top_up + release, service, cure, interest

    def _is_behind(self, loan: Loan, quarter: int) -> NDArray[np.bool_]:
        return self.debt > loan.balance_krw[:, quarter] + WON

    def settle(self, quarter: int, cfads: Floats, is_end: bool) -> Payments:
        """One quarter of operation.

        Args:
            quarter: Operating quarter, 1 the first.
            cfads: Cash flow available for debt service.
            is_end: True if owners are paid at its end.
        """
        pot = self.cash + cfads
        call = np.maximum(-pot, 0.0)
        pot = np.maximum(pot, 0.0)
        nothing = np.zeros_like(pot)
        service, cure, interest, is_locked = nothing, nothing, nothing, np.zeros(pot.size, dtype=np.bool_)
        if self._loan is not None:
            planned = np.where(self.debt > 0, self._loan.service_krw[:, quarter], 0.0)
            self._recent.append((cfads, planned))
            pot, service, cure, interest = self._serve(self._loan, quarter, pot)
            if is_end:
                flow, want = self.cover()
                is_locked = (want > 0) & (flow < self._terms.lock_up_dscr_multiple * want)
                is_locked |= self._is_behind(self._loan, quarter)
                sweep = np.where(is_locked, np.minimum(pot * self._terms.cash_sweep_share, self.debt), 0.0)
                self.debt = self.debt - sweep
                pot = pot - sweep
                service = service + sweep
        dividend = np.where(is_locked, 0.0, pot) if is_end else nothing
        self.cash = pot - dividend
        return Payments(interest, service, call, cure, dividend)

    def close(self, cfads: Floats, sale: Floats) -> Payments:
        """The last quarter: everything is paid out, lenders first; what is missing for losses is paid in."""
        interest = self.interest
        pot = self.cash + self.reserve + cfads + sale
        service = np.minimum(np.maximum(pot, 0.0), self.debt + interest)
        self.debt = self.debt + interest - service
        call = np.maximum(-pot, 0.0)
        dividend = np.maximum(pot, 0.0) - service
        self.cash = self.reserve = np.zeros_like(pot)
        return Payments(interest, service, call, np.zeros_like(pot), dividend)
