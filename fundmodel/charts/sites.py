"""Charts of all plants: when they are built and opened, and what capacity that makes."""

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, named_spots, nominal, quantity, zero_line
from fundmodel.findings import number
from fundmodel.plant_sentences import capacity_message, timeline_message

_QUARTERS = 4
_ROW = 44
_HEIGHT = 240
_BAR = 0.76
_PHASES = (
    ("building", "start", "completion"),
    ("validation", "completion", "opening"),
    ("operation", "opening", "exit"),
)
_OPACITY = {"building": 0.35, "validation": 0.65, "operation": 1.0}
_ROLE = {"building": "context", "validation": "context", "operation": "public"}


def plant_timeline(sites: pl.DataFrame, look: Look, first_year: int) -> alt.LayerChart:
    """Building, validation and operation of every site, one bar each, in the order of opening.

    Args:
        sites: named_sites of plant_findings.
        look: Language and ground.
        first_year: Year of quarter 0.
    """
    texts = look.texts
    title, message = timeline_message(sites, texts, first_year)
    placed = sites.with_row_index("place").with_columns(
        [
            (first_year + pl.col(f"{name}_quarter") / _QUARTERS).alias(name)
            for name in ("start", "completion", "opening", "exit")
        ]
    )
    last = number(placed["exit"].max()) if sites.height else first_year + 1.0
    order = alt.Y(
        field="name",
        type="nominal",
        sort=placed["name"].to_list(),
        axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=220),
    )
    axis = look.year_axis(float(first_year), last, "from")
    layers: list[alt.Chart] = []
    for code, since, until in _PHASES:
        dates = [
            look.texts.units.quarter(int(quarter), first_year)
            for quarter in placed[f"{since}_quarter"].to_list()
        ]
        bars = placed.select("name", pl.col(since).alias("from"), pl.col(until).alias("to")).with_columns(
            pl.lit(texts(f"plants.{code}")).alias("phase"), pl.Series("since", dates, dtype=pl.String)
        )
        mark = drawing(bars).mark_bar(height=18, color=look.colour(_ROLE[code]), opacity=_OPACITY[code])
        tips = [
            nominal(alt.Tooltip, "name", title=texts("plants.site")),
            nominal(alt.Tooltip, "phase", title=" "),
        ]
        tips.append(nominal(alt.Tooltip, "since", title=texts("chart.when")))
        layers.append(mark.encode(y=order, x=axis, x2=alt.X2(field="to"), tooltip=tips))
        named = bars.head(1).with_columns(((pl.col("from") + pl.col("to")) / 2).alias("middle"))
        label = drawing(named).mark_text(dy=-18, color=look.colour("quiet"))
        layers.append(label.encode(y=order, x=quantity(alt.X, "middle"), text=nominal(alt.Text, "phase")))
    opened = [
        texts("plants.opens", when=texts.units.quarter(int(quarter), first_year))
        for quarter in placed["opening_quarter"].to_list()
    ]
    ends = placed.select("name", "opening").with_columns(pl.Series("text", opened, dtype=pl.String))
    inside = drawing(ends).mark_text(align="left", dx=6, color=look.colour("ground"), fontWeight=600)
    layers.append(inside.encode(y=order, x=quantity(alt.X, "opening"), text=nominal(alt.Text, "text")))
    return finished(layers, look, title, message, _ROW * max(1, sites.height))


def plant_capacity(capacity: pl.DataFrame, look: Look) -> alt.LayerChart:
    """Capacity on line by year, whole and by the funds' share, under the national target.

    Args:
        capacity: capacity of plant_findings.
        look: Language and ground.
    """
    texts = look.texts
    title, message = capacity_message(capacity, texts)
    if capacity.is_empty():
        return finished([zero_line(look)], look, title, message, _HEIGHT)
    most = number(capacity["full_kl"].max())
    full = capacity.filter(pl.col("full_kl") == most)["year"].min()
    shown = capacity.filter(pl.col("year") <= number(full) + 2).with_columns(
        (pl.col("year") + (1 - _BAR) / 2).alias("from"),
        (pl.col("year") + 1 - (1 - _BAR) / 2).alias("to"),
        pl.lit(0).alias("zero"),
    )
    first, last = number(shown["year"].min()), number(shown["year"].max()) + 1
    target = shown.row(0, named=True)["target_kl"]
    top = max(most, target or 0.0) * 1.12
    tips = [
        quantity(alt.Tooltip, "year", title=texts("chart.when"), format="d"),
        quantity(alt.Tooltip, "full_kl", title=texts("plants.kl_online"), format=",.1f"),
        quantity(alt.Tooltip, "owned_kl", title=texts("plants.owned_kl"), format=",.1f"),
    ]
    axis = alt.Axis(title=texts("plants.capacity_axis"), tickCount=5, format=",~r")
    layers = []
    for column, opacity in (("full_kl", 0.4), ("owned_kl", 0.95)):
        bars = drawing(shown).mark_rect(color=look.colour("public"), opacity=opacity)
        y = quantity(alt.Y, column, axis=axis, scale=alt.Scale(domain=[0, top], nice=False))
        layers.append(
            bars.encode(
                x=look.year_axis(first, last, "from"),
                x2=alt.X2(field="to"),
                y=y,
                y2=alt.Y2(field="zero"),
                tooltip=tips,
            )
        )
    labels = shown.filter(pl.col("full_kl") > 0).select(
        ((pl.col("from") + pl.col("to")) / 2).alias("position"),
        pl.col("full_kl").alias("value"),
        pl.col("full_kl").round(0).cast(pl.Int64).cast(pl.String).alias("text"),
    )
    layers.append(named_spots(labels, look.colour("text"), dy=-9))
    if target is not None:
        row = shown.row(0, named=True)
        words = texts(
            "plants.target", programme=row["target_programme"], year=row["target_year"], kl=f"{target:,.0f}"
        )
        spot = pl.DataFrame({"position": [first], "value": [target], "text": [words]})
        rule = drawing(spot).mark_rule(color=look.colour("quiet"), strokeDash=[6, 4])
        layers += [
            rule.encode(y=quantity(alt.Y, "value")),
            named_spots(spot, look.colour("quiet"), align="left", dx=4, dy=-10),
        ]
    return finished(layers, look, title, message, _HEIGHT)
