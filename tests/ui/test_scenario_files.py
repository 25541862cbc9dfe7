"""Undo and redo, scenarios kept under a name, and files opened: what is wrong is said and changes nothing."""

import tomllib

from fundmodel.scenario import scenarios_from_toml


def overrides(app) -> dict:
    return dict(app.at.session_state["overrides"])


def test_every_change_can_be_taken_back_and_done_again(screen):
    app = screen("en", page="data_sources")
    assert not [button for button in app.at.button if button.key in ("undo", "redo")]
    app.at.slider(key="control:carry_rate").set_value(10.0).run()
    app.at.slider(key="control:cdmo_share").set_value(50.0).run()
    after = overrides(app)
    app.at.button(key="undo").click().run()
    assert overrides(app) == {"carry_rate": 0.1}
    app.at.button(key="undo").click().run()
    assert overrides(app) == {}
    assert app.at.button(key="undo").disabled
    app.at.button(key="redo").click().run()
    app.at.button(key="redo").click().run()
    assert overrides(app) == after
    app.at.button(key="undo").click().run()
    app.at.slider(key="control:hurdle_rate").set_value(8.0).run()
    assert app.at.button(key="redo").disabled
    assert overrides(app) == {"hurdle_rate": 0.08, "carry_rate": 0.1}


def test_settings_are_kept_under_a_name_and_chosen_again(screen):
    app = screen("en", page="data_sources", carry_rate="0.1")
    app.at.text_input(key="keep_name").set_value(" cheap ").run()
    app.at.button(key="keep").click().run()
    assert [message.value for message in app.at.success] == ["Kept as cheap; choose it under Scenario."]
    assert app.at.selectbox(key="scenario").value == "cheap"
    app.at.selectbox(key="scenario").set_value("base").run()
    assert overrides(app) == {}
    app.at.selectbox(key="scenario").set_value("cheap").run()
    assert overrides(app) == {"carry_rate": 0.1}


def test_a_name_that_cannot_be_is_refused(screen):
    app = screen("en", page="data_sources", carry_rate="0.1")
    for name, reason in (("  ", "a name first"), ("base", "choose another one")):
        app.at.text_input(key="keep_name").set_value(name).run()
        app.at.button(key="keep").click().run()
        assert reason in app.refusals()[0]


def upload(app, content: bytes, name: str = "meeting.toml"):
    app.at.file_uploader(key="open_file").set_value((name, content, "application/toml")).run()
    assert not app.at.exception
    return app


def test_a_saved_file_is_opened_again_with_every_scenario(screen):
    text = "[dear.overrides]\ncarry_rate = 0.3\n\n[base.overrides]\nhurdle_rate = 0.08\n"
    app = upload(screen("en", page="data_sources"), text.encode())
    assert overrides(app) == {"carry_rate": 0.3}
    assert app.at.selectbox(key="scenario").value == "dear"
    app.at.selectbox(key="scenario").set_value("base (meeting)").run()
    assert overrides(app) == {"hurdle_rate": 0.08}
    saved = app.at.download_button(key="toml")
    assert saved.label == "Scenario as TOML"


def test_the_file_holds_the_settings_and_what_was_kept(screen, monkeypatch):
    from fundmodel.scenario import Scenario
    from fundmodel.session import library

    kept = {"a": Scenario("a", {"carry_rate": 0.1}), "b": Scenario("b", {"hurdle_rate": 0.08})}
    monkeypatch.setattr(library, "kept", lambda: kept)
    text = library.to_toml(Scenario("own", {"carry_rate": 0.3}))
    assert list(tomllib.loads(text)) == ["own", "a", "b"]
    assert scenarios_from_toml(text)["b"].overrides == {"hurdle_rate": 0.08}


BROKEN = {
    b"\xff\xfe\x00": "no text in UTF-8",
    b"carry = [": "not valid TOML",
    b"": "holds no scenario",
    b"[x.overrides]\ncarry = 0.1\n": "carry",
    b"[x.overrides]\ncarry_rate = 9\n": "carry_rate",
    b"#" * (1 << 20) + b"##": "larger than 1 MB",
}


def test_a_wrong_file_is_refused_in_words_and_changes_nothing(screen):
    app = screen("en", page="data_sources", carry_rate="0.1")
    for number, (content, reason) in enumerate(BROKEN.items()):
        upload(app, content, f"wrong_{number}.toml")
        assert reason in app.refusals()[0]
        assert "nothing was changed" in app.refusals()[0]
        assert overrides(app) == {"carry_rate": 0.1}
