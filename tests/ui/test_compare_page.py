"""Scenarios side by side on the screen: named, kept and as set."""


def test_named_and_own_scenarios_stand_side_by_side(screen):
    app = screen("en", page="compare", hurdle_rate="0.08", carry_rate="0.1")
    app.check()
    assert "2 inputs differ" in app.html
    app.at.text_input(key="keep_name").set_value("dear").run()
    app.at.button(key="keep").click().run()
    app.check()
    chosen = app.at.multiselect(key="compare:dear")
    assert chosen.value == ["base", "dear"]
    chosen.set_value(["base", "high_foreign", "dear"]).run()
    app.check()
    assert "Every input that differs (3)" in app.html
    app.at.selectbox(key="compare_answer").set_value(("foreign", "irr_own_currency_rate")).run()
    app.check()
    assert "Foreign investors: net IRR in dollars" in app.html
    app.at.multiselect(key="compare:dear").set_value(["base"]).run()
    app.check()
    assert "Choose at least two" in app.html
