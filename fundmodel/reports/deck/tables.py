"""Native tables: as large as their box allows, numbers to the right, thin lines, no boxes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from fundmodel.reports.deck.lettering import LINE, lines, width
from fundmodel.reports.deck.markup import add
from fundmodel.reports.deck.page import Box, Page

SIZES = (20.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)

_PAD, _ROOM, _SLACK = 6.0, 5.0, 3.0
_HEADING, _LEAST_HEADING = 0.8, 9.0
_LEAST_WRAP = 80.0
_WIDEST, _TALLEST = 1.9, 1.9
_PLAIN = "{5940675A-B579-460E-94D1-54222C63F5DA}"


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        heading: What it holds, with its unit.
        align: left, middle or right.
        weight: 0 for a column as wide as its longest text, else its part of the room left, with line breaks.
        is_strong: Whether the eye should go there first.
    """

    heading: str
    align: str = "right"
    weight: float = 0.0
    is_strong: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes:
        cells: Written values, one per column.
        mark: Colour role of the mark before the first cell; empty for none.
        is_bold: Whether the row is a total.
        fills: Ground of each cell as #RRGGBB, empty for none.
        roles: Colour role of each cell's text, empty for the usual one.
        outlined: Places of cells with a line all around.
    """

    cells: Sequence[str]
    mark: str = ""
    is_bold: bool = False
    fills: Sequence[str] = field(default=())
    roles: Sequence[str] = field(default=())
    outlined: Sequence[int] = field(default=())


@dataclass(frozen=True)
class _Plan:
    size: float
    heading: float
    widths: list[float]
    heights: list[float]


def _marked(row: Row) -> list[str]:
    """The cells as they take room, the mark before the first one included."""
    return [("■ " if row.mark and not place else "") + text for place, text in enumerate(row.cells)]


def _plan(columns: Sequence[Column], rows: Sequence[Row], box: Box, sizes: Sequence[float]) -> _Plan:
    """The largest type at which a table fits its box; the smallest where none does."""
    for size in sizes:
        plan = _at(columns, rows, box, size)
        if sum(plan.widths) <= box.w + 1 and sum(plan.heights) <= box.h + 1:
            return plan
    return _at(columns, rows, box, sizes[-1])


def _at(columns: Sequence[Column], rows: Sequence[Row], box: Box, size: float) -> _Plan:
    heading = max(_LEAST_HEADING, size * _HEADING)
    widths = []
    for place, column in enumerate(columns):
        # A heading with line breaks is broken there and nowhere else.
        parts = column.heading.split("\n") if "\n" in column.heading else column.heading.split(" ")
        words = [width(part, heading, bold=True) for part in parts]
        texts = [width(_marked(row)[place], size, bold=True) for row in rows]
        widths.append(_LEAST_WRAP if column.weight else max([*words, *texts]) + 2 * _PAD + _SLACK)
    left = box.w - sum(wide for wide, column in zip(widths, columns, strict=True) if not column.weight)
    weights = sum(column.weight for column in columns)
    if weights:
        widths = [
            max(_LEAST_WRAP, left * column.weight / weights) if column.weight else wide
            for wide, column in zip(widths, columns, strict=True)
        ]
    elif sum(widths) < box.w:
        grown = min(box.w, sum(widths) * _WIDEST) - sum(widths)
        widths = [wide + grown / len(widths) for wide in widths]
    tops = [
        lines(column.heading, heading, wide - 2 * _PAD, bold=True)
        for column, wide in zip(columns, widths, strict=True)
    ]
    heights = [max(tops) * heading * LINE + _ROOM]
    for row in rows:
        count = max(
            lines(text, size, wide - 2 * _PAD, bold=row.is_bold) if column.weight else 1
            for text, wide, column in zip(_marked(row), widths, columns, strict=True)
        )
        heights.append(count * size * LINE + _ROOM)
    spare = box.h - sum(heights)
    if spare > 0:
        grown = min(box.h, sum(heights) * _TALLEST) - sum(heights)
        heights = [heights[0]] + [high + grown / len(rows) for high in heights[1:]]
    return _Plan(size, heading, widths, heights)


def common_size(tables: Sequence[tuple[Sequence[Column], Sequence[Row], Box]]) -> tuple[float, ...]:
    """The one size at which several tables fit their boxes, as the sizes that add_table tries."""
    return (min(_plan(columns, rows, box, SIZES).size for columns, rows, box in tables),)


def add_table(
    page: Page,
    box: Box,
    columns: Sequence[Column],
    rows: Sequence[Row],
    alt: str,
    sizes: Sequence[float] = SIZES,
) -> Any:  # noqa: ANN401
    """A native table with a heading row.

    Args:
        page: The slide.
        box: Where; the table may be smaller.
        columns: From left to right.
        rows: From top to bottom.
        alt: What it says, for those who do not see it.
        sizes: Points to try, largest first.

    Returns:
        The graphic frame that holds it.
    """
    plan = _plan(columns, rows, box, sizes)
    area = Box(box.x, box.y, sum(plan.widths), sum(plan.heights))
    frame = page.slide.shapes.add_table(len(rows) + 1, len(columns), *area.edges)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    table = frame.table
    style = table._tbl.tblPr.find(qn("a:tableStyleId"))
    style.text = _PLAIN
    table.horz_banding = False
    for place, wide in enumerate(plan.widths):
        table.columns[place].width = Pt(wide)
    for place, high in enumerate(plan.heights):
        table.rows[place].height = Pt(high)
    for place, column in enumerate(columns):
        cell = table.cell(0, place)
        _write(page, cell, column.heading, plan.heading, column.align, "quiet", bold=True)
        _borders(cell, page.colour("quiet"), 1.25)
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            cell = table.cell(number, place)
            role = row.roles[place] if place < len(row.roles) and row.roles[place] else "text"
            bold = row.is_bold or column.is_strong
            mark = row.mark if not place else ""
            _write(page, cell, row.cells[place], plan.size, column.align, role, bold, mark)
            fill = row.fills[place] if place < len(row.fills) else ""
            is_outlined = place in row.outlined
            colour, weight = (page.colour("text"), 2.5) if is_outlined else (page.colour("grid"), 0.75)
            _borders(cell, colour, weight, fill, is_outlined)
    return frame


def _write(
    page: Page,
    cell: Any,  # noqa: ANN401
    text: str,
    size: float,
    align: str,
    role: str,
    bold: bool,
    mark: str = "",
) -> None:
    cell.margin_left = cell.margin_right = Pt(_PAD)
    cell.margin_top = cell.margin_bottom = Pt(1)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame = cell.text_frame
    frame.word_wrap = True
    for place, part in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        paragraph.alignment = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "middle": PP_ALIGN.CENTER}[
            align
        ]
        if mark and not place:
            page.face.write(paragraph, "■ ", size, page.colour(mark))
        page.face.write(paragraph, part, size, page.colour(role), bold)


def _borders(cell: Any, colour: str, weight: float, fill: str = "", is_outlined: bool = False) -> None:  # noqa: ANN401
    """A line below, or all around, and a ground only where one is asked for."""
    properties = cell._tc.get_or_add_tcPr()
    for child in list(properties):
        properties.remove(child)
    for tag in ("a:lnL", "a:lnR", "a:lnT", "a:lnB"):
        line = add(properties, tag)
        if tag == "a:lnB" or is_outlined:
            line.set("w", str(int(weight * 12700)))
            solid = add(line, "a:solidFill")
            add(solid, "a:srgbClr", val=colour.removeprefix("#"))
        else:
            line.set("w", "0")
            add(line, "a:noFill")
    if fill:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(fill.removeprefix("#"))
    else:
        add(properties, "a:noFill")
