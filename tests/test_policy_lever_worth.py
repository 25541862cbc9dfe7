import pytest

from fundmodel import policy_lever_worth
from fundmodel.assumptions import assumptions
from fundmodel.policy_lever_worth import lever_scenarios, lever_worths, policy_levers
from fundmodel.scenario import load_scenarios


def test_every_lever_of_the_seed_debate_is_moved_alone() -> None:
    assert {row.name for row in policy_levers()} == {
        "sandbox_time_saving_share",
        "talent_success_uplift_share",
        "talent_ramp_uplift_share",
        "cluster_cost_saving_share",
        "cluster_deal_flow_share",
        "regional_allocation_min_share",
    }
    base = load_scenarios()["base"].with_("mine", sandbox_time_saving_share=0.5)
    moved = lever_scenarios(base)
    assert "sandbox_time_saving_share" not in moved
    assert all(
        scenario.overrides == base.overrides | {name: assumptions()[name].high}
        for name, scenario in moved.items()
    )


def test_a_lever_that_fills_plants_faster_is_worth_something(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "talent_ramp_uplift_share"
    monkeypatch.setattr(policy_lever_worth, "policy_levers", lambda: (assumptions()[name],))
    (row,) = lever_worths(load_scenarios()["base"]).iter_rows(named=True)
    assert (row["lever"], row["value_from"], row["value_to"]) == (name, 0.0, assumptions()[name].high)
    assert 0 < row["irr_net_change_rate"] < row["irr_gross_change_rate"]
    assert row["distributed_change_krw"] > 0
