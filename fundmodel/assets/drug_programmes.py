"""Drug programmes as arrays: how long each phase lasts, whether it succeeds, and how the company ends.

A company starts in its entry phase. Every phase lasts a random time and succeeds or fails. After success in
a clinical phase it may go public, be sold or license its programme; otherwise it raises the next round. A
licensed programme goes on without further rounds. Success of the last phase is approval.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from math import erfc, inf, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Flags = NDArray[np.bool_]

QUARTERS_PER_YEAR = 4
PHASES = ("PRE", "P1", "P2", "P3", "NDA")
LAST_PHASE = len(PHASES) - 1
# A round pays for each phase but the last one.
ROUND_PHASES = range(LAST_PHASE)
# Words per company and path: success by phase, then all durations in one word, then the value of the exit.
DURATION_WORD = len(PHASES)
VALUE_WORD = DURATION_WORD + 1
N_WORDS = VALUE_WORD + 1
# The duration word holds one code of this many bits per phase.
CODE_BITS = 6
DURATION_CODES = 2**CODE_BITS


class Kind(IntEnum):
    """What happens to a lot; the order of table startup_kinds."""

    INVEST = 0
    ADVANCE = 1
    FAIL = 2
    IPO = 3
    TRADE_SALE = 4
    LICENSE = 5
    MILESTONE = 6
    APPROVAL = 7


NOTHING = -1
# The exits after success, in the order of the draw, and the phases after which each exists.
EXITS = {Kind.IPO: (1, 2), Kind.TRADE_SALE: (1, 2, 3), Kind.LICENSE: (1, 2)}


def exit_shares(assumptions: Mapping[str, object]) -> Floats:
    """Probabilities of the exits after success of each phase.

    Args:
        assumptions: Row of startups_assumptions, by name.

    Returns:
        Shape (n_phases, n_exits), exits in the order of EXITS; the rest of a row advances.

    Raises:
        ValueError: If the exits of a phase sum to more than 1.

    Example:
        >>> given = {f"{e.name.lower()}_probability_p{p}_share": 0.1 for e in EXITS for p in EXITS[e]}
        >>> exit_shares(given)[3]
        array([0. , 0.1, 0. ])
    """
    shares = np.zeros((len(PHASES), len(EXITS)))
    for column, (kind, phases) in enumerate(EXITS.items()):
        for phase in phases:
            name = f"{kind.name.lower()}_probability_{PHASES[phase].lower()}_share"
            shares[phase, column] = assumptions[name]
    for phase, row in zip(PHASES, shares.tolist(), strict=True):
        if sum(row) > 1 + np.finfo(np.float64).eps * len(PHASES):
            code = phase.lower()
            raise ValueError(
                f"exits after success of {phase} have a probability of {sum(row):g} together; at most 1 is "
                f"allowed. Lower ipo_probability_{code}_share, trade_sale_probability_{code}_share or "
                f"license_probability_{code}_share."
            )
    return shares


def duration_quarters(duration_years: Floats, multipliers: Floats) -> Ints:
    """How many quarters each phase lasts, for every code that a duration can be drawn by.

    Args:
        duration_years: Shape (n_areas, n_phases), mean durations.
        multipliers: Shape (n_outcomes,), equally likely multiples of the mean.

    Returns:
        Shape (n_areas, n_phases, DURATION_CODES), at least one quarter; codes are equally likely.

    Example:
        >>> duration_quarters(np.array([[1.8]]), np.array([0.5, 1.5]))[0, 0, [0, 31, 32, 63]]
        array([ 4,  4, 11, 11], dtype=int16)
    """
    outcome = (np.arange(DURATION_CODES) * len(multipliers)) >> CODE_BITS
    quarters = QUARTERS_PER_YEAR * duration_years[:, :, None] * multipliers[outcome]
    return np.maximum(1, np.floor(quarters + 1 / 2)).astype(np.int16)


def success_chances(success: Floats, factor: Floats, correlation: float) -> Floats:
    """Success probabilities given the factor that programmes share; over the factor their mean is `success`.

    A programme succeeds when sqrt(rho) F + sqrt(1 - rho) e is below the normal quantile of its probability,
    with F the shared factor and e its own.

    Args:
        success: Shape (n_areas,).
        factor: Shape (n_paths, n_areas), standard normal.
        correlation: rho of two programmes of one area, 0..1.

    Returns:
        Shape (n_paths, n_areas).

    Example:
        >>> success_chances(np.array([0.3]), np.array([[-2.0], [2.0]]), 0.2).round(3)
        array([[0.66 ],
               [0.056]])

    Source: Vasicek 2002, "The distribution of loan portfolio value" (one-factor threshold model).
    """
    normal = NormalDist()
    limits = [normal.inv_cdf(p) if 0 < p < 1 else (inf if p > 0 else -inf) for p in success.tolist()]
    if correlation == 0:
        return np.broadcast_to(success, factor.shape)
    with np.errstate(divide="ignore"):
        scaled = (np.array(limits) - sqrt(correlation) * factor) / sqrt(max(0.0, 1 - correlation))
    tails = (erfc(value) for value in (-scaled / sqrt(2)).ravel().tolist())
    return np.fromiter(tails, dtype=np.float64, count=scaled.size).reshape(scaled.shape) / 2


@dataclass(frozen=True)
class Companies:
    """Companies, one value each.

    Attributes:
        area: Row of the area in the tables of chances and durations.
        entry_phase: Phase in which the fund enters.
        entry_quarter: When.
    """

    area: Ints
    entry_phase: Ints
    entry_quarter: Ints


@dataclass(frozen=True)
class Histories:
    """What happens to every company on every path.

    Attributes:
        start: Shape (n_rounds, n_paths, n_companies), quarter of the round of each phase, NOTHING if none.
        kind: Shape (n_phases, n_paths, n_companies), how the phase ends, NOTHING if it never runs.
        quarter: Same shape, when it ends.
        licence_phase: Shape (n_paths, n_companies), phase after which the programme was licensed, or NOTHING.
        priced_quarter: Same shape, quarter in which the exit or licence is priced; 0 if there is none.
        is_ipo: Same shape.
    """

    start: Ints
    kind: Ints
    quarter: Ints
    licence_phase: Ints
    priced_quarter: Ints
    is_ipo: Flags


def histories(
    companies: Companies,
    drawn: NDArray[np.uint32],
    chances: Floats,
    exits: Floats,
    durations: Ints,
    is_window_open: Flags,
) -> Histories:
    """The history of every company on every path.

    One uniform number per phase decides both success and, within the successes, the exit.

    Args:
        companies: n_companies of them.
        drawn: Shape (N_WORDS, n_paths, n_companies).
        chances: Shape (n_phases, n_paths, n_areas), conditional success probabilities.
        exits: From exit_shares.
        durations: From duration_quarters.
        is_window_open: Shape (n_paths, n_quarters); where False no company can go public and it advances
            instead. After the grid its last quarter holds.
    """
    shape = drawn.shape[1:]
    path = np.arange(shape[0])[:, None]
    clock = np.broadcast_to(companies.entry_quarter.astype(np.int16), shape).copy()
    is_running = np.zeros(shape, dtype=np.bool_)
    is_ipo = np.zeros(shape, dtype=np.bool_)
    licence_phase = np.full(shape, NOTHING, dtype=np.int8)
    priced_quarter = np.zeros(shape, dtype=np.int16)
    start = np.full((len(ROUND_PHASES), *shape), NOTHING, dtype=np.int16)
    kinds = np.empty((len(PHASES), *shape), dtype=np.int8)
    quarters = np.empty((len(PHASES), *shape), dtype=np.int16)
    limits = np.cumsum(exits, axis=1)
    for phase in range(len(PHASES)):
        is_running |= companies.entry_phase == phase
        is_owned = is_running & (licence_phase == NOTHING)
        if phase < LAST_PHASE:
            start[phase] = np.where(is_owned, clock, NOTHING)
        code = (drawn[DURATION_WORD] >> np.uint32(CODE_BITS * phase)) & np.uint32(DURATION_CODES - 1)
        clock = np.where(is_running, clock + durations[companies.area, phase, code], clock)
        place = (drawn[phase] + 1 / 2) / 2**32
        chance = chances[phase][:, companies.area]
        kind = np.where(licence_phase == NOTHING, np.int8(Kind.ADVANCE), np.int8(Kind.MILESTONE))
        if phase == LAST_PHASE:
            kind[:] = Kind.APPROVAL
        lower = 0.0
        for column, name in enumerate(EXITS):
            upper = limits[phase, column]
            if upper > lower:
                taken = is_owned & (place >= chance * lower) & (place < chance * upper)
                if name is Kind.IPO:
                    taken &= is_window_open[path, np.minimum(clock, is_window_open.shape[1] - 1)]
                    is_ipo |= taken
                kind[taken] = name
                if name is Kind.LICENSE:
                    licence_phase[taken] = phase
            lower = upper
        kind[place >= chance] = Kind.FAIL
        kind[~is_running] = NOTHING
        is_priced = is_owned & (kind >= Kind.IPO)
        priced_quarter[is_priced] = clock[is_priced]
        is_running &= (kind == Kind.ADVANCE) | (kind == Kind.LICENSE) | (kind == Kind.MILESTONE)
        kinds[phase], quarters[phase] = kind, clock
    return Histories(start, kinds, quarters, licence_phase, priced_quarter, is_ipo)
