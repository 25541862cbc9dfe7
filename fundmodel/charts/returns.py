"""Charts of who earns what: returns and money by investor class."""

import altair as alt
import polars as pl

from fundmodel.charts.look import CLASSES, Look, drawing, finished, nominal, quantity
from fundmodel.findings import number
from fundmodel.sentences import money_message, rate_text, returns_message

_ROW = 46


def _rows(table: pl.DataFrame, look: Look) -> pl.DataFrame:
    """Rows with their name and the colour of their class."""
    texts = look.texts
    roles = [
        code if code in CLASSES else "whole" for code in table["class_code"].fill_null("whole").to_list()
    ]
    return table.with_columns(
        pl.col(f"name_{texts.language}").alias("name"),
        pl.Series("colour", [look.colour(role) for role in roles]),
        pl.Series("order", range(table.height)),
    )


def _names(rows: pl.DataFrame) -> alt.Y:
    axis = alt.Axis(title=None, labelLimit=190, ticks=False, domain=False, labelPadding=8)
    return nominal(alt.Y, "name", sort=rows["name"].to_list(), axis=axis)


def net_returns(table: pl.DataFrame, look: Look) -> alt.LayerChart:
    """From gross to net: one row per party, its base case as a grey tick, P5 to P95 as a pale bar.

    Args:
        table: returns_table of findings.
        look: Language and ground.
    """
    texts = look.texts
    rows = _rows(table, look)
    labels = [
        rate_text(texts, row["irr_net_rate"], row["irr_net_status"]) for row in rows.iter_rows(named=True)
    ]
    rows = rows.with_columns(pl.Series("label", labels))
    known = rows.filter(pl.col("irr_net_rate").is_not_null())
    missing = rows.filter(pl.col("irr_net_rate").is_null())
    investing = rows.filter(pl.col("class_code").fill_null("whole") != "gp")
    points = [rows[name] for name in ("irr_net_rate", "irr_gross_rate", "base_net_rate")]
    ranges = [investing[name] for name in ("low_rate", "high_rate")]
    values = [value for column in (*points, *ranges) for value in column.drop_nulls().to_list()]
    low, high = min([0.0, *values]), max([0.05, *values])
    room = (high - low) * 0.12
    scale = alt.Scale(domain=[low - (room if low < 0 else 0), high + room], nice=False)
    x_axis = quantity(alt.X, "irr_net_rate", axis=look.share_axis(texts("chart.rate_axis")), scale=scale)
    y = _names(rows)
    colour = nominal(alt.Color, "colour", scale=None)
    tips = [
        nominal(alt.Tooltip, "name", title=texts("term.party")),
        quantity(alt.Tooltip, "irr_net_rate", title=texts("term.irr_net"), format=".4%"),
        quantity(alt.Tooltip, "irr_gross_rate", title=texts("term.irr_gross"), format=".4%"),
        quantity(alt.Tooltip, "base_net_rate", title=texts("term.irr_base"), format=".4%"),
    ]
    drawn = drawing(known).encode(y=y, tooltip=tips)
    layers = [
        drawn.mark_rule(strokeWidth=2).encode(x=x_axis, x2=alt.X2(field="irr_gross_rate"), color=colour),
        drawn.mark_tick(thickness=2, size=26, color=look.colour("context")).encode(
            x=quantity(alt.X, "base_net_rate")
        ),
        drawn.mark_point(filled=False, size=90, strokeWidth=2, fill=look.colour("ground")).encode(
            x=quantity(alt.X, "irr_gross_rate"), color=colour
        ),
        drawn.mark_point(filled=True, size=150, opacity=1).encode(
            x=quantity(alt.X, "irr_net_rate"), color=colour
        ),
        drawn.mark_text(dy=-15, fontWeight=600).encode(
            x=quantity(alt.X, "irr_net_rate"), text=nominal(alt.Text, "label")
        ),
    ]
    if rows["low_rate"].null_count() < rows.height:
        bar = drawn.mark_bar(height=14, opacity=0.25, clip=True)
        layers.insert(
            0,
            bar.encode(
                x=quantity(alt.X, "low_rate", scale=scale), x2=alt.X2(field="high_rate"), color=colour
            ),
        )
    if missing.height:
        reason = drawing(missing.with_columns(pl.lit(max(low, 0.0)).alias("spot")))
        layers.append(
            reason.mark_text(align="left", fontStyle="italic").encode(
                x=quantity(alt.X, "spot"), y=_names(rows), text=nominal(alt.Text, "label")
            )
        )
    title, message = returns_message(table, texts)
    return finished(layers, look, title, message, _ROW * rows.height)


def money_by_class(table: pl.DataFrame, look: Look) -> alt.LayerChart:
    """What each class pays in and what it gets back.

    Args:
        table: returns_table of findings.
        look: Language and ground.
    """
    texts = look.texts
    rows = _rows(table, look)
    kinds = (("paid_in_krw", 0.4, -9), ("distributed_krw", 0.9, 9))
    most = max(number(rows[name].max()) for name, _, _ in kinds)
    x_scale = alt.Scale(domain=[0, most * 1.25], nice=False)
    axis = look.won_axis(most)
    layers = []
    for name, opacity, shift in kinds:
        word = texts(f"term.{name.removesuffix('_krw')}")
        amounts = [texts.units.won(value, named=False) for value in rows[name].to_list()]
        labels = [f"{word} {amount}" if not place else amount for place, amount in enumerate(amounts)]
        drawn = drawing(rows.with_columns(pl.Series("label", labels))).encode(
            x=quantity(alt.X, name, axis=axis, scale=x_scale),
            y=_names(rows),
            tooltip=[
                nominal(alt.Tooltip, "name", title=texts("term.party")),
                quantity(alt.Tooltip, name, title=word, format=","),
            ],
        )
        layers.append(
            drawn.mark_bar(height=16, yOffset=shift, opacity=opacity).encode(
                color=nominal(alt.Color, "colour", scale=None)
            )
        )
        layers.append(
            drawn.mark_text(align="left", dx=6, yOffset=shift).encode(text=nominal(alt.Text, "label"))
        )
    title, message = money_message(table, texts)
    return finished(layers, look, title, message, (_ROW + 8) * rows.height)
