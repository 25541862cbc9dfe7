"""Transition matrices: what is refused, powers, absorption by hand, other period lengths, stays."""

import numpy as np
import pytest

from fundmodel.compounds.stays import stay_table
from fundmodel.phases import PhaseError, absorption, power, resample, transition_matrix

# Withdrawn, one, two, approved.
CHAIN = np.array([[1, 0, 0, 0], [0.3, 0.5, 0.15, 0.05], [0.1, 0, 0.6, 0.3], [0, 0, 0, 1.0]])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([[1.0, 0.0]], "as many rows as columns"),
        ([[1.0, 0.0], [0.6, 0.6]], "row 2 .* sums to"),
        ([[1.0, 0.0], [1.5, -0.5]], "row 2 .* allowed is 0 to 1"),
        ([[1.0, 0.0], [float("nan"), 1.0]], "row 2 .* allowed is 0 to 1"),
        ([[1.0, 0, 0], [0, 0, 1.0], [0, 1.0, 0]], "from row 2 .* no programme ever ends"),
    ],
)
def test_a_matrix_that_is_none_is_refused(rows: list[list[float]], message: str) -> None:
    with pytest.raises(PhaseError, match=message):
        transition_matrix(np.array(rows))


def test_absorption_by_hand() -> None:
    found = absorption(transition_matrix(CHAIN))
    # Two: leaves with 0.4 a period, a quarter of it withdrawn. One: leaves with 0.5.
    assert found.periods == pytest.approx([0, 2 + 0.3 * 2.5, 2.5, 0])
    assert found.probability[2] == pytest.approx([0.25, 0.75])
    assert found.probability[1] == pytest.approx([0.6 + 0.3 * 0.25, 0.1 + 0.3 * 0.75])


def test_powers_multiply() -> None:
    assert power(CHAIN, 0).tolist() == np.eye(4).tolist()
    np.testing.assert_allclose(power(CHAIN, 5), power(CHAIN, 2) @ power(CHAIN, 3), rtol=1e-14)
    with pytest.raises(PhaseError, match="0 periods or more"):
        power(CHAIN, -1)


def test_another_period_length_keeps_the_year() -> None:
    # A matrix with a generator: the quarter of a half-year, twice.
    rates = np.array([[0, 0, 0, 0], [0.2, -0.5, 0.3, 0], [0.1, 0, -0.4, 0.3], [0, 0, 0, 0.0]])
    step = np.eye(4) + rates / 2**12
    half_year = power(step, 2**12)
    quarter, change = resample(half_year, 0.5)
    assert change == 0
    np.testing.assert_allclose(power(quarter, 2), half_year, atol=1e-12)
    np.testing.assert_allclose(resample(half_year, 2)[0], power(half_year, 2))


def test_a_matrix_without_a_root_gives_the_nearest_probabilities_and_says_so() -> None:
    # No jump of two in one period, but one through two periods: half a period would need a negative entry.
    matrix = np.array([[1, 0, 0, 0], [0.2, 0.5, 0.3, 0], [0.1, 0, 0.6, 0.3], [0, 0, 0, 1.0]])
    half, change = resample(matrix, 0.5)
    assert 0 < change < 0.1
    assert (half >= 0).all()
    assert half.sum(axis=1) == pytest.approx(1)
    with pytest.raises(PhaseError, match="no real power"):
        resample(np.array([[1.0, 0, 0], [0.5, 0, 0.5], [0, 0, 1.0]]), 0.5)
    with pytest.raises(PhaseError, match="above 0"):
        resample(matrix, 0)


def test_stays_have_the_probabilities_of_the_chain() -> None:
    horizon = 7
    # Where a compound of phase one is after the horizon, from stays alone.
    after = np.zeros(4)
    first, second = (stay_table(CHAIN[state], state, horizon) for state in (1, 2))
    for stay, state, chance in zip(first.periods, first.states, first.probabilities, strict=True):
        if state != 2:
            after[state] += chance
            continue
        for next_stay, end, next_chance in zip(
            second.periods, second.states, second.probabilities, strict=True
        ):
            is_over = next_stay > 0 and stay + next_stay <= horizon
            after[end if is_over else 2] += chance * next_chance
    assert after == pytest.approx(power(CHAIN, horizon)[1], abs=1e-8)


def test_every_word_falls_into_the_range_of_its_outcome() -> None:
    table = stay_table(CHAIN[1], 1, 9)
    edges = np.cumsum(table.probabilities)[:-1] * 2**32
    near = np.concatenate([np.floor(edges) - 1, np.floor(edges), np.ceil(edges) + 1, [0, 2**32 - 1]])
    drawn = np.concatenate(
        [near.astype(np.uint32), np.random.default_rng(1).integers(0, 2**32, 5000, np.uint32)]
    )
    expected = np.searchsorted(np.cumsum(table.probabilities)[:-1] * 2**32, drawn, side="right")
    assert table.outcomes(drawn).tolist() == expected.tolist()
    assert table.outcomes(drawn[:6].reshape(2, 3)).shape == (2, 3)
