import polars as pl
import pytest

from tests.results.given import answer
from tests.results.note_case import FRAMES


def test_one_of_two_paths_defaults() -> None:
    """Senior: 100 of 2,000 lost, 400 not paid by the fund, 300 by the guarantor; 610 of 1,010 came back;
    13,400 unit-quarters on 1,900 repaid. Junior: 510 of 1,000 lost, nothing came back.
    """
    made = answer("note_performance", FRAMES).filter(pl.col("path_group") == "random")
    assert made["default_share"].to_list() == made["loss_share"].to_list() == [0.5, 0.5]
    assert made["expected_loss_bp"].to_list() == pytest.approx([500, 5100])
    assert made["shortfall_bp"].to_list() == pytest.approx([2000, 5100])
    assert made["drawn_bp"].to_list() == pytest.approx([1500, 0])
    assert made["recovery_share"].to_list() == pytest.approx([610 / 1010, 0])
    assert made["weighted_life_years"].to_list() == pytest.approx([13_400 / 4 / 1_900, 2.0])
    assert made["yield_rate"].to_list() == [0.02, -0.2]


def test_without_default_there_is_no_recovery_but_a_reason() -> None:
    made = answer("note_performance", FRAMES).filter(pl.col("path_group") == "central")
    assert made.select("recovery_share", "recovery_status").unique().rows() == [(None, "no default")]
    assert made["expected_loss_bp"].to_list() == [0, 0]
