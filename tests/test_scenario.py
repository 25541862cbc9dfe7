"""Scenarios: only differences, checked against the catalogue, never able to touch the base."""

import pickle

import pytest

from fundmodel.assumptions import ScenarioError, assumptions
from fundmodel.scenario import Scenario, load_scenarios, scenarios_from_toml, topic_frame


def test_named_scenarios_of_the_issue_are_there() -> None:
    assert set(load_scenarios()) >= {
        "base",
        "high_foreign",
        "no_first_loss",
        "cdmo_heavy",
        "startup_heavy",
        "weak_won",
        "trial_failure",
        "demand_slump",
        "small_fund",
    }


def test_a_scenario_holds_only_what_differs() -> None:
    base = load_scenarios()["base"]
    assert dict(base.overrides) == {}
    same = base.with_("same", hurdle_rate=assumptions()["hurdle_rate"].value)
    assert dict(same.overrides) == {}
    dear = base.with_("dear", hurdle_rate=0.08)
    assert dict(dear.overrides) == {"hurdle_rate": 0.08}
    assert base.value("hurdle_rate") == assumptions()["hurdle_rate"].value


def test_a_scenario_cannot_be_changed() -> None:
    base = load_scenarios()["base"]
    with pytest.raises(AttributeError):
        base.name = "other"
    with pytest.raises(TypeError):
        base.overrides["hurdle_rate"] = 0.0


def test_order_of_overrides_does_not_matter() -> None:
    one = Scenario("x", {"hurdle_rate": 0.05, "carry_rate": 0.1})
    two = Scenario("x", {"carry_rate": 0.1, "hurdle_rate": 0.05})
    assert one == two
    assert hash(one) == hash(two)
    assert list(one.overrides) == list(two.overrides)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"hurdle_rat": 0.05}, "Did you mean hurdle_rate"),
        ({"hurdle_rate": 5}, "range is"),
        ({"hurdle_rate": "eight"}, "write a number"),
        ({"hurdle_rate": float("nan")}, "write a number"),
        ({"foreign_mode": "add"}, "Did you mean adds"),
        ({"early_share": 0.5}, "must sum to 1"),
        ({"foreign_share": 0.5, "public_share": 0.7}, "maximum is"),
    ],
)
def test_a_wrong_value_says_what_is_allowed(overrides: dict, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        Scenario("wrong", overrides)


def test_a_scenario_survives_toml_and_pickle() -> None:
    scenario = load_scenarios()["high_foreign"].with_("mine", hurdle_rate=0.06, foreign_mode="adds")
    assert scenarios_from_toml(scenario.to_toml()) == {"mine": scenario}
    assert pickle.loads(pickle.dumps(scenario)) == scenario  # noqa: S301


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[a", "not valid TOML"),
        ("", "holds no scenario"),
        ("hurdle_rate = 0.07", "stands outside a scenario"),
        ("[a]\nhurdle_rate = 0.07", "must stand under"),
        ("[a.overrides]\nhurdle = 0.07", "unknown assumption"),
    ],
)
def test_a_broken_scenario_file_is_refused(text: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        scenarios_from_toml(text, "mine.toml")


def test_adding_foreign_money_leaves_other_money_as_it_was() -> None:
    base = load_scenarios()["base"]
    more = base.with_("more", foreign_share=0.3, foreign_mode="adds")
    others = base.effective_size_krw() * (1 - float(base.value("foreign_share")))
    assert more.effective_size_krw() * (1 - 0.3) == pytest.approx(others, abs=1)
    assert base.with_("instead", foreign_share=0.3).effective_size_krw() == base.effective_size_krw()


def test_topic_frames_are_typed_and_ordered() -> None:
    base = load_scenarios()["base"]
    frame = topic_frame("waterfall", [base, base.with_("b", hurdle_rate=0.0)], "scenario_id")
    assert frame["scenario_id"].to_list() == [0, 1]
    assert frame["hurdle_rate"].to_list() == [base.value("hurdle_rate"), 0.0]
    assert topic_frame("plan", [base], "world_id")["effective_size_krw"].to_list() == [5_000_000_000_000]
