"""Charts of scenarios beside each other: their J-curves, and what makes the difference of two."""

from collections.abc import Sequence

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, nominal, quantity, spread, zero_line
from fundmodel.findings import line_of, number
from fundmodel.sentences_compare import answer_change, answer_value, curves_message, difference_message

_QUARTERS = 4
_HEIGHT = 340
_ROW = 34
_LABEL_PIXELS = 19
_LABEL_ROOM = 0.3
_VALUE_ROOM = 0.22
# The first scenario is the thin grey one that others are held against; dashes tell the others apart.
_DASHES = ([1, 0], [1, 0], [8, 3], [3, 3], [8, 3, 2, 3])


def curves_together(
    curves: Sequence[tuple[str, pl.DataFrame]], look: Look, first_years: Sequence[int]
) -> alt.LayerChart:
    """Cumulative cash flows of several scenarios, each named at its end.

    Args:
        curves: Name and rows of fund_cash_flow of one party of each scenario, all statistics; the first is
            what the others are held against.
        look: Language and ground.
        first_years: Year of quarter 0 of each.
    """
    title, message = curves_message(curves, first_years, look.texts)
    placed = [
        line_of(flows)
        .sort("quarter")
        .select(
            (pl.col("year") + (pl.col("quarter") % _QUARTERS + 1) / _QUARTERS).alias("position"),
            "cumulative_krw",
            pl.lit(name).alias("name"),
        )
        for name, flows in curves
    ]
    first = float(min(first_years))
    last = max(number(line["position"].max()) for line in placed)
    most = max(number(line["cumulative_krw"].abs().max()) for line in placed)
    low = min(0.0, *(number(line["cumulative_krw"].min()) for line in placed))
    high = max(0.0, *(number(line["cumulative_krw"].max()) for line in placed))
    x = look.year_axis(first, last, room=(last - first) * _LABEL_ROOM)
    y = quantity(alt.Y, "cumulative_krw", axis=look.won_axis(most))
    layers: list[alt.Chart] = [zero_line(look)]
    for place, line in enumerate(placed):
        tips = [
            nominal(alt.Tooltip, "name", title=look.texts("sidebar.scenario")),
            quantity(alt.Tooltip, "position", title=look.texts("chart.when"), format=".2f"),
            quantity(alt.Tooltip, "cumulative_krw", title=look.texts("term.cumulative"), format=","),
        ]
        mark = drawing(line).mark_line(
            color=look.colour("whole" if place else "context"),
            strokeWidth=3 if place else 2,
            strokeDash=_DASHES[place % len(_DASHES)],
        )
        layers.append(mark.encode(x=x, y=y, tooltip=tips))
    ends = [number(line["cumulative_krw"][-1]) for line in placed]
    labels = pl.DataFrame(
        {
            "position": [last] * len(ends),
            "value": spread(ends, (high - low) / _HEIGHT * _LABEL_PIXELS or 1.0),
            "label": [
                f"{name} {look.texts.units.won(end, True, False)}"
                for (name, _), end in zip(curves, ends, strict=True)
            ],
        }
    )
    named = drawing(labels).mark_text(align="left", dx=8, limit=210)
    layers.append(
        named.encode(
            x=quantity(alt.X, "position"), y=quantity(alt.Y, "value"), text=nominal(alt.Text, "label")
        )
    )
    return finished(layers, look, title, message, _HEIGHT)


def difference_bars(
    rows: pl.DataFrame, labels: Sequence[str], column: str, names: tuple[str, str], what: str, look: Look
) -> alt.LayerChart:
    """What each change adds to an answer on the way from one scenario to another, as floating bars.

    Args:
        rows: difference of comparison.
        labels: Name of each row; the first is the scenario where the way begins.
        column: Column of the answer.
        names: The scenarios, from and to.
        what: The answer in words.
        look: Language and ground.
    """
    texts = look.texts
    title, message = difference_message(rows, labels, column, names, what, texts)
    if rows.height == 1 or rows["value"].null_count():
        return finished([zero_line(look)], look, title, message, _ROW * len(names))
    values, changes = rows["value"].to_list(), rows["change"].to_list()[1:]
    ends = [answer_value(column, values[place], texts) for place in (0, -1)]
    better, worse, total = (look.colour(role) for role in ("public", "loss", "whole"))
    drawn = pl.DataFrame(
        {
            "label": [*labels, names[1]],
            "low": [values[0], *values[:-1], values[-1]],
            "high": [*values, values[-1]],
            "text": [ends[0], *(answer_change(column, change, texts) for change in changes), ends[1]],
            "colour": [total, *(better if change >= 0 else worse for change in changes), total],
        }
    ).with_columns(pl.max_horizontal("low", "high").alias("right"))
    lowest, highest = number(drawn["low"].min()), number(drawn["right"].max())
    lowest = min(lowest, number(drawn["high"].min()))
    room = (highest - lowest) or abs(highest) or 1.0
    scale = alt.Scale(domain=[lowest - room * 0.06, highest + room * _VALUE_ROOM], nice=False, zero=False)
    axis = (
        alt.Axis(title=None, tickCount=5, format=",.2f")
        if column.endswith(("_multiple", "_won"))
        else look.share_axis("")
    )
    order = drawn["label"].to_list()
    y = nominal(
        alt.Y, "label", sort=order, axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=260)
    )
    base = drawing(drawn).encode(
        y=y,
        tooltip=[
            nominal(alt.Tooltip, "label", title=texts("compare.step")),
            nominal(alt.Tooltip, "text", title=what),
        ],
    )
    colour = nominal(alt.Color, "colour", scale=None)
    layers = [
        base.mark_bar(height=18).encode(
            x=quantity(alt.X, "low", axis=axis, scale=scale), x2=alt.X2(field="high"), color=colour
        ),
        base.mark_tick(thickness=4, size=22).encode(x=quantity(alt.X, "high", scale=scale), color=colour),
        base.mark_text(align="left", dx=8, fontWeight=600).encode(
            x=quantity(alt.X, "right", scale=scale), text=nominal(alt.Text, "text")
        ),
    ]
    return finished(layers, look, title, message, _ROW * drawn.height)
