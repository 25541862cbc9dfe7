import polars as pl
import pytest

from fundmodel.assets.drug_programmes import NOTHING
from tests.startup_case import CERTAIN, Case, sure_phases

BILLION = 10**9


def _case(**overrides: object) -> Case:
    # Success is published at one half and returns are 0: every success doubles the price.
    return Case(overrides=CERTAIN | overrides, programme_phases=sure_phases(1.0))


def _first(case: Case, entry: int) -> pl.DataFrame:
    lots = case["startup_lots"].filter((pl.col("entry_phase") == entry) & (pl.col("round_pivot") == NOTHING))
    return lots.select("lot_phase", "priority_class", "cheque_krw")


def test_cheques_are_half_of_the_entry_round_and_the_pro_rata_of_later_ones() -> None:
    # 20 of 192 bn post-money are owned: the same part of the next 80 bn.
    assert _first(_case(), 2).rows() == [(2, 2, 20 * BILLION), (3, 3, 80 * BILLION * 20 // 192)]
    from_start = _first(_case(follow_on_share=0.5), 0)["cheque_krw"].to_list()
    owned = 4 / 28
    expected = [4.0]
    for pre, size in ((56, 20), (152, 40), (384, 80)):
        expected.append(owned * size / 2)
        owned = (owned * pre + owned * size / 2) / (pre + size)
    assert from_start == pytest.approx([value * BILLION for value in expected], abs=1)


def test_super_pro_rata_is_a_multiple_of_it_and_never_more_than_the_round() -> None:
    twice = _first(_case(follow_on_share=2.0), 2)["cheque_krw"].to_list()
    assert twice == [20 * BILLION, 2 * 80 * BILLION * 20 // 192]
    whole = _first(_case(initial_round_share=1.0, follow_on_share=3.0), 0)["cheque_krw"].to_list()
    # All of 8 bn is 28.6 % of the company; three times that of the next 20 bn leaves 68.9 %, then all of it.
    assert whole[1] == pytest.approx(20 * BILLION * 3 * 8 / 28, abs=1)
    assert whole[2:] == [40 * BILLION, 80 * BILLION]


def test_an_option_pool_dilutes_before_each_later_round() -> None:
    cheque = _first(_case(option_pool_share=0.1), 0)["cheque_krw"].to_list()
    owned = (4 / 28 * 0.9 * 56 + 20 * 4 / 28) / 76
    assert cheque[:3] == pytest.approx([4 * BILLION, 20 * BILLION * 4 / 28, 40 * BILLION * owned], abs=1)


def test_a_second_programme_is_followed_from_what_is_still_owned() -> None:
    lots = _case()["startup_lots"].filter((pl.col("entry_phase") == 2) & (pl.col("round_pivot") == 2))
    # A tenth of the company is owned when phase 2 fails: 20 of 192 bn. Its second programme enters phase 1.
    owned = 20 / 192
    assert lots["lot_phase"].to_list() == [1, 2, 3]
    assert lots["priority_class"].to_list() == [3, 3, 3]
    assert lots["cheque_krw"].to_list() == pytest.approx(
        [owned * size * BILLION for size in (20, 40, 80)], abs=1
    )
