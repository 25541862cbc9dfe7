"""Rounds that are priced by the market of their quarter, through startup_events."""

import polars as pl
import pytest

from fundmodel.assets.drug_programmes import Kind
from tests.startup_case import certain_company


def test_a_round_in_a_falling_market_sells_more_and_dilutes_those_who_came_before() -> None:
    case = certain_company(round_market_weight_share=1.0)
    start = case["companies"]["entry_quarter"][0]
    quarter = pl.col("quarter")
    factor = pl.when(quarter == start).then(0.5).when(quarter == start + 4).then(0.8).otherwise(2.0)
    case["market_paths"] = case["market_paths"].with_columns(equity_factor=factor)
    # The ladder: 152 + 40 bn, then 384 + 80 bn. The rounds: 76 + 40 and 307.2 + 80.
    first = 192 / 116
    second = 464 / 387.2
    own = first * 0.8 * second
    rows = case["startup_events"].select("lot_phase", "quarter", "kind", "value_factor", "held_factor").rows()
    assert [row[:3] for row in rows] == [
        (2, start, Kind.INVEST),
        (2, start + 4, Kind.ADVANCE),
        (2, start + 8, Kind.ADVANCE),
        (2, start + 12, Kind.APPROVAL),
        (3, start + 4, Kind.INVEST),
        (3, start + 8, Kind.ADVANCE),
        (3, start + 12, Kind.APPROVAL),
    ]
    # At cost in its own round; at the price of the next; then by ownership alone; sold at twice the ladder.
    assert [row[3] for row in rows] == pytest.approx([1, own / second, own, 2 * own, 1, second, 2 * second])
    assert [row[4] for row in rows] == pytest.approx([1, 1, own / second, own, 1, 1, second])
    # What the fund pays 20 bn for: 20 of 116 bn of the company, diluted by 80 of 387.2 bn.
    assert 20 / 192 * 384 / 464 * own == pytest.approx(20 / 116 * 307.2 / 387.2)


def test_a_lot_brings_its_ownership_into_the_second_programme() -> None:
    case = certain_company(
        success=0.0, forced={"second_programme_probability_share": 1.0}, round_market_weight_share=1.0
    )
    start = case["companies"]["entry_quarter"][0]
    factor = pl.when(pl.col("quarter") == start).then(0.5).otherwise(0.8)
    case["market_paths"] = case["market_paths"].with_columns(equity_factor=factor)
    rows = case["startup_events"].select("kind", "value_factor", "held_factor").rows()
    first = 192 / 116
    # The company goes on at 0.8 x 56 bn with a round of 20 bn: the lot is marked at that price.
    assert rows[1] == (Kind.PIVOT, pytest.approx(0.8 * first), 1.0)
    assert rows[2] == (Kind.FAIL, 1.0, pytest.approx(0.8 * first))
    assert [row[1:] for row in rows[3:]] == [(1.0, 1.0), (1.0, 1.0)]
