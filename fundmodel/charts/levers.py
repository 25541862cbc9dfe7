"""The chart of what each lever of public support takes from the public side and gives to whom."""

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, nominal, quantity
from fundmodel.findings import number
from fundmodel.lever_findings import lever_summary
from fundmodel.lever_sentences import levers_message

_ROW = 46
_ROOM = 0.3
_CLASSES = ("public", "domestic", "foreign")


def lever_values(values: pl.DataFrame, look: Look) -> alt.LayerChart:
    """A bar per lever: to the left what the public side gives up, to the right who gets it.

    Args:
        values: lever_values of one scenario.
        look: Language and ground.
    """
    texts = look.texts
    rows = lever_summary(values).with_columns(
        pl.col("lever")
        .map_elements(lambda code: texts(f"lever.{code}"), return_dtype=pl.String)
        .alias("name")
    )
    classes = {code: texts(f"levers.class_{code}") for code in _CLASSES}
    parts = pl.concat(
        [
            rows.select(
                "name",
                pl.lit(classes[code]).alias("class"),
                pl.lit(place).alias("place"),
                pl.col(f"{code}_value_krw").alias("value"),
                pl.col(f"{code}_value_krw")
                .map_elements(lambda won: texts.units.won(won, True, False), return_dtype=pl.String)
                .alias("amount"),
            )
            for place, code in enumerate(_CLASSES)
        ]
    )
    most = max(number(parts["value"].abs().max()), 1.0)
    axis = look.won_axis(most)
    scale = alt.Scale(domain=[-most * (1 + _ROOM), most * (1 + _ROOM)], nice=False)
    names = alt.Axis(title=None, labelLimit=230, ticks=False, domain=False, labelPadding=8)
    y = nominal(alt.Y, "name", sort=rows["name"].to_list(), axis=names)
    colour = nominal(
        alt.Color,
        "class",
        scale=alt.Scale(domain=list(classes.values()), range=[look.colour(code) for code in _CLASSES]),
        legend=alt.Legend(title=None, orient="top", direction="horizontal"),
    )
    tips = [
        nominal(alt.Tooltip, "name", title=texts("levers.lever")),
        nominal(alt.Tooltip, "class", title=texts("term.party")),
        quantity(alt.Tooltip, "value", title=texts("levers.value"), format=","),
    ]
    bars = drawing(parts).mark_bar(height=18)
    bars = bars.encode(
        x=quantity(alt.X, "value", axis=axis, scale=scale, stack="zero"),
        y=y,
        color=colour,
        order=quantity(alt.Order, "place"),
        tooltip=tips,
    )
    public = parts.filter(pl.col("place") == 0)
    left = public.filter(pl.col("value") <= 0)
    right = public.filter(pl.col("value") > 0)
    layers = [bars]
    for shown, align, shift in ((left, "right", -6), (right, "left", 6)):
        labels = drawing(shown).mark_text(align=align, dx=shift)
        layers.append(
            labels.encode(x=quantity(alt.X, "value", scale=scale), y=y, text=nominal(alt.Text, "amount"))
        )
    title, message = levers_message(values, texts)
    return finished([*layers, _zero(look)], look, title, message, _ROW * rows.height + _ROW)


def _zero(look: Look) -> alt.Chart:
    """The line between what is given up and what is got."""
    line = drawing(pl.DataFrame({"value": [0.0]})).mark_rule(color=look.colour("quiet"))
    return line.encode(x=quantity(alt.X, "value"))
