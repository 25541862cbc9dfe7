"""Ours beside the reference: when a figure agrees, and the tables that no draw enters."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fundmodel.phases import absorption, power
from fundmodel.studies.file import Acceptance, Statistic, Study, StudyError, Table
from fundmodel.studies.statistics import Estimate
from fundmodel.studies.terms import StudyTerms, ledger_units

HOLDS, FAILS, FEW_PATHS, NO_REFERENCE = "holds", "fails", "too few paths", "no reference"

Cells = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Comparison:
    """One figure beside its reference.

    Attributes:
        code: Of the figure or table.
        label: What it is.
        ours: Our value; for a table the number of cells compared.
        standard_error: Of ours.
        reference: The other value, None if there is none.
        reference_standard_error: Of the reference, as given or as of its number of paths.
        difference: Ours less the reference; for a table the largest relative difference of a cell.
        tolerance: The largest difference that the acceptance rule allows.
        verdict: holds, fails, too few paths (outside, but the rule asks for more paths), no reference.
    """

    code: str
    label: str
    ours: float
    standard_error: float | None
    reference: float | None
    reference_standard_error: float | None
    difference: float | None
    tolerance: float | None
    verdict: str


def compared(one: Statistic, ours: Estimate, n_paths: int, rule: Acceptance | None) -> Comparison:
    """A figure beside its reference under the acceptance rule.

    Allowed is the figure's own tolerance, else k standard errors of ours and the reference's together plus a
    share of the reference. The standard error of a probability is the binomial one at the reference's p.

    Example:
        >>> text = {"code": "p", "label": "p", "measure": "defaults", "statistic": "share_above"}
        >>> one = Statistic(**text, at=0, reference=0.5)
        >>> rule = Acceptance(paths=100, reference_paths=10**6, reference="made up")
        >>> compared(one, Estimate(0.6, 0.049), 100, rule).verdict
        'holds'
    """
    if one.reference is None or rule is None:
        return Comparison(
            one.code, one.label, ours.value, ours.standard_error, None, None, None, None, NO_REFERENCE
        )
    error = ours.standard_error
    if one.statistic.startswith("share"):
        error = math.sqrt(one.reference * (1 - one.reference) / n_paths)
    of_reference = one.standard_error
    if of_reference is None:
        of_reference = error * math.sqrt(n_paths / rule.reference_paths)
    tolerance = one.tolerance
    if tolerance is None:
        tolerance = rule.standard_errors * math.hypot(error, of_reference)
        tolerance += rule.relative_tolerance * abs(one.reference)
    difference = ours.value - one.reference
    verdict = HOLDS if abs(difference) <= tolerance else FAILS if n_paths >= rule.paths else FEW_PATHS
    return Comparison(
        one.code, one.label, ours.value, error, one.reference, of_reference, difference, tolerance, verdict
    )


def compared_tables(study: Study, terms: StudyTerms) -> list[Comparison]:
    """The tables that no draw enters, cell by cell.

    Returns:
        One comparison per table of the file.

    Raises:
        StudyError: If a table has an unknown row or column.

    Example:
        >>> from fundmodel.studies import read_study
        >>> from fundmodel.studies.terms import study_terms
        >>> study = read_study("nbt2012_a")
        >>> {table.verdict for table in compared_tables(study, study_terms(study))}
        {'holds'}
    """
    return [_compared_table(table, study, terms) for table in study.results.tables]


def _compared_table(table: Table, study: Study, terms: StudyTerms) -> Comparison:
    cells = _TABLES[table.kind](table, study, terms)
    gap, count = 0.0, 0
    for row in table.rows:
        key, *expected = row
        key = f"{key:g}" if isinstance(key, float) else str(key)
        if key not in cells or len(row) != len(table.columns):
            raise StudyError(
                f"results.tables {table.kind}: row {list(row)} has no counterpart; rows are "
                f"{list(cells)} with {len(table.columns)} cells each"
            )
        for column, value in zip(table.columns[1:], expected, strict=True):
            if column not in cells[key] or not isinstance(value, int | float):
                raise StudyError(
                    f"results.tables {table.kind}: column {column!r}, row {key}: {value!r}; columns are "
                    f"{list(cells[key])}, cells are numbers"
                )
            gap = max(gap, abs(cells[key][column] - value) / (abs(value) or 1))
            count += 1
    tolerance = study.acceptance.table_tolerance if study.acceptance else None
    verdict = NO_REFERENCE if tolerance is None else HOLDS if gap <= tolerance else FAILS
    label = f"Table {table.kind.replace('_', ' ')}, {count} cells: largest relative difference"
    return Comparison(table.kind, label, count, None, None, None, gap, tolerance, verdict)


def _absorption(_: Table, study: Study, terms: StudyTerms) -> Cells:
    compounds = terms.compounds
    found = absorption(compounds.matrix)
    years = study.study.periods_per_year
    return {
        code: {
            "approved": float(found.probability[state, found.states.index(len(compounds.codes) - 1)]),
            "withdrawn": float(found.probability[state, found.states.index(0)]),
            "periods": float(found.periods[state]),
            "years": float(found.periods[state]) / years,
            "periods_in_state": 1 / (1 - float(compounds.matrix[state, state])),
        }
        for state, code in enumerate(compounds.codes)
        if state not in found.states
    }


def _transition_power(table: Table, study: Study, terms: StudyTerms) -> Cells:
    periods = study.study.last_period - 1 if table.periods is None else table.periods
    matrix = power(terms.compounds.matrix, periods)
    codes = terms.compounds.codes
    return {
        code: dict(zip(codes, row, strict=True)) for code, row in zip(codes, matrix.tolist(), strict=True)
    }


def _moments(name: str) -> Callable[[Table, Study, StudyTerms], Cells]:
    def cells(_: Table, study: Study, terms: StudyTerms) -> Cells:
        amounts = {phase.code: getattr(phase, name) for phase in terms.compounds.phases}
        units = float(ledger_units(study))
        return {
            code: {
                "mean": amount.mean / units,
                "deviation": amount.deviation / units,
                "cap_probability": amount.cap_probability,
            }
            for code, amount in amounts.items()
            if amount is not None
        }

    return cells


def _debt_schedule(_: Table, study: Study, terms: StudyTerms) -> Cells:
    schedule, units = terms.notes.schedule, float(ledger_units(study))
    found = {}
    for period in range(1, terms.last_period + 1):
        row = {"equity": terms.equity, "service_fee": int(schedule.fee[period])}
        for place, note in enumerate(terms.notes.tranches):
            for name in ("opening", "interest", "principal"):
                row[f"{name}.{note.code}"] = int(getattr(schedule, name)[place, period])
        for place, guarantee in enumerate(terms.notes.guarantees):
            row[f"premium.{guarantee.code}"] = int(schedule.premium[place, period])
        row["total"] = sum(value for name, value in row.items() if not name.startswith(("equity", "opening")))
        found[str(period)] = {name: value / units for name, value in row.items()}
    return found


_TABLES: Mapping[str, Callable[[Table, Study, StudyTerms], Cells]] = {
    "absorption": _absorption,
    "transition_power": _transition_power,
    "costs": _moments("cost"),
    "values": _moments("value"),
    "debt_schedule": _debt_schedule,
}


def all_hold(rows: Sequence[Comparison]) -> bool:
    """Whether no figure fails its rule; figures without one, or with too few paths, do not count."""
    return all(row.verdict != FAILS for row in rows)
