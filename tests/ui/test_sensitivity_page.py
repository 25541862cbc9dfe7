"""Sensitivities on the screen: terms at once, another answer for free, a heat map on request."""


def test_another_answer_costs_nothing_and_a_heat_map_is_asked_for(screen):
    app = screen("en", page="sensitivity")
    app.check()
    assert "Fee rate, top band moves it most" in app.html
    assert "every term of the funds" in app.html
    app.at.selectbox(key="sensitivity_target").set_value("public.tvpi_multiple").run()
    app.check()
    assert "Public investors: net multiple" in app.html
    app.at.selectbox(key="grid_across").set_value("carry_rate").run()
    app.at.segmented_control(key="grid_size").set_value(3).run()
    app.at.button(key="grid_compute").click().run()
    app.check()
    assert app.charts == 2
    assert "over Carry and Hurdle" in app.html
    app.at.selectbox(key="grid_down").set_value("carry_rate").run()
    app.check()
    assert "Choose two different assumptions" in app.html
