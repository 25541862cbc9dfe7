"""Charts of sensitivities: the tornado, and two assumptions at once."""

from collections.abc import Sequence

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, nominal, quantity, zero_line
from fundmodel.findings import number

MOST_BARS = 20

_ROW = 30
_CELL = 52
_ROOM = 0.16
_EMPTY = 80
_LEGEND = 400
_STRONGEST = 0.75


def tornado_bars(rows: pl.DataFrame, look: Look, axis: alt.Axis, title: str, message: str) -> alt.LayerChart:
    """Each assumption at its low and at its high: how far the answer moves, widest first.

    Args:
        rows: label, low_answer, high_answer, base_answer, and what stands at the ends and in the tips:
            low_text, high_text, low_tip, high_tip.
        look: Language and ground.
        axis: The axis of the answer.
        title: What moves it most.
        message: The same for those who hear it.
    """
    texts = look.texts
    shown = rows.head(MOST_BARS)
    base = shown["base_answer"].drop_nulls()
    if shown.is_empty() or base.is_empty():
        return finished([zero_line(look)], look, title, message, _EMPTY)
    values = [
        value for name in ("low_answer", "high_answer", "base_answer") for value in shown[name].drop_nulls()
    ]
    least, most = min(values), max(values)
    room = (most - least) * _ROOM
    x = {"axis": axis, "scale": alt.Scale(domain=[least - room, most + room], nice=False, zero=False)}
    names = alt.Axis(title=None, ticks=False, domain=False, labelLimit=280, grid=False)
    y = nominal(alt.Y, "label", sort=shown["label"].to_list(), axis=names)
    series = [texts("sensitivity.low"), texts("sensitivity.high")]
    colour = nominal(
        alt.Color,
        "end",
        sort=series,
        scale=alt.Scale(domain=series, range=[look.colour("foreign"), look.colour("public")]),
        legend=alt.Legend(title=None, orient="top", direction="horizontal", labelLimit=_LEGEND),
    )
    layers: list[alt.Chart] = []
    for end, other, name in zip(("low", "high"), ("high", "low"), series, strict=True):
        part = shown.select(
            "label",
            pl.lit(name).alias("end"),
            pl.col("base_answer").alias("from"),
            pl.col(f"{end}_answer").alias("to"),
            pl.col(f"{end}_text").alias("text"),
            pl.col(f"{end}_tip").alias("tip"),
            _covered(end, other).alias("is_covered"),
        ).drop_nulls("to")
        tips = [
            nominal(alt.Tooltip, "label", title=texts("compare.input")),
            nominal(alt.Tooltip, "text", title=texts("data.value")),
            nominal(alt.Tooltip, "tip", title=texts("design.answer")),
        ]
        bars = drawing(part).mark_bar(height=16)
        layers.append(
            bars.encode(
                y=y, x=quantity(alt.X, "from", **x), x2=alt.X2(field="to"), color=colour, tooltip=tips
            )
        )
        # A label stands outside its bar: left of one that lowers the answer, right of one that raises it.
        for is_left in (True, False):
            side = part.filter((pl.col("to") < pl.col("from")) == is_left, ~pl.col("is_covered"))
            mark = drawing(side).mark_text(
                align="right" if is_left else "left", dx=-5 if is_left else 5, color=look.colour("quiet")
            )
            layers.append(mark.encode(y=y, x=quantity(alt.X, "to", **x), text=nominal(alt.Text, "text")))
    line = drawing(pl.DataFrame({"base": [base[0]]})).mark_rule(color=look.colour("text"), strokeWidth=1.5)
    layers.append(line.encode(x=quantity(alt.X, "base", **x)))
    return finished(layers, look, title, message, _ROW * shown.height)


def _covered(end: str, other: str) -> pl.Expr:
    """Whether the label of an end would stand on the longer bar of the other end on the same side."""
    mine, its = (pl.col(f"{name}_answer") - pl.col("base_answer") for name in (end, other))
    is_shorter = (mine.abs() < its.abs()) | ((mine == its) & pl.lit(end == "low"))
    return (is_shorter & (mine.sign() * its.sign() >= 0)).fill_null(value=False)


def heat_cells(
    cells: pl.DataFrame,
    look: Look,
    sides: Sequence[str],
    orders: Sequence[list[str]],
    title: str,
    message: str,
) -> alt.LayerChart:
    """An answer over two assumptions, one cell a pair; the scenario as set is outlined.

    Args:
        cells: down, across (written values), answer, text, tip, is_base.
        look: Language and ground.
        sides: Titles of the columns and of the rows.
        orders: Written values of the columns from left to right, of the rows from top to bottom.
        title: What the cells span.
        message: The same for those who hear it.
    """
    base = cells.filter(pl.col("is_base"))["answer"].to_list()
    known = cells["answer"].drop_nulls()
    if known.is_empty():
        return finished([zero_line(look)], look, title, message, _EMPTY)
    middle = base[0] if base and base[0] is not None else number(known.mean())
    shown = cells.with_columns(
        pl.Series("colour", [_shade(value, middle, known, look) for value in cells["answer"].to_list()])
    )
    x = nominal(
        alt.X,
        "across",
        sort=orders[0],
        axis=alt.Axis(title=sides[0], orient="top", labelAngle=0, ticks=False, domain=False),
    )
    y = nominal(alt.Y, "down", sort=orders[1], axis=alt.Axis(title=sides[1], ticks=False, domain=False))
    tips = [
        nominal(alt.Tooltip, "across", title=sides[0]),
        nominal(alt.Tooltip, "down", title=sides[1]),
        nominal(alt.Tooltip, "tip", title=look.texts("design.answer")),
    ]
    drawn = drawing(shown).encode(x=x, y=y, tooltip=tips)
    outlined = drawing(shown.filter(pl.col("is_base"))).encode(x=x, y=y)
    layers = [
        drawn.mark_rect(stroke=look.colour("ground"), strokeWidth=2).encode(
            color=nominal(alt.Color, "colour", scale=None)
        ),
        outlined.mark_rect(filled=False, stroke=look.colour("text"), strokeWidth=3),
        drawn.mark_text(fontWeight=600).encode(
            text=nominal(alt.Text, "text"), color=alt.value(look.colour("text"))
        ),
    ]
    return finished(layers, look, title, message, _CELL * len(orders[1]))


def _shade(value: float | None, middle: float, known: pl.Series, look: Look) -> str:
    """The ground at the scenario as set, orange below it, blue above."""
    ground = look.colour("ground")
    if value is None:
        return look.colour("grid")
    far = number(known.max()) - middle if value >= middle else middle - number(known.min())
    part = _STRONGEST * min(1.0, abs(value - middle) / far) if far > 0 else 0.0
    strong = look.colour("public" if value >= middle else "foreign")
    mixed = (
        round(int(ground[at : at + 2], 16) * (1 - part) + int(strong[at : at + 2], 16) * part)
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02X}" for channel in mixed)
