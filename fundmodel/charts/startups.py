"""Charts of companies: the pipeline by phase, how they leave it, and which of them bring the money back."""

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, nominal, quantity, zero_line
from fundmodel.findings import number
from fundmodel.startup_findings import ALL, EXITS, PHASES, exits_by_year, pipeline_of
from fundmodel.startup_sentences import (
    bucket_text,
    exits_message,
    fate_text,
    phase_message,
    phase_text,
    pipeline_message,
    returns_message,
)

_HEIGHT = 300
_BAR = 0.76
_LEAST = 1 / 2
_ROOM = 1.15
# The legend stands above the title of the axis, which stands above the axis.
_OVER_AXIS = 34


def _legend(order: list[str]) -> alt.Legend:
    return alt.Legend(title=None, orient="top", direction="horizontal", values=order, offset=_OVER_AXIS)


def _years(frame: pl.DataFrame) -> pl.DataFrame:
    """Bars of a year, with room to the next one."""
    side = (1 - _BAR) / 2
    return frame.with_columns((pl.col("year") + side).alias("from"), (pl.col("year") + 1 - side).alias("to"))


def _shades(names: list[str], look: Look) -> alt.Color:
    """One hue in even steps, so that an order of stages reads as an order."""
    strong, ground = look.colour("public"), look.colour("ground")
    steps = [place / len(names) for place in range(1, len(names) + 1)]
    colours = [_mixed(strong, ground, part) for part in steps]
    return nominal(
        alt.Color, "name", scale=alt.Scale(domain=names, range=colours), legend=_legend(names), sort=names
    )


def _mixed(strong: str, ground: str, part: float) -> str:
    pairs = ((int(strong[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(g + (s - g) * part):02X}" for s, g in pairs)


def _stacked(rows: pl.DataFrame, names: list[str], look: Look, title: str) -> list[alt.Chart]:
    """Bars by year, the first name lowest; columns name, year, count."""
    order = {name: place for place, name in enumerate(names)}
    stacked = (
        rows.with_columns(pl.col("name").replace_strict(order, return_dtype=pl.Int32).alias("place"))
        .sort("year", "place")
        .with_columns(pl.col("count").cum_sum().over("year").alias("top"))
        .with_columns((pl.col("top") - pl.col("count")).alias("bottom"))
    )
    shown = _years(stacked.filter(pl.col("count") > 0))
    first, last = number(rows["year"].min()), number(rows["year"].max()) + 1
    axis = alt.Axis(title=title, tickCount=5, format=",~r")
    tips = [
        quantity(alt.Tooltip, "year", title=look.texts("chart.when"), format="d"),
        nominal(alt.Tooltip, "name", title=" "),
        quantity(alt.Tooltip, "count", title=look.texts("startups.companies"), format=",.2f"),
    ]
    bars = drawing(shown).mark_rect()
    return [
        bars.encode(
            x=look.year_axis(first, last, "from"),
            x2=alt.X2(field="to"),
            y=quantity(alt.Y, "bottom", axis=axis),
            y2=alt.Y2(field="top"),
            color=_shades(names, look),
            tooltip=tips,
        )
    ]


def _while_some(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The years up to the last one in which there is half a company or more."""
    some = frame.filter(pl.col(column) >= _LEAST)["year"]
    return frame.filter(pl.col("year") <= number(some.max())) if some.len() else frame.head(1)


def pipeline_by_phase(pipeline: pl.DataFrame, look: Look) -> alt.LayerChart:
    """Companies in each phase at the end of each year, stacked, with the band of all together.

    Args:
        pipeline: startup_pipeline of one scenario, all statistics.
        look: Language and ground.
    """
    title, message = pipeline_message(pipeline, look.texts)
    every = pipeline_of(pipeline)
    if every.is_empty() or not number(every["company_count"].max()):
        return finished([zero_line(look)], look, title, message, _HEIGHT)
    every = _while_some(every, "company_count")
    names = [phase_text(look.texts, phase) for phase in PHASES]
    rows = pl.concat(
        pipeline_of(pipeline, phase).select(
            pl.lit(name).alias("name"), "year", pl.col("company_count").alias("count")
        )
        for phase, name in zip(PHASES, names, strict=True)
    ).join(every.select("year"), on="year", how="semi")
    layers = _stacked(rows, names, look, look.texts("startups.companies_axis"))
    band = every.drop_nulls().with_columns((pl.col("year") + 1 / 2).alias("position"))
    if band.height:
        whisker = drawing(band).mark_rule(color=look.colour("text"), strokeWidth=1.5)
        tips = [
            quantity(alt.Tooltip, "year", title=look.texts("chart.when"), format="d"),
            quantity(alt.Tooltip, "low_count", title="P10", format=",.1f"),
            quantity(alt.Tooltip, "high_count", title="P90", format=",.1f"),
        ]
        layers.append(
            whisker.encode(
                x=quantity(alt.X, "position"),
                y=quantity(alt.Y, "low_count"),
                y2=alt.Y2(field="high_count"),
                tooltip=tips,
            )
        )
    return finished(layers, look, title, message, _HEIGHT)


def companies_in_phase(
    pipeline: pl.DataFrame, phase: str, look: Look, base: pl.DataFrame | None = None
) -> alt.LayerChart:
    """Companies in one phase over time: the mean, the band of nine paths in ten, and the base case.

    Args:
        pipeline: startup_pipeline of one scenario, all statistics.
        phase: A phase, or all.
        look: Language and ground.
        base: The same of the base case, as a thin grey line; None to leave it out.
    """
    title, message = phase_message(pipeline, phase, look.texts)
    rows = pipeline_of(pipeline, phase)
    if rows.is_empty() or not number(rows["company_count"].max()):
        return finished([zero_line(look)], look, title, message, _HEIGHT)
    every = _while_some(pipeline_of(pipeline, ALL), "company_count")
    end = (pl.col("year") + 1).alias("position")
    shown = rows.join(every.select("year"), on="year", how="semi").with_columns(end)
    colour = look.colour("public")
    x = look.year_axis(number(shown["year"].min()), number(shown["position"].max()))
    axis = alt.Axis(title=look.texts("startups.companies_axis"), tickCount=5, format=",~r")
    layers: list[alt.Chart] = []
    band = shown.drop_nulls()
    if band.height:
        area = drawing(band).mark_area(color=colour, opacity=0.18)
        layers.append(
            area.encode(x=x, y=quantity(alt.Y, "low_count", axis=axis), y2=alt.Y2(field="high_count"))
        )
    if base is not None:
        grey = pipeline_of(base, phase).join(every.select("year"), on="year", how="semi").with_columns(end)
        thin = drawing(grey).mark_line(color=look.colour("context"), strokeWidth=1.5)
        layers.append(thin.encode(x=quantity(alt.X, "position"), y=quantity(alt.Y, "company_count")))
    tips = [
        quantity(alt.Tooltip, "year", title=look.texts("chart.when"), format="d"),
        quantity(alt.Tooltip, "company_count", title=look.texts("startups.companies"), format=",.2f"),
    ]
    line = drawing(shown).mark_line(color=colour, strokeWidth=3, point=alt.OverlayMarkDef(color=colour))
    layers.append(line.encode(x=x, y=quantity(alt.Y, "company_count", axis=axis), tooltip=tips))
    return finished(layers, look, title, message, _HEIGHT)


def exits_over_time(outcomes: pl.DataFrame, look: Look) -> alt.LayerChart:
    """Sales, listings, licences and approvals by year.

    Args:
        outcomes: policy_outcomes of one scenario, all statistics.
        look: Language and ground.
    """
    title, message = exits_message(outcomes, look.texts)
    rows = exits_by_year(outcomes)
    if rows.is_empty() or not number(rows["count"].max()):
        return finished([zero_line(look)], look, title, message, _HEIGHT)
    present = [measure for measure in EXITS if measure in set(rows["measure"])]
    names = {measure: fate_text(look.texts, measure) for measure in present}
    last = number(rows.filter(pl.col("count") >= _LEAST / 10)["year"].max())
    shown = rows.filter(pl.col("year") <= last).with_columns(
        pl.col("measure").replace_strict(names).alias("name")
    )
    axis = look.texts("startups.exits_axis")
    return finished(_stacked(shown, list(names.values()), look, axis), look, title, message, _HEIGHT)


def money_by_multiple(returns: pl.DataFrame, look: Look) -> alt.LayerChart:
    """How many companies return how much, beside how much of the money they bring.

    Args:
        returns: company_returns of one scenario.
        look: Language and ground.
    """
    texts = look.texts
    title, message = returns_message(returns, texts)
    if returns.is_empty():
        return finished([zero_line(look)], look, title, message, _HEIGHT)
    ordered = returns.sort("from_multiple")
    buckets = [
        bucket_text(texts, low, high)
        for low, high in ordered.select("from_multiple", "to_multiple").iter_rows()
    ]
    named = ordered.with_columns(pl.Series("bucket", buckets))
    sides = (("company_share", "companies_part", "context"), ("proceeds_share", "money_part", "public"))
    names = [texts(f"startups.{key}") for _, key, _ in sides]
    shown = pl.concat(
        named.select("bucket", pl.lit(name).alias("series"), pl.col(column).alias("share"))
        for (column, _, _), name in zip(sides, names, strict=True)
    )
    shown = shown.with_columns(
        pl.Series("label", [texts.units.share(value) for value in shown["share"].to_list()])
    )
    colours = [look.colour(role) for _, _, role in sides]
    axis = alt.Axis(title=texts("startups.multiple_axis"), labelAngle=0, ticks=False)
    base = drawing(shown).encode(
        x=nominal(alt.X, "bucket", sort=buckets, axis=axis),
        xOffset=nominal(alt.XOffset, "series", sort=names),
        y=quantity(
            alt.Y,
            "share",
            axis=look.share_axis(texts("startups.share_axis")),
            scale=alt.Scale(domain=[0, number(shown["share"].max()) * _ROOM], nice=False),
        ),
        tooltip=[
            nominal(alt.Tooltip, "bucket", title=texts("startups.multiple_axis")),
            nominal(alt.Tooltip, "series", title=" "),
            quantity(alt.Tooltip, "share", title=texts("startups.share_axis"), format=".2%"),
        ],
    )
    colour = nominal(
        alt.Color, "series", sort=names, scale=alt.Scale(domain=names, range=colours), legend=_legend(names)
    )
    layers = [
        base.mark_bar().encode(color=colour),
        base.mark_text(dy=-8, color=look.colour("text")).encode(text=nominal(alt.Text, "label")),
    ]
    return finished(layers, look, title, message, _HEIGHT)
