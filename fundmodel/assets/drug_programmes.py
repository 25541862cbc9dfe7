"""Drug programmes: their phases, how long these last, how likely they succeed, what may happen after them.

A company starts in its entry phase. Every phase lasts a random time and succeeds or fails; now and then the
company is sold before it is over. After success in a clinical phase it may go public, be sold or license its
programme; otherwise it raises the next round. A licensed programme goes on without further rounds. Success of
the last phase is approval. A company that fails may have a second programme, one phase behind the first.
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
    SALE = 8
    ROYALTY = 9
    ACQUI_HIRE = 10
    PIVOT = 11
    EARLY_SALE = 12


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
class ExitTerms:
    """How companies leave a fund.

    Attributes:
        exits: From exit_shares.
        early_sale: Chance that the company is sold before a phase is over, half-way through it.
        second_programme: Chance that a company whose first programme failed has a second one.
        acqui_hire: Chance that the team of a company that fails is hired.
        lock_up: Quarters after a listing in which nothing is sold.
        sale_quarters: Equal parts in which a listed holding is sold, one a quarter.
        window_wait: Quarters that a listing or sale waits at most for an open market.
        foreign_buyer: Chance that the buyer of a company is foreign.
        review_quarters: Longest review of a foreign buyer; its length is uniform from 0.
        royalty_years: Years in which an approved licence pays royalties, 0 if it pays none.
    """

    exits: Floats
    early_sale: float
    second_programme: float
    acqui_hire: float
    lock_up: int
    sale_quarters: int
    window_wait: int
    foreign_buyer: float
    review_quarters: int
    royalty_years: int

    @classmethod
    def of(cls, assumptions: Mapping[str, object]) -> "ExitTerms":
        """The terms of a row of startups_assumptions, by name.

        Raises:
            ValueError: If the exits of a phase sum to more than 1.
        """
        shares = ("early_sale", "second_programme", "acqui_hire")
        counts = ("ipo_lock_up_quarters", "ipo_sale_quarters", "exit_window_wait_quarters")
        early, second, hire = (float(str(assumptions[f"{name}_probability_share"])) for name in shares)
        lock_up, parts, wait = (int(str(assumptions[name])) for name in counts)
        foreign = float(str(assumptions["foreign_buyer_share"]))
        review = int(str(assumptions["security_review_max_quarters"]))
        is_earning = float(str(assumptions["license_royalty_share"])) > 0
        royalties = int(str(assumptions["license_royalty_years"])) if is_earning else 0
        exits = exit_shares(assumptions)
        return cls(exits, early, second, hire, lock_up, parts, wait, foreign, review, royalties)

    def closing_delays(self) -> Floats:
        """Chance by quarters between the signing of a sale and its closing, shape (review_quarters + 1,).

        Example:
            >>> given = dict.fromkeys(("early_sale", "second_programme", "acqui_hire"), 0.0)
            >>> terms = ExitTerms(np.zeros((5, 3)), *given.values(), 0, 1, 0, 0.4, 3, 10)
            >>> terms.closing_delays()
            array([0.7, 0.1, 0.1, 0.1])
        """
        delays = np.full(self.review_quarters + 1, self.foreign_buyer / (self.review_quarters + 1))
        delays[0] += 1 - self.foreign_buyer
        return delays


def second_phase(failed_phase: int) -> int:
    """Phase in which a second programme starts when the first fails: one behind it, or the first phase."""
    return max(0, failed_phase - 1)
