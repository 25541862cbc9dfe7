"""Charts of solving: the points of a search, the response of foreign investors, and what levers do to it."""

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, named_spots, nominal, quantity
from fundmodel.findings import number

_HEIGHT = 320
_POINT, _BEST = 70, 180
_ROW = 44
# Room for the texts of ends that bring less, between the names of levers and the plot.
_ROOM = 110


def search_chart(
    tried: pl.DataFrame,
    look: Look,
    target: float,
    column: str,
    now: float,
    label: str,
    title: str,
    message: str,
) -> alt.LayerChart:
    """Every value that a search tried, what came of it, and the target as a line.

    Args:
        tried: value (in the unit of the axis), answer, is_solution, value_text, answer_text, batch.
        look: Language and ground.
        target: The wanted answer.
        column: The answer's column; its suffix says the unit.
        now: The value as set, in the unit of the axis.
        label: Title of the axis of values: name and unit.
        title: What was found.
        message: The same in a sentence.
    """
    texts = look.texts
    shown = (
        tried.drop_nulls("answer")
        .sort("is_solution", "value")
        .with_columns(
            pl.when(pl.col("is_solution"))
            .then(pl.lit(look.colour("loss")))
            .otherwise(pl.lit(look.colour("public")))
            .alias("colour"),
            pl.when(pl.col("is_solution")).then(_BEST).otherwise(_POINT).alias("size"),
        )
    )
    x = quantity(
        alt.X, "value", axis=alt.Axis(title=label, tickCount=6, grid=False), scale=alt.Scale(zero=False)
    )
    y = quantity(
        alt.Y, "answer", axis=answer_axis(look, column, shown), scale=alt.Scale(zero=False, padding=18)
    )
    tips = [
        nominal(alt.Tooltip, "value_text", title=label),
        nominal(alt.Tooltip, "answer_text", title=texts("design.answer")),
        nominal(alt.Tooltip, "batch", title=texts("design.batch")),
    ]
    line = (
        drawing(shown.sort("value")).mark_line(color=look.colour("context"), strokeWidth=1.5).encode(x=x, y=y)
    )
    points = (
        drawing(shown)
        .mark_point(filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            color=nominal(alt.Color, "colour", scale=None),
            size=quantity(alt.Size, "size", scale=None),
            shape=nominal(
                alt.Shape,
                "is_solution",
                scale=alt.Scale(domain=[False, True], range=["circle", "diamond"]),
                legend=None,
            ),
            tooltip=tips,
        )
    )
    goal = drawing(pl.DataFrame({"target": [target]})).mark_rule(
        color=look.colour("loss"), strokeDash=[6, 4], strokeWidth=1.5
    )
    set_now = drawing(pl.DataFrame({"now": [now]})).mark_rule(color=look.colour("context"), strokeDash=[2, 3])
    edge = shown["value"].min()
    spots = pl.DataFrame({"position": [edge], "value": [target], "text": [texts("design.target_line")]})
    ends = shown.filter(pl.col("is_solution")).select(
        pl.col("value").alias("position"), pl.col("answer").alias("value"), pl.col("value_text").alias("text")
    )
    top = shown["answer"].max()
    placed = pl.DataFrame({"position": [now], "value": [top], "text": [texts("design.as_set")]})
    layers = [
        goal.encode(y=quantity(alt.Y, "target")),
        set_now.encode(x=quantity(alt.X, "now")),
        line,
        points,
        named_spots(spots, look.colour("loss"), align="left", dy=-8, dx=4),
        named_spots(placed, look.colour("quiet"), align="left", dy=-8, dx=6),
        named_spots(ends, look.colour("text"), align="left", dy=-12, dx=10, fontWeight=600),
    ]
    return finished(layers, look, title, message, _HEIGHT)


def answer_axis(look: Look, column: str, shown: pl.DataFrame) -> alt.Axis:
    """The axis of an answer in the unit of its column.

    Args:
        look: Language and ground.
        column: The answer's column; its suffix says the unit.
        shown: Rows whose `answer` stands on the axis.
    """
    title = look.texts(f"design.column.{column}")
    if column.endswith("_krw"):
        most = shown["answer"].abs().max()
        step, unit = look.won_unit(float(most) if isinstance(most, float) else 0.0)
        return alt.Axis(
            title=f"{title}, {unit}", labelExpr=f"format(datum.value / {step:.0f}, ',~r')", tickCount=5
        )
    if column.endswith(("_multiple", "_won")):
        return alt.Axis(title=title, labelExpr="format(datum.value, '.2f')", tickCount=5)
    return alt.Axis(title=title, labelExpr="format(datum.value * 100, ',~r') + ' %'", tickCount=5)


def response_chart(
    scan: pl.DataFrame, solved: pl.DataFrame, look: Look, now: float, title: str, message: str
) -> alt.LayerChart:
    """Foreign share that investors would commit, over the share that is put in; solutions on the diagonal.

    Args:
        scan: share, demanded_share.
        solved: share, text of each solution.
        look: Language and ground.
        now: The share as set.
        title: What was found.
        message: The same in a sentence.
    """
    texts = look.texts
    most = number(scan["share"].max())
    top = max(number(scan["demanded_share"].max()), number(solved["share"].max()), now)
    domain = [0, min(most, top * (1 + 1 / 2)) or most]
    x = quantity(
        alt.X,
        "share",
        axis=look.share_axis(texts("response.put_in_axis")),
        scale=alt.Scale(domain=domain, nice=False),
    )
    y = quantity(
        alt.Y,
        "demanded_share",
        axis=look.share_axis(texts("response.demand_axis")),
        scale=alt.Scale(domain=[0, top * (1 + 1 / 4) or most], nice=False),
    )
    diagonal = pl.DataFrame({"share": [0.0, most], "demanded_share": [0.0, most]})
    spots = solved.with_columns(pl.col("share").alias("demanded_share"))
    tips = [
        quantity(alt.Tooltip, "share", title=texts("response.put_in_axis"), format=".2%"),
        quantity(alt.Tooltip, "demanded_share", title=texts("response.demand_axis"), format=".2%"),
    ]
    as_set = pl.DataFrame({"share": [now]}).filter(pl.col("share") <= domain[1])
    layers = [
        drawing(diagonal)
        .mark_line(color=look.colour("context"), strokeDash=[4, 4], clip=True)
        .encode(x=x, y=y),
        drawing(as_set).mark_rule(color=look.colour("context"), strokeDash=[2, 3]).encode(x=x),
        drawing(scan)
        .mark_line(color=look.colour("foreign"), strokeWidth=3, clip=True, point=alt.OverlayMarkDef(size=40))
        .encode(x=x, y=y, tooltip=tips),
        drawing(spots)
        .mark_point(filled=True, size=_BEST, shape="diamond", color=look.colour("loss"), opacity=1)
        .encode(x=x, y=y, tooltip=tips),
        drawing(spots)
        .mark_text(align="left", dx=12, dy=-14, fontWeight=600, color=look.colour("text"))
        .encode(x=x, y=y, text=nominal(alt.Text, "text")),
    ]
    return finished(layers, look, title, message, _HEIGHT)


def lever_chart(effects: pl.DataFrame, look: Look, start: float, title: str, message: str) -> alt.LayerChart:
    """Foreign share that comes when a lever is moved to its ends, against the share that comes now.

    Args:
        effects: label (of the lever), text (of the end), foreign_share, is_more (than at the start).
        look: Language and ground.
        start: The share that comes now.
        title: What was found.
        message: The same in a sentence.
    """
    texts = look.texts
    reach = max(number(effects["foreign_share"].max()), start)
    x = quantity(
        alt.X,
        "foreign_share",
        axis=look.share_axis(texts("response.share_axis")),
        scale=alt.Scale(domain=[0, reach * (1 + 1 / 3)], nice=False),
    )
    y = nominal(
        alt.Y,
        "label",
        sort=effects["label"].unique(maintain_order=True).to_list(),
        axis=alt.Axis(title=None, labelLimit=220, offset=_ROOM, domain=False, ticks=False),
    )
    shown = effects.with_columns(
        pl.lit(start).alias("start"),
        pl.when(pl.col("is_more"))
        .then(pl.lit(look.colour("foreign")))
        .otherwise(pl.lit(look.colour("context")))
        .alias("colour"),
    )
    layers = [
        drawing(shown)
        .mark_bar(height=10)
        .encode(x=x, x2=alt.X2(field="start"), y=y, color=nominal(alt.Color, "colour", scale=None)),
        drawing(pl.DataFrame({"foreign_share": [start]}))
        .mark_rule(color=look.colour("text"), strokeWidth=1.5)
        .encode(x=x),
        *(
            drawing(shown.filter(pl.col("is_more") == is_more))
            .mark_text(
                align="left" if is_more else "right", dx=6 if is_more else -6, color=look.colour("text")
            )
            .encode(x=x, y=y, text=nominal(alt.Text, "text"))
            for is_more in (True, False)
        ),
    ]
    rows = effects["label"].n_unique()
    return finished(layers, look, title, message, _ROW * (rows + 1))
