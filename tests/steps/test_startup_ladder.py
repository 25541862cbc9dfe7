import polars as pl
import pytest

from fundmodel.assets.drug_programmes import NOTHING, Kind
from tests.startup_case import CERTAIN, Case, sure_phases

BILLION = 10**9


def _case(**overrides: object) -> Case:
    # Success is published at one half and returns are 0: every success doubles the price.
    return Case(overrides=CERTAIN | overrides, programme_phases=sure_phases(1.0))


def test_values_double_with_every_success_and_grow_by_every_round() -> None:
    rows = _case()["startup_ladder"].select("phase_id", "pre_money_krw", "round_krw").rows()
    assert rows == [
        (0, 20 * BILLION, 8 * BILLION),
        (1, 56 * BILLION, 20 * BILLION),
        (2, 152 * BILLION, 40 * BILLION),
        (3, 384 * BILLION, 80 * BILLION),
        (4, 928 * BILLION, 0),
        (5, 1856 * BILLION, 0),
    ]


def test_a_round_follows_the_trial_cost_of_its_area_by_its_weight() -> None:
    costly = sure_phases(1.0).with_columns(trial_cost_ratio=pl.lit(1.5))
    case = Case(overrides=CERTAIN | {"round_cost_weight": 0.5}, programme_phases=costly)
    assert case["startup_ladder"]["round_krw"].to_list()[1:4] == [25 * BILLION, 50 * BILLION, 100 * BILLION]


def test_cheques_are_half_of_the_entry_round_and_the_pro_rata_of_later_ones() -> None:
    lots = _case()["startup_lots"]
    entered = (
        lots.filter(pl.col("entry_phase") == 2).select("lot_phase", "priority_class", "cheque_krw").rows()
    )
    # 20 of 192 bn post-money are owned: the same part of the next 80 bn.
    assert entered == [(2, 2, 20 * BILLION), (3, 3, 80 * BILLION * 20 // 192)]
    half = _case(follow_on_share=0.5)["startup_lots"]
    from_start = half.filter(pl.col("entry_phase") == 0)["cheque_krw"].to_list()
    owned = 4 / 28
    expected = [4.0]
    for pre, size in ((56, 20), (152, 40), (384, 80)):
        expected.append(owned * size / 2)
        owned = (owned * pre + owned * size / 2) / (pre + size)
    assert from_start == pytest.approx([value * BILLION for value in expected], abs=1)


def test_multiples_of_the_plain_outcomes() -> None:
    case = _case(salvage_share=0.1, ipo_value_krw=152_900_000_000)
    keys = ["lot_phase", "phase", "kind", "licence_phase"]
    values = ["proceeds_multiple", "nav_before_multiple", "nav_after_multiple"]
    frame = case["startup_multiples"]
    found = {row[:4]: row[4:] for row in frame.select(*keys, *values).rows()}
    assert found[2, 2, Kind.INVEST, NOTHING] == (0, 0, 1)
    assert found[2, 2, Kind.ADVANCE, NOTHING] == (0, 1, 2)
    assert found[2, 3, Kind.FAIL, NOTHING] == (0.1, 2, 0)
    assert found[2, 3, Kind.TRADE_SALE, NOTHING] == (4, 2, 0)
    assert found[2, 4, Kind.APPROVAL, NOTHING] == (8, 4, 0)
    # A lot of the phase 1 round, listed after phase 2: a price of 4 at 384 bn, at an IPO of 152.9 bn.
    assert found[1, 2, Kind.IPO, NOTHING][0] == pytest.approx(4 * 152.9 / 384)
    costs = {row[:4]: row[4:] for row in frame.select(*keys, "cost_before_share", "cost_after_share").rows()}
    assert costs[2, 2, Kind.INVEST, NOTHING] == (0, 1)
    assert costs[2, 3, Kind.FAIL, NOTHING] == (1, 0)
    assert costs[2, 3, Kind.ADVANCE, NOTHING] == (1, 1)


def test_a_licence_is_worth_the_ladder_and_keeps_its_remaining_value_on_the_books() -> None:
    case = _case(license_upfront_share=0.1)
    keys = ["lot_phase", "phase", "kind", "licence_phase"]
    values = ["proceeds_multiple", "nav_before_multiple", "nav_after_multiple"]
    found = {row[:4]: row[4:] for row in case["startup_multiples"].select(*keys, *values).rows()}
    # Licensed after phase 2 at a price of 2: milestones 0.25 and 0.60 of 0.85 at P3 and approval, which are
    # worth half and a quarter today. Headline h: 0.1 h + 0.9 h (0.25 / 2 + 0.60 / 4) / 0.85 = 2.
    headline = 2 / (0.1 + 0.9 * (0.25 / 2 + 0.60 / 4) / 0.85)
    upfront, before, held = found[2, 2, Kind.LICENSE, NOTHING]
    assert upfront == pytest.approx(0.1 * headline)
    assert before == 1
    assert upfront + held == pytest.approx(2)
    paid, before, after = found[2, 3, Kind.MILESTONE, 2]
    assert paid == pytest.approx(0.9 * headline * 0.25 / 0.85)
    assert before == held
    assert paid + after == pytest.approx(2 * held)
    last, before, nothing = found[2, 4, Kind.APPROVAL, 2]
    assert last == pytest.approx(0.9 * headline * 0.60 / 0.85)
    assert (before, nothing) == (after, 0)
    assert found[2, 4, Kind.FAIL, 2] == (0, after, 0)


def test_a_licence_without_stated_milestones_pays_at_approval() -> None:
    none = {f"license_milestone_{name}_share": 0.0 for name in ("p2", "p3", "approval")}
    frame = _case(license_upfront_share=0.2, **none)["startup_multiples"]
    licensed = frame.filter((pl.col("lot_phase") == 1) & (pl.col("licence_phase") == 1))
    paid = {row[:2]: row[2] for row in licensed.select("phase", "kind", "proceeds_multiple").rows()}
    assert paid[2, Kind.MILESTONE] == paid[3, Kind.MILESTONE] == 0
    assert paid[4, Kind.APPROVAL] == pytest.approx(0.8 * 2 / (0.2 + 0.8 / 8))


def test_worlds_do_not_touch_each_other() -> None:
    both = _case()
    for topic in ("plan", "startups"):
        name = f"{topic}_assumptions"
        second = both[name].with_columns(world_id=pl.lit(1, dtype=pl.Int32))
        if topic == "startups":
            second = second.with_columns(pre_money_preclinical_krw=pl.lit(40 * BILLION))
        both[name] = pl.concat([both[name], second])
    second_phases = sure_phases(1.0).with_columns(world_id=pl.lit(1, dtype=pl.Int64))
    both["programme_phases"] = pl.concat([sure_phases(1.0), second_phases])
    alone = _case()
    for table in ("startup_ladder", "startup_lots", "startup_multiples"):
        assert both[table].filter(pl.col("world_id") == 0).equals(alone[table])
        assert (
            not both[table]
            .filter(pl.col("world_id") == 1)
            .drop("world_id")
            .equals(alone[table].drop("world_id"))
        )
