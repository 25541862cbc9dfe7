"""Planned and formed commitments on the page of foreign capital."""

import pytest

from fundmodel.assumptions import ScenarioError
from fundmodel.scenario import Scenario
from fundmodel.session import sidebar
from fundmodel.session.refusals import refusal
from fundmodel.texts import Texts


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ("Planned and formed", "Foreign share of commitments", "Licences handed back")),
        ("ko", ("계획과 결성", "약정액 중 해외 비중", "운용사 자격 반납")),
    ],
)
def test_with_closings_planned_and_formed_stand_side_by_side(screen, monkeypatch, language, texts) -> None:
    monkeypatch.setattr(sidebar, "PATH_CHOICES", (0, 20))
    app = screen(language, paths=20, page="foreign_capital", formation_risk="closings")
    app.check()
    for text in texts:
        assert text in app.html


def test_what_late_investors_pay_stands_with_the_cash_of_funds(screen) -> None:
    app = screen("en", page="investors", formation_risk="closings")
    app.at.segmented_control(key="investor_rows").set_value("cash").run()
    app.check()
    assert "Calls carried for late investors" in app.html
    assert "Fund managers (GP commitment)" in app.html


@pytest.mark.parametrize(
    ("language", "texts"),
    [("en", ("beside the funds", "Direct owners of plants")), ("ko", ("펀드 밖의 해외", "설비 직접 소유자"))],
)
def test_owners_beside_the_funds_stand_by_themselves(screen, language, texts) -> None:
    terms = {"coinvestment_share": "0.2", "direct_plant_stake_share": "0.1"}
    app = screen(language, page="foreign_capital", **terms)
    app.check()
    for text in texts:
        assert text in app.html


@pytest.mark.parametrize(
    "chosen",
    [
        {"coinvestment_share": 0.5, "initial_round_share": 0.8},
        {"direct_plant_stake_share": 0.5, "plant_stake_share_max": 0.6},
    ],
)
def test_more_than_a_whole_round_or_plant_is_refused(chosen: dict[str, float]) -> None:
    with pytest.raises(ScenarioError, match="more than a whole") as refused:
        Scenario("both", chosen)
    values = Scenario("neither").value
    text = refusal(refused.value, lambda name: chosen.get(name, values(name)), Texts("en"))
    assert "together more than a whole" in text


def test_mandates_stand_as_planned_and_as_formed(screen) -> None:
    app = screen("en", page="mandates", formation_risk="closings")
    app.check()
    assert "As planned" in app.html
