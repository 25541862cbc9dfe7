"""The loan of a plant against a spreadsheet-style calculation in plain numbers, and what happens when
it is missed.
"""

from dataclasses import replace
from itertools import accumulate

import numpy as np
import pytest

from fundmodel.assets.plant_accounts import Accounts
from fundmodel.assets.plant_loans import Loan, plan_loan
from fundmodel.assets.plant_runs import plan_case
from tests.plant_case import TERMS, plants

BORROWING = replace(
    TERMS,
    exit_quarter=24,
    overrun_mean_share=0.1,
    gearing_max_share=0.4,
    debt_dscr_multiple=1.5,
    debt_interest_rate=0.04,
    debt_tenor_years=5,
    debt_grace_years=1,
    dsra_quarters=2,
    lock_up_dscr_multiple=1.1,
    cash_sweep_share=0.5,
    equity_cures_max=2,
)
CAPACITY, START = np.array([10.0]), np.array([0])


def sheet():
    """The plan of BORROWING row by row, as a spreadsheet would have it: no function of the model is used.

    Cash flow of a quarter: 945 from year 2 on, less tax of 480 in a year's last quarter; -367.5 in year 1.
    """
    cash = [-367.5] * 4 + [945, 945, 945, 945 - 480] * 5
    rate = 0.01
    payments = [sum(cash[4 * year : 4 * year + 4]) / 1.5 / 4 for year in range(1, 5) for _ in range(4)]
    cover = sum(payment / 1.01**number for number, payment in enumerate(payments, start=1))
    grown = 0.4 * 1.01**6 + 0.6 * 1.01**4
    gearing = 0.4 * 11_000 / (1 - 0.4 * (1 - 1 / grown))
    amount = min(cover, gearing)
    rows, balance = [], amount
    for quarter in range(1, 25):
        interest = balance * rate
        if quarter <= 4:
            service = interest
        elif quarter <= 20:
            service = payments[quarter - 5] * amount / cover
        else:
            service = 0.0
        principal = service - interest
        balance -= principal
        rows.append((quarter, interest, principal, service, balance))
    return amount, cover, gearing, grown, rows


def test_the_loan_follows_the_sheet():
    """Cover carries 550 a quarter for 16 quarters, 8,095 won; gearing allows 4,484: gearing decides."""
    amount, cover, gearing, grown, rows = sheet()
    loan, building, operation = plan_case(BORROWING, CAPACITY, START)
    assert loan.capacity_krw[0] == pytest.approx(cover, abs=1e-6)
    assert loan.gearing_krw[0] == pytest.approx(gearing, abs=1e-6)
    assert gearing < cover
    assert loan.draws_krw[0] == pytest.approx(amount / grown, abs=1e-6)
    assert building.opening_debt_krw[0] == pytest.approx(amount, abs=2)
    detail = operation.detail
    for quarter, interest, principal, service, balance in rows[:20]:
        assert loan.service_krw[0, quarter] == pytest.approx(service, abs=1e-6)
        assert loan.balance_krw[0, quarter] == pytest.approx(balance, abs=1e-6)
        assert detail.interest_krw[quarter - 1, 0] == pytest.approx(interest, abs=2)
        assert detail.service_krw[quarter - 1, 0] - detail.interest_krw[quarter - 1, 0] == pytest.approx(
            principal, abs=3
        )
        assert detail.debt_krw[quarter - 1, 0] == pytest.approx(balance, abs=3)
    assert abs(rows[19][4]) < 1e-6
    assert detail.debt_krw[19:].tolist() == [[0.0]] * 5


def test_owners_get_the_rest_to_the_won():
    """Year by year: 3,780 of cash, less debt service, tax on profit after interest, and the reserve.

    Year 1 is paid in quarter by quarter: 367.5 + interest. The reserve is released as the loan ends.
    """
    amount, _, _, _, rows = sheet()
    _, building, operation = plan_case(BORROWING, CAPACITY, START)
    interest = [row[1] for row in rows]
    service = [row[3] for row in rows]
    target = [sum(service[quarter : quarter + 2]) for quarter in range(25)]
    assert building.opening_call_krw[0] == int(target[0])
    assert operation.call_krw[0, :4] == pytest.approx([int(367.5 + amount * 0.01)] * 4, abs=1)
    reserve = target[0]
    for year in range(1, 6):
        span = slice(4 * year, 4 * year + 4)
        taxed = 4_000 - 1_100 - sum(interest[span])
        tax = 100 + 0.2 * (taxed - 1_000)
        paid = 3_780 - tax - sum(service[span])
        # Top-ups come first; within a year all cash is above the target.
        paid += reserve - target[4 * year + 4]
        reserve = target[4 * year + 4]
        assert operation.dividend_krw[0, year] == pytest.approx(paid, abs=4), year
        assert operation.tax_krw[0, 4 * year + 3] == pytest.approx(tax, abs=1)
    assert operation.exit_krw[0, -1] == 20_000


def test_every_won_that_comes_in_goes_out():
    """Owners and lenders in, cash flow in, service and owners out; reserve and cash end at nothing."""
    loan, _, _ = plan_case(BORROWING, CAPACITY, START)
    demand = np.exp(np.random.default_rng(3).normal(0, 0.4, (1, 25)))
    building, operation = plants(BORROWING, demand=demand, loan=loan)
    detail = operation.detail
    sale = np.zeros(24)
    sale[-1] = 5 * max(0.0, detail.ebitda_krw[-4:, 0].sum())
    paid_out = np.zeros(24)
    paid_out[3::4] = (operation.dividend_krw + operation.exit_krw)[0]
    held = building.opening_reserve_krw[0]
    for quarter in range(24):
        before = held
        held = detail.cash_krw[quarter, 0] + detail.reserve_krw[quarter, 0]
        comes = operation.call_krw[0, quarter] + detail.cfads_krw[quarter, 0] + sale[quarter]
        goes = detail.service_krw[quarter, 0] + paid_out[quarter]
        assert held == pytest.approx(before + comes - goes, abs=3)
        assert detail.cash_krw[quarter, 0] >= 0
        assert detail.reserve_krw[quarter, 0] >= 0
    assert held == 0
    owed = building.opening_debt_krw[0] + detail.interest_krw.sum() - detail.service_krw.sum()
    assert owed == pytest.approx(detail.debt_krw[-1, 0], abs=1e-6)


def test_level_payments_are_carried_by_the_weakest_year():
    """Years of 4,000 and 2,000 at cover 2: 250 a quarter; 4 of interest only, then 8 at 1 % are worth
    1,912.9.
    """
    terms = replace(BORROWING, debt_dscr_multiple=2.0, debt_tenor_years=3, debt_repayment="level")
    cash = np.repeat([[0.0, 4_000.0, 2_000.0]], 4, axis=1).reshape(1, 12) / 4
    loan = plan_loan(terms, np.array([1e6]), np.ones(1), cash)
    assert loan.capacity_krw[0] == pytest.approx(250 * (1 - 1.01**-8) / 0.01)
    assert loan.service_krw[0, 1:5] == pytest.approx([loan.amount_krw[0] * 0.01] * 4)
    assert loan.service_krw[0, 5:] == pytest.approx([250.0] * 8)
    assert loan.balance_krw[0, 12] == pytest.approx(0, abs=1e-9)


def test_a_weak_year_shapes_the_sculpted_loan():
    """The same cash, sculpted: 500 and 250 a quarter in place of 250."""
    terms = replace(BORROWING, debt_dscr_multiple=2.0, debt_tenor_years=3)
    cash = np.repeat([[0.0, 4_000.0, 2_000.0]], 4, axis=1).reshape(1, 12) / 4
    loan = plan_loan(terms, np.array([1e6]), np.ones(1), cash)
    assert loan.service_krw[0, 5:] == pytest.approx([500.0] * 4 + [250.0] * 4)
    worth = sum(p / 1.01**n for n, p in enumerate([500] * 4 + [250] * 4, start=1))
    assert loan.amount_krw[0] == pytest.approx(worth)


def test_a_delay_makes_owners_pay_the_interest_above_the_loan():
    """Four quarters late: the draws of a stretched S-curve have grown further than the loan allows."""
    loan, _, _ = plan_case(BORROWING, CAPACITY, START)
    building, _ = plants(BORROWING, delay=(4,), loan=loan)
    draws = building.draw_krw[0]
    assert draws.sum() == int(loan.draws_krw[0])
    grown = sum(draw * 1.01 ** (10 - 2 * number) for number, draw in enumerate(draws))
    assert building.opening_debt_krw[0] == loan.amount_krw[0]
    extra = grown - loan.amount_krw[0]
    assert building.opening_call_krw[0] == int(extra + loan.reserve_krw[0, 0])
    cheap, _ = plants(BORROWING, overrun=(-0.9,), loan=loan)
    assert (cheap.draw_krw <= cheap.capex_krw).all()


def account(cash, plan=(100.0,) * 8, debt=700.0, reserve=150.0, **changes):
    """Quarters of one loan without interest: a payment of 100 a quarter until 700 are repaid."""
    terms = replace(BORROWING, debt_interest_rate=0.0, debt_grace_years=0, dsra_quarters=0, **changes)
    service = np.array([[0.0, *plan]])
    balance = np.maximum(debt - np.array([[0.0, *accumulate(plan)]]), 0.0)
    loan = Loan(*(np.array([debt]) for _ in range(4)), balance, service, np.full_like(balance, reserve))
    accounts = Accounts(terms, np.array([debt]), np.array([reserve]), loan)
    made = [accounts.settle(q, np.array([c]), q % 4 == 0) for q, c in enumerate(cash, start=1)]
    return accounts, made


def test_a_missed_payment_takes_the_reserve_then_the_owners_then_nobody():
    """100 due a quarter, 20 of cash: the reserve of 150 pays 80 and 70, owners 10 and 80, then 80
    stay unpaid.
    """
    accounts, made = account([20.0] * 4, equity_cures_max=2)
    assert [float(one.service[0]) for one in made] == [100.0, 100.0, 100.0, 20.0]
    assert [float(one.cure[0]) for one in made] == [0.0, 10.0, 80.0, 0.0]
    assert accounts.debt[0] == 700 - 320
    assert accounts.reserve[0] == 0


def test_in_default_all_cash_goes_to_lenders_until_the_plan_is_met():
    """80 behind after a year: the next 180 all go to the loan, then the reserve fills before owners
    get anything.
    """
    accounts, made = account([20.0] * 4 + [180.0, 100.0, 100.0, 400.0], equity_cures_max=2, reserve=150.0)
    assert [float(one.service[0]) for one in made[4:]] == [180.0, 100.0, 100.0, 0.0]
    assert [float(one.dividend[0]) for one in made[4:]] == [0.0, 0.0, 0.0, 400.0]
    assert accounts.debt[0] == 0


def test_lock_up_keeps_cash_and_sweeps_part_of_it():
    """Cover 105/100 < 1.1: 20 left over the year are locked; half prepays the loan, the next payment
    is less.
    """
    accounts, made = account([105.0] * 4 + [200.0] * 4)
    assert made[3].dividend[0] == 0
    assert made[3].service[0] == 110
    assert accounts.cash[0] == 0
    assert float(made[4].service[0]) == 90
    assert float(made[7].dividend[0]) == 10 + 800 - 90 - 200 + 150


def test_lenders_come_first_at_the_sale_and_bear_what_is_missing():
    accounts, _ = account([100.0] * 3)
    closed = accounts.close(np.array([10.0]), np.array([90.0]))
    assert (closed.service[0], closed.dividend[0]) == (250, 0)
    assert accounts.debt[0] == 150
    rich, _ = account([100.0] * 3)
    closed = rich.close(np.array([10.0]), np.array([900.0]))
    assert (closed.service[0], closed.dividend[0]) == (400, 150 + 10 + 900 - 400)


def test_no_gearing_is_no_loan():
    assert plan_case(replace(BORROWING, gearing_max_share=0.0), CAPACITY, START)[0] is None
