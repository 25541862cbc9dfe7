"""The published megafund: tables and the closed form to 1e-9, the simulation by its acceptance rule."""

import csv
from pathlib import Path

import numpy as np
import pytest

from fundmodel.independent_programmes import IndependentProgrammes
from fundmodel.phases import absorption, power
from fundmodel.studies import StudyReport, read_study, run_study
from fundmodel.studies.reference import HOLDS
from fundmodel.studies.terms import StudyTerms, study_terms

HERE = Path(__file__).parent
UNITS = 10**8
EXACT = {"rel": 1e-9, "abs": 1e-15}


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"megafund_{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def terms() -> StudyTerms:
    return study_terms(read_study("nbt2012_a"))


@pytest.fixture(scope="module")
def report() -> StudyReport:
    return run_study(read_study("nbt2012_a"))


def test_study_file_has_the_transcribed_parameters(terms: StudyTerms) -> None:
    for state, row in enumerate(rows("nbt2012_a_transition_matrix")):
        assert terms.compounds.matrix[state].tolist() == [float(row[code]) for code in terms.compounds.codes]
    for phase, row in zip(terms.compounds.phases, rows("nbt2012_a_phase_params"), strict=True):
        for name, column in (
            ("upfront", "upfront"),
            ("milestone", "milestone"),
            ("reserve", "future_cost_reserve"),
        ):
            assert getattr(phase, name) == pytest.approx(float(row[f"{column}_musd"]) * UNITS, abs=1)
        for name in ("cost", "value"):
            amount, cap = getattr(phase, name), float(row[f"{name}_cap_musd"])
            assert (amount is None) == (cap == 0)
            if amount is not None:
                assert amount.cap == pytest.approx(cap * UNITS)
                assert amount.mu - np.log(UNITS) == pytest.approx(float(row[f"{name}_mu"]), rel=1e-12)
                assert amount.sigma == float(row[f"{name}_sigma"])


def test_study_file_has_the_transcribed_structure(terms: StudyTerms) -> None:
    (row,) = rows("nbt2012_a_structure")
    fund = {name: float(text) for name, text in row.items() if name.endswith("musd")}
    assert terms.capital == fund["capital_musd"] * UNITS
    assert terms.equity == fund["equity_musd"] * UNITS
    assert [note.amount for note in terms.notes.tranches] == [
        fund["senior_musd"] * UNITS,
        fund["junior_musd"] * UNITS,
    ]
    assert [note.coverage_ratio for note in terms.notes.tranches] == [
        float(row["ic_senior"]),
        float(row["ic_junior"]),
    ]
    assert terms.compounds.targets == {"PRE": int(row["n_PRE"]), "P1": int(row["n_P1"])}
    assert terms.compounds.settlement_periods == int(row["sale_lag_semesters_effective"])
    assert (terms.last_period, terms.final_period) == (int(row["timesteps"]), int(row["horizon_semesters"]))
    assert terms.years == float(row["horizon_years"])


def test_absorption_and_powers(terms: StudyTerms) -> None:
    matrix, codes = terms.compounds.matrix, terms.compounds.codes
    found, after = absorption(matrix), power(matrix, 12)
    for row in rows("nbt2012_a_markov_absorption"):
        state = codes.index(row["start"])
        assert found.probability[state].tolist() == pytest.approx(
            [float(row["p_withdrawn"]), float(row["p_approved"])], **EXACT
        )
        assert found.periods[state] == pytest.approx(float(row["mean_semesters_to_absorption"]), **EXACT)
        assert found.periods[state] / 2 == pytest.approx(float(row["mean_years"]), **EXACT)
        expected = float(row["mean_semesters_in_start_phase"])
        assert 1 / (1 - matrix[state, state]) == pytest.approx(expected, **EXACT)
        for place, code in enumerate(codes):
            assert after[state, place] == pytest.approx(float(row[f"after12sem_{code}"]), **EXACT)


def test_capped_lognormal_moments(terms: StudyTerms) -> None:
    phases = {phase.code: phase for phase in terms.compounds.phases}
    for row in rows("nbt2012_a_capped_lognormal_moments"):
        for name in ("cost", "value"):
            amount = getattr(phases[row["phase"]], name)
            if amount is None:
                assert float(row[f"{name}_mean"]) == 0
                continue
            assert amount.mean / UNITS == pytest.approx(float(row[f"{name}_mean"]), **EXACT)
            assert amount.deviation / UNITS == pytest.approx(float(row[f"{name}_sd"]), **EXACT)
            assert amount.cap_probability == pytest.approx(float(row[f"p_{name}_at_cap"]), **EXACT)


def test_debt_schedule(terms: StudyTerms) -> None:
    schedule, total = terms.notes.schedule, 0.0
    for row in rows("nbt2012_a_debt_schedule"):
        period = int(row["semester"])
        due = float(schedule.fee[period])
        assert due / UNITS == pytest.approx(float(row["service_fee"]), **EXACT)
        for place, name in enumerate(("senior", "junior")):
            assert schedule.opening[place, period] / UNITS == pytest.approx(
                float(row[f"{name}_open"]), **EXACT
            )
            for part in ("interest", "principal"):
                amount = float(getattr(schedule, part)[place, period])
                assert amount / UNITS == pytest.approx(float(row[f"{name}_{part}"]), **EXACT)
                due += amount
        assert due / UNITS == pytest.approx(float(row["total_due"]), **EXACT)
        total += due
    assert total / UNITS == pytest.approx(2581.875, **EXACT)


def test_every_statistic_passes_the_acceptance_rule_at_its_number_of_paths(report: StudyReport) -> None:
    assert report.paths == 100_000
    assert [
        (row.code, row.difference, row.tolerance) for row in report.statistics if row.verdict != HOLDS
    ] == []
    assert {row.verdict for row in report.tables} == {HOLDS}
    assert report.holds


def test_the_study_asks_for_every_published_figure_as_published(report: StudyReport) -> None:
    found = {row.code: row for row in report.statistics}
    for row in rows("nbt2012_a_results"):
        if row["stat"] == "n_paths":
            continue
        assert found[row["stat"]].reference == float(row["value"])
        if row["standard_error"]:
            assert found[row["stat"]].reference_standard_error == float(row["standard_error"])
    assert found["mean_ann"].tolerance == 0.002


def test_closed_form() -> None:
    fund = IndependentProgrammes(150, 200, 0.05, 2_000, 10, 0.10, 10)
    ours = {
        "pv_year10_musd": fund.success_value,
        "expected_terminal_per_program_musd": fund.expected_value,
        "annualised_expected_return": fund.annual_return,
        "sd_terminal_return": fund.total_return_deviation,
        "annualised_sd_single": fund.annual_deviation,
        "annualised_sd_150_iid": fund.fund_annual_deviation,
        **{f"P(hits>={hits}) n=150 p=0.05": fund.hit_probability(hits) for hits in range(11)},
        **{f"face_value_musd_covered_by_{hits}_hits": fund.face_value(hits) for hits in range(1, 9)},
        **{
            f"issue_proceeds_musd_zero10y_at_{hits}_hits_5pct": fund.issue_proceeds(hits, 0.05)
            for hits in range(1, 9)
        },
    }
    published = {row["quantity"]: float(row["value"]) for row in rows("closed_form")}
    assert ours == pytest.approx(published, **EXACT)
