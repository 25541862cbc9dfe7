"""What the waterfall refuses: shapes, amounts and terms that make no sense, each in words."""

import numpy as np
import pytest

from fundmodel.waterfall import Terms, distribute


@pytest.mark.parametrize(
    ("paid_in", "cash", "message"),
    [
        ([100, 0], [0, 100], r"paid_in has shape \(2,\).*reshape\(1, -1\)"),
        ([[100, 0]], [0, 100], r"distributable has shape \(2,\)"),
        ([[100, 0]], [[0, 100, 0]], r"shape \(1, 2\) and distributable \(1, 3\)"),
        (np.zeros((2, 0)), np.zeros((2, 0)), "at least one period"),
        ([[100, 0]], [[0, -1]], r"distributable\[0, 1\] is -1; it must be 0 or more"),
        ([[100.5, 0]], [[0, 1]], r"paid_in\[0, 0\] is 100.5; it must be whole won"),
        ([[np.nan, 0]], [[0, 1]], r"paid_in\[0, 0\] is nan"),
        ([[2**53 - 1, 1]], [[0, 1]], r"paid_in\[0, 1\] is 1; the sum"),
        ([["a", "b"]], [[0, 1]], "whole won as integers"),
    ],
)
def test_distribute_refuses(paid_in: object, cash: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        distribute(paid_in, cash, Terms())


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"hurdle_rate": -0.01}, r"Terms.hurdle_rate is -0.01; allowed is 0 to 1"),
        ({"carry_rate": 20}, r"Terms.carry_rate is 20.0; allowed is 0 to 1 as a fraction"),
        ({"catch_up_share": [0.5, np.nan]}, r"Terms.catch_up_share\[1\] is nan"),
        ({"catch_up_share": "all"}, "give a number"),
        ({"hurdle_rate": np.zeros((2, 2))}, r"shape \(2, 2\)"),
        ({"hurdle_rate": [0.1, 0.2], "carry_rate": [0.1] * 3}, "differ in length"),
        ({"periods_per_year": 0}, "whole number from 1"),
        ({"periods_per_year": 2.5}, "whole number from 1"),
    ],
)
def test_terms_refuse(terms: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Terms(**terms)


def test_terms_for_other_series_are_refused() -> None:
    with pytest.raises(ValueError, match="for 3 series, the amounts for 1"):
        distribute([[1]], [[1]], Terms(hurdle_rate=[0.1, 0.1, 0.1]))


def test_tiers_of_changed_arrays_are_refused() -> None:
    paid_in, cash = np.array([[100, 0]]), np.array([[0, 300]])
    split = distribute(paid_in, cash, Terms())
    cash[0, 1] = 200
    with pytest.raises(RuntimeError, match="have changed since"):
        _ = split.tiers


def test_no_series() -> None:
    split = distribute(np.zeros((0, 3)), np.zeros((0, 3)), Terms())
    assert split.lp.shape == split.gp.shape == (0, 3)
