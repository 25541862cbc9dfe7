"""The chart of what one won becomes: a fund's net asset value beside an index."""

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, nominal, quantity, spread
from fundmodel.findings import number

_HEIGHT = 300
_LABEL_ROOM = 0.3
_LABEL_PIXELS = 18
_DASHES = {"fund": [1, 0], "fund_central": [6, 4], "index": [1, 0]}
_ROLES = {"fund": "whole", "fund_central": "whole", "index": "context"}


def growth_of_one(frame: pl.DataFrame, look: Look) -> alt.LayerChart:
    """What one won becomes on a path: the fund's net asset value and the index, each named at its end.

    Args:
        frame: position (year, as a number), series (fund, fund_central or index), value (won).
        look: Language and ground.
    """
    texts = look.texts
    present = [name for name in _DASHES if name in set(frame["series"])]
    lines = {name: frame.filter(pl.col("series") == name).sort("position") for name in present}
    first = min(float(line["position"][0]) for line in lines.values())
    last = max(float(line["position"][-1]) for line in lines.values())
    top = number(frame["value"].max()) * 1.1
    layers: list[alt.Chart] = []
    ends = [float(line["value"][-1]) for line in lines.values()]
    for name, line in lines.items():
        mark = drawing(line).mark_line(
            color=look.colour(_ROLES[name]),
            strokeWidth=3 if name == "fund" else 1.5,
            strokeDash=_DASHES[name],
        )
        axis = alt.Axis(title=texts("growth.axis"), tickCount=5, format=",~r")
        layers.append(
            mark.encode(
                x=look.year_axis(first, last, room=(last - first) * _LABEL_ROOM),
                y=quantity(alt.Y, "value", axis=axis, scale=alt.Scale(domain=[0, top], nice=False)),
                tooltip=[
                    quantity(alt.Tooltip, "position", title=texts("chart.when"), format=".2f"),
                    quantity(alt.Tooltip, "value", title=texts(f"growth.{name}"), format=".4f"),
                ],
            )
        )
    places = spread(ends, top / _HEIGHT * _LABEL_PIXELS)
    written = [
        f"{texts(f'growth.{name}')} {texts.units.won_ratio(end)}"
        for name, end in zip(present, ends, strict=True)
    ]
    labels = pl.DataFrame({"position": [last] * len(ends), "value": places, "label": written})
    layers.append(
        drawing(labels)
        .mark_text(align="left", dx=8)
        .encode(x=quantity(alt.X, "position"), y=quantity(alt.Y, "value"), text=nominal(alt.Text, "label"))
    )
    known = dict(zip(present, ends, strict=True))
    title = texts(
        "growth.title",
        fund=texts.units.won_ratio(known["fund"]),
        index=texts.units.won_ratio(known["index"]),
    )
    return finished(layers, look, title, f"{title}. {' · '.join(written)}", _HEIGHT)
