"""The document written as PDF and as HTML, and its summary of two pages."""

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
import vl_convert

from fundmodel.reports.beside import Piece
from fundmodel.reports.document.blocks import Document
from fundmodel.reports.document.build import full_document, summary
from fundmodel.reports.document.columns import fitted
from fundmodel.reports.document.model import plain_blocks
from fundmodel.reports.document.page import DRAWING, html_page
from fundmodel.reports.report import Report

CHART_WIDTH = 640
# Of a page, in points: its margin, the width of its text, and the blank on each side of a cell.
_POINTS_PER_MM = 72 / 25.4
MARGIN, TEXT_WIDTH, CELL_INSET = (millimetres * _POINTS_PER_MM for millimetres in (18, 174, 1.2))
# Up to how many columns a table is set in which type size, in points.
_SIZES = ((6, 8.0), (8, 7.4), (math.inf, 6.6))
STANDARD = "ua-1"
LONGEST_NAME = 12

_BREAKABLE = "/.?&=_-%"
_ZERO_WIDTH = "\u200b"


def _document(report: Report) -> Document:
    """The full report, made once for all the formats that show it."""
    return report.once("document", lambda: full_document(report))


def write_pdf(report: Report, file: Path) -> Path:
    """Write the full report as tagged PDF (PDF/UA-1): text, tables, vector charts, contents, references.

    Args:
        report: A run and a language.
        file: Where to.
    """
    document = _document(report)
    file.write_bytes(pdf_bytes(document, report.done(_drawn(document))))
    return file


def charts_of(report: Report) -> Piece:
    """The piece of work that draws the charts of the full report for paper."""
    return _drawn(_document(report))


def drawing_of(report: Report) -> Piece:
    """The piece of work that gives the code that draws the charts of a page."""
    del report
    return DRAWING


def _drawn(document: Document) -> Piece:
    charts = [block["chart"] for block in plain_blocks(document) if "chart" in block]
    given = tuple(json.dumps(chart, ensure_ascii=False) for chart in charts)
    return Piece(f"{chart_svgs.__module__}:{chart_svgs.__name__}", given)


def write_summary(report: Report, file: Path) -> Path:
    """Write the two pages that are taken from the full report's own tables, as PDF.

    Args:
        report: A run and a language.
        file: Where to.
    """
    texts = report.texts
    short = summary(_document(report), texts("document.summary"), texts("document.summary_note"))
    file.write_bytes(pdf_bytes(short))
    return file


def write_html(report: Report, file: Path) -> Path:
    """Write the full report as one HTML file that needs no network, with interactive charts.

    Args:
        report: A run and a language.
        file: Where to.
    """
    page = html_page(_document(report), drawing=report.done(DRAWING))
    file.write_text(page, encoding="utf-8", newline="\n")
    return file


def fonts_folder() -> Path:
    """The folder of the fonts that every export is set in."""
    return Path(str(files("fundmodel").joinpath("fonts")))


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Our fonts and no others: a sign that they do not have must not come from somewhere else unseen."""
    folder = str(fonts_folder())
    vl_convert.register_font_directory(folder)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def chart_svg(chart: dict[str, Any]) -> str:
    """A chart as vector graphics, as wide as the text of a page.

    Args:
        chart: A Vega-Lite specification.
    """
    _fonts()
    return vl_convert.vegalite_to_svg({**chart, "width": CHART_WIDTH})


def chart_svgs(*charts: str) -> tuple[str, ...]:
    """Charts as vector graphics, each from the text of its Vega-Lite specification."""
    return tuple(chart_svg(json.loads(chart)) for chart in charts)


def printed_blocks(document: Document) -> list[dict[str, Any]]:
    """The blocks as a page shows them: long names may be broken, and every cell fits into its column.

    Args:
        document: A document.

    Returns:
        Plain blocks; the `widths` of a table are points and add up to TEXT_WIDTH, its `size` is points.
    """
    blocks = plain_blocks(document)
    for block in blocks:
        if "rows" in block:
            block["headings"] = [_broken(text) for text in block["headings"]]
            block["rows"] = [[_broken(text) for text in row] for row in block["rows"]]
            block["size"] = next(size for most, size in _SIZES if len(block["headings"]) <= most)
            block["widths"] = fitted(
                block["widths"], block["headings"], block["rows"], TEXT_WIDTH, block["size"], CELL_INSET
            )
    return blocks


def pdf_bytes(document: Document, drawings: Sequence[str] | None = None) -> bytes:
    """A document as tagged PDF; the same document gives the same bytes.

    Args:
        document: What to write; its date is the only date in the file.
        drawings: Its charts as chart_svg gives them, in their order; None to draw them now.
    """
    blocks = printed_blocks(document)
    known = iter(drawings or ())
    for block in blocks:
        if "chart" in block:
            chart = block.pop("chart")
            block["svg"] = chart_svg(chart) if drawings is None else next(known)
    content = {
        "title": document.title,
        "subtitle": document.subtitle,
        "stamp": document.stamp,
        "as_of": document.as_of,
        "author": document.stamp.rpartition(" · ")[2],
        "language": document.language,
        "words": document.words,
        "has_contents": document.has_contents,
        "blocks": blocks,
        "sources": [
            {"text": source.text, "url": source.url, "shown": _breakable(source.url)}
            for source in document.sources
        ],
    }
    template = files("fundmodel").joinpath("reports", "document", "report.typ").read_bytes()
    made = typst.compile(
        template,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(content, ensure_ascii=False)},
        format="pdf",
        pdf_standards=[STANDARD],
        timestamp=0,
    )
    return made if isinstance(made, bytes) else b"".join(made)


def _broken(text: str) -> str:
    """A text whose long names without a space - tables, files, hashes - may be broken at their joints."""
    words = text.split(" ")
    return " ".join(_breakable(word) if len(word) > LONGEST_NAME else word for word in words)


def _breakable(address: str) -> str:
    """An address that may be broken over lines at its joints."""
    return "".join(f"{sign}{_ZERO_WIDTH}" if sign in _BREAKABLE else sign for sign in address)
