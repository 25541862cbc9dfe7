"""The rules of the published megafund as one compiled loop over paths, compounds and semesters."""

import math

import numba
import numpy as np

from tests.benchmarks.megafund_rules import rules

CAPITAL, EQUITY, KEPT, RHO = 5000.0, 3000.0, 0.85, 0.2
GONE = -1


def annual_returns(n_paths: int, seed: int) -> np.ndarray:
    """Annual return on equity by path; the first call compiles."""
    r = rules()
    return _loop(
        n_paths, seed, r.odds, r.cost, r.upfront, r.milestone, r.reserve, r.value, r.starts, r.balance,
        r.interest, r.principal, r.fee,
    )  # fmt: skip


@numba.njit
def _price(value, common):
    own = np.random.normal()  # noqa: NPY002 - the only generator that numba compiles
    shock = math.sqrt(RHO) * common + math.sqrt(1 - RHO) * own
    return min(math.exp(value[0] + value[1] * shock), value[2]) * KEPT


@numba.njit
def _cost(cost):
    return min(math.exp(cost[0] + cost[1] * np.random.normal()), cost[2])  # noqa: NPY002


@numba.njit
def _pay_in_default(cash, owed):
    for note in range(2):
        coupon = 0.025 if note == 0 else 0.04
        cash -= min(cash, owed[note] * coupon)
        paid = min(cash, owed[note])
        cash -= paid
        owed[note] -= paid
    return cash


@numba.njit
def _loop(  # noqa: C901, PLR0912 - the rules one after the other, as they are written down
    n_paths, seed, odds, cost, upfront, milestone, reserve, value, starts, balance, interest, principal, fee
):
    np.random.seed(seed)  # noqa: NPY002
    n = len(starts)
    found = np.empty(n_paths)
    state = np.empty(n, np.int64)
    due, price = np.empty(n), np.empty(n)
    for path in range(n_paths):
        common = np.random.normal()  # noqa: NPY002
        budget, cash = CAPITAL - 2 * (interest[0, 2] + interest[1, 2]), CAPITAL
        settled = np.zeros(18)
        owed = np.array([1250.0, 750.0])
        is_default = False
        for c in range(n):
            start = starts[c]
            asked = _cost(cost[start]) + upfront[start]
            state[c], due[c] = GONE, 0.0
            if budget >= asked + reserve[start]:
                budget -= asked + reserve[start]
                cash -= asked
                state[c] = start
        for i in range(2, 14):
            if i > 2:
                cash = cash * 1.005 + settled[i]
            for c in range(n):
                old = state[c]
                if old <= 0 or due[c] > 0:
                    continue
                u, new = np.random.random(), 0  # noqa: NPY002
                while u >= odds[old, new]:
                    new += 1
                if new == old:
                    continue
                state[c] = new
                if new == 0:
                    state[c] = GONE
                elif new in (3, 6):
                    settled[min(i + 2, 15)] += _price(value[new], common)
                    state[c] = GONE
                elif new != 5:
                    due[c] = _cost(cost[new]) + milestone[new]
            claims = fee[i]
            for note in range(2):
                claims += interest[note, i] + principal[note, i]
            if not is_default and cash < claims:
                is_default = True
                for c in range(n):
                    if state[c] > 0:
                        settled[min(i + 2, 15)] += max(_price(value[state[c]], common) - due[c], 0.0)
                        state[c] = GONE
            if is_default:
                cash = _pay_in_default(cash, owed)
                continue
            cash -= claims
            for note in range(2):
                owed[note] -= principal[note, i]
            soon = np.zeros(2)
            for note in range(2):
                for t in range(i + 1, i + 3):
                    soon[note] += interest[note, t] + principal[note, t] + 0.0025 * balance[note, t]
            available = cash + settled[i + 1] + settled[i + 2]
            lacking = max(1.75 * soon[0] - available, 3.5 * soon[1] - (available - soon[0]))
            lacking = max(lacking, 2 * 0.0025 * EQUITY - cash)
            if lacking > 0:
                for c in range(n):
                    price[c] = max(_price(value[state[c]], common) - due[c], 0.0) if state[c] > 0 else -1.0
                proceeds = 0.0
                for c in np.argsort(-price):
                    if proceeds >= lacking or price[c] < 0:
                        break
                    proceeds += price[c]
                    state[c] = GONE
                settled[min(i + 2, 15)] += proceeds
            elif i <= 12:
                periods = 2 if i <= 10 else 1
                hold = periods * (interest[0, i + 1] + interest[1, i + 1] + fee[i + 1])
                for t in range(i + 1, i + 1 + periods):
                    hold += principal[0, t] + principal[1, t]
                for c in range(n):
                    if state[c] > 0 and 0 < due[c] <= cash - hold:
                        cash -= due[c]
                        due[c] = 0.0
        for c in range(n):
            if state[c] > 0:
                settled[15] += max(_price(value[state[c]], common) - due[c], 0.0)
        closing = 0.0 if is_default else 0.0025 * EQUITY
        cash -= closing
        for i in (14, 15):
            cash += settled[i]
            if is_default:
                cash = _pay_in_default(cash, owed)
            if i == 14:
                cash -= closing
        found[path] = max(cash / EQUITY, 0.0) ** (1 / 7.5) - 1
    return found
