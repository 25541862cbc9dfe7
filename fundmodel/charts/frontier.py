"""The chart of term sheets: what they cost the public against the foreign capital that they attract."""

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, named_spots, nominal, quantity
from fundmodel.findings import number

# What a click on a point is called in the answer of the chart.
PICK = "picked"

_HEIGHT = 460
_SHEET, _EFFICIENT, _CHOSEN = 45, 120, 320


def frontier_chart(
    sheets: pl.DataFrame, chosen: int | None, look: Look, title: str, message: str
) -> alt.LayerChart:
    """Term sheets as points; efficient ones filled and joined by a line, the start marked.

    Args:
        sheets: sheet, public_cost_krw, attracted_krw, is_efficient, terms (in words).
        chosen: Number of the sheet that is picked; None for none.
        look: Language and ground.
        title: What was found.
        message: The same in a sentence.
    """
    texts = look.texts
    step_x, unit_x = look.won_unit(number(sheets["public_cost_krw"].abs().max()))
    step_y, unit_y = look.won_unit(number(sheets["attracted_krw"].max()))
    x = quantity(
        alt.X,
        "public_cost_krw",
        axis=alt.Axis(
            title=f"{texts('frontier.cost_axis')}, {unit_x}",
            labelExpr=f"format(datum.value / {step_x:.0f}, ',~r')",
            tickCount=6,
        ),
    )
    y = quantity(
        alt.Y,
        "attracted_krw",
        axis=alt.Axis(
            title=f"{texts('frontier.attracted_axis')}, {unit_y}",
            labelExpr=f"format(datum.value / {step_y:.0f}, ',~r')",
            tickCount=6,
        ),
    )
    shown = sheets.sort("is_efficient").with_columns(
        pl.when(pl.col("is_efficient"))
        .then(pl.lit(look.colour("foreign")))
        .otherwise(pl.lit(look.colour("context")))
        .alias("colour"),
        pl.when(pl.col("is_efficient")).then(_EFFICIENT).otherwise(_SHEET).alias("size"),
    )
    tips = [
        nominal(alt.Tooltip, "sheet", title=texts("frontier.sheet")),
        nominal(alt.Tooltip, "terms", title=texts("frontier.terms")),
        quantity(alt.Tooltip, "public_cost_krw", title=texts("frontier.cost_axis"), format=",d"),
        quantity(alt.Tooltip, "attracted_krw", title=texts("frontier.attracted_axis"), format=",d"),
    ]
    best = shown.filter(pl.col("is_efficient")).sort("public_cost_krw")
    start = shown.filter(pl.col("sheet") == 0).select(
        pl.col("public_cost_krw").alias("position"),
        pl.col("attracted_krw").alias("value"),
        pl.lit(texts("frontier.start")).alias("text"),
    )
    ring = shown.filter(pl.col("sheet") == (-1 if chosen is None else chosen))
    picked = alt.selection_point(name=PICK, fields=["sheet"], on="click", empty=False)
    layers = [
        drawing(pl.DataFrame({"zero": [0]}))
        .mark_rule(color=look.colour("quiet"))
        .encode(x=quantity(alt.X, "zero")),
        drawing(best)
        .mark_line(color=look.colour("foreign"), strokeWidth=2, interpolate="step-after")
        .encode(x=x, y=y),
        drawing(shown)
        .mark_point(filled=True, opacity=1, cursor="pointer")
        .encode(
            x=x,
            y=y,
            color=nominal(alt.Color, "colour", scale=None),
            size=quantity(alt.Size, "size", scale=None),
            shape=nominal(
                alt.Shape,
                "is_efficient",
                scale=alt.Scale(domain=[False, True], range=["circle", "diamond"]),
                legend=None,
            ),
            tooltip=tips,
        )
        .add_params(picked),
        drawing(ring)
        .mark_point(filled=False, size=_CHOSEN, strokeWidth=3, color=look.colour("loss"), opacity=1)
        .encode(x=x, y=y),
        drawing(start.rename({"position": "public_cost_krw", "value": "attracted_krw"}))
        .mark_point(shape="cross", size=_CHOSEN, strokeWidth=2, color=look.colour("text"), opacity=1)
        .encode(x=x, y=y),
        named_spots(start, look.colour("text"), align="left", dx=12, dy=-12, fontWeight=600),
    ]
    return finished(layers, look, title, message, _HEIGHT)
