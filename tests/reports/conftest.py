"""What the report tests share: one run of base and high_foreign, and its reports."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fundmodel import load_scenarios, run
from fundmodel.model import Results
from fundmodel.reports.export import with_median_paths
from fundmodel.reports.report import Report
from fundmodel.texts import Texts

ARTEFACTS = Path(__file__).resolve().parents[1] / "artefacts"
PATHS = 20
SCENARIOS = ("base", "high_foreign")


@pytest.fixture(scope="session")
def results() -> Results:
    """Base and high_foreign on a few paths, every answer computed, the median paths kept."""
    known = load_scenarios()
    return with_median_paths(run([known[name] for name in SCENARIOS], paths=PATHS).compute())


@pytest.fixture(scope="session")
def report(results: Results) -> Callable[[str], Report]:
    """The report of that run in a language."""
    return lambda language: Report(results, Texts(language))
