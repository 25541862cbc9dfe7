import numpy as np
import pytest

from fundmodel.assets.whole_sums import counted, in_order, packed, whole_sums


def test_sums_are_those_of_a_slow_loop() -> None:
    random = np.random.default_rng(1)
    keys = [random.integers(0, most, 5_000).astype(kind) for most, kind in ((3, np.int8), (40, np.int16))]
    amounts = [random.integers(-(10**15), 10**15, 5_000) for _ in range(2)]
    expected: dict[tuple[int, ...], list[int]] = {}
    for row in range(5_000):
        key = tuple(int(column[row]) for column in keys)
        total = expected.setdefault(key, [0, 0])
        for place, column in enumerate(amounts):
            total[place] += int(column[row])
    found, sums = whole_sums(keys, amounts)
    assert list(zip(*(column.tolist() for column in found), strict=True)) == sorted(expected)
    assert [list(row) for row in zip(*(s.tolist() for s in sums), strict=True)] == [
        expected[key] for key in sorted(expected)
    ]
    assert counted(keys)[1].sum() == 5_000


def test_keys_too_wide_for_one_number_are_refused_and_wide_numbers_are_sorted_apart() -> None:
    wide = np.array([2**40, 1])
    with pytest.raises(OverflowError, match="more than 64 bits"):
        packed([wide, wide], [0, 0])
    number, order = in_order(np.array([2**62, 3, 2**62, 1]))
    assert order.tolist() == [3, 1, 0, 2]
    assert number.tolist() == [1, 3, 2**62, 2**62]


def test_sums_that_could_leave_64_bits_are_refused() -> None:
    with pytest.raises(OverflowError, match="sums of up to 2 amounts"):
        whole_sums([np.array([0, 0])], [np.array([2**62, 2**62])])
