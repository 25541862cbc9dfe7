"""The formats of an export: what each is called, how its file ends, and which function writes it."""

import difflib
import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fundmodel.reports.beside import Piece
from fundmodel.reports.place import ReportError

Writer = Callable[..., Path]


@dataclass(frozen=True)
class Format:
    """One format of an export.

    Attributes:
        name: As written after --format.
        ending: End of the file's name, with the dot; empty for a folder.
        writer: `module:function` with (report, file, **options) -> Path, imported when it is first used, so
            that nobody waits for a library that is not asked for.
        options: Names of the export's options that the writer takes.
        pieces: `module:function` with (report) -> Piece: parts that a second process can do meanwhile.
        has_language: False where the content is the same in every language.
    """

    name: str
    ending: str
    writer: str
    options: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    has_language: bool = True

    def write(self, report: object, file: Path, **options: Any) -> Path:  # noqa: ANN401
        """Write a report in this format.

        Args:
            report: A Report.
            file: Where to; nothing may be there.
            options: Options of the export; those that this format does not know are left out.
        """
        known = {name: value for name, value in options.items() if name in self.options}
        writer: Writer = _named(self.writer)
        return writer(report, file, **known)

    def ahead(self, report: object) -> list[Piece]:
        """What of a report in this format a second process can begin with, the longest piece first."""
        found = (_named(function)(report) for function in self.pieces)
        return [piece for piece in found if piece is not None]


def _named(place: str) -> Callable[..., Any]:
    module, function = place.split(":")
    return getattr(importlib.import_module(module), function)


FORMATS = {
    one.name: one
    for one in (
        Format("xlsx", ".xlsx", "fundmodel.reports.workbook:write_workbook"),
        Format(
            "pptx",
            ".pptx",
            "fundmodel.reports.deck:write_deck",
            options=("template",),
            pieces=(
                "fundmodel.reports.sensitivity:sensitivity_of",
                "fundmodel.reports.sensitivity:beside_named_of",
            ),
        ),
        Format(
            "pdf",
            ".pdf",
            "fundmodel.reports.document.files:write_pdf",
            pieces=("fundmodel.reports.document.files:charts_of",),
        ),
        Format(
            "html",
            ".html",
            "fundmodel.reports.document.files:write_html",
            pieces=("fundmodel.reports.document.files:drawing_of",),
        ),
        Format(
            "tearsheet",
            "-tearsheet.html",
            "fundmodel.reports.tear_sheet:write_tear_sheet",
            pieces=("fundmodel.reports.tear_sheet:annex_of", "fundmodel.reports.document.files:drawing_of"),
        ),
        Format("bundle", "", "fundmodel.reports.bundle:write_report_bundle", has_language=False),
    )
}

SUMMARY = Format("summary", "-summary.pdf", "fundmodel.reports.document.files:write_summary")


def formats_of(names: Iterable[str]) -> list[Format]:
    """The formats that names mean, each once, in the order given.

    Raises:
        ReportError: If there is none, or one is unknown; the message proposes the nearest.

    Example:
        >>> [one.ending for one in formats_of(["pdf", "html", "pdf"])]
        ['.pdf', '.html']
    """
    chosen: dict[str, Format] = {}
    for name in filter(None, (name.strip().lower() for name in names)):
        if name not in FORMATS:
            close = difflib.get_close_matches(name, FORMATS, n=1, cutoff=0.5)
            hint = f"Did you mean {close[0]}?" if close else f"Known: {', '.join(FORMATS)}."
            raise ReportError(f"--format {name}: there is no such format. {hint}")
        chosen[name] = FORMATS[name]
    if not chosen:
        raise ReportError(f"--format: name at least one of {', '.join(FORMATS)}.")
    return list(chosen.values())
