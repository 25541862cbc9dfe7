import polars as pl

from tests.results.given import answer
from tests.results.note_case import FRAMES

COLUMNS = (
    "note_id",
    "draw_share",
    "draws_krw",
    "premium_krw",
    "cost_krw",
    "p99_cost_krw",
    "present_value_krw",
)


def test_what_the_guarantor_pays_on_two_paths() -> None:
    """300 drawn on one path, premiums of 20 and 10; costs -20 and 290, the mean 135; the 99th percentile lies
    310 x 0.99 above -20; present values -18 and 250.
    """
    made = answer("guarantee_cost", FRAMES).filter(pl.col("path_group") == "random")
    row = (0.5, 150, 15, 135, 287, 116)
    assert made.select(COLUMNS).rows() == [(-1, *row), (0, *row)]
    assert made["guarantor"].unique().to_list() == ["state"]


def test_a_gain_is_floored_as_a_cost_is() -> None:
    made = answer("guarantee_cost", FRAMES).filter(pl.col("path_group") == "central", pl.col("note_id") == 0)
    assert made.select(COLUMNS).rows() == [(0, 0.0, 0, 20, -20, -20, -18)]
