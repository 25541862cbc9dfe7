"""The phases of a transition matrix as a sequence: chance of success and mean duration of each."""

import numpy as np
import polars as pl

from fundmodel.assets.drug_programmes import PHASES, QUARTERS_PER_YEAR
from fundmodel.phases import Absorption, absorption, transition_matrix

_APPROVED, _WITHDRAWN = "APP", "DSC"
_STATES = (*PHASES, _APPROVED, _WITHDRAWN)


def _absorbed(transitions: pl.DataFrame) -> Absorption:
    matrix = np.zeros((len(_STATES), len(_STATES)))
    rows = transitions.select("from_state", "to_state", "probability").iter_rows()
    for start, end, chance in rows:
        matrix[_STATES.index(start), _STATES.index(end)] = chance
    return absorption(transition_matrix(matrix))


def phase_chain(phase_transitions_data: pl.DataFrame) -> pl.DataFrame:
    """Success and duration of each phase that give a matrix's own approvals and times from every start.

    A matrix may jump over a phase; a company of the model goes through all. With A the chance of approval
    and T the mean time to the end from each phase, success is A / A(next) and duration T - success x T(next):
    from every phase the products and sums are then those of the matrix.

    Args:
        phase_transitions_data: from_state, to_state, probability, period_quarters (the same in all rows).

    Returns:
        One row per phase_id (0 preclinical .. 4 filing): success_share, duration_years.

    Raises:
        ValueError: If approval is less likely from a later phase than from an earlier one, or impossible.

    Source: METHOD.md, "Asset economics that give sane numbers"; Kemeny and Snell 1960, absorbing chains.
    """
    found = _absorbed(phase_transitions_data)
    approved = found.probability[:, found.states.index(_STATES.index(_APPROVED))]
    years = found.periods * (phase_transitions_data["period_quarters"][0] / QUARTERS_PER_YEAR)
    rows = []
    for phase, name in enumerate(PHASES):
        later = approved[phase + 1]
        if not 0 < approved[phase] <= later:
            raise ValueError(
                f"phase_transitions.csv: from {name} approval has a chance of {approved[phase]:g}, from the "
                f"phase after it {later:g}; it must be above 0 and not fall. Correct the rows of {name}."
            )
        success = approved[phase] / later
        rows.append((phase, success, years[phase] - success * years[phase + 1]))
    schema = {"phase_id": pl.Int32, "success_share": pl.Float64, "duration_years": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
