"""Every control to its low and its high end: the sidebar takes it, and the overview answers."""

import re

import pytest

from fundmodel import model
from fundmodel.assumptions import assumptions
from fundmodel.scenario_checks import LINKED
from fundmodel.session import sidebar
from fundmodel.session.scales import controls
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES
from tests.ui.ends import ends, overrides

PROMINENT = [name for name, control in controls("en").items() if control.order is not None]


def test_the_sidebar_takes_both_ends_of_every_control(screen):
    app = screen("en", page="data_sources")
    for topic in dict.fromkeys(row.topic for row in assumptions().values()):
        app.at.session_state[f"topic:{topic}"] = True
        app.at.run()
        for name, row in assumptions().items():
            control = controls("en")[name]
            if row.topic != topic:
                continue
            for value in ends(name):
                if row.type in ("choice", "bool"):
                    app.at.segmented_control(key=f"control:{name}").set_value(value).run()
                else:
                    app.at.slider(key=f"control:{name}").set_value(control.shown(value)).run()
                assert not app.at.exception, name
                assert app.at.session_state["overrides"].get(name, row.value) == pytest.approx(value), name
                app.at.session_state["overrides"] = {}
                if any(name in group for group in LINKED):
                    app.at.run()
        app.at.session_state[f"topic:{topic}"] = False


def test_every_reason_of_the_sanity_check_has_its_words():
    sql = next(step.sql for step in model.graph().steps if step.name == "sanity")
    reasons = set(re.findall(r"(?:then|else) '(\w+)'", sql)) - {"green", "amber", "red"}
    assert len(reasons) >= 5
    for language in LANGUAGES:
        assert all(Texts(language).has(f"sanity.{reason}") for reason in reasons)


@pytest.mark.parametrize("name", PROMINENT)
def test_prominent_controls_on_the_overview_with_random_paths(screen, monkeypatch, name: str):
    monkeypatch.setattr(sidebar, "PATH_CHOICES", (0, 20))
    control = controls("en")[name]
    for value in ends(name):
        app = screen("en", paths=20, **{key: str(value) for key, value in overrides(name, value).items()})
        if not app.refusals():
            app.check()
            assert "Median of 20 random paths" in app.html
        assert control.label in app.html or app.at.selectbox(key="scenario").value
