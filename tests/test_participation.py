"""Foreign participation: response curves, fixed points of known maps, solutions that reproduce."""

import polars as pl
import pytest

from fundmodel.assumptions import ScenarioError
from fundmodel.design import participation
from fundmodel.design.investor_types import InvestorType, investor_types, smooth_step
from fundmodel.design.lever_effects import distinct_companies, lever_effects, leverage_of, levers
from fundmodel.design.participation import (
    CEILING,
    INTERIOR,
    JUMP,
    NEARNESS,
    ZERO,
    Demand,
    demand_of,
    participate,
    room_of,
)
from fundmodel.scenario import Scenario
from fundmodel.sentences_response import equilibrium_text, lever_cells, type_cells
from fundmodel.sweep_answers import sweep
from fundmodel.texts import Texts

BASE = Scenario("base")
SEED = 3
ONE = InvestorType("x", "", "", 0.05, 0.09, 0.1, 0.4, 10e6, 50e6, 4)
NOBODY = pl.DataFrame(
    schema={
        "investor_code": pl.String,
        "irr_rate": pl.Float64,
        "loss_share": pl.Float64,
        "willing_share": pl.Float64,
        "commitment_usd": pl.Float64,
    }
)


def test_the_response_is_smooth_rises_with_return_and_falls_with_loss() -> None:
    assert [smooth_step(x) for x in (-1, 0, 0.5, 1, 2)] == [0, 0, 0.5, 1, 1]
    rates = [ONE.willing_share(place / 1000, None) for place in range(40, 101)]
    assert rates == sorted(rates)
    assert (rates[10], rates[-1]) == (0, 1)
    # Hand: half of the way in return, half of the way in loss.
    assert ONE.willing_share(0.07, 0.25) == pytest.approx(0.25)
    assert ONE.willing_share(0.2, 0.4) == 0
    assert ONE.willing_share(0.2, 0.1) == 1
    assert ONE.willing_share(None, 0.0) == 0
    # Four investors, half of them, each with 10 + 0.5 x 40 million.
    assert ONE.commitment_usd(0.5) == 4 * 0.5 * 30e6
    assert {one.code for one in investor_types()} == {"sovereign", "pharma", "global_vc"}


MAPS = {
    "falling": (lambda s: 0.3 - s, [(0.15, INTERIOR)]),
    "nobody": (lambda _: 0.0, [(0.0, ZERO)]),
    "everybody": (lambda _: 0.9, [(0.5, CEILING)]),
    # s = 0, and 3 s^2 - 2 s^3 scaled so that it crosses the diagonal twice more.
    "three": (lambda s: 0.5 * smooth_step(s / 0.5), [(0.0, ZERO), (0.25, INTERIOR), (0.5, INTERIOR)]),
    # 2 s^2 - 1.8 s + 0.18 = 0, the other root beyond the room.
    "bent": (lambda s: 0.1 + 2 * (s - 0.2) ** 2, [(0.1146, INTERIOR)]),
    "step": (lambda s: 0.4 if s < 0.3 else 0.1, [(0.3, JUMP)]),
}


@pytest.mark.parametrize("name", MAPS)
def test_solutions_of_known_maps_are_all_found(monkeypatch, name: str) -> None:
    demanded, expected = MAPS[name]

    def excess(self, asked):
        for number, shares in asked:
            for share in shares:
                self.known[number, share] = Demand(demanded(share), 0, NOBODY, 0)
        return [[self.known[number, share].share - share for share in shares] for number, shares in asked]

    monkeypatch.setattr(participation._Map, "excess", excess)
    monkeypatch.setattr(participation, "room_of", lambda _: 0.5)
    (found,) = participate([BASE], 0)
    assert [one.kind for one in found.equilibria] == [kind for _, kind in expected]
    for one, (share, _) in zip(found.equilibria, expected, strict=True):
        assert one.share == pytest.approx(share, abs=1e-3)
        assert one.scenario.value("foreign_share") == one.share
    assert found.is_unique == (len(expected) == 1)
    assert found.reached is found.equilibria[0]
    assert found.scan["share"].is_sorted()
    for language in ("en", "ko"):
        assert "None" not in equilibrium_text(found, Texts(language))


@pytest.fixture(scope="module")
def solved():
    # On the two paths of this seed foreign money comes; on those of the usual one none does.
    return participate([BASE], 2, SEED)[0]


def test_the_loaded_solution_demands_what_it_supposes(solved) -> None:
    reached = solved.reached
    assert reached.kind == INTERIOR
    frame = sweep([reached.scenario], SEED, paths=2, taxed=True)
    demand = demand_of(reached.scenario, frame, 2)
    assert demand.share == pytest.approx(reached.share, abs=NEARNESS)
    assert demand.types.equals(reached.demand.types)
    rate = float(BASE.value("krw_per_usd_start"))
    assert demand.krw == round(rate * sum(demand.types["commitment_usd"]))
    assert room_of(BASE) == 0.5
    assert room_of(BASE.with_("public", public_share=0.7)) == pytest.approx(0.28)
    headings, cells = type_cells(demand, investor_types(), Texts("ko"))
    assert {len(row) for row in cells} == {len(headings)}


def test_levers_are_solved_again_from_the_lowest_solution(solved) -> None:
    effects = lever_effects(solved, ["carry_rate"])
    assert effects.select("name", "end").rows() == [("carry_rate", "low"), ("carry_rate", "high")]
    low = effects.row(0, named=True)
    alone = participate([BASE.with_("low", carry_rate=0.0)], 2, SEED)[0].reached
    # Found from fewer places of the map, so equal within the nearness of both.
    assert low["foreign_share"] == pytest.approx(alone.share, abs=2 * NEARNESS)
    size = BASE.effective_size_krw()
    assert low["foreign_change_krw"] == pytest.approx(
        (low["foreign_share"] - solved.reached.share) * size, abs=1
    )
    assert (low["foreign_per_public_won"] is None) == (
        low["foreign_change_krw"] <= 0 or low["public_cost_krw"] <= 0
    )
    shown = effects.with_columns(label=pl.lit("Carry"), value_text=pl.lit("0 %"))
    for language in ("en", "ko"):
        headings, cells, title = lever_cells(shown, solved.reached.share, Texts(language))
        assert {len(row) for row in cells} == {len(headings)}
        assert title
    assert {"public_first_loss_share", "carry_rate"} <= set(levers())
    assert lever_effects(solved, []).height == 0


def test_leverage_leaves_out_what_would_have_come_anyway() -> None:
    shown = leverage_of(
        BASE.with_("x", foreign_share=0.1, foreign_anyway_share=0.5, domestic_anyway_share=1.0)
    )
    # Public 40 %, managers 2 %, foreign 10 %, domestic the rest: 48 %.
    assert shown.gross_won == pytest.approx(0.58 / 0.4)
    assert shown.net_won == pytest.approx(0.05 / 0.4)
    assert shown.foreign_gross_won == pytest.approx(0.25)
    assert shown.foreign_net_won == pytest.approx(0.125)


def test_shared_companies_are_counted_once() -> None:
    kinds = pl.DataFrame({"fund_id": [1, 2, 3], "strategy_code": ["early", "scale_up", "cdmo"]})
    plan = pl.DataFrame({"fund_id": [1, 1, 2], "company_count": [4, 3, 20]})
    assert distinct_companies(plan, kinds, 0.0) == (27, 27)
    assert distinct_companies(plan, kinds, 0.25) == (27, 22)
    assert distinct_companies(plan, kinds, 1.0) == (27, 20)


def test_without_room_the_refusal_says_what_to_do(monkeypatch) -> None:
    full = BASE.with_("full", public_share=0.7, gp_commitment_share=0.1)
    assert room_of(full) == pytest.approx(0.2)
    monkeypatch.setattr(participation, "room_of", lambda _: 0.0)
    with pytest.raises(ScenarioError, match="lower public_share or gp_commitment_share"):
        participate([full], 0)
