"""What all tests share: the same random cases every time, no settings of the caller, no silent skip in CI."""

import os
import re
import shutil
from collections.abc import Callable, Generator

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

CI = os.environ.get("CI") == "true"

# Files that one worker takes one after another, because they share runs, reports or the app, the longest
# first: at the end one worker would otherwise wait for the other. All other files go to whoever is free.
TOGETHER = {
    "screen": r"tests/ui/(?!test_(journey|meetings|chart_ends))",
    "journey": r"tests/ui/test_journey",
    "reports": r"(tests|fundmodel)/reports/(?!test_workbook)",
    "meetings": r"tests/ui/test_meetings",
    "workbook": r"tests/reports/test_workbook",
    "ends": r"tests/ui/test_chart_ends",
    "commands": r"tests/test_(cli|wheel|bundle)",
    "laws": r"tests/test_(laws|foreign_laws|golden)",
}

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")
os.environ.pop("FUNDMODEL_DATASETS", None)


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if CI and report.outcome == "skipped":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"nothing may be skipped when CI=true: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skip is a failure where everything is expected to be installed."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file that skips itself."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(scope="session")
def program() -> Callable[..., str]:
    """The path of an installed program by any of its names; skips the test where there is none.

    Example: `program("chromium", "chromium-browser")`.
    """

    def find(*names: str) -> str:
        for name in names:
            if found := shutil.which(name):
                return found
        pytest.skip(f"{names[0]} is not installed")

    return find


def _company(nodeid: str) -> str:
    found = (name for name, files in TOGETHER.items() if re.match(files, nodeid))
    return next(found, nodeid.split("::", 1)[0])


class ByCompany(LoadFileScheduling):
    """Gives workers what belongs together, in the order of collection."""

    def _split_scope(self, nodeid: str) -> str:
        return _company(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByCompany | None:
    """Where several workers take files, what shares a fixture stays with one of them."""
    return ByCompany(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest companies of files first."""
    order = {name: number for number, name in enumerate(TOGETHER)}
    items.sort(key=lambda item: order.get(_company(item.nodeid), len(order)))
