"""Allocation: the solver against brute force, limits that hold, prices as derivatives, conflicts named."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from fundmodel.assumptions import ScenarioError
from fundmodel.design.allocation import allocate, measured_again, measures_of, tail_loss
from fundmodel.design.allocation_inputs import FundTable, fund_table
from fundmodel.design.allocation_programme import FOREIGN, STRATEGY, TAIL, Wishes
from fundmodel.design.linear_programme import Limit, Programme, UnsolvedError, solve
from fundmodel.design.plant_choice import STAKE, PlantTable
from fundmodel.scenario import Scenario
from fundmodel.sentences_allocation import allocation_answer, binding_cells, measure_cells, plant_cells
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


SITES = PlantTable(
    ("C1-a", "C1-b", "C2-c"),
    (1, 1, 2),
    {"ko": ("가", "나", "다"), "en": ("a", "b", "c")},
    np.array([0.5, 0.8, 0.6]),
    (2, 1, 2),
    0.2,
    np.array([0.12, 0.12, 0.2]),
    np.array([[0.6, 0.9, 0.1], [0.3, -0.8, 0.5], [0.5, 0.7, 0.9], [0.2, 0.9, -0.6]]),
    (True, False, True),
)


def _with_plants() -> FundTable:
    # Beside its plants a plant fund loses 0.3 a won committed on every path; the first fund is never so bad.
    shares = np.array([0.3, 0.3, 0.4])
    plants = np.stack(
        [np.zeros(4), SITES.gain[:, :2] @ [0.4, 0.4] - 0.3, SITES.gain[:, 2] * 0.5 - 0.3], axis=1
    )
    gain = plants + np.array([[0.2, 0, 0], [-0.1, 0, 0], [0.1, 0, 0], [-0.2, 0, 0]])
    table = replace(_table(), planned_share=shares, gain=gain, plants=SITES)
    cheques = {**table.cheques, "invested": np.array([0.9, 0.8, 0.5]), "regional": np.array([0.1, 0.4, 0.5])}
    return replace(table, codes=("E1", "C1", "C2"), strategies=("early", "cdmo", "cdmo"), cheques=cheques)


@pytest.mark.parametrize("most_loss", [None, 0.15, 0.1, -0.01])
@pytest.mark.parametrize("duties", [(), ("regional",)])
def test_whole_plants_are_those_that_an_enumeration_finds(most_loss: float | None, duties: tuple[str, ...]):
    table = _with_plants()
    np.testing.assert_allclose(table.beside_plants()[:, 1:], -0.3)
    # Least and largest stake are the same: the money into a site follows from its count of plants.
    wishes = Wishes(
        tail_share=0.5, most_loss=most_loss, duties=duties, least_stake_share=0.2, keeps_vintages=False
    )
    found = allocate(table, wishes)
    best: tuple[float, tuple[int, ...]] = (-np.inf, ())
    for counts in itertools.product(*(range(most + 1) for most in SITES.most_plants)):
        money = np.array(counts) * 0.2 * SITES.need_share
        per_won = SITES.of_funds(SITES.planned_share, 3)[1:] / table.planned_share[1:]
        shares = np.array([0.0, *(SITES.of_funds(money, 3)[1:] / per_won)])
        shares[0] = 1 - shares.sum()
        measured = measures_of(table, shares, 0.5, money)
        invested = 0.9 * shares[0] + money.sum()
        regional = 0.1 * shares[0] + money[[0, 2]].sum()
        is_kept = not duties or regional >= float(BASE.value("mandate_regional_share")) * invested - 1e-9
        is_safe = most_loss is None or measured.tail_loss <= most_loss + 1e-9
        if shares[0] >= -1e-9 and is_kept and is_safe:
            best = max(best, (measured.gain, counts))
    if not best[1]:
        assert found.found is None
        return
    assert found.found is not None
    assert found.plant_counts == best[1]
    assert found.found.gain == pytest.approx(best[0]) == pytest.approx(found.solution.gain)
    if found.solution.prices and most_loss is None:
        assert any(name.startswith(STAKE) for name in found.solution.prices)


def test_plants_are_chosen_among_all_funds_and_a_small_stake_is_refused():
    table = _with_plants()
    planned = measures_of(table, table.planned_share, 0.5)
    split = measures_of(table, table.planned_share, 0.5, SITES.planned_share)
    assert (split.gain, split.tail_loss) == pytest.approx((planned.gain, planned.tail_loss))
    free = allocate(table, Wishes(least_stake_share=0.05, most_strategy_share=0.6, keeps_vintages=False))
    assert free.found is not None
    stakes = free.plant_money / (np.maximum(free.plant_counts, 1) * SITES.need_share)
    assert all(stake < 1e-9 or 0.05 - 1e-9 <= stake <= 0.2 + 1e-9 for stake in stakes)
    for language in ("en", "ko"):
        headings, cells = plant_cells(free, Texts(language))
        assert {len(row) for row in cells} == {len(headings)}
        names = dict(zip(SITES.codes, SITES.names[language], strict=True)) | {
            "cdmo": "cdmo",
            "early": "early",
        }
        assert binding_cells(free, names, Texts(language))[1]
    with pytest.raises(ScenarioError, match="plant_stake_share_max"):
        allocate(table, Wishes(least_stake_share=0.3))
    with pytest.raises(ScenarioError, match="between 0 and 1"):
        Wishes(least_stake_share=2.0)


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
    plants = model_table.plants
    assert plants is not None
    # Plants are the regional money of their funds, and a plant costs less than the plan has for all.
    regional = plants.of_funds(plants.planned_share * plants.is_regional, len(model_table.codes))
    asked = model_table.cheques["invested"] * model_table.planned_share
    for fund in set(plants.funds):
        part = model_table.cheques["regional"][fund] / model_table.cheques["invested"][fund]
        assert regional[fund] / model_table.planned_plants()[fund] == pytest.approx(part, abs=0.05)
        assert asked[fund] == pytest.approx(model_table.planned_plants()[fund], rel=0.2)
    assert (plants.need_share * plants.most_stake < plants.planned_share * 2).all()
    chosen = allocate(model_table, Wishes(least_stake_share=0.2, most_fund_share=0.3))
    assert chosen.found is not None
    assert len(chosen.plant_counts) == len(plants.codes)
    assert (model_table.cheques["regional"] <= model_table.cheques["invested"] + 1e-12).all()
