"""Charts of foreign capital: its share by each definition, and what it adds to public money."""

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, nominal, quantity, room_for, spread
from fundmodel.findings import SHARES, final_shares, line_of, number
from fundmodel.sentences import foreign_message, per_public_message

_QUARTERS = 4
_HEIGHT = 320
_LABEL_PIXELS = 21
_LABEL_ROOM = 0.38
_DASHES = ([1, 0], [8, 3], [3, 3], [8, 3, 2, 3])


def _placed(foreign: pl.DataFrame) -> pl.DataFrame:
    return foreign.with_columns(
        (pl.col("year") + (pl.col("quarter") % _QUARTERS + 1) / _QUARTERS).alias("position")
    )


def _band(frame: pl.DataFrame, column: str, look: Look) -> list[alt.Chart]:
    wide = frame.filter(pl.col("statistic").is_in(["p5", "p95"])).pivot(
        "statistic", index="position", values=column, aggregate_function=None
    )
    if wide.is_empty():
        return []
    area = drawing(wide.drop_nulls()).mark_area(color=look.colour("foreign"), opacity=0.18)
    return [area.encode(x=quantity(alt.X, "position"), y=quantity(alt.Y, "p5"), y2=alt.Y2(field="p95"))]


def foreign_shares(
    foreign: pl.DataFrame,
    look: Look,
    first_year: int,
    base: pl.DataFrame | None = None,
    nav_quarter: int | None = None,
) -> alt.LayerChart:
    """The foreign share over time by four definitions, each line named at its end.

    Args:
        foreign: foreign_share of one scenario, all statistics.
        look: Language and ground.
        first_year: Year of quarter 0.
        base: The same of the base case, as thin grey lines; None to leave it out.
        nav_quarter: Quarter whose share of NAV names its line; None for the last.
    """
    texts = look.texts
    final = final_shares(foreign, nav_quarter)
    line = _placed(line_of(foreign))
    most = max(
        number(frame[name].max())
        for name in SHARES
        for frame in (line, *([base] if base is not None else []))
    )
    top = most * 1.15 or 0.01
    first, last = float(first_year), number(line["position"].max())
    x = look.year_axis(first, last, room=(last - first) * _LABEL_ROOM)
    scale = alt.Scale(zero=True, nice=False)
    layers: list[alt.Chart] = [room_for(look, SHARES[0], [0.0, top])]
    if base is not None:
        grey = _placed(line_of(base))
        layers += [
            drawing(grey.select("position", name).drop_nulls())
            .mark_line(color=look.colour("context"), strokeWidth=1.2, strokeDash=dash)
            .encode(x=quantity(alt.X, "position"), y=quantity(alt.Y, name))
            for name, dash in zip(SHARES, _DASHES, strict=True)
        ]
    ends, names = [], []
    for name, dash in zip(SHARES, _DASHES, strict=True):
        drawn = line.select("position", "year", name).drop_nulls()
        if drawn.is_empty():
            continue
        label = texts(f"foreign.{name}")
        tips = [
            quantity(alt.Tooltip, "year", title=texts("chart.when")),
            quantity(alt.Tooltip, name, title=label, format=".4%"),
        ]
        chart = drawing(drawn).mark_line(color=look.colour("foreign"), strokeWidth=3, strokeDash=dash)
        y = quantity(alt.Y, name, axis=look.share_axis(texts("chart.foreign_axis")), scale=scale)
        layers.append(chart.encode(x=x, y=y, tooltip=tips))
        ends.append(final[name] or 0.0)
        names.append(f"{label} {texts.units.share(ends[-1])}")
    if ends:
        places = spread(ends, top / _HEIGHT * _LABEL_PIXELS)
        labels = pl.DataFrame({"position": [last] * len(ends), "value": places, "label": names})
        text = drawing(labels).mark_text(align="left", dx=8)
        layers.append(
            text.encode(
                x=quantity(alt.X, "position"), y=quantity(alt.Y, "value"), text=nominal(alt.Text, "label")
            )
        )
    layers += _band(_placed(foreign), "of_paid_in_share", look)
    title, message = foreign_message(foreign, texts, base, nav_quarter)
    return finished(layers, look, title, message, _HEIGHT)


def foreign_per_public(
    foreign: pl.DataFrame, look: Look, first_year: int, base: pl.DataFrame | None = None
) -> alt.LayerChart:
    """Foreign won paid in per public won paid in, cumulative to each quarter.

    Args:
        foreign: foreign_share of one scenario, all statistics.
        look: Language and ground.
        first_year: Year of quarter 0.
        base: The same of the base case; None to leave it out.
    """
    texts, name = look.texts, "foreign_won_per_public_won"
    line = _placed(line_of(foreign)).select("position", "year", name).drop_nulls()
    first, last = float(first_year), number(_placed(foreign)["position"].max())
    layers = _band(_placed(foreign), name, look)
    if base is not None:
        grey = _placed(line_of(base)).select("position", name).drop_nulls()
        thin = drawing(grey).mark_line(color=look.colour("context"), strokeWidth=1.5)
        layers.append(thin.encode(x=quantity(alt.X, "position"), y=quantity(alt.Y, name)))
    axis = alt.Axis(title=texts("chart.per_public_axis"), tickCount=5, format=",~r")
    tips = [
        quantity(alt.Tooltip, "year", title=texts("chart.when")),
        quantity(alt.Tooltip, name, title=texts(f"foreign.{name}"), format=".4f"),
    ]
    chart = drawing(line).mark_line(color=look.colour("foreign"), strokeWidth=3)
    y = quantity(alt.Y, name, axis=axis, scale=alt.Scale(zero=True))
    layers.append(chart.encode(x=look.year_axis(first, last), y=y, tooltip=tips))
    if line.height:
        end = line.tail(1).with_columns(pl.lit(texts.units.won_ratio(float(line[name][-1]))).alias("label"))
        text = drawing(end).mark_text(align="right", dy=-12, fontWeight=600)
        layers.append(
            text.encode(
                x=quantity(alt.X, "position"), y=quantity(alt.Y, name), text=nominal(alt.Text, "label")
            )
        )
    title, message = per_public_message(foreign, texts, base)
    return finished(layers, look, title, message, 240)
