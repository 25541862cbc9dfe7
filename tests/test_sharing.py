"""Sharing out whole won: exact sums, no part ever falls, no part gets more than its weight."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fundmodel.funds.sharing import Shares

WON = st.integers(0, 10**13)


def largest_remainder(total: int, weights: list[int]) -> list[int]:
    """The textbook rule, in whole numbers: floors, then one more to the largest remainders."""
    whole = sum(weights)
    floors = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda part: (-(total * weights[part] % whole), part))
    for part in order[: total - sum(floors)]:
        floors[part] += 1
    return floors


def shared(totals: list[int], weights: list[int]) -> np.ndarray:
    shares = Shares.of(np.array([weights], dtype=np.float64).T)
    parts = np.zeros((len(totals), len(weights), 1))
    for total, row in zip(totals, parts, strict=True):
        shares.split(np.array([float(total)]), row)
    return parts[:, :, 0]


@given(
    st.lists(WON, min_size=1, max_size=6), st.lists(st.one_of(st.integers(0, 9), WON), min_size=1, max_size=5)
)
def test_parts_add_up_never_fall_and_stay_within_their_weight(steps: list[int], weights: list[int]) -> None:
    totals = np.cumsum([step // len(steps) for step in steps])
    parts = shared(totals.tolist(), weights)
    assert (parts == np.floor(parts)).all()
    assert (parts.sum(axis=1) == totals).all()
    assert (np.diff(parts, axis=0, prepend=0) >= 0).all()
    if sum(weights):
        capped = shared([min(int(total), sum(weights)) for total in totals], weights)
        assert (capped <= np.array(weights)).all()
        entitled = totals[:, None] * (np.array(weights, dtype=np.float64) / sum(weights))
        assert (np.abs(parts - entitled) < len(weights) + 1e-2).all()
        is_nothing = np.array(weights) == 0
        assert not parts[:, is_nothing].any()


def test_largest_remainders_would_take_a_won_back() -> None:
    """6 : 6 : 2, the Alabama paradox: of 10 won the last part has 2, of 11 only 1. Sharing in turn never
    does that.
    """
    weights = [6, 6, 2]
    assert largest_remainder(10, weights) == [4, 4, 2]
    assert largest_remainder(11, weights) == [5, 5, 1]
    assert shared([10, 11], weights).tolist() == [[4, 4, 2], [4, 5, 2]]
