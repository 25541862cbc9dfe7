"""The chart of later rounds of companies: up, flat and down, by year or by phase."""

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, nominal, quantity
from fundmodel.round_sentences import rounds_message

_HEIGHT = 260
# From the ground up; the colours of what is good, of context and of losses.
_DIRECTIONS = (("down", "loss"), ("flat", "context"), ("up", "domestic"))
# Bars below this part of the highest are too low for a figure to mean much.
_LABELLED = 1 / 20
_ORDERS = {"phase": ["PRE", "P1", "P2", "P3"]}


def round_directions(rounds: pl.DataFrame, look: Look, grouped: str = "year") -> alt.LayerChart:
    """Mean rounds a path, stacked by direction; the share of down rounds stands above each bar.

    Args:
        rounds: The answer round_directions, one scenario.
        look: Language and ground.
        grouped: year or phase.
    """
    texts = look.texts
    title, message = rounds_message(rounds, texts)
    rows = rounds.filter(pl.col("grouped") == grouped).sort("item")
    base = pl.lit(0.0)
    parts, names, colours = [], [], []
    for name, role in _DIRECTIONS:
        top = base + pl.col(f"{name}_share") * pl.col("mean_rounds")
        names.append(texts(f"rounds.{name}"))
        colours.append(look.colour(role))
        direction = pl.lit(names[-1]).alias("direction")
        parts.append(rows.select("item", base.alias("from"), top.alias("to"), direction))
        base = top
    stacked = pl.concat(parts).with_columns((pl.col("to") - pl.col("from")).alias("rounds"))
    tips = [
        nominal(alt.Tooltip, "item", title=texts(f"rounds.{grouped}")),
        nominal(alt.Tooltip, "direction", title=texts("rounds.axis")),
        quantity(alt.Tooltip, "rounds", title=texts("rounds.rounds"), format=".3~f"),
    ]
    axis = alt.Axis(title=None, labelAngle=0, ticks=False)
    x = nominal(alt.X, "item", axis=axis, sort=_ORDERS.get(grouped, "ascending"))
    y_axis = alt.Axis(title=texts("rounds.axis"), tickCount=5, format=",~r")
    bars = drawing(stacked).mark_bar()
    layers = [
        bars.encode(
            x=x,
            y=quantity(alt.Y, "from", axis=y_axis),
            y2=alt.Y2(field="to"),
            color=nominal(
                alt.Color,
                "direction",
                scale=alt.Scale(domain=names, range=colours),
                legend=alt.Legend(
                    title=None, orient="top-right", direction="horizontal", labelColor=look.colour("quiet")
                ),
            ),
            tooltip=tips,
        )
    ]
    seen = rows.filter(pl.col("mean_rounds") >= _LABELLED * pl.col("mean_rounds").max())
    shares = [texts.units.share(round(share, 2)) for share in seen["down_share"].to_list()]
    spots = seen.select("item", "mean_rounds").with_columns(pl.Series("label", shares, dtype=pl.String))
    labels = drawing(spots).mark_text(dy=-9, color=look.colour("loss"))
    layers.append(labels.encode(x=x, y=quantity(alt.Y, "mean_rounds"), text=nominal(alt.Text, "label")))
    return finished(layers, look, title, message, _HEIGHT)
