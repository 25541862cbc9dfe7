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


@pytest.mark.parametrize(("language", "word"), [("en", "sized on funds as planned"), ("ko", "둘 중 하나")])
def test_closings_and_notes_refuse_each_other_in_words(language: str, word: str) -> None:
    chosen = {"formation_risk": "closings", "notes_size_multiplier": 1.0}
    with pytest.raises(ScenarioError, match="cannot hold together") as refused:
        Scenario("both", chosen)
    values = Scenario("neither").value
    text = refusal(refused.value, lambda name: chosen.get(name, values(name)), Texts(language))
    assert word in text
