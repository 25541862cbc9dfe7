"""The chart of what lies between gross and net, step by step."""

import altair as alt
import polars as pl

from fundmodel.charts.look import CLASSES, Look, drawing, finished, nominal, quantity, zero_line
from fundmodel.findings import bridge_rows, number
from fundmodel.sentences import rate_text

_HEIGHT = 320
_ROOM = 0.14
MEASURES = ("rate", "won")


def bridge(table: pl.DataFrame, look: Look, name: str, measure: str = "rate") -> alt.LayerChart:
    """From gross to net: totals as bars from zero, steps as bars from one total to the next.

    Args:
        table: Rows of gross_to_net of one party, all statistics.
        look: Language and ground.
        name: The party's name.
        measure: rate for points of the yearly return, won for money over the whole life.
    """
    texts, units = look.texts, look.texts.units
    rows = bridge_rows(table)
    totals = rows.filter(pl.col("is_total"))
    first, last = totals.row(0, named=True), totals.row(totals.height - 1, named=True)
    values = {
        "party": name,
        "gross": rate_text(texts, first["rate"], first["status"]),
        "net": rate_text(texts, last["rate"], last["status"]),
    }
    title = texts("bridge.title", **values)
    is_rate = measure == MEASURES[0]
    level, change = ("rate", "rate_change") if is_rate else ("total_krw", "change_krw")
    words = []
    bars = []
    for row in rows.iter_rows(named=True):
        word = texts(f"bridge.{row['step']}")
        point, won = row["rate_change"], units.won(row["change_krw"], True, False)
        if not row["is_total"]:
            step = texts("status.unknown") if point is None else units.points(point)
            words.append(texts("bridge.row", step=word, points=step, won=won))
        if row[level] is None or (not row["is_total"] and row[change] is None):
            continue
        size = row[level] if row["is_total"] else row[change]
        label = _label(look, size, is_rate, bool(row["is_total"]))
        role = _role(str(row["party_code"]), bool(row["is_total"]), size)
        bars.append(
            {
                "name": word,
                "low": 0.0 if row["is_total"] else float(row[level] - row[change]),
                "high": float(row[level]),
                "top": max(float(row[level]), 0.0 if row["is_total"] else float(row[level] - row[change])),
                "label": label,
                "colour": look.colour(role),
            }
        )
    message = f"{title}. " + " ".join(words)
    drawn = pl.DataFrame(
        bars,
        schema={
            "name": pl.String,
            "low": pl.Float64,
            "high": pl.Float64,
            "top": pl.Float64,
            "label": pl.String,
            "colour": pl.String,
        },
    )
    return finished(_layers(drawn, look, is_rate), look, title, message, _HEIGHT)


def _label(look: Look, size: float, is_rate: bool, is_total: bool) -> str:
    units = look.texts.units
    if is_rate:
        return units.rate(size) if is_total else units.points(size)
    return units.won(size, not is_total, False)


def _role(party: str, is_total: bool, size: float) -> str:
    """Totals have the colour of the class, what is taken that of a loss, what is given that of context."""
    if is_total:
        return party if party in CLASSES else "whole"
    return "loss" if size < 0 else "context"


def _layers(drawn: pl.DataFrame, look: Look, is_rate: bool) -> list[alt.Chart]:
    low = min([0.0, *drawn["high"].to_list(), *drawn["low"].to_list()])
    high = max([0.0, *drawn["top"].to_list()])
    room = (high - low) * _ROOM or 1.0
    axis = look.share_axis(look.texts("chart.rate_axis")) if is_rate else look.won_axis(number(high))
    scale = alt.Scale(domain=[low - (room if low < 0 else 0), high + room], nice=False)
    names = alt.Axis(title=None, labelAngle=0, labelLimit=110, ticks=False, domain=False, labelPadding=8)
    base = drawing(drawn).encode(x=nominal(alt.X, "name", sort=drawn["name"].to_list(), axis=names))
    return [
        base.mark_bar(size=38).encode(
            y=quantity(alt.Y, "low", axis=axis, scale=scale),
            y2=alt.Y2(field="high"),
            color=nominal(alt.Color, "colour", scale=None),
            tooltip=[
                nominal(alt.Tooltip, "name", title=look.texts("bridge.step")),
                nominal(alt.Tooltip, "label", title=look.texts("bridge.size")),
            ],
        ),
        base.mark_text(dy=-10, fontWeight=600).encode(
            y=quantity(alt.Y, "top", scale=scale), text=nominal(alt.Text, "label")
        ),
        zero_line(look),
    ]
