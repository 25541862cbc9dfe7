"""The page on design: a search is made, shown, explained and loaded, in both languages."""

import pytest

from fundmodel.session import design_allocation, design_frontier, design_response

NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ("is not reachable between", "Values tried", "Load the nearest")),
        ("ko", ("달성할 수 없습니다", "적용", "가장 가까운")),
    ],
)
def test_a_goal_is_sought_and_its_solution_loaded(screen, language: str, texts: tuple[str, ...]) -> None:
    app = screen(language, page="design")
    app.check()
    assert app.charts == 0
    app.at.selectbox(key="goal_target").set_value("domestic.irr_net_rate").run()
    assert app.at.button(key="goal_search").disabled
    app.at.selectbox(key="goal_name").set_value("fee_rate_band_3").run()
    app.at.number_input(key="goal_wanted:domestic.irr_net_rate").set_value(8.0).run()
    app.at.button(key="goal_search").click().run()
    app.check()
    assert app.charts == 1
    assert "1.2" in app.html
    (load,) = [button for button in app.at.button if str(button.key).startswith("goal_load:")]
    load.click().run()
    app.check()
    assert app.at.session_state["overrides"]["fee_rate_band_3"] == pytest.approx(0.012, abs=1e-5)
    # The search belongs to the settings before, and the page says so.
    assert len(app.at.info) == 1
    app.at.number_input(key="goal_wanted:domestic.irr_net_rate").set_value(20.0).run()
    app.at.button(key="goal_search").click().run()
    app.check()
    assert texts[0] in app.html
    assert any(texts[2] in str(button.label) for button in app.at.button)


def test_a_chance_asks_for_random_paths(screen) -> None:
    app = screen("en", page="design")
    app.at.selectbox(key="goal_target").set_value("foreign.loss_share").run()
    app.check()
    assert "0" not in app.at.segmented_control(key="goal_paths:True").options
    assert "Central case" not in app.at.segmented_control(key="goal_paths:True").options


@pytest.mark.parametrize(
    ("language", "texts"),
    [("en", ("foreign investors would commit", "Additionality")), ("ko", ("해외 투자자는", "추가성"))],
)
def test_the_foreign_commitment_is_solved_and_loaded_only_by_a_click(
    screen, monkeypatch, language: str, texts: tuple[str, ...]
) -> None:
    monkeypatch.setattr(design_response, "PATH_CHOICES", (0, 2))
    app = screen(language, page="design")
    app.at.segmented_control(key="design_view").set_value("response").run()
    app.check()
    app.at.segmented_control(key="response_paths").set_value(0).run()
    app.at.button(key="response_solve").click().run()
    app.check()
    assert app.charts == 1
    for text in texts:
        assert text in app.html
    assert "foreign_share" not in app.at.session_state["overrides"]
    app.at.multiselect(key="response_levers").set_value(["carry_rate"]).run()
    app.at.button(key="response_move").click().run()
    app.check()
    assert app.charts == 2
    app.at.button(key="response_load:0").click().run()
    app.check()
    assert 0 < app.at.session_state["overrides"]["foreign_share"] < 0.2
    assert len(app.at.info) == 1


@pytest.mark.parametrize("language", ["en", "ko"])
def test_term_sheets_are_announced_computed_and_loaded(screen, monkeypatch, language: str) -> None:
    monkeypatch.setattr(design_frontier, "PATH_CHOICES", (0, 2))
    monkeypatch.setattr(design_frontier, "FIRST_SHEETS", 10)
    app = screen(language, page="design")
    app.at.segmented_control(key="design_view").set_value("frontier").run()
    app.check()
    app.at.segmented_control(key="frontier_paths").set_value(0).run()
    assert {"en": "11 term sheets on the central case", "ko": "조건안 11개, 기준 경로"}[language] in app.html
    app.at.button(key="frontier_solve").click().run()
    app.check()
    assert app.charts == 1
    pick = app.at.selectbox(key="frontier_pick")
    chosen = int(str(pick.options[-1]).split(":", maxsplit=1)[0])
    pick.set_value(chosen).run()
    app.check()
    app.at.button(key="frontier_load").click().run()
    app.check()
    assert app.at.session_state["overrides"]
    assert len(app.at.info) == 1
    app.at.multiselect(key="frontier_names").set_value([]).run()
    app.check()


def test_more_sheets_than_the_limit_are_refused_with_the_limit(screen, monkeypatch) -> None:
    monkeypatch.setenv("FUNDMODEL_MOST_WORK", "100000")
    app = screen("en", page="design")
    app.at.segmented_control(key="design_view").set_value("frontier").run()
    assert "FUNDMODEL_MOST_WORK" in app.at.warning[0].value
    assert app.at.button(key="frontier_solve").disabled


@pytest.mark.parametrize(
    ("language", "texts"),
    [("en", ("per won committed", "contradict each other")), ("ko", ("약정 1원당", "서로 충돌하는 한도"))],
)
def test_shares_of_funds_are_solved_checked_and_loaded(
    screen, monkeypatch, language: str, texts: tuple[str, str]
) -> None:
    monkeypatch.setattr(design_allocation, "PATH_CHOICES", (0, 3))
    app = screen(language, page="design")
    app.at.segmented_control(key="design_view").set_value("allocation").run()
    app.check()
    app.at.button(key="allocation_solve").click().run()
    app.check()
    assert app.charts == 1
    assert texts[0] in app.html
    app.at.button(key="allocation_load").click().run()
    app.check()
    assert len(app.at.info) == 1
    app.at.number_input(key="allocation_most_loss").set_value(-150.0).run()
    app.at.button(key="allocation_solve").click().run()
    app.check()
    assert texts[1] in app.html
    app.at.number_input(key="allocation_least_fund").set_value(20.0).run()
    app.at.number_input(key="allocation_most_fund").set_value(5.0).run()
    app.at.button(key="allocation_solve").click().run()
    assert not app.at.exception
    assert app.refusals()
