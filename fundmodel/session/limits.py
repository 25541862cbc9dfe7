"""How much work one screen may ask for at once: paths x scenarios x assets, limited by configuration."""

import os
from collections.abc import Sequence

from fundmodel.assumptions import ScenarioError
from fundmodel.scenario import Scenario
from fundmodel.session import compute
from fundmodel.texts import Texts

SETTING = "FUNDMODEL_MOST_WORK"
# A base programme has some 190 assets and 1,000 paths of it take a quarter of a minute: this is some minutes,
# and a frontier of 500 term sheets on 100 paths.
MOST_WORK = 10_000_000

_COUNTS = {"company_plan": "company_count", "facility_plan": "plant_count"}


def most_work() -> int:
    """The limit: the environment variable FUNDMODEL_MOST_WORK, else the default.

    Raises:
        ScenarioError: If the variable holds anything but a whole number from 1 on.
    """
    text = os.environ.get(SETTING, "")
    if not text:
        return MOST_WORK
    if not text.isdecimal() or int(text) < 1:
        raise ScenarioError(
            f"{SETTING}: {text!r} is not allowed; write a whole number from 1 on, such as {MOST_WORK}."
        )
    return int(text)


def _assets(scenario: Scenario) -> int:
    tables = compute.answers(scenario, 0, _COUNTS, lambda *_: None)
    return sum(int(tables[table][column].sum()) for table, column in _COUNTS.items())


def work_of(scenarios: Sequence[Scenario], paths: int) -> int:
    """Paths, the central case among them, x assets, added up over scenarios.

    Args:
        scenarios: What is to be run.
        paths: Random paths of each.
    """
    return (paths + 1) * sum(_assets(scenario) for scenario in scenarios)


def too_much(scenarios: Sequence[Scenario], paths: int, texts: Texts) -> str:
    """Why a run is not begun: what it asks for, the limit, and how to raise it; empty if it may run.

    Args:
        scenarios: What is to be run.
        paths: Random paths of each.
        texts: The language.
    """
    most, asked = most_work(), work_of(scenarios, paths)
    if asked <= most:
        return ""
    fewer = most // max(1, asked // (paths + 1)) - 1
    return texts(
        "limits.refused",
        paths=f"{paths:,}",
        scenarios=len(scenarios),
        asked=f"{asked:,}",
        most=f"{most:,}",
        fewer=f"{max(0, fewer):,}",
        setting=SETTING,
    )
