"""What the screen tests share: the app under AppTest, and what stands on it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from fundmodel.session import parts

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "overview",
    "cash_flows",
    "investors",
    "foreign_capital",
    "startups",
    "plants",
    "mandates",
    "notes",
    "risk",
    "compare",
    "sensitivity",
    "design",
    "calibration",
    "report",
    "data_sources",
)

# No browser draws here.
parts._HEAD_START_SECONDS = 0.0
# Every app under test searches all installed packages for components, which do not change meanwhile.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


class Screen:
    """The app as a person sees it, without a browser."""

    def __init__(self, language: str = "en", paths: int = 0, page: str = "overview", **link: str) -> None:
        self.at = AppTest.from_file(ROOT / "app.py", default_timeout=120)
        self.at.query_params["lang"] = language
        self.at.query_params["paths"] = str(paths)
        for name, value in link.items():
            self.at.query_params[name] = value
        self.at.run()
        if page != "overview":
            self.go(page)

    def go(self, page: str) -> None:
        self.at.switch_page(f"fundmodel/pages/{page}.py").run()

    @property
    def html(self) -> str:
        return "\n".join(block.proto.body for block in self.at.get("html"))

    @property
    def charts(self) -> int:
        return len(self.at.get("vega_lite_chart"))

    def refusals(self) -> list[str]:
        return [error.value for error in self.at.error]

    def check(self) -> None:
        """No traceback, no worded refusal either, and a question with an answer."""
        assert not self.at.exception, [error.message for error in self.at.exception]
        assert not self.refusals()
        assert 'class="fm-question"' in self.html
        assert 'class="fm-answer"' in self.html
        for wrong in ("NaN", "None", "nan %", "Traceback"):
            assert wrong not in self.html


@pytest.fixture(scope="session")
def screen() -> Callable[..., Screen]:
    """Opens the app: screen("ko", paths=200, page="investors", foreign_share="0.3")."""
    return Screen
