"""The arithmetic of the waterfall compiled by numba: one thread, no fastmath."""

import numba
import numpy as np

BLOCK = 64


@numba.njit
def tier_by_tier(calls, cash, growth, carry, catch_up_share, catch_up_gain, snap):
    """Series by series, quarter by quarter, every operation of the tiers each time."""
    n_series, n_periods = calls.shape
    lp, gp = np.empty_like(calls), np.empty_like(calls)
    for i in range(n_series):
        above_capital = above_hurdle = gp_due = gp_paid = 0.0
        for t in range(n_periods):
            now = float(cash[i, t])
            net = now - float(calls[i, t])
            above_hurdle = above_hurdle * growth + net
            above_capital += net
            left = max(min(now, above_capital, above_hurdle), 0.0)
            behind = (above_capital + gp_paid - left) * carry - gp_due
            caught_up = min(max(behind * catch_up_gain, 0.0), left)
            gp_due += caught_up * catch_up_share
            gp_due += (left - caught_up) * carry
            paid = min(np.floor(gp_due * snap) - gp_paid, np.ceil(left))
            gp_paid += paid
            above_capital -= paid
            above_hurdle -= paid
            gp[i, t] = np.int64(paid)
            lp[i, t] = cash[i, t] - gp[i, t]
        back = clawed_back(above_capital, above_hurdle, gp_paid, carry, snap)
        gp[i, n_periods - 1] -= back
        lp[i, n_periods - 1] += back
    return lp, gp


@numba.njit
def tier_by_tier_leaving_early(calls, cash, growth, carry, catch_up_share, catch_up_gain, snap):
    """The same, but the manager's tiers only where the investor's leave something."""
    n_series, n_periods = calls.shape
    lp, gp = np.empty_like(calls), np.empty_like(calls)
    for i in range(n_series):
        above_capital = above_hurdle = gp_due = gp_paid = 0.0
        for t in range(n_periods):
            now = float(cash[i, t])
            net = now - float(calls[i, t])
            above_hurdle = above_hurdle * growth + net
            above_capital += net
            left = min(now, above_capital, above_hurdle)
            paid = 0.0
            if left > 0:
                behind = (above_capital + gp_paid - left) * carry - gp_due
                caught_up = min(max(behind * catch_up_gain, 0.0), left)
                gp_due += caught_up * catch_up_share
                gp_due += (left - caught_up) * carry
                paid = min(np.floor(gp_due * snap) - gp_paid, np.ceil(left))
                gp_paid += paid
                above_capital -= paid
                above_hurdle -= paid
            gp[i, t] = np.int64(paid)
            lp[i, t] = cash[i, t] - gp[i, t]
        back = clawed_back(above_capital, above_hurdle, gp_paid, carry, snap)
        gp[i, n_periods - 1] -= back
        lp[i, n_periods - 1] += back
    return lp, gp


@numba.njit
def quarter_by_quarter(calls, cash, growth, carry, catch_up_share, catch_up_gain, snap):
    """Blocks of series, quarters outside and series inside, so that the processor's vector units are used."""
    n_series, n_periods = calls.shape
    lp, gp = np.empty_like(calls), np.empty_like(calls)
    now, net, paid = np.empty((n_periods, BLOCK)), np.empty((n_periods, BLOCK)), np.empty((n_periods, BLOCK))
    state = np.empty((4, BLOCK))
    for start in range(0, n_series, BLOCK):
        size = min(BLOCK, n_series - start)
        for i in range(size):
            for t in range(n_periods):
                now[t, i] = float(cash[start + i, t])
                net[t, i] = now[t, i] - float(calls[start + i, t])
        state[:] = 0.0
        for t in range(n_periods):
            quarter(now[t], net[t], paid[t], state, growth, carry, catch_up_share, catch_up_gain, snap)
        for i in range(size):
            for t in range(n_periods):
                gp[start + i, t] = np.int64(paid[t, i])
                lp[start + i, t] = cash[start + i, t] - gp[start + i, t]
            back = clawed_back(state[0, i], state[1, i], state[3, i], carry, snap)
            gp[start + i, n_periods - 1] -= back
            lp[start + i, n_periods - 1] += back
    return lp, gp


@numba.njit
def quarter(cash, net, paid, state, growth, carry, catch_up_share, catch_up_gain, snap):
    """One quarter of a block."""
    above_capital, above_hurdle, gp_due, gp_paid = state[0], state[1], state[2], state[3]
    for i in range(len(cash)):
        hurdle = above_hurdle[i] * growth + net[i]
        capital = above_capital[i] + net[i]
        left = max(min(cash[i], capital, hurdle), 0.0)
        behind = (capital + gp_paid[i] - left) * carry - gp_due[i]
        caught_up = min(max(behind * catch_up_gain, 0.0), left)
        due = gp_due[i] + caught_up * catch_up_share
        due += (left - caught_up) * carry
        now = min(np.floor(due * snap) - gp_paid[i], np.ceil(left))
        gp_due[i] = due
        gp_paid[i] += now
        above_capital[i] = capital - now
        above_hurdle[i] = hurdle - now
        paid[i] = now


@numba.njit
def clawed_back(above_capital, above_hurdle, gp_paid, carry, snap):
    """Whole won that the manager returns at the end."""
    allowed = np.floor(max(above_capital + gp_paid, 0.0) * carry * snap)
    shortfall = max(np.floor(-above_hurdle), 0.0)
    return np.int64(min(max(gp_paid - allowed, shortfall), gp_paid))
