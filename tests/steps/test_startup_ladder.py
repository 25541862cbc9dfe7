import polars as pl
import pytest

from fundmodel.assets.drug_programmes import NOTHING, Kind
from tests.startup_case import CERTAIN, Case, sure_phases

BILLION = 10**9
KEYS = ["lot_phase", "phase", "kind", "licence_phase"]


def _plain(case: Case) -> pl.DataFrame:
    """Multiples of first programmes, without what follows a listing or an approval."""
    return case["startup_multiples"].filter((pl.col("pivot_phase") == NOTHING) & (pl.col("step") == 0))


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


def test_multiples_of_the_plain_outcomes() -> None:
    case = _case(salvage_share=0.1, ipo_value_krw=152_900_000_000)
    keys = KEYS
    values = ["proceeds_multiple", "nav_before_multiple", "nav_after_multiple"]
    frame = _plain(case)
    found = {row[:4]: row[4:] for row in frame.select(*keys, *values).rows()}
    assert found[2, 2, Kind.INVEST, NOTHING] == (0, 0, 1)
    assert found[2, 2, Kind.ADVANCE, NOTHING] == (0, 1, 2)
    assert found[2, 3, Kind.FAIL, NOTHING] == (0.1, 2, 0)
    assert found[2, 3, Kind.TRADE_SALE, NOTHING] == (4, 2, 0)
    assert found[2, 4, Kind.APPROVAL, NOTHING] == (8, 4, 0)
    # A lot of the phase 1 round, listed after phase 2: a price of 4 at 384 bn, at an IPO of 152.9 bn.
    assert found[1, 2, Kind.IPO, NOTHING] == pytest.approx((0, 2, 4 * 152.9 / 384))
    costs = {row[:4]: row[4:] for row in frame.select(*keys, "cost_before_share", "cost_after_share").rows()}
    assert costs[2, 2, Kind.INVEST, NOTHING] == (0, 1)
    assert costs[2, 3, Kind.FAIL, NOTHING] == (1, 0)
    assert costs[2, 3, Kind.ADVANCE, NOTHING] == (1, 1)


def test_a_licence_is_worth_the_ladder_and_keeps_its_remaining_value_on_the_books() -> None:
    case = _case(license_upfront_share=0.1)
    keys = KEYS
    values = ["proceeds_multiple", "nav_before_multiple", "nav_after_multiple"]
    found = {row[:4]: row[4:] for row in _plain(case).select(*keys, *values).rows()}
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
    frame = _plain(_case(license_upfront_share=0.2, **none))
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


def test_listed_shares_are_sold_in_equal_parts() -> None:
    frame = _case(ipo_value_krw=384 * BILLION, ipo_sale_quarters=4)["startup_multiples"]
    sold = frame.filter((pl.col("kind") == Kind.SALE) & (pl.col("lot_phase") == 1) & (pl.col("phase") == 2))
    columns = ["step", "proceeds_multiple", "nav_before_multiple", "nav_after_multiple", "cost_after_share"]
    assert sold.filter(pl.col("pivot_phase") == NOTHING).select(columns).rows() == [
        (1, 1, 4, 3, 0.75),
        (2, 1, 3, 2, 0.5),
        (3, 1, 2, 1, 0.25),
        (4, 1, 1, 0, 0),
    ]


def test_royalties_are_part_of_what_a_licence_is_worth() -> None:
    case = _case(license_upfront_share=0.1, license_royalty_share=0.5, license_royalty_years=2)
    frame = case["startup_multiples"].filter(
        (pl.col("lot_phase") == 2) & (pl.col("licence_phase") == 2) & (pl.col("pivot_phase") == NOTHING)
    )
    # As without royalties, but half a headline more is paid after approval, worth a quarter of it at signing.
    headline = 2 / (0.1 + 0.9 * (0.25 / 2 + 0.60 / 4) / 0.85 + 0.5 / 4)
    paid = {row[:2]: row[2] for row in frame.select("kind", "step", "proceeds_multiple").rows()}
    assert paid[Kind.MILESTONE, 0] == pytest.approx(0.9 * headline * 0.25 / 0.85)
    assert [paid[Kind.ROYALTY, year] for year in (1, 2)] == pytest.approx([headline / 4, headline / 4])
    held = {
        row[:2]: row[2:]
        for row in frame.select("kind", "step", "nav_after_multiple", "cost_after_share").rows()
    }
    assert held[Kind.APPROVAL, 0] == pytest.approx((headline / 2, 1))
    assert held[Kind.ROYALTY, 1] == pytest.approx((headline / 4, 1))
    assert held[Kind.ROYALTY, 2] == (0, 0)


def test_failures_hires_and_sales_during_a_phase() -> None:
    case = _case(salvage_share=0.05, acqui_hire_recovery_share=0.3, ladder_return_rate=0.21)
    found = {row[:3]: row[3] for row in _plain(case).select(*KEYS[:3], "proceeds_multiple").rows()}
    assert (found[2, 2, Kind.FAIL], found[2, 2, Kind.ACQUI_HIRE]) == (0.05, 0.3)
    # Phases last a year and prices grow by 2 x 1.21 with each success; half-way they have grown by 10 %.
    assert found[2, 2, Kind.EARLY_SALE] == pytest.approx(1.1)
    assert found[2, 3, Kind.EARLY_SALE] == pytest.approx(2 * 1.21 * 1.1)


def test_a_second_programme_is_worth_what_the_ladder_says_of_its_phase() -> None:
    case = _case(salvage_share=0.05)
    frame = case["startup_multiples"]
    worth = frame.filter((pl.col("kind") == Kind.PIVOT) & (pl.col("lot_phase") == 1))
    # Pre-money 20, 56, 152, 384 bn; post-money 28, 76, 192, 464, 928: a lot of phase 1 doubles in each phase.
    expected = [20 / 76, 2 * 56 / 192, 4 * 152 / 464, 8 * 384 / 928]
    assert worth.sort("phase")["nav_after_multiple"].to_list() == pytest.approx(expected)
    keys = ["phase", "kind", "licence_phase", "step"]
    values = ["proceeds_multiple", "nav_before_multiple", "nav_after_multiple"]
    carried = frame.filter((pl.col("lot_phase") == 1) & (pl.col("pivot_phase") == 3)).select(*keys, *values)
    of_its_round = {
        row[:4]: row[4:]
        for row in frame.filter((pl.col("lot_phase") == 2) & (pl.col("pivot_phase") == NOTHING))
        .select(*keys, *values)
        .rows()
    }
    assert carried.height > 10
    for row in carried.rows():
        assert row[4:] == pytest.approx(tuple(value * expected[2] for value in of_its_round[row[:4]]))


def test_an_option_pool_takes_its_share_of_every_later_round() -> None:
    rows = _plain(_case(option_pool_share=0.1)).select(*KEYS, "proceeds_multiple").rows()
    found = {row[:3]: row[4] for row in rows if row[3] == NOTHING}
    # Two later rounds, and none before the last phase.
    assert found[1, 4, Kind.APPROVAL] == pytest.approx(16 * 0.9 * 0.9)
    assert found[2, 2, Kind.TRADE_SALE] == pytest.approx(2)


def test_what_clusters_save_of_a_round_is_gained_by_the_owners() -> None:
    shared = sure_phases(1.0).with_columns(round_need_share=pl.lit(0.5))
    case = Case(overrides=CERTAIN, programme_phases=shared)
    rows = case["startup_ladder"].select("pre_money_krw", "round_krw", "success_growth_multiple").rows()
    # Values are those of the whole round of 8 bn: 56 bn after success; but only 4 bn are paid and dilute.
    assert rows[0] == (20 * BILLION, 4 * BILLION, pytest.approx(56 / 24))
    assert rows[1][0] == 56 * BILLION


def test_published_step_ups_replace_what_success_asks_for_and_are_flagged() -> None:
    phases = sure_phases(1.0).with_columns(step_up_multiple=pl.Series([1.5, 2.0, 1.0, 1.0, 1.0]))
    case = Case(overrides=CERTAIN | {"value_ladder_source": "step_ups"}, programme_phases=phases)
    ladder = case["startup_ladder"]
    assert ladder["is_consistent"].to_list() == [False] * 6
    # (20 + 8) x 1.5, (42 + 20) x 2.
    assert ladder["pre_money_krw"].to_list()[:3] == [20 * BILLION, 42 * BILLION, 124 * BILLION]
    assert _case()["startup_ladder"]["is_consistent"].to_list() == [True] * 6


def test_the_published_step_ups_do_not_pay_for_the_published_failures() -> None:
    flows = Case(overrides={"value_ladder_source": "step_ups"})["startup_central"]
    assert flows["proceeds_krw"].sum() < flows["invested_krw"].sum()
