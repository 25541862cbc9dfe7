"""The grammar that all charts share: colours, type, axes, titles and how a figure carries its message."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt
import polars as pl
from altair.utils.schemapi import disable_debug_mode

from fundmodel.texts import Texts

# Altair holds each mark against the grammar's schema as it is made, for half of a chart's time. The tests do
# so for every chart; a screen that follows a slider leaves it out.
disable_debug_mode()

FONT = "Pretendard, 'Noto Sans KR', 'Noto Sans CJK KR', sans-serif"
CLASSES = ("public", "domestic", "foreign", "gp")

_LIGHT = {
    "public": "#0072B2",
    "domestic": "#009E73",
    "foreign": "#E69F00",
    "gp": "#CC79A7",
    "loss": "#D55E00",
    "whole": "#3E4C59",
    "context": "#8A94A0",
    "text": "#1F2933",
    "quiet": "#52606D",
    "grid": "#E4E7EB",
    "ground": "#FFFFFF",
}
_DARK = _LIGHT | {
    "public": "#56B4E9",
    "domestic": "#2BBF94",
    "whole": "#CBD2D9",
    "context": "#8A94A0",
    "text": "#F1F3F5",
    "quiet": "#B8C1CB",
    "grid": "#3A4149",
    "ground": "#14181D",
}
_TYPE, _HEADING = 13, 16
_WIDE, _WIDE_STEP, _NARROW_STEP = 16, 5, 2
_WON_STEPS = {"ko": ((1e12, "조 원"), (1e8, "억 원")), "en": ((1e12, "KRW tn"), (1e9, "KRW bn"))}


@dataclass(frozen=True)
class Look:
    """For whom a chart is drawn: its language and its ground.

    Attributes:
        language: ko or en.
        is_dark: True for a dark ground.
        won_steps: How won are counted, as in Units; empty is as the language does.
    """

    language: str
    is_dark: bool = False
    won_steps: str = ""

    @cached_property
    def texts(self) -> Texts:
        """Texts and number formats of the language."""
        return Texts(self.language, self.won_steps)

    def colour(self, role: str) -> str:
        """The colour of a class or a role; colour means the same everywhere.

        Args:
            role: public, domestic, foreign, gp, loss, whole, context, text, quiet, grid or ground.
        """
        colours = _DARK if self.is_dark else _LIGHT
        return colours.get(role, colours["whole"])

    def won_unit(self, most: float) -> tuple[float, str]:
        """The unit of an axis of won and how many won it has: the largest that the largest amount reaches."""
        steps = _WON_STEPS[self.texts.units.steps]
        return next((pair for pair in steps if most >= pair[0]), steps[-1])

    def won_axis(self, most: float) -> alt.Axis:
        """An axis of won whose unit fits the largest amount on it."""
        step, unit = self.won_unit(most)
        return alt.Axis(title=unit, labelExpr=f"format(datum.value / {step:.0f}, ',~r')", tickCount=5)

    def share_axis(self, title: str) -> alt.Axis:
        """An axis of shares or rates in percent."""
        return alt.Axis(title=title, labelExpr="format(datum.value * 100, ',~r') + ' %'", tickCount=5)

    def year_axis(self, first: float, last: float, column: str = "position", room: float = 0.0) -> alt.X:
        """The horizontal axis of a quarterly grid, ticked by years.

        Args:
            first: First year shown.
            last: Last year shown.
            column: Column of positions in years.
            room: Years of empty space to the right, for labels.
        """
        years = list(range(round(first), int(last) + 1, _WIDE_STEP if last - first > _WIDE else _NARROW_STEP))
        axis = alt.Axis(title=None, format="d", values=years, grid=False)
        return quantity(alt.X, column, axis=axis, scale=alt.Scale(domain=[first, last + room], nice=False))


def drawing(frame: pl.DataFrame) -> Any:  # noqa: ANN401
    """A chart of a frame before its marks are chosen; untyped, as altair's decorators lose their types."""
    return alt.Chart(frame)


def quantity(channel: Any, column: str, **more: Any) -> Any:  # noqa: ANN401
    """A channel that shows numbers of a column; written out, as altair takes 10 ms to read a shorthand."""
    return channel(field=column, type="quantitative", **more)


def nominal(channel: Any, column: str, **more: Any) -> Any:  # noqa: ANN401
    """A channel that shows names or ready colours of a column."""
    return channel(field=column, type="nominal", **more)


def finished(layers: list[alt.Chart], look: Look, title: str, message: str, height: int) -> alt.LayerChart:
    """A chart with its computed title, its alternative text and the common style.

    Args:
        layers: The marks, from the ground up.
        look: Language and ground.
        title: What the numbers say, one line.
        message: The alternative text: the message in a sentence or two.
        height: Height of the plot in pixels.
    """
    text, quiet = look.colour("text"), look.colour("quiet")
    axis = alt.AxisConfig(
        labelColor=quiet,
        titleColor=quiet,
        labelFontSize=_TYPE,
        titleFontSize=_TYPE,
        titleFontWeight="normal",
        gridColor=look.colour("grid"),
        domainColor=look.colour("context"),
        tickColor=look.colour("context"),
        labelFlush=False,
    )
    config = alt.Config(
        font=FONT,
        background=look.colour("ground"),
        axis=axis,
        axisY=alt.AxisConfig(titleAngle=0, titleAlign="left", titleAnchor="end", titleX=0, titleY=-12),
        view=alt.ViewConfig(stroke=None),
        text=alt.MarkConfig(fontSize=_TYPE, color=text),
    )
    # Altair copies every layer three times to lift out what can be picked; most charts have nothing of it.
    is_plain = all(layer.params is alt.Undefined for layer in layers)
    made = alt.LayerChart(
        layer=[] if is_plain else layers,
        width="container",
        height=height,
        title=alt.TitleParams(
            title, anchor="start", fontSize=_HEADING, fontWeight=600, color=text, offset=26
        ),
        description=message,
        padding={"left": 8, "top": 8, "right": 8, "bottom": 4},
        config=config,
    )
    if is_plain:
        made.layer = list(layers)
    return made


def named_spots(spots: pl.DataFrame, colour: str, **mark: Any) -> alt.Chart:  # noqa: ANN401
    """Texts at places: columns position, value and text."""
    return (
        drawing(spots)
        .mark_text(color=colour, **mark)
        .encode(x=quantity(alt.X, "position"), y=quantity(alt.Y, "value"), text=nominal(alt.Text, "text"))
    )


def room_for(look: Look, column: str, values: list[float]) -> alt.Chart:
    """Nothing to see at some heights, so that the axis reaches them.

    As a domain of the axis they would stand in the chart's plan, and a plan that changes is drawn anew.
    """
    point = drawing(pl.DataFrame({column: values})).mark_point(color=look.colour("ground"), opacity=0, size=0)
    return point.encode(y=quantity(alt.Y, column))


def zero_line(look: Look) -> alt.Chart:
    """The line between money in and money out."""
    rule = drawing(pl.DataFrame({"zero": [0]})).mark_rule(color=look.colour("quiet"), strokeWidth=1)
    return rule.encode(y=quantity(alt.Y, "zero"))


def spread(values: list[float], gap: float) -> list[float]:
    """Positions for labels that would overlap, pushed apart as little as needed, order kept.

    Args:
        values: Where the labels want to stand.
        gap: Smallest distance between two of them.

    Example:
        >>> spread([1.0, 1.1, 5.0], 1.0)
        [0.55, 1.55, 5.0]
    """
    order = sorted(range(len(values)), key=lambda place: values[place])
    groups: list[list[int]] = [[place] for place in order]

    def middle(group: list[int]) -> float:
        return sum(values[place] for place in group) / len(group)

    merged = True
    while merged:
        merged = False
        for number in range(len(groups) - 1):
            low, high = groups[number], groups[number + 1]
            if middle(high) - middle(low) < gap * (len(low) + len(high)) / 2 - 1e-12:
                groups[number : number + 2] = [low + high]
                merged = True
                break
    found = [0.0] * len(values)
    for group in groups:
        for number, place in enumerate(group):
            found[place] = round(middle(group) + gap * (number - (len(group) - 1) / 2), 12)
    return found
