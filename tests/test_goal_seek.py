"""Goal seek: hand-made maps with known solutions, and solutions that their scenarios reproduce."""

import math
from collections.abc import Sequence

import pytest
from typer.testing import CliRunner

from fundmodel.assumptions import ScenarioError
from fundmodel.cli import app
from fundmodel.design.goal_seek import Goal, movable, seek
from fundmodel.design.search import BATCH, FLAT, FOUND, JUMP, NO_ANSWER, ROUNDS, UNREACHABLE, find
from fundmodel.design.targets import target_of, values_of
from fundmodel.scenario import Scenario
from fundmodel.sentences_design import goal_answer
from fundmodel.sweep_answers import sweep
from fundmodel.texts import Texts

BASE = Scenario("base")
GRID = [place / 8 for place in range(9)]


def _found(function, target: float, grid: Sequence[float] = GRID, is_whole: bool = False):
    return find(lambda values: [function(value) for value in values], grid, target, is_whole)


def test_a_known_root_is_found_in_few_batches() -> None:
    found = _found(lambda x: x**3, 0.3)
    assert found.verdict == FOUND
    assert [one.value for one in found.crossings] == [pytest.approx(0.3 ** (1 / 3), abs=1e-5)]
    assert max(point.number for point in found.points) <= ROUNDS
    assert [point.value for point in found.points] == sorted(point.value for point in found.points)


def test_several_roots_are_all_found_without_supposing_a_direction() -> None:
    found = _found(lambda x: (x - 0.5) ** 2, 0.04)
    assert [round(one.value, 4) for one in found.crossings] == [0.3, 0.7]
    falling = _found(lambda x: -x, -0.2)
    assert falling.crossings[0].value == pytest.approx(0.2, abs=1e-5)


def test_out_of_reach_the_best_point_is_named_and_its_surroundings_searched() -> None:
    found = _found(lambda x: x * (1.1 - x), 0.5)
    assert found.verdict == UNREACHABLE
    assert found.best is not None
    assert found.best.value == pytest.approx(0.55, abs=0.01)
    assert found.best.answer == max(point.answer for point in found.points)
    at_end = _found(lambda x: x, 2.0)
    assert at_end.best is not None
    assert at_end.best.value == 1.0


def test_a_peak_between_two_points_of_the_grid_is_found_near_the_best_of_them() -> None:
    found = _found(lambda x: 1 - abs(x - 0.3), 0.99)
    assert found.verdict == FOUND
    assert [round(one.value, 3) for one in found.crossings] == [0.29, 0.31]


def test_a_step_over_the_target_is_called_a_jump() -> None:
    found = _found(lambda x: float(x > 1 / 3), 0.4)
    assert found.verdict == JUMP
    (jump,) = found.crossings
    assert jump.answer == 0.0
    assert jump.other_answer == 1.0
    assert jump.other_value - jump.value < 1e-4


def test_whole_numbers_stay_whole() -> None:
    found = _found(lambda x: x * x, 30.0, grid=[0, 4, 12], is_whole=True)
    assert all(point.value == round(point.value) for point in found.points)
    assert (found.crossings[0].value, found.crossings[0].other_value) == (5, 6)
    exact = _found(lambda x: x * x, 49.0, grid=[0, 4, 12], is_whole=True)
    assert [(one.value, one.is_jump) for one in exact.crossings] == [(7, False)]


def test_no_movement_and_no_answer_are_verdicts_and_gaps_are_not_crossed() -> None:
    assert _found(lambda _: 0.2, 0.3).verdict == FLAT
    assert _found(lambda _: 0.3, 0.3).verdict == FOUND
    assert _found(lambda _: None, 0.3).verdict == NO_ANSWER
    assert _found(lambda _: math.nan, 0.3).verdict == NO_ANSWER
    gap = _found(lambda x: None if 0.2 < x < 0.8 else x, 0.5)
    assert gap.verdict == UNREACHABLE
    assert gap.crossings == ()


def test_a_batch_stays_small_however_many_crossings() -> None:
    sizes = []

    def evaluate(values):
        sizes.append(len(values))
        return [math.sin(20 * value) for value in values]

    found = find(evaluate, [place / 40 for place in range(41)], 0.1)
    assert len(found.crossings) == 7
    assert max(sizes[1:]) <= max(BATCH, 2 * 7)


@pytest.mark.parametrize(("grid", "target"), [([1.0], 0.0), ([1.0, 1.0], 0.0), (GRID, math.inf)])
def test_a_search_without_range_or_target_is_refused(grid, target) -> None:
    with pytest.raises(ValueError, match="two different values"):
        _found(lambda x: x, target, grid)


def test_the_scenario_of_a_solution_gives_the_answer_shown() -> None:
    target = target_of("domestic.irr_net_rate")
    goal = seek(BASE, "fee_rate_band_3", target, 0.08)
    (one,) = goal.search.crossings
    assert one.answer == pytest.approx(0.08, abs=1e-6)
    solved = goal.solved(one.value, "solved")
    assert values_of(sweep([solved]), target, 0) == {"solved": one.answer}
    assert goal.table().height == len(goal.search.points)
    assert BASE.value("fee_rate_band_3") in goal.table()["value"].to_list()


def test_over_random_paths_the_median_is_sought_on_the_same_paths() -> None:
    target = target_of("foreign.loss_share")
    batches = []
    goal = seek(
        BASE, "public_first_loss_share", target, 0.9, paths=3, progress=lambda *step: batches.append(step)
    )
    assert goal.search.verdict in (FLAT, UNREACHABLE)
    assert batches[0] == (1, len([point for point in goal.search.points if point.number == 1]), 9)
    best = goal.search.best
    assert best is not None
    frame = sweep([goal.solved(best.value, "again")], paths=3)
    assert values_of(frame, target, 3) == {"again": best.answer}


def test_years_and_shares_that_sum_to_one_can_be_sought() -> None:
    years = seek(BASE, "startup_life_years", target_of("whole.tvpi_multiple"), 9.0)
    assert [point.value for point in years.search.points] == list(range(8, 13))
    goal = seek(BASE, "foreign_share", target_of("whole.of_commitments_share"), 0.123)
    assert goal.search.crossings[0].value == pytest.approx(0.123, abs=1e-6)
    assert {"cdmo_share", "programme_size_krw"} <= set(movable())


def test_what_cannot_be_sought_is_refused_in_words() -> None:
    with pytest.raises(ScenarioError, match="fx_central is a choice; only numbers"):
        seek(BASE, "fx_central", target_of("whole.irr_net_rate"), 0.1)
    with pytest.raises(ScenarioError, match="Did you mean hurdle_rate"):
        seek(BASE, "hurdle", target_of("whole.irr_net_rate"), 0.1)
    with pytest.raises(ScenarioError, match=r"unknown answer 'whole.irr'. Did you mean whole.irr"):
        target_of("whole.irr")
    with pytest.raises(ScenarioError, match="chance over random paths"):
        seek(BASE, "hurdle_rate", target_of("foreign.loss_share"), 0.1)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_verdict_has_its_sentence(language: str) -> None:
    maps = {
        FOUND: lambda x: x,
        JUMP: lambda x: float(x > 1 / 3),
        UNREACHABLE: lambda x: x / 4,
        FLAT: lambda _: 0.2,
        NO_ANSWER: lambda _: None,
    }
    said = set()
    for verdict, function in maps.items():
        search = _found(function, 0.4)
        assert search.verdict == verdict
        for paths in (0, 100):
            goal = Goal(BASE, "carry_rate", target_of("foreign.irr_own_rate"), paths, search)
            said.add(goal_answer(goal, "Carry", "{:.1%}".format, Texts(language)))
    several = Goal(
        BASE, "carry_rate", target_of("foreign.irr_own_rate"), 0, _found(lambda x: (x - 0.5) ** 2, 0.04)
    )
    said.add(goal_answer(several, "Carry", "{:.1%}".format, Texts(language)))
    # A flat answer on the central case comes with advice.
    assert len(said) == len(maps) + 2
    assert not any("None" in one or "은/는" in one for one in said)


def test_the_command_prints_the_search_and_says_how_it_ended() -> None:
    runner = CliRunner()
    found = runner.invoke(app, ["seek", "fee_rate_band_3", "domestic.irr_net_rate", "0.08"])
    assert found.exit_code == 0
    assert "8.00 % with fee_rate_band_3 at 0.012" in found.output.replace("\u00a0", " ")
    far = runner.invoke(app, ["seek", "hurdle_rate", "whole.irr_net_rate", "0.5", "--set", "carry_rate=0"])
    assert far.exit_code == 1
    for wrong in (["fx_central", "whole.irr_net_rate", "1"], ["carry_rate", "irr", "1"]):
        refused = runner.invoke(app, ["seek", *wrong])
        assert refused.exit_code == 2
    two = runner.invoke(app, ["seek", "carry_rate", "whole.irr_net_rate", "1", "--scenario", "base,weak_won"])
    assert two.exit_code == 2
    assert "one at a time" in two.output
