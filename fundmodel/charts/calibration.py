"""Charts of the calibration: what the model gives beside what is published, one measure a chart."""

import altair as alt
import polars as pl

from fundmodel.calibration_words import AGREES, figure, message, subject
from fundmodel.charts.look import Look, drawing, finished, nominal, quantity

_ROW = 30
_AXIS_ROOM = 44
_KRW_BN = 1e9


def _axis(unit: str, look: Look) -> alt.Axis:
    texts = look.texts
    if unit in ("share", "rate"):
        return look.share_axis("")
    if unit == "krw_per_kl":
        label = f"format(datum.value / {_KRW_BN:.0f}, ',~r')"
        return alt.Axis(title=texts("calibration.axis_bn"), labelExpr=label, tickCount=5)
    return alt.Axis(title=texts(f"calibration.axis_{unit}"), tickCount=5, format=",~r")


def calibration(rows: pl.DataFrame, look: Look) -> alt.LayerChart:
    """One row per published figure: its range as a pale bar, its figure as a tick, the model as a point.

    A point inside the range or the tolerance is filled; one that misses is hollow, in the colour of losses.

    Args:
        rows: calibration of one scenario and measure.
        look: Language and ground.
    """
    texts, unit = look.texts, rows["unit"][0]
    named = rows.with_columns(
        pl.Series("name", [subject(texts, row) for row in rows.iter_rows(named=True)]),
        pl.Series("label", [figure(texts, value, unit) for value in rows["model_value"]]),
        pl.Series("told", [figure(texts, value, unit) for value in rows["published_central"]]),
        pl.Series("off", [figure(texts, value, unit, signed=True) for value in rows["gap"]]),
    )
    values = [
        value
        for column in ("model_value", "published_low", "published_central", "published_high")
        for value in rows[column].drop_nulls().to_list()
    ]
    low, high = min([0.0, *values]), max([0.0, *values]) or 1.0
    room = (high - low) * 0.14
    scale = alt.Scale(domain=[low - (room if low < 0 else 0), high + room], nice=False)
    axis = alt.Axis(title=None, labelLimit=330, ticks=False, domain=False, labelPadding=8)
    y = nominal(alt.Y, "name", sort=named["name"].to_list(), axis=axis)
    x_axis = quantity(alt.X, "model_value", axis=_axis(unit, look), scale=scale)
    tips = [
        nominal(alt.Tooltip, "name", title=texts("calibration.figure")),
        nominal(alt.Tooltip, "label", title=texts("calibration.model")),
        nominal(alt.Tooltip, "told", title=texts("calibration.published")),
        nominal(alt.Tooltip, "off", title=texts("calibration.gap")),
    ]
    drawn = drawing(named).encode(y=y, tooltip=tips)
    inside = drawing(named.filter(pl.col("verdict") == AGREES)).encode(y=y, tooltip=tips)
    outside = drawing(named.filter(pl.col("verdict").is_in(["above", "below"]))).encode(y=y, tooltip=tips)
    label = drawing(named.filter(pl.col("model_value").is_not_null())).encode(
        y=y, x=quantity(alt.X, "model_value"), text=nominal(alt.Text, "label")
    )
    layers = [
        drawing(named.filter(pl.col("published_low").is_not_null()))
        .mark_bar(height=12, opacity=0.35, color=look.colour("context"))
        .encode(y=y, x=quantity(alt.X, "published_low"), x2=alt.X2(field="published_high"), tooltip=tips),
        drawn.mark_tick(thickness=3, size=18, color=look.colour("context")).encode(
            x=quantity(alt.X, "published_central")
        ),
        inside.mark_point(filled=True, size=110, opacity=1, color=look.colour("whole")).encode(x=x_axis),
        outside.mark_point(
            filled=False,
            size=110,
            strokeWidth=2.5,
            opacity=1,
            color=look.colour("loss"),
            fill=look.colour("ground"),
        ).encode(x=x_axis),
        label.mark_text(align="left", dx=10, stroke=look.colour("ground"), strokeWidth=4),
        label.mark_text(align="left", dx=10),
    ]
    title, said = message(texts, rows)
    return finished(layers, look, title, said, _ROW * rows.height + _AXIS_ROOM)
