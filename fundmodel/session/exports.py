"""What a person takes away: an export made for this session, kept until the next one."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fundmodel.pipeline.runner import Progress
from fundmodel.reports.export import write_report
from fundmodel.scenario import Scenario
from fundmodel.session import compute

_KINDS = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


@dataclass(frozen=True)
class Export:
    """Files ready to be saved.

    Attributes:
        files: Name, kind and content of each; a folder is one ZIP file.
    """

    files: tuple[tuple[str, str, bytes], ...]

    @property
    def together(self) -> bytes:
        """All files as one ZIP file; the same files give the same bytes."""
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
            for name, _, content in self.files:
                parts.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return held.getvalue()


def make_export(
    scenarios: Sequence[Scenario],
    paths: int,
    formats: Sequence[str],
    language: str,
    with_summary: bool,
    computing: Progress,
    writing: Progress,
) -> Export:
    """Run scenarios and write them; only the run waits for other sessions, and lets them wait.

    Args:
        scenarios: What to run; the first is what the others are compared with.
        paths: Random paths beside the central case.
        formats: Names of formats.
        language: ko or en.
        with_summary: True adds the document of two pages.
        computing: Called between blocks, and while another session computes.
        writing: Called between formats.

    Raises:
        ScenarioError: If the scenarios cannot be run together.
        ReportError: If a format cannot be written.
    """
    results = compute.computed(scenarios, paths, computing)
    with TemporaryDirectory(prefix="fundmodel-") as place:
        made = write_report(results, place, formats, language, with_summary, progress=writing)
        return Export(tuple(_content(file) for file in made))


def _content(file: Path) -> tuple[str, str, bytes]:
    if not file.is_dir():
        return file.name, _KINDS.get(file.suffix, "application/octet-stream"), file.read_bytes()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
        for one in sorted(file.rglob("*")):
            if one.is_file():
                name = zipfile.ZipInfo(f"{file.name}/{one.relative_to(file).as_posix()}")
                parts.writestr(name, one.read_bytes(), zipfile.ZIP_DEFLATED)
    return f"{file.name}.zip", "application/zip", held.getvalue()
