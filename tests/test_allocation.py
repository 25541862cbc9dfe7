"""Allocation: the solver against brute force, limits that hold, prices as derivatives, conflicts named."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from fundmodel.assumptions import ScenarioError
from fundmodel.design.allocation import (
    FOREIGN,
    STRATEGY,
    TAIL,
    Wishes,
    allocate,
    measured_again,
    measures_of,
    tail_loss,
)
from fundmodel.design.allocation_inputs import FundTable, fund_table
from fundmodel.design.linear_programme import Limit, Programme, UnsolvedError, solve
from fundmodel.scenario import Scenario
from fundmodel.sentences_allocation import allocation_answer, binding_cells, measure_cells
from fundmodel.texts import Texts

BASE = Scenario("base")
GAIN = np.array([[0.9, 0.2, -0.1], [-0.6, 0.1, 0.3], [0.5, -0.2, 0.2], [-0.4, 0.2, 0.1]])
STEP = 0.05


def _table(gain: np.ndarray = GAIN) -> FundTable:
    funds = gain.shape[1]
    even = np.full(funds, 1 / funds)
    cheques = {name: np.array([1.0, 0.5, 0.2]) for name in ("drug", "clinical", "vaccine", "regional")}
    return FundTable(
        BASE,
        gain.shape[0],
        ("E1", "S1", "C1"),
        ("early", "scale_up", "cdmo"),
        even,
        gain,
        np.array([0.1, 0.5, 0.3]),
        {**cheques, "vaccine": np.array([0.05, 0.1, 0.0]), "invested": np.ones(funds)},
    )


def _grid():
    parts = round(1 / STEP)
    for first, second in itertools.product(range(parts + 1), repeat=2):
        if first + second <= parts:
            yield np.array([first, second, parts - first - second]) * STEP


def _brute(table: FundTable, wishes: Wishes) -> float | None:
    """The best gain on a grid of shares that keeps the limits."""
    best = None
    for shares in _grid():
        if shares.max() > wishes.most_fund_share + 1e-9:
            continue
        if any(0 < share < wishes.least_fund_share - 1e-9 for share in shares):
            continue
        found = measures_of(table, shares, wishes.tail_share)
        if wishes.most_loss is not None and found.tail_loss > wishes.most_loss + 1e-9:
            continue
        aim = found.foreign_share if wishes.aim == FOREIGN else found.gain
        best = aim if best is None else max(best, aim)
    return best


CASES = (
    Wishes(),
    Wishes(aim=FOREIGN),
    Wishes(most_loss=-0.02, tail_share=0.5),
    Wishes(most_loss=0.0, tail_share=0.25),
    Wishes(most_loss=0.05, tail_share=0.3, most_fund_share=0.6),
    Wishes(aim=FOREIGN, most_fund_share=0.4),
    Wishes(most_fund_share=0.8, least_fund_share=0.3),
    Wishes(aim=FOREIGN, most_loss=0.05, tail_share=0.5, most_fund_share=0.7, least_fund_share=0.35),
)


@pytest.mark.parametrize("wishes", CASES)
def test_the_solution_is_what_brute_force_finds(wishes: Wishes) -> None:
    table = _table()
    found = allocate(table, wishes)
    assert found.found is not None
    best = _brute(table, wishes)
    assert best is not None
    # The grid is coarse: never better than the solution, and not much worse.
    assert found.solution.gain >= best - 1e-9
    assert found.solution.gain <= best + STEP
    assert found.shares.sum() == pytest.approx(1)
    assert found.shares.max() <= wishes.most_fund_share + 1e-6
    assert all(share < 1e-6 or share >= wishes.least_fund_share - 1e-6 for share in found.shares)
    if wishes.most_loss is not None:
        assert found.found.tail_loss <= wishes.most_loss + 1e-6


def test_the_tail_counts_its_last_path_in_part() -> None:
    assert tail_loss(np.array([-3.0, -1.0, 2.0, 4.0]), 0.5) == 2.0
    # One path and half of the next, out of one and a half.
    assert tail_loss(np.array([-3.0, -1.0, 2.0, 4.0]), 0.375) == pytest.approx(3.5 / 1.5)


def test_a_shadow_price_is_what_loosening_the_limit_brings() -> None:
    # Even in its worse half the programme shall gain.
    wishes = Wishes(most_loss=-0.05, tail_share=0.5)
    found, step = allocate(_table(), wishes), 1e-4
    price = found.solution.prices[TAIL]
    looser = allocate(_table(), replace(wishes, most_loss=step - 0.05))
    assert (looser.solution.gain - found.solution.gain) / step == pytest.approx(price, rel=1e-3)
    assert found.solution.activity[TAIL] == pytest.approx(-0.05)
    capped = allocate(_table(), Wishes(most_strategy_share=0.7))
    assert set(capped.solution.prices) == {f"{STRATEGY}:cdmo"}


def test_limits_that_contradict_each_other_are_named_and_none_to_spare() -> None:
    wishes = Wishes(most_loss=-5.0, most_fund_share=0.9, most_strategy_share=0.9)
    found = allocate(_table(), wishes)
    assert found.found is None
    assert found.solution.conflict == (TAIL,)
    crowded = allocate(_table(), Wishes(most_fund_share=0.3))
    assert set(crowded.solution.conflict) == {"fund:E1", "fund:S1", "fund:C1"}
    impossible = allocate(_table(), Wishes(most_fund_share=0.45, least_fund_share=0.4))
    assert impossible.found is None
    names = {"E1": "E1", "S1": "S1", "C1": "C1", "early": "early", "scale_up": "scale_up", "cdmo": "cdmo"}
    for language, one in itertools.product(("en", "ko"), (found, crowded, impossible)):
        assert "None" not in allocation_answer(one, names, Texts(language))


def test_duties_hold_as_shares_of_the_money_they_are_of() -> None:
    # Vaccines: 0.05 of 1.0, 0.1 of 0.5, none of 0.2; at least a tenth of money for drug companies.
    found = allocate(_table(), Wishes(duties=("vaccine",)))
    money = _table().cheques
    assert (found.shares * money["vaccine"]).sum() >= 0.1 * (found.shares * money["drug"]).sum() - 1e-9
    assert "vaccine" in found.solution.prices


def test_whole_numbers_and_programmes_without_a_bound() -> None:
    both = Limit("both", {0: 1.0, 1: 1.0}, -np.inf, 1.5)
    whole = solve(Programme(np.array([1.0, 2.0]), np.zeros(2), np.ones(2), (both,), (0, 1)))
    assert whole.values.tolist() == [0.0, 1.0]
    with pytest.raises(UnsolvedError, match="loosen the limits"):
        solve(Programme(np.ones(1), np.zeros(1), np.full(1, np.inf), (Limit("x", {0: 1.0}, 0.0, np.inf),)))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"aim": "luck"}, "choose return or foreign"),
        ({"tail_share": 0.0}, "tail_share"),
        ({"most_fund_share": 1.2}, "most_fund_share"),
        ({"least_fund_share": 0.5, "most_fund_share": 0.4}, "least_fund_share"),
        ({"duties": ("art",)}, "choose among purpose"),
    ],
)
def test_wrong_wishes_are_refused_in_words(wrong, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        Wishes(**wrong)
    with pytest.raises(ScenarioError, match="at least one"):
        fund_table(BASE, 0)


@pytest.fixture(scope="module")
def model_table() -> FundTable:
    return fund_table(BASE, 3)


def test_loaded_and_run_in_full_the_shares_give_nearly_what_was_solved(model_table: FundTable) -> None:
    wishes = Wishes(most_fund_share=0.2, most_strategy_share=0.45)
    found = allocate(model_table, wishes)
    assert found.found is not None
    # Vintages keep their proportions, and the strategies' shares are those of the scenario.
    scenario = found.scenario("allocated")
    shares = found.strategy_shares()
    assert sum(shares.values()) == pytest.approx(1)
    assert {name: scenario.value(name) for name in shares} == shares
    again = measured_again(found, scenario, fund_table(scenario, 3))
    assert again.gain == pytest.approx(found.found.gain, abs=0.1)
    planned = measured_again(allocate(model_table, Wishes()), BASE, model_table)
    assert planned == found.planned
    with pytest.raises(ScenarioError, match="another scenario"):
        measured_again(found, scenario, model_table)
    names = {code: code for code in (*model_table.codes, *model_table.strategies)}
    for language in ("en", "ko"):
        texts = Texts(language)
        for headings, cells in (binding_cells(found, names, texts), measure_cells(found, again, texts)):
            assert cells
            assert {len(row) for row in cells} == {len(headings)}
        assert "None" not in allocation_answer(found, names, texts)


def test_the_table_adds_up_to_the_programme(model_table: FundTable) -> None:
    assert model_table.planned_share.sum() == pytest.approx(1)
    assert model_table.gain.shape == (3, len(model_table.codes))
    assert ((model_table.willing_share >= 0) & (model_table.willing_share <= 1)).all()
    assert (model_table.cheques["clinical"] <= model_table.cheques["drug"] + 1e-12).all()
    assert (model_table.cheques["regional"] <= model_table.cheques["invested"] + 1e-12).all()
