"""The phases and the purchase list of a study file as the terms of a portfolio, in whole ledger units."""

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from fundmodel.compounds.terms import CompoundTerms, PhaseTerms
from fundmodel.dataset_faults import hint
from fundmodel.interest import whole_units
from fundmodel.lognormal import CappedLognormal
from fundmodel.phases import Floats, PhaseError, transition_matrix
from fundmodel.studies.file import Lognormal, Phase, Study, StudyError


def portfolio(study: Study, units: Fraction) -> CompoundTerms:
    """The portfolio that a study file means.

    Args:
        study: The file.
        units: Ledger units per money unit.

    Returns:
        Terms in whole ledger units.

    Raises:
        StudyError: If a code is unknown or used twice, moves do not sum to 1 or go back, a phase has no
            value, or compounds are bought in a phase in which they are sold.

    Example:
        >>> from fundmodel.studies import read_study
        >>> portfolio(read_study("nbt2012_a"), Fraction(100_000_000)).codes
        ('DSC', 'PRE', 'P1', 'P2', 'P3', 'NDA', 'APP')
    """
    phases, compounds = study.phases, study.compounds
    codes = [phases.withdrawn, *(phase.code for phase in phases.list)]
    if len(set(codes)) < len(codes):
        raise StudyError(f"phases {codes}: each code is used once, and the withdrawn state is not listed")
    if codes[-1] != phases.approved:
        raise StudyError(
            f"phases.approved is {phases.approved!r}, but the last phase listed is {codes[-1]!r}"
        )
    if compounds.target_phase not in codes[1:]:
        raise StudyError(
            f"compounds.target_phase {compounds.target_phase!r} is not a phase. "
            f"{hint(compounds.target_phase, codes[1:])}"
        )
    bought = [entry.phase for entry in compounds.list]
    allowed = [code for code in codes[1:-1] if code != compounds.target_phase]
    for code in bought:
        if code not in allowed:
            raise StudyError(
                f"compounds.list: {code!r} is not a phase in which compounds can be bought: "
                f"{', '.join(allowed)}"
            )
    if len(set(bought)) < len(bought):
        raise StudyError(f"compounds.list names {bought}: give each phase one entry")
    try:
        matrix = transition_matrix(_matrix(phases.list, codes))
    except PhaseError as error:
        raise StudyError(f"phases.list: {error}") from None
    return CompoundTerms(
        (PhaseTerms(phases.withdrawn), *(_phase_terms(phase, units) for phase in phases.list)),
        matrix,
        {entry.phase: entry.count for entry in compounds.list},
        compounds.target_phase,
        study.study.last_period,
        compounds.sale_share,
        compounds.value_correlation,
        math.ceil(compounds.settlement_lag_periods),
    )


def _matrix(phases: Sequence[Phase], codes: list[str]) -> Floats:
    """The transition matrix: the withdrawn state, the phases in order, approval."""
    matrix = np.zeros((len(codes), len(codes)))
    matrix[0, 0] = matrix[-1, -1] = 1
    for row, phase in enumerate(phases[:-1], start=1):
        for code, share in phase.moves.items():
            if code not in codes:
                raise StudyError(
                    f"phases.list {phase.code} moves to {code!r}, not a phase. {hint(code, codes)}"
                )
            if 0 < codes.index(code) < row:
                raise StudyError(
                    f"phases.list {phase.code} moves back to {code}; compounds only move forward"
                )
            matrix[row, codes.index(code)] = share
        if not math.isclose(matrix[row].sum(), 1, rel_tol=1 / 10**9):
            raise StudyError(f"phases.list {phase.code}: moves sum to {matrix[row].sum():.12g}, not to 1")
        if matrix[row, row] == 1:
            raise StudyError(f"phases.list {phase.code}: its compounds never leave it")
    if phases[-1].moves:
        raise StudyError(f"phases.list {phases[-1].code}: approval is the end; it has no moves")
    return matrix


def _phase_terms(phase: Phase, units: Fraction) -> PhaseTerms:
    if phase.value is None:
        raise StudyError(f"phases.list {phase.code}: give its value; any compound can be sold at the end")
    upfront, milestone, reserve = (
        whole_units(amount, units) for amount in (phase.upfront, phase.milestone, phase.reserve)
    )
    cost = None if phase.cost is None else _scaled(phase.cost, units)
    return PhaseTerms(phase.code, cost, upfront, milestone, reserve, _scaled(phase.value, units))


def _scaled(amount: Lognormal, units: Fraction) -> CappedLognormal:
    return CappedLognormal(amount.mu, amount.sigma, amount.cap).scaled(float(units))
