"""All terms of the waterfall at once, two hurdles, compiled by numba: one thread, no fastmath."""

import numba
import numpy as np

BLOCK = 64
ROWS = 14


@numba.njit(inline="always")
def capped(amount, most):
    """Between nothing and `most`."""
    return min(max(amount, 0.0), most)


@numba.njit
def one_quarter(state, call, cash, realised, terms):
    """Interest, realised cost, tiers and escrow of a quarter: the new state and the manager's won."""
    (
        due,
        paid,
        allocated,
        held,
        profit,
        cost,
        whole,
        whole_1,
        whole_2,
        capital,
        first,
        second,
        pool_1,
        pool_2,
    ) = state
    growth_1, growth_2, carry_1, carry_2, share_1, share_2, gain_1, gain_2, per_won, escrow, _, snap = terms
    net = cash - call
    whole_1 = whole_1 * growth_1 + net
    whole_2 = whole_2 * growth_2 + net
    whole += net
    first *= growth_1
    second *= growth_2
    pool_1 = pool_1 * growth_1 + call
    gone = pool_1 * realised
    pool_1 -= gone
    first += cash - gone
    pool_2 = pool_2 * growth_2 + call
    gone = pool_2 * realised
    pool_2 -= gone
    second += cash - gone
    cost += call
    gone = cost * realised
    cost -= gone
    capital += cash - gone
    profit += cash - gone
    left = max(min(cash, capital, first), 0.0)
    most = np.ceil(left)
    amount = capped(((profit - left) * carry_1 - due) * gain_1, left)
    left -= amount
    due += amount * share_1
    amount = capped((due - paid + left - second) * per_won, left)
    left -= amount
    due += amount * carry_1
    amount = capped(((profit - left) * carry_2 - due) * gain_2, left)
    left -= amount
    due += amount * share_2
    due += left * carry_2
    gp = min(np.floor(due * snap) - paid, most)
    paid += gp
    whole -= gp
    whole_1 -= gp
    whole_2 -= gp
    capital = min(capital - gp, 0.0)
    first = min(first - gp, 0.0)
    second = min(second - gp, 0.0)
    held -= np.floor(allocated * escrow * snap)
    allocated += gp
    held += np.floor(allocated * escrow * snap)
    new = (
        due,
        paid,
        allocated,
        held,
        profit,
        cost,
        whole,
        whole_1,
        whole_2,
        capital,
        first,
        second,
        pool_1,
        pool_2,
    )
    return new, gp


@numba.njit
def one_test(state, nav, terms):
    """The clawback as if the fund were sold at NAV: the new state and the won that come back."""
    (
        due,
        paid,
        allocated,
        held,
        profit,
        cost,
        whole,
        whole_1,
        whole_2,
        capital,
        first,
        second,
        pool_1,
        pool_2,
    ) = state
    _, _, carry_1, carry_2, _, _, _, _, _, escrow, kept, snap = terms
    gain = max(whole + paid + nav, 0.0)
    asked = min(paid, max(paid - np.floor(gain * carry_1 * snap), np.floor(-(whole_1 + nav)), 0.0))
    asked = min(asked, max(paid - np.floor(gain * carry_2 * snap), np.floor(-(whole_2 + nav)), 0.0))
    received = allocated - np.floor(allocated * escrow * snap)
    tax = received - np.floor(received * kept * snap)
    back = min(asked, held + max(paid - held - tax, 0.0))
    held -= min(held, back)
    paid -= back
    due -= back
    whole += back
    whole_1 += back
    whole_2 += back
    capital = min(capital + back, 0.0)
    first = min(first + back, 0.0)
    second = min(second + back, 0.0)
    new = (
        due,
        paid,
        allocated,
        held,
        profit,
        cost,
        whole,
        whole_1,
        whole_2,
        capital,
        first,
        second,
        pool_1,
        pool_2,
    )
    return new, back


@numba.njit
def series_by_series(calls, cash, realised, nav, interval, terms):
    """Series by series, quarter by quarter."""
    n_series, n_periods = calls.shape
    lp, gp, escrow = np.empty_like(calls), np.empty_like(calls), np.empty_like(calls)
    for i in range(n_series):
        state = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for t in range(n_periods):
            before = state[3]
            state, carry = one_quarter(state, float(calls[i, t]), float(cash[i, t]), realised[i, t], terms)
            back = 0.0
            if t == n_periods - 1:
                state, back = one_test(state, 0.0, terms)
            elif (t + 1) % interval == 0:
                state, back = one_test(state, float(nav[i, t]), terms)
            held = 0.0 if t == n_periods - 1 else state[3]
            escrow[i, t] = np.int64(held)
            gp[i, t] = np.int64(carry - back - (held - before))
            lp[i, t] = cash[i, t] - np.int64(carry - back)
    return lp, gp, escrow


@numba.njit
def quarter_by_quarter(calls, cash, realised, nav, interval, terms):
    """Blocks of series, quarters outside and series inside."""
    n_series, n_periods = calls.shape
    lp, gp, escrow = np.empty_like(calls), np.empty_like(calls), np.empty_like(calls)
    now = np.empty((4, n_periods, BLOCK))
    out = np.empty((2, n_periods, BLOCK))
    rows = np.empty((ROWS, BLOCK))
    for start in range(0, n_series, BLOCK):
        size = min(BLOCK, n_series - start)
        for i in range(size):
            for t in range(n_periods):
                now[0, t, i] = float(calls[start + i, t])
                now[1, t, i] = float(cash[start + i, t])
                now[2, t, i] = realised[start + i, t]
                now[3, t, i] = float(nav[start + i, t])
        rows[:] = 0.0
        for t in range(n_periods):
            block(rows, now[:, t], out[:, t], size, terms, (t + 1) % interval == 0, t == n_periods - 1)
        for i in range(size):
            before = 0.0
            for t in range(n_periods):
                carry, held = out[0, t, i], out[1, t, i]
                escrow[start + i, t] = np.int64(held)
                gp[start + i, t] = np.int64(carry - (held - before))
                lp[start + i, t] = cash[start + i, t] - np.int64(carry)
                before = held
    return lp, gp, escrow


@numba.njit
def block(rows, now, out, size, terms, is_tested, is_last):
    """One quarter of a block."""
    for i in range(size):
        state = (
            rows[0, i], rows[1, i], rows[2, i], rows[3, i], rows[4, i], rows[5, i], rows[6, i],
            rows[7, i], rows[8, i], rows[9, i], rows[10, i], rows[11, i], rows[12, i], rows[13, i],
        )  # fmt: skip
        state, carry = one_quarter(state, now[0, i], now[1, i], now[2, i], terms)
        if is_tested or is_last:
            state, back = one_test(state, 0.0 if is_last else now[3, i], terms)
            carry -= back
        (
            rows[0, i], rows[1, i], rows[2, i], rows[3, i], rows[4, i], rows[5, i], rows[6, i],
            rows[7, i], rows[8, i], rows[9, i], rows[10, i], rows[11, i], rows[12, i], rows[13, i],
        ) = state  # fmt: skip
        out[0, i] = carry
        out[1, i] = 0.0 if is_last else state[3]
