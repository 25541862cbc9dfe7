"""Internal rates of return of many series at once, each with a status."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fundmodel.aligned_arrays import aligned
from fundmodel.finance.flows import checked_flows
from fundmodel.finance.newton import Flags, Floats, last_balances, root
from fundmodel.finance.root_count import HIGHEST_RATE, roots_of, without_leading_zeros

STATUSES = ("ok", "no sign change", "several roots", "total loss", "out of range")
OK, NO_SIGN_CHANGE, SEVERAL_ROOTS, TOTAL_LOSS, OUT_OF_RANGE = range(len(STATUSES))
NOT_COUNTED = len(STATUSES)

# Series worked on together: their flows stay in the processor's cache.
CHUNK = 10_240
COUNTED_TOGETHER = 512
# Steps that nearly every series does with; the others are taken apart and get enough to bisect.
FEW_STEPS = 6
MOST_STEPS = 2000
# Below this, powers of x may underflow where flows end before the last period.
SMALL_X = 1e-4
# Where Newton may start.
LEAST_START = 1e-2


class Irr(NamedTuple):
    """Rates per period as fractions, NaN where there is none, and one of STATUSES for each series."""

    rate: Floats
    status: NDArray[np.str_]


def irr(flows: ArrayLike) -> Irr:
    """Internal rate of return of periodic flows, one per series, with a status.

    The rate r at which sum(flows[t] / (1 + r)**t) = 0, in (-1, 10]. A root whose account balances never
    change sign is the only one; for other series the roots are counted.

    Args:
        flows: Shape (n_series, n_periods), any currency, + is cash to the investor, period 0 first.

    Returns:
        rate: Shape (n_series,), per period as a fraction (0.02 is 2 % a quarter if periods are quarters).
        status: Shape (n_series,):
            'ok': exactly one rate exists;
            'several roots': several exist, the one nearest 0 is given;
            'total loss': money was paid in and none came back, the rate is -1;
            'no sign change': nothing was paid in, NaN;
            'out of range': no rate in (-1, 10] exists, NaN.

    Raises:
        ValueError: If flows is not two-dimensional, has no period or holds NaN or infinity.

    Example:
        >>> rate, status = irr([[-100, 110], [-100, 0], [-100, 210]])
        >>> rate.round(9), status.tolist()
        (array([ 0.1, -1. ,  1.1]), ['ok', 'total loss', 'ok'])

    Source: the textbook definition. Uniqueness: Teichroew, Robichek and Montalbano, "An Analysis of Criteria
    for Investment and Financing Decisions under Certainty" (1965), which goes further than Norstrom (1972).
    """
    array = checked_flows(flows)
    rate, code = np.full(len(array), np.nan), np.empty(len(array), dtype=np.int64)
    n_chunks = -(-len(array) // CHUNK)
    size = -(-len(array) // n_chunks) if n_chunks else 0
    room = aligned(array.shape[1], size)
    for chunk in range(n_chunks):
        rows = slice(chunk * size, (chunk + 1) * size)
        part = array[rows]
        own = room[:, : len(part)]
        np.copyto(own, part.T)
        rate[rows], code[rows] = _rates(own)
    hard = np.flatnonzero(code == NOT_COUNTED)
    for start in range(0, len(hard), COUNTED_TOGETHER):
        rows = hard[start : start + COUNTED_TOGETHER]
        count, rate[rows] = roots_of(array[rows].T.astype(np.float64), rate[rows])
        code[rows] = np.where(count == 0, OUT_OF_RANGE, np.where(count == 1, OK, SEVERAL_ROOTS))
    return Irr(rate, np.array(STATUSES)[code])


class _Sums(NamedTuple):
    """Sums over periods t of a series' flows, of t flow and of t^2 flow; the same of the flows' sizes."""

    total: Floats
    time: Floats
    square: Floats
    gross: Floats
    gross_time: Floats
    gross_square: Floats


def _sums(flows: Floats) -> _Sums:
    """Sums by adding up from the end: a running sum of running sums weights with the period."""
    sums = aligned(7, flows.shape[1])
    sums.fill(0.0)
    total, time, triangle, gross, gross_time, gross_triangle, size = sums
    for flow in flows[:0:-1]:
        total += flow
        time += total
        triangle += time
        np.abs(flow, out=size)
        gross += size
        gross_time += gross
        gross_triangle += gross_time
    total += flows[0]
    gross += np.abs(flows[0], out=size)
    return _Sums(total, time, 2 * triangle - time, gross, gross_time, 2 * gross_triangle - gross_time)


def _rates(flows: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Rates and codes of one chunk, flows (n_periods, n_series); NOT_COUNTED where other roots may exist.

    Reverses the flows and their signs in place, where need be, to the polynomial that `root` wants.
    """
    sums = _sums(flows)
    has_receipt, has_payment = sums.gross + sums.total > 0, sums.gross - sums.total > 0
    first, last = _first_sign(flows), _first_sign(flows[::-1])
    is_zero = sums.total == 0
    sign = np.where(is_zero, last, np.sign(sums.total))
    is_up = (first != sign) | is_zero
    has_root = has_receipt & has_payment & (is_up | (last != sign))
    # Below 0, x = 1 + rate solves the reversed polynomial; from 0 up, x = 1 / (1 + rate) the plain one.
    for rows, step in ((np.flatnonzero(~is_up), -1), (np.flatnonzero(is_up & (sign < 0)), 1)):
        if len(rows):
            flows[:, rows] = np.take(flows, rows, axis=1)[::step] * sign[rows]
    start = np.where(has_root & ~is_zero, _start(sums, sign, is_up, len(flows) - 1), 1.0)
    x, slope, is_found = root(flows, start, has_root & ~is_zero, FEW_STEPS)
    again = np.flatnonzero(has_root & ~is_zero & (~is_found | (x < SMALL_X)))
    if len(again):
        left, half, is_wanted = (
            flows[:, again],
            np.full(len(again), 0.5),
            np.ones(len(again), dtype=np.bool_),
        )
        x[again], slope[again], _ = root(without_leading_zeros(left), half, is_wanted, MOST_STEPS)
    lowest, x = last_balances(flows, x, slope)
    rate = np.where(is_up, (1 - x) / np.maximum(x, SMALL_X), x - 1)
    noise = len(flows) * np.finfo(np.float64).eps * sums.gross
    is_only = has_root & (lowest >= -noise)
    code = np.where(is_only, np.where(rate <= HIGHEST_RATE, OK, OUT_OF_RANGE), NOT_COUNTED)
    code = np.where(has_payment, np.where(has_receipt, code, TOTAL_LOSS), NO_SIGN_CHANGE)
    rate = np.where(has_root & (code != OUT_OF_RANGE), rate, np.nan)
    return np.where(code == TOTAL_LOSS, -1.0, rate), code


def _first_sign(flows: Floats) -> Floats:
    """The sign of each series' first flow that is not zero."""
    first = np.sign(flows[0])
    rows = np.flatnonzero(first == 0)
    if len(rows):
        some = flows[:, rows]
        first[rows] = np.sign(some[np.argmax(some != 0, axis=0), np.arange(len(rows))])
    return first


def _start(sums: _Sums, sign: Floats, is_up: Flags, last_period: int) -> Floats:
    """A first guess of x, from the ratio of receipts to payments and the mean and spread of their dates.

    With u = -log x, log(later(u) / earlier(u)) is log_ratio - gap u + spread u^2 / 2 to second order. The
    logarithm and the exponential are Pade's formulas: plain arithmetic gives the same last bit anywhere.
    """
    later, mean_later, variance_later = _dates(sums, sign, is_up, last_period)
    earlier, mean_earlier, variance_earlier = _dates(sums, -sign, is_up, last_period)
    log_ratio = 3 * (later * later - earlier * earlier)
    log_ratio /= later * later + 4 * later * earlier + earlier * earlier
    gap = np.maximum(mean_later - mean_earlier, 1.0)
    root_of = gap * gap - 2 * (variance_later - variance_earlier) * log_ratio
    u = 2 * log_ratio / (gap + np.sqrt(np.maximum(root_of, 0.0)))
    return np.clip((1 - u / 2) / (1 + u / 2), LEAST_START, 1 - np.finfo(np.float64).eps)


def _dates(sums: _Sums, sign: Floats, is_up: Flags, last_period: int) -> tuple[Floats, Floats, Floats]:
    """Twice the sum of one sign's flows, mean and variance of their dates; reversed where not up."""
    amount = sums.gross + sign * sums.total
    amount = np.where(amount > 0, amount, 1.0)
    mean = (sums.gross_time + sign * sums.time) / amount
    variance = (sums.gross_square + sign * sums.square) / amount - mean * mean
    return amount, np.where(is_up, mean, last_period - mean), variance
