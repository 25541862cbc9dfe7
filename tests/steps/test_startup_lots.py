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


def test_the_reserve_of_a_plan_is_what_its_rounds_are_expected_to_ask_for() -> None:
    # Half of the companies pass phase 2; a certain other programme restarts the rest in phase 1, 2 and 3.
    case = Case(
        overrides=CERTAIN | {"second_programme_probability_share": 1.0}, programme_phases=sure_phases(0.5)
    )
    row = case["startup_reserves"].filter(pl.col("entry_phase") == 2)
    first, owned = 20 * BILLION, 20 / 192
    again = 0.5 * (20 + 40 / 2 + 80 / 4)
    # Phase 3 is reached by half and fails for half of them: a second programme enters phase 2.
    after = (owned * 384 + owned * 80) / 464
    third = 0.25 * after * (40 + 80 / 2)
    filing = 0.125 * after * 80
    expected = (owned * (80 / 2 + again) + third + filing) * BILLION
    assert row["initial_krw"].item() == first
    assert row["expected_follow_on_krw"].item() == pytest.approx(expected, abs=20)
    assert row["reserve_share"].item() == pytest.approx(expected / (first + expected))


def test_cheques_are_solved_for_from_a_reserve_ratio() -> None:
    given = {"reserve_source": "from_ratio", "follow_on_reserve_share": 0.4}
    plain, solved = (
        Case(overrides=CERTAIN | extra, programme_phases=sure_phases(0.5)) for extra in ({}, given)
    )
    before, after = (case["startup_reserves"].filter(pl.col("entry_phase") < 3) for case in (plain, solved))
    assert after["reserve_share"].to_list() == pytest.approx([0.4] * 3)
    for column in ("initial_krw", "expected_follow_on_krw"):
        assert (before[column] > 0).all()
    totals = [frame["initial_krw"] + frame["expected_follow_on_krw"] for frame in (before, after)]
    assert totals[0].to_list() == pytest.approx(totals[1].to_list(), abs=10)
    # No round follows the one of phase 3: its cheque stays.
    assert _first(solved, 3).rows() == _first(plain, 3).rows()
    # Follow-ons keep their proportions.
    ratios = [_first(case, 0)["cheque_krw"] for case in (plain, solved)]
    assert ratios[1][2] / ratios[1][1] == pytest.approx(ratios[0][2] / ratios[0][1])
