"""What all tests share: the same random cases every time, no settings of the caller, no silent skip in CI."""

import os
import shutil
from collections.abc import Callable, Generator

import pytest
from hypothesis import settings

CI = os.environ.get("CI") == "true"

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The screen first: its tests take longest, and at the end one worker would wait for the other."""
    items.sort(key=lambda item: "ui" not in item.path.parts)
