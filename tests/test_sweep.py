"""Many scenarios at once: the same answers as one by one, and what tornado and heat map make of them."""

import polars as pl
import pytest

from fundmodel import model
from fundmodel.assumptions import assumptions
from fundmodel.scenario import Scenario
from fundmodel.sweep import heat_map, quick_names, steps_between, tornado, variations
from fundmodel.sweep_answers import central_rates, sweep

BASE = Scenario("base")


def _rate(scenario: Scenario, party: str = "whole") -> float:
    metrics = model.run(scenario)["metrics"]
    row = metrics.filter((pl.col("party_code") == party) & pl.col("party_kind").is_in(["whole", "class"]))
    return row["irr_net_rate"][0]


def test_a_sweep_gives_what_each_scenario_gives_alone() -> None:
    dear = BASE.with_("dear", fee_rate_band_3=0.02)
    weak = BASE.with_("weak", success_multiplier=0.8)
    frame = sweep([BASE, dear, weak]).filter(pl.col("party_code") == "foreign")
    assert frame["scenario"].to_list() == ["base", "dear", "weak"]
    assert frame["irr_net_rate"].to_list() == [_rate(one, "foreign") for one in (BASE, dear, weak)]
    assert frame["of_commitments_share"].to_list() == pytest.approx([0.02] * 3)


def test_rates_alone_are_those_of_a_sweep() -> None:
    scenarios = [BASE, BASE.with_("late", first_close_year=2028), BASE.with_("weak", success_multiplier=0.8)]
    full = sweep(scenarios).select("scenario", "party_code", rate="irr_net_rate", status="irr_net_status")
    key = ("scenario", "party_code")
    assert central_rates(scenarios).sort(key).equals(full.sort(key))


def test_a_tornado_is_the_change_of_one_assumption_at_a_time() -> None:
    found = tornado(BASE, ["hurdle_rate", "fee_rate_band_3", "sanity_amber_irr"])
    # What changes no cash is not drawn; the widest stands first.
    assert found["name"].to_list() == ["fee_rate_band_3", "hurdle_rate"]
    row = found.row(0, named=True)
    low, high = assumptions()["fee_rate_band_3"].low, assumptions()["fee_rate_band_3"].high
    assert row["low_rate"] == _rate(BASE.with_("low", fee_rate_band_3=low))
    assert row["high_rate"] == _rate(BASE.with_("high", fee_rate_band_3=high))
    assert row["base_rate"] == _rate(BASE)
    assert row["range_rate"] == pytest.approx(row["low_rate"] - row["high_rate"])


def test_shares_that_sum_to_one_give_way_in_proportion() -> None:
    low = variations(BASE, ["cdmo_share"])[0].scenario
    assert low.value("cdmo_share") == 0
    left = 1 - BASE.value("cdmo_share")
    for name in ("early_share", "scale_up_share", "global_share"):
        assert low.value(name) == pytest.approx(BASE.value(name) / left)


def test_values_that_the_checks_refuse_are_left_out() -> None:
    # The second fee band must not end below the first.
    assert [move.end for move in variations(BASE, ["fee_band_2_krw"])] == ["high"]
    assert [move.name for move in variations(BASE, ["first_close_year"])] == ["first_close_year"] * 2
    assert [move.value for move in variations(BASE, ["fx_central"])] == ["forward"]


def test_the_quick_ones_are_all_terms_and_the_first_of_the_world() -> None:
    quick = set(quick_names())
    assert {"hurdle_rate", "carry_rate", "public_first_loss_share"} <= quick
    assert {"success_multiplier", "exit_multiple"} <= quick
    assert not {"programme_size_krw", "sanity_amber_irr"} & quick
    assert "overrun_volatility" not in quick


def test_a_heat_map_holds_the_scenario_itself() -> None:
    cells = heat_map(BASE, "carry_rate", "hurdle_rate", count=3)
    assert cells.height == 9
    assert cells.filter(pl.col("is_base"))["rate"].to_list() == [_rate(BASE)]
    corner = cells.row(0, named=True)
    free = BASE.with_("free", carry_rate=0.0, hurdle_rate=0.0)
    assert (corner["across_value"], corner["down_value"], corner["rate"]) == (0.0, 0.0, _rate(free))


def test_steps_hold_the_present_value_and_both_ends() -> None:
    assert steps_between(assumptions()["startup_life_years"], 10, 3) == [8, 10, 12]
    steps = steps_between(assumptions()["carry_rate"], 0.2, 4)
    assert (steps[0], steps[-1]) == (0.0, 0.3)
    assert 0.2 in steps
