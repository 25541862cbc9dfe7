"""Every control to its low and its high end: the sidebar takes it, and the overview answers."""

import re

import pytest

from fundmodel import model
from fundmodel.assumptions import assumptions
from fundmodel.scenario import Scenario
from fundmodel.scenario_checks import LINKED
from fundmodel.session import sidebar
from fundmodel.session.scales import controls
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES
from tests.ui.ends import ends, in_company, moves

AT_ONCE = 4
PROMINENT = [name for name, control in controls("en").items() if control.order is not None]


def test_the_sidebar_takes_both_ends_of_every_control(screen):
    """All controls of a topic are moved to an end at once; shares that sum to 1 give way, so one by one."""
    app = screen("en", page="data_sources")
    linked = {name for group in LINKED for name in group}
    for topic in dict.fromkeys(row.topic for row in assumptions().values()):
        names = [name for name, row in assumptions().items() if row.topic == topic]
        app.at.session_state[f"topic:{topic}"] = True
        app.at.run()
        for moved in ([name for name in names if name not in linked], *([n] for n in names if n in linked)):
            for place in range(max((len(ends(name)) for name in moved), default=0)):
                wanted = {name: ends(name)[place] for name in moved if place < len(ends(name))}
                for name, value in wanted.items():
                    _set(app, name, value)
                app.at.run()
                assert not app.at.exception, wanted
                for name, value in wanted.items():
                    found = app.at.session_state["overrides"].get(name, assumptions()[name].value)
                    assert found == pytest.approx(value), name
                app.at.session_state["overrides"] = {}
                app.at.run()
        app.at.session_state[f"topic:{topic}"] = False


def _set(app, name: str, value: object) -> None:
    if assumptions()[name].type in ("choice", "bool"):
        app.at.segmented_control(key=f"control:{name}").set_value(value)
    else:
        app.at.slider(key=f"control:{name}").set_value(controls("en")[name].shown(value))


def test_every_reason_of_the_sanity_check_has_its_words():
    sql = next(step.sql for step in model.graph().steps if step.name == "sanity")
    reasons = set(re.findall(r"(?:then|else) '(\w+)'", sql)) - {"green", "amber", "red"}
    assert len(reasons) >= 5
    for language in LANGUAGES:
        assert all(Texts(language).has(f"sanity.{reason}") for reason in reasons)


MOVES, REFUSED = moves(PROMINENT)
TOGETHER = in_company(MOVES, AT_ONCE)


@pytest.mark.parametrize("together", TOGETHER, ids=",".join)
def test_prominent_controls_on_the_overview_with_random_paths(screen, monkeypatch, together):
    """Each prominent control at its low and at its high end, some of different topics in one scenario."""
    monkeypatch.setattr(sidebar, "PATH_CHOICES", (0, 20))
    app = screen("en", paths=20, **{name: str(value) for name, value in together.items()})
    app.check()
    wanted = Scenario("own", together).overrides
    assert dict(app.at.session_state["overrides"]) == pytest.approx(dict(wanted))
    assert "Median of 20 random paths" in app.html


def test_the_prominent_controls_are_all_moved_to_both_ends():
    assert not REFUSED
    made = {move for held in TOGETHER for move in held.items()}
    assert made >= {(name, value) for name in PROMINENT for value in ends(name)}
