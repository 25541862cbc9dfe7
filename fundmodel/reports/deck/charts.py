"""Native charts that stay editable: one grammar of axes, colours and direct labels."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from fundmodel.reports.deck.markup import add, element
from fundmodel.reports.deck.page import LABEL, Box, Page

KINDS = {
    "line": XL_CHART_TYPE.LINE,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked columns": XL_CHART_TYPE.COLUMN_STACKED,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked bars": XL_CHART_TYPE.BAR_STACKED,
}
POSITIONS = {
    "right": XL_LABEL_POSITION.RIGHT,
    "above": XL_LABEL_POSITION.ABOVE,
    "below": XL_LABEL_POSITION.BELOW,
    "outside": XL_LABEL_POSITION.OUTSIDE_END,
    "centre": XL_LABEL_POSITION.CENTER,
    "inside end": XL_LABEL_POSITION.INSIDE_END,
    "inside base": XL_LABEL_POSITION.INSIDE_BASE,
}
_EMU = 12700
_WHOLE = 100_000
_ALMOST_LEVEL = "600"


@dataclass(frozen=True)
class Series:
    """One series of a chart.

    Attributes:
        name: Its name, as in the chart's data sheet.
        values: One per category; None leaves a gap.
        role: Colour role; empty draws nothing, for the invisible foot of a floating bar.
        weight: Points of a line.
        is_dashed: Whether a line is dashed.
        opacity: 1 is opaque.
        is_line: Whether a column chart shows it as a line over the columns.
    """

    name: str
    values: Sequence[float | None]
    role: str
    weight: float = 2.25
    is_dashed: bool = False
    opacity: float = 1.0
    is_line: bool = False


def add_chart(
    page: Page,
    box: Box,
    kind: str,
    categories: Sequence[str],
    series: Sequence[Series],
    alt: str,
    number_format: str = "#,##0.0",
    gap: int = 40,
) -> Any:  # noqa: ANN401
    """A native chart without legend and title: the slide's title is its message.

    Args:
        page: The slide.
        box: Where.
        kind: One of KINDS.
        categories: Names along the category axis.
        series: From the ground up; lines over columns last.
        alt: What it says, for those who do not see it.
        number_format: Of the values in the chart's data sheet.
        gap: Room between columns in percent of their width.

    Returns:
        The chart; call `finish` after the last change.
    """
    data = CategoryChartData(number_format=number_format)
    data.categories = list(categories)
    for one in series:
        data.add_series(one.name, list(one.values))
    frame = page.slide.shapes.add_chart(KINDS[kind], *box.edges, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.size = Pt(LABEL)
    chart.font.color.rgb = _rgb(page, "quiet")
    plot = chart.plots[0]
    if kind != "line":
        plot.gap_width = gap
        if kind.startswith("stacked"):
            plot.overlap = 100
    for drawn, one in zip(plot.series, series, strict=True):
        if kind == "line" or one.is_line:
            _stroke(page, drawn, one)
        elif not one.role:
            drawn.format.fill.background()
            drawn.format.line.fill.background()
        else:
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = _rgb(page, one.role)
            drawn.invert_if_negative = False
            if one.opacity < 1:
                colour = drawn._element.find(f".//{qn('a:srgbClr')}")
                add(colour, "a:alpha", val=str(int(one.opacity * _WHOLE)))
    count = sum(one.is_line for one in series)
    if count and kind != "line":
        _lines_over(chart, count)
    return chart


def _rgb(page: Page, role: str) -> RGBColor:
    return RGBColor.from_string(page.colour(role).removeprefix("#"))


def _stroke(page: Page, drawn: Any, one: Series) -> None:  # noqa: ANN401
    line = drawn.format.line
    line.color.rgb = _rgb(page, one.role)
    line.width = Pt(one.weight)
    if one.is_dashed:
        line.dash_style = MSO_LINE.DASH
    if hasattr(drawn, "smooth"):
        drawn.smooth = False
        drawn.marker.style = None
        marker = drawn._element.get_or_add_marker()
        symbol = marker.get_or_add_symbol()
        symbol.set("val", "none")


def _lines_over(chart: Any, count: int) -> None:  # noqa: ANN401
    """Turn the last series of a column chart into lines on the same axes."""
    columns = chart._chartSpace.find(f".//{qn('c:barChart')}")
    lines = element("c:lineChart")
    add(lines, "c:grouping", val="standard")
    add(lines, "c:varyColors", val="0")
    for drawn in columns.findall(qn("c:ser"))[-count:]:
        columns.remove(drawn)
        for tag in ("c:invertIfNegative", "c:marker"):
            for child in drawn.findall(qn(tag)):
                drawn.remove(child)
        marker = element("c:marker")
        add(marker, "c:symbol", val="none")
        drawn.find(qn("c:spPr")).addnext(marker)
        add(drawn, "c:smooth", val="0")
        lines.append(drawn)
    add(lines, "c:marker", val="1")
    for axis in columns.findall(qn("c:axId")):
        lines.append(deepcopy(axis))
    columns.addnext(lines)


def names_axis(
    page: Page,
    chart: Any,  # noqa: ANN401
    size: float = LABEL,
    skip: int = 1,
    is_reversed: bool = False,
    is_dense: bool = False,
) -> None:
    """The axis of names or years: at the chart's edge whatever the signs of the values.

    Args:
        page: The slide.
        chart: The chart.
        size: Points.
        skip: Every how many categories a name stands.
        is_reversed: True lists the first category of a bar chart at the top.
        is_dense: True where most names must be left out, as on a quarterly axis.
    """
    axis = chart.category_axis
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = False
    axis.format.line.color.rgb = _rgb(page, "context")
    axis.tick_labels.font.size = Pt(size)
    axis.tick_labels.font.color.rgb = _rgb(page, "text")
    axis.reverse_order = is_reversed
    # Level names; of nearly level ones some are left out where level ones would be broken letter by letter.
    for body in axis._element.iter(qn("a:bodyPr")):
        body.set("rot", _ALMOST_LEVEL if is_dense else "0")
        body.set("vert", "horz")
    if skip > 1:
        for tag in ("c:tickLblSkip", "c:tickMarkSkip"):
            mark = element(tag, val=str(skip))
            axis._element.find(qn("c:noMultiLvlLbl")).addprevious(mark)


def values_axis(
    page: Page,
    chart: Any,  # noqa: ANN401
    number_format: str,
    least: float | None = None,
    most: float | None = None,
    step: float | None = None,
    is_shown: bool = True,
) -> None:
    """The axis of numbers: few quiet lines.

    Args:
        page: The slide.
        chart: The chart.
        number_format: Of its numbers.
        least: Where it starts; None leaves it to the program that opens the file.
        most: Where it ends.
        step: Between two lines.
        is_shown: False where every value is written at its mark.
    """
    axis = chart.value_axis
    axis.visible = is_shown
    axis.has_major_gridlines = is_shown
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    if is_shown:
        axis.major_gridlines.format.line.color.rgb = _rgb(page, "grid")
        axis.major_gridlines.format.line.width = Pt(0.75)
        axis.tick_labels.number_format = number_format
        axis.tick_labels.number_format_is_linked = False
        axis.tick_labels.font.size = Pt(LABEL)
    axis.format.line.fill.background()
    if least is not None:
        axis.minimum_scale = least
    if most is not None:
        axis.maximum_scale = most
    if step is not None:
        axis.major_unit = step


def label(
    page: Page,
    series: Any,  # noqa: ANN401
    place: int,
    text: str,
    position: str,
    role: str = "text",
    size: float = LABEL,
    bold: bool = True,
) -> None:
    """Write a text at one point of a series."""
    one = series.points[place].data_label
    frame = one.text_frame
    page.face.write(frame.paragraphs[0], text, size, page.colour(role), bold, is_spaced=False)
    frame.word_wrap = False
    one.position = POSITIONS[position]


def dot(page: Page, series: Any, place: int, role: str, size: int = 9) -> None:  # noqa: ANN401
    """Mark one point of a line."""
    marker = series.points[place].marker
    marker.style = XL_MARKER_STYLE.CIRCLE
    marker.size = size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = _rgb(page, role)
    marker.format.line.color.rgb = _rgb(page, "ground")


def plot_area(chart: Any, x: float, y: float, w: float, h: float) -> None:  # noqa: ANN401
    """Fix where the plot stands inside its chart, as shares of the chart, so that labels have room."""
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = element("c:layout")
    manual = add(layout, "c:manualLayout")
    settings = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge", "x": x, "y": y, "w": w, "h": h}
    for tag, value in settings.items():
        add(manual, f"c:{tag}", val=str(value))
    area.insert(0, layout)


def finish(page: Page, chart: Any) -> None:  # noqa: ANN401
    """Put the typefaces on every text of a chart."""
    page.face.dress_all(chart._chartSpace)
