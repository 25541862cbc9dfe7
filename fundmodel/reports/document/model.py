"""A document as plain values: numbered, with charts as specifications; both writers start from these."""

from typing import Any

import altair as alt

from fundmodel.reports.document.blocks import (
    Block,
    Document,
    Figure,
    Figures,
    Heading,
    Paragraph,
    Table,
    Verdict,
)

_FIRST, _CITES = 2.0, 0.7


def plain_blocks(document: Document) -> list[dict[str, Any]]:
    """The blocks as dictionaries: tables and figures numbered through, with their caption and their foot.

    Args:
        document: A document.

    Returns:
        One dictionary per block: `type`, then what its writer needs; a figure holds its `chart` (Vega-Lite,
        without its title, which stands in the caption).
    """
    counts = {"table": 0, "figure": 0}
    found = []
    for block in document.blocks:
        made = _plain(block, document)
        kind = made["type"]
        if kind in counts:
            counts[kind] += 1
            made["caption"] = f"{document.words[kind]} {counts[kind]}. {made['title']}"
            made["number"] = counts[kind]
        found.append(made)
    return found


def _plain(block: Block, document: Document) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"type": "heading", "text": text, "level": level}
        case Paragraph(text, kind, lead):
            return {"type": "paragraph", "text": text, "kind": kind, "lead": lead}
        case Verdict(level, word, text):
            return {"type": "verdict", "level": level, "word": word, "text": text}
        case Figures(items):
            return {"type": "figures", "items": [list(item) for item in items]}
        case Table():
            return _table(block, document)
        case Figure():
            foot = _foot(block.unit, block.origin, document)
            return {
                "type": "figure",
                "title": block.title,
                "alternative": block.alternative,
                "foot": foot,
                "note": block.note,
                "chart": _untitled(block.chart),
            }


def _table(block: Table, document: Document) -> dict[str, Any]:
    widths = list(block.widths) or [_FIRST, *([1.0] * (len(block.headings) - 1))]
    return {
        "type": "table",
        "key": block.key,
        "title": block.title,
        "foot": _foot(block.unit, block.origin, document),
        "headings": list(block.headings),
        "rows": [list(row) for row in block.rows],
        "note": block.note,
        "widths": [*widths, *([_CITES] if block.cites else [])],
        "texts": list(block.texts),
        "cites": [list(numbers) for numbers in block.cites],
    }


def _foot(unit: str, origin: tuple[str, ...], document: Document) -> str:
    words = document.words
    return f"{words['unit']}: {unit} · {words['from_table']}: {', '.join(origin)}"


def _untitled(chart: alt.LayerChart) -> dict[str, Any]:
    # The charts are our own and tests validate them; validation takes longer than making them.
    specification = chart.to_dict(validate=False)
    specification.pop("title", None)
    return specification
