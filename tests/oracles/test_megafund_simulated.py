"""The published megafund by simulation: the draws of the study meet its tables within four errors."""

import csv
from pathlib import Path

import numpy as np
import pytest

from fundmodel.compounds.draws import CompoundDraws
from fundmodel.draws import words
from fundmodel.studies import read_study
from fundmodel.studies.terms import StudyTerms, study_terms

HERE = Path(__file__).parent
UNITS = 10**8
PROGRAMMES = 100_000
PERIODS = 12


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"megafund_nbt2012_a_{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def terms() -> StudyTerms:
    return study_terms(read_study("nbt2012_a"))


def walked(terms: StudyTerms, start: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """State at the end, periods until then, and state after 12 periods, of programmes that start alike."""
    compounds = terms.compounds
    last = len(compounds.codes) - 1
    state = np.full(PROGRAMMES, start)
    periods = np.zeros(PROGRAMMES, dtype=np.int64)
    after = np.full(PROGRAMMES, start)
    for turn in range(200):
        open_ones = np.flatnonzero((state != 0) & (state != last))
        if not open_ones.size:
            return state, periods, after
        drawn = words(7, f"walk {start}", f"turn {turn}", np.arange(PROGRAMMES))[:, 0]
        # A programme moves once a turn: its word is used up.
        at_start = state[open_ones]
        for phase in np.unique(at_start).tolist():
            here = open_ones[at_start == phase]
            stay = compounds.stays[phase]
            outcome = stay.outcomes(drawn[here])
            # Those that stay to the horizon of the table go on from there: a stay has no memory.
            horizon = int(stay.periods.max())
            length = stay.periods[outcome]
            length = np.where(length == 0, horizon, length)
            moved = stay.states[outcome]
            is_early = periods[here] + length <= PERIODS
            after[here[is_early]] = moved[is_early]
            periods[here] += length
            state[here] = moved
    raise AssertionError("some programme never ended")


@pytest.mark.parametrize("row", rows("markov_absorption"), ids=lambda row: row["start"])
def test_absorption(terms: StudyTerms, row: dict[str, str]) -> None:
    codes = terms.compounds.codes
    state, periods, after = walked(terms, codes.index(row["start"]))
    share = float(row["p_approved"])
    error = np.sqrt(share * (1 - share) / PROGRAMMES)
    assert abs((state == len(codes) - 1).mean() - share) < 4 * error
    expected = float(row["mean_semesters_to_absorption"])
    assert abs(periods.mean() - expected) < 4 * periods.std() / np.sqrt(PROGRAMMES)
    for place, code in enumerate(codes):
        share = float(row[f"after12sem_{code}"])
        error = np.sqrt(share * (1 - share) / PROGRAMMES)
        assert abs((after == place).mean() - share) <= 4 * error + 1 / PROGRAMMES


@pytest.mark.parametrize("row", rows("capped_lognormal_moments"), ids=lambda row: row["phase"])
def test_capped_lognormal_moments(terms: StudyTerms, row: dict[str, str]) -> None:
    """One compound a path, so that the factor that values share does not hold the sample together."""
    compounds = terms.compounds
    state = compounds.codes.index(row["phase"])
    phase = compounds.phases[state]
    drawn = CompoundDraws(compounds, 7, np.arange(PROGRAMMES))
    width = len(compounds.starts)
    # The first compound starts in the first phase: its trial there is part of its price.
    flat = np.arange(PROGRAMMES) * width
    if phase.cost is not None:
        is_start = compounds.starts[0] == state
        paid = drawn.prices(state, slice(1))[:, 0] if is_start else drawn.dues(state, flat)
        met((paid - (phase.upfront if is_start else phase.milestone)) / UNITS, row, "cost")
    if phase.value is not None:
        values = drawn.values(np.full(PROGRAMMES, state, dtype=np.int8), flat)
        met(values / compounds.sale_share / UNITS, row, "value")


def met(amounts: np.ndarray, row: dict[str, str], name: str) -> None:
    assert abs(amounts.mean() - float(row[f"{name}_mean"])) < 4 * amounts.std() / np.sqrt(amounts.size)
    squares = (amounts - amounts.mean()) ** 2
    spread = float(row[f"{name}_sd"])
    assert abs(squares.mean() - spread**2) < 4 * squares.std() / np.sqrt(amounts.size)
    share = float(row[f"p_{name}_at_cap"])
    at_cap = (amounts >= amounts.max() * (1 - 1e-9)).mean()
    # A table of 65,536 outcomes puts one of them at the limit.
    assert abs(at_cap - share) < 4 * np.sqrt(share * (1 - share) / amounts.size) + 2 / 2**16
