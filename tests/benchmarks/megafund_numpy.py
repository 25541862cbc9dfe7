"""The rules of the published megafund in plain NumPy, all paths at once, straight from their description."""

import math

import numpy as np

from tests.benchmarks.megafund_rules import APPROVED, FILED, TARGET, WITHDRAWN, rules

CAPITAL, EQUITY, KEPT, RHO = 5000.0, 3000.0, 0.85, 0.2


def annual_returns(n_paths: int, seed: int) -> np.ndarray:  # noqa: C901 - the rules in their order
    """Annual return on equity by path."""
    r, draw = rules(), np.random.default_rng(seed)
    common = draw.standard_normal(n_paths)

    def costs(states: np.ndarray) -> np.ndarray:
        mu, sigma, cap = r.cost[states].T
        return np.minimum(np.exp(mu + sigma * draw.standard_normal(states.size)), cap)

    def prices(states: np.ndarray, paths: np.ndarray) -> np.ndarray:
        mu, sigma, cap = r.value[states].T
        shock = math.sqrt(RHO) * common[paths] + math.sqrt(1 - RHO) * draw.standard_normal(states.size)
        return np.minimum(np.exp(mu + sigma * shock), cap) * KEPT

    # Purchase. Arrays are (compound, path).
    n = len(r.starts)
    state = np.repeat(r.starts[:, None], n_paths, axis=1)
    due = np.zeros((n, n_paths))
    budget = np.full(n_paths, CAPITAL - 2 * (r.interest[:, 2].sum()))
    cash = np.full(n_paths, CAPITAL)
    for compound, start in enumerate(r.starts):
        price = costs(np.full(n_paths, start)) + r.upfront[start]
        bought = budget >= price + r.reserve[start]
        budget -= np.where(bought, price + r.reserve[start], 0)
        cash -= np.where(bought, price, 0)
        state[compound, ~bought] = WITHDRAWN

    settled = np.zeros((18, n_paths))
    owed = np.repeat([[1250.0], [750.0]], n_paths, axis=1)
    default = np.zeros(n_paths, dtype=bool)

    def sell(chosen: np.ndarray, amounts: np.ndarray, semester: int) -> None:
        np.add.at(settled[min(semester + 2, 15)], np.nonzero(chosen)[1], amounts)
        state[chosen], due[chosen] = WITHDRAWN, 0

    def net(chosen: np.ndarray) -> np.ndarray:
        return np.maximum(prices(state[chosen], np.nonzero(chosen)[1]) - due[chosen], 0)

    def pay_in_default(paths: np.ndarray) -> None:
        for row, coupon in enumerate((0.025, 0.04)):
            for claim in (owed[row, paths] * coupon, owed[row, paths].copy()):
                paid = np.minimum(cash[paths], claim)
                cash[paths] -= paid
            owed[row, paths] -= paid

    for i in range(2, 14):
        if i > 2:
            cash = cash * 1.005 + settled[i]
        # Moves; the last phase first, so that no compound moves twice.
        for phase in (5, 4, 2, 1):
            movable = np.nonzero((state == phase) & (due == 0))
            after = np.searchsorted(r.odds[phase], draw.random(movable[0].size), side="right")
            state[movable] = after
            moved = (after != phase) & (after != WITHDRAWN) & (after != TARGET) & (after != APPROVED)
            funding = moved & (after != FILED)
            where = movable[0][funding], movable[1][funding]
            due[where] = -(costs(after[funding]) + r.milestone[after[funding]])
        due = np.abs(due)
        sold = (state == TARGET) | (state == APPROVED)
        sell(sold, prices(state[sold], np.nonzero(sold)[1]), i)
        # Default test and payment.
        services = (r.interest + r.principal)[:, i]
        was_default = default.copy()
        default |= cash < r.fee[i] + services.sum()
        sound = ~default
        cash[sound] -= r.fee[i] + services.sum()
        owed[:, sound] -= r.principal[:, i, None]
        if (fresh := default & ~was_default).any():
            chosen = (state > WITHDRAWN) & fresh
            sell(chosen, net(chosen), i)
        pay_in_default(np.flatnonzero(default))
        # Coverage.
        ahead = slice(i + 1, i + 3)
        due_soon = (r.interest + r.principal + 0.0025 * r.balance)[:, ahead].sum(axis=1)
        available = cash + settled[ahead].sum(axis=0)
        lacking = np.maximum(1.75 * due_soon[0] - available, 3.5 * due_soon[1] - (available - due_soon[0]))
        lacking = np.maximum(lacking, 2 * 0.0025 * EQUITY - cash)
        forced = np.flatnonzero((lacking > 0) & sound)
        if forced.size:
            live = np.zeros_like(state, dtype=bool)
            live[:, forced] = state[:, forced] > WITHDRAWN
            value = np.full((n, n_paths), -1.0)
            value[live] = net(live)
            order = np.argsort(-value[:, forced], axis=0, kind="stable")
            ranked = np.take_along_axis(value[:, forced], order, axis=0)
            before = np.cumsum(np.maximum(ranked, 0), axis=0) - np.maximum(ranked, 0)
            chosen = np.zeros_like(live)
            chosen[order, forced] = (before < lacking[forced]) & (ranked >= 0)
            sell(chosen, value[chosen], i)
        # Funding in the order of the list.
        if i <= 12:
            periods = 2 if i <= 10 else 1
            hold = r.principal[:, i + 1 : i + 1 + periods].sum()
            hold += periods * (r.interest[:, i + 1].sum() + r.fee[i + 1])
            free = np.where(sound & (lacking <= 0), cash - hold, -1)
            for compound in np.flatnonzero((due > 0).any(axis=1)):
                funded = (due[compound] > 0) & (due[compound] <= free)
                spent = np.where(funded, due[compound], 0)
                free -= spent
                cash -= spent
                due[compound, funded] = 0
    live = state > WITHDRAWN
    sell(live, net(live), 13)
    closing = np.where(default, 0, 0.0025 * EQUITY)
    cash -= closing
    for i in (14, 15):
        cash += settled[i]
        pay_in_default(np.flatnonzero(default))
        if i == 14:
            cash -= closing
    return np.maximum(cash / EQUITY, 0) ** (1 / 7.5) - 1
