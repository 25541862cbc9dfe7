"""Charts of money over time: calls down, distributions up, and the J-curve over them."""

from typing import Any

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, nominal, quantity, room_for, zero_line
from fundmodel.findings import bars_of, by_year, line_of, number, turning_points
from fundmodel.sentences import cash_message

_QUARTERS = 4
_HEIGHT = 340
_NAV_HEIGHT = 220
_YEAR_BAR = 0.76
_QUARTER_BAR = 0.2
_THIN, _THICK = 1.5, 3
_FLOOR = 1.15


def _placed(flows: pl.DataFrame, look: Look, first_year: int) -> pl.DataFrame:
    """Quarters on a year axis, with their names: bars start with the quarter, balances stand at its end."""
    names = [look.texts.units.quarter(quarter, first_year) for quarter in flows["quarter"].to_list()]
    start = pl.col("year") + (pl.col("quarter") % _QUARTERS) / _QUARTERS
    return flows.with_columns(
        start.alias("start"),
        (start + 1 / _QUARTERS).alias("position"),
        pl.Series("when", names, dtype=pl.String),
    )


def _in_won(column: str, look: Look) -> str:
    """The name of an amount with its unit, for a tip in full precision."""
    return look.texts("chart.in_won", name=look.texts(f"term.{column.removesuffix('_krw')}"))


def _tips(look: Look, *columns: str) -> list[alt.Tooltip]:
    amounts = [quantity(alt.Tooltip, name, title=_in_won(name, look), format=",") for name in columns]
    return [nominal(alt.Tooltip, "when", title=look.texts("chart.when")), *amounts]


def _bars(frame: pl.DataFrame, look: Look, role: str, width: float, x: alt.X) -> list[alt.Chart]:
    shown = frame.with_columns(
        (-pl.col("calls_krw")).alias("called"),
        (pl.col("start") + width).alias("end"),
        pl.lit(0).alias("zero"),
    )
    base = drawing(shown).encode(
        x=x,
        x2=alt.X2(field="end"),
        y2=alt.Y2(field="zero"),
        tooltip=_tips(look, "calls_krw", "distributions_krw", "net_krw"),
    )
    colour = look.colour(role)
    calls = base.mark_rect(color=colour, opacity=0.4).encode(y=quantity(alt.Y, "called"))
    return [calls, base.mark_rect(color=colour, opacity=0.75).encode(y=quantity(alt.Y, "distributions_krw"))]


def _band(flows: pl.DataFrame, column: str, look: Look, role: str) -> list[alt.Chart]:
    """P10 to P90 of a column; nothing without random paths."""
    wide = flows.filter(pl.col("statistic").is_in(["p10", "p90"])).pivot(
        "statistic", index="position", values=column, aggregate_function=None
    )
    if wide.is_empty():
        return []
    area = drawing(wide).mark_area(color=look.colour(role), opacity=0.18)
    return [area.encode(x=quantity(alt.X, "position"), y=quantity(alt.Y, "p10"), y2=alt.Y2(field="p90"))]


def _line(frame: pl.DataFrame, column: str, look: Look, colour: str, width: float) -> alt.Chart:
    line = drawing(frame.select("position", "when", column)).mark_line(color=colour, strokeWidth=width)
    return line.encode(x=quantity(alt.X, "position"), y=quantity(alt.Y, column), tooltip=_tips(look, column))


def _label(spot: pl.DataFrame, look: Look, **mark: Any) -> list[alt.Chart]:  # noqa: ANN401
    """A text with a halo, so that it stays readable over bars and lines."""
    chart = drawing(spot).encode(
        x=quantity(alt.X, "position"), y=quantity(alt.Y, "value"), text=nominal(alt.Text, "text")
    )
    halo = chart.mark_text(fontWeight=600, stroke=look.colour("ground"), strokeWidth=5, **mark)
    return [halo, chart.mark_text(fontWeight=600, color=look.colour("text"), **mark)]


def _turns(flows: pl.DataFrame, look: Look, first_year: int, middle: float) -> list[alt.Chart]:
    """The trough and the break-even, marked and named."""
    points, texts = turning_points(flows), look.texts
    start = number(line_of(flows)["year"].min())
    need = texts.units.won(points.peak_need_krw)
    named = [(points.trough_quarter, -points.peak_need_krw, "chart.trough", "center")]
    if points.payback_quarter is not None:
        side = "left" if start + points.payback_quarter / _QUARTERS < middle else "right"
        named.append((points.payback_quarter, 0, "chart.payback", side))
    marks: list[alt.Chart] = []
    for quarter, value, key, align in named:
        text = texts(key, when=texts.units.quarter(quarter, first_year), amount=need)
        spot = pl.DataFrame(
            {"position": [start + (quarter + 1) / _QUARTERS], "value": [value], "text": [text]}
        )
        point = drawing(spot).mark_point(filled=True, size=70, color=look.colour("text"), opacity=1)
        marks.append(point.encode(x=quantity(alt.X, "position"), y=quantity(alt.Y, "value")))
        marks += _label(spot, look, dy=18, align=align)
    return marks


def cash_flow(
    flows: pl.DataFrame,
    look: Look,
    first_year: int,
    base: pl.DataFrame | None = None,
    period: str = "year",
    role: str = "whole",
) -> alt.LayerChart:
    """Calls and distributions of one party over time, with its cumulative J-curve.

    Args:
        flows: Rows of fund_cash_flow of one party, all statistics, one scenario.
        look: Language and ground.
        first_year: Year of quarter 0.
        base: The same rows of the base case, drawn as a thin grey line; None to leave it out.
        period: "year" (bars by year, J-curve), "quarter" (bars, net) or "cumulative" (the J-curve alone).
        role: Colour role: the class of the party, or whole.
    """
    texts = look.texts
    placed = _placed(flows, look, first_year)
    column = "net_krw" if period == "quarter" else "cumulative_krw"
    main = line_of(placed)
    first, last = number(main["start"].min()), number(main["position"].max())
    x = look.year_axis(first, last, "start")
    layers: list[alt.Chart] = [zero_line(look)]
    if period == "year":
        yearly = by_year(bars_of(flows)).with_columns(
            (pl.col("year") + (1 - _YEAR_BAR) / 2).alias("start"),
            pl.col("year").cast(pl.String).alias("when"),
        )
        layers += _bars(yearly, look, role, _YEAR_BAR, x)
    elif period == "quarter":
        layers += _bars(bars_of(placed), look, role, _QUARTER_BAR, x)
    layers += _band(placed, column, look, role)
    if base is not None:
        layers.append(
            _line(_placed(line_of(base), look, first_year), column, look, look.colour("context"), _THIN)
        )
    most = float(
        placed.select(pl.col(column, "calls_krw", "distributions_krw").abs()).max().max_horizontal().item()
        or 0
    )
    low = min(number(frame[column].min()) for frame in (placed, *([] if base is None else [base])))
    if period != "quarter" and low < 0:
        layers.append(room_for(look, column, [_FLOOR * low]))
    line = _line(main, column, look, look.colour(role), _THIN if period == "quarter" else _THICK)
    layers.append(
        line.encode(x=look.year_axis(first, last), y=quantity(alt.Y, column, axis=look.won_axis(most)))
    )
    if "p50" in placed["statistic"]:
        central = placed.filter(pl.col("statistic") == "central")
        layers.append(
            _line(central, column, look, look.colour(role), _THIN).encode(strokeDash=alt.value([6, 4]))
        )
    if period != "quarter":
        layers += _turns(flows, look, first_year, (first + last) / 2)
    title, message = cash_message(flows, texts, first_year, base)
    return finished(layers, look, title, message, _HEIGHT)


def nav_over_time(
    flows: pl.DataFrame,
    look: Look,
    name: str,
    base: pl.DataFrame | None = None,
    role: str = "whole",
) -> alt.LayerChart:
    """Net asset value of one party at the end of each quarter, with the band of the random paths.

    Args:
        flows: Rows of fund_cash_flow or investor_cash_flow of one party, all statistics, one scenario.
        look: Language and ground.
        name: The party's name.
        base: The same rows of the base case, drawn as a thin grey line; None to leave it out.
        role: Colour role: the class of the party, or whole.
    """
    texts = look.texts
    first_year = int(number(flows["year"].min())) - int(number(flows["quarter"].min())) // _QUARTERS
    placed = _placed(flows, look, first_year)
    main = line_of(placed).sort("quarter")
    top = main.sort("nav_krw", "quarter", descending=[True, False]).row(0, named=True)
    values = {"name": name, "most": texts.units.won(top["nav_krw"]), "when": top["when"]}
    title = texts("cash.nav_title", **values)
    layers: list[alt.Chart] = [zero_line(look), *_band(placed, "nav_krw", look, role)]
    if base is not None:
        grey = _placed(line_of(base), look, first_year)
        layers.append(_line(grey, "nav_krw", look, look.colour("context"), _THIN))
    line = _line(main, "nav_krw", look, look.colour(role), _THICK)
    axis = look.won_axis(number(placed["nav_krw"].max()))
    x = look.year_axis(number(main["start"].min()), number(main["position"].max()))
    layers.append(line.encode(x=x, y=quantity(alt.Y, "nav_krw", axis=axis)))
    return finished(layers, look, title, f"{title}.", _NAV_HEIGHT)
