"""Charts of the plants of one site: how full they are, what they earn, owe and cover."""

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, named_spots, nominal, quantity, zero_line
from fundmodel.findings import number
from fundmodel.plant_findings import in_use, yearly
from fundmodel.plant_sentences import (
    cover_message,
    debt_message,
    earnings_message,
    use_message,
)

_QUARTERS = 4
_HEIGHT = 240
_BAR = 0.76


def _placed(operations: pl.DataFrame, look: Look, first_year: int) -> pl.DataFrame:
    names = [look.texts.units.quarter(quarter, first_year) for quarter in operations["quarter"].to_list()]
    return operations.with_columns(
        (first_year + (pl.col("quarter") + 1) / _QUARTERS).alias("position"),
        pl.Series("when", names, dtype=pl.String),
    )


def _span(operations: pl.DataFrame, first_year: int) -> tuple[float, float]:
    quarters = operations["quarter"]
    return first_year + number(quarters.min()) // _QUARTERS, first_year + (
        number(quarters.max()) + 1
    ) / _QUARTERS


def plant_use(operations: pl.DataFrame, name: str, look: Look, first_year: int) -> alt.LayerChart:
    """How full the plants of one site are, quarter by quarter.

    Args:
        operations: Rows of plant_operations of one site.
        name: Its name.
        look: Language and ground.
        first_year: Year of quarter 0.
    """
    texts = look.texts
    line = in_use(_placed(operations, look, first_year))
    tips = [
        nominal(alt.Tooltip, "when", title=texts("chart.when")),
        quantity(alt.Tooltip, "used_share", title=texts("plants.used"), format=".1%"),
    ]
    y = quantity(
        alt.Y, "used_share", axis=look.share_axis(texts("plants.use_axis")), scale=alt.Scale(domain=[0, 1])
    )
    chart = drawing(line).mark_line(color=look.colour("public"), strokeWidth=3, interpolate="step-before")
    title, message = use_message(operations, name, texts, first_year)
    x = look.year_axis(*_span(operations, first_year))
    return finished([chart.encode(x=x, y=y, tooltip=tips)], look, title, message, _HEIGHT)


def plant_earnings(operations: pl.DataFrame, name: str, look: Look) -> alt.LayerChart:
    """EBITDA of one site by year as bars, debt service as a line of steps.

    Args:
        operations: Rows of plant_operations of one site.
        name: Its name.
        look: Language and ground.
    """
    texts = look.texts
    years = yearly(operations).with_columns(
        (pl.col("year") + (1 - _BAR) / 2).alias("from"),
        (pl.col("year") + 1 - (1 - _BAR) / 2).alias("to"),
        pl.lit(0).alias("zero"),
    )
    first, last = number(years["year"].min()), number(years["year"].max()) + 1
    most = number(years["ebitda_krw"].abs().max())
    tips = [quantity(alt.Tooltip, "year", title=texts("chart.when"), format="d")]
    tips += [
        quantity(alt.Tooltip, f"{code}_krw", title=texts(f"plants.{code}"), format=",")
        for code in ("ebitda", "service", "cfads")
    ]
    x = look.year_axis(first, last, "from")
    y = quantity(alt.Y, "ebitda_krw", axis=look.won_axis(most))
    bars = drawing(years).mark_rect(color=look.colour("public"), opacity=0.75)
    layers = [
        zero_line(look),
        bars.encode(x=x, x2=alt.X2(field="to"), y=y, y2=alt.Y2(field="zero"), tooltip=tips),
    ]
    paid = years.filter(pl.col("service_krw") > 0)
    ticks = drawing(paid).mark_rule(color=look.colour("loss"), strokeWidth=3)
    layers.append(
        ticks.encode(
            x=quantity(alt.X, "from"), x2=alt.X2(field="to"), y=quantity(alt.Y, "service_krw"), tooltip=tips
        )
    )
    if paid.height:
        spot = paid.tail(1).select(
            pl.col("to").alias("position"),
            pl.col("service_krw").alias("value"),
            pl.lit(texts("plants.service")).alias("text"),
        )
        layers.append(named_spots(spot, look.colour("loss"), align="right", dy=12, fontWeight=600))
    title, message = earnings_message(operations, name, texts)
    return finished(layers, look, title, message, _HEIGHT)


def plant_debt(
    operations: pl.DataFrame, site: dict[str, object], look: Look, first_year: int
) -> alt.LayerChart:
    """What one plant of a site owes, quarter by quarter.

    Args:
        operations: Rows of plant_operations of one site.
        site: Its row of named_sites.
        look: Language and ground.
        first_year: Year of quarter 0.
    """
    texts = look.texts
    line = _placed(operations, look, first_year)
    most = number(line["debt_krw"].max())
    tips = [
        nominal(alt.Tooltip, "when", title=texts("chart.when")),
        quantity(alt.Tooltip, "debt_krw", title=texts("plants.debt"), format=","),
    ]
    area = drawing(line).mark_area(
        color=look.colour("loss"), opacity=0.3, line={"color": look.colour("loss"), "strokeWidth": 2}
    )
    y = quantity(alt.Y, "debt_krw", axis=look.won_axis(most))
    title, message = debt_message(operations, site, texts, first_year)
    x = look.year_axis(*_span(operations, first_year))
    return finished([area.encode(x=x, y=y, tooltip=tips)], look, title, message, _HEIGHT)


def plant_cover(
    covered: pl.DataFrame, operations: pl.DataFrame, lock_up: float, look: Look, first_year: int
) -> alt.LayerChart:
    """Debt service cover and loan life cover of one site over the lock-up limit.

    Args:
        covered: full_cover of one site.
        operations: Rows of plant_operations of the same, for the axis.
        lock_up: Cover below which owners get nothing.
        look: Language and ground.
        first_year: Year of quarter 0.
    """
    texts = look.texts
    line = _placed(covered, look, first_year)
    first, last = _span(operations, first_year)
    title, message = cover_message(covered, texts, first_year)
    most = (
        max(lock_up, *(number(line[f"{code}_multiple"].max()) for code in ("dscr", "llcr")))
        if line.height
        else lock_up
    )
    scale = alt.Scale(domain=[0, most * 1.15], nice=False)
    axis = alt.Axis(
        title=texts("plants.cover_axis"), tickCount=5, labelExpr="format(datum.value, '.1f') + 'x'"
    )
    limit = pl.DataFrame(
        {
            "position": [first],
            "value": [lock_up],
            "text": [texts("plants.lock_up", limit=texts.units.multiple(lock_up))],
        }
    )
    layers: list[alt.Chart] = []
    x = look.year_axis(first, last)
    for code, dash, offset in (("dscr", [1, 0], 12), ("llcr", [6, 3], -12)):
        column = f"{code}_multiple"
        known = line.drop_nulls(column)
        tips = [
            nominal(alt.Tooltip, "when", title=texts("chart.when")),
            quantity(alt.Tooltip, column, title=texts(f"plants.{code}"), format=".2f"),
        ]
        drawn = drawing(known).mark_line(color=look.colour("public"), strokeWidth=3, strokeDash=dash)
        layers.append(drawn.encode(x=x, y=quantity(alt.Y, column, axis=axis, scale=scale), tooltip=tips))
        spot = known.head(1).select(
            "position", pl.col(column).alias("value"), pl.lit(texts(f"plants.{code}")).alias("text")
        )
        layers.append(named_spots(spot, look.colour("text"), align="right", dx=-6, dy=offset, fontWeight=600))
    rule = drawing(limit).mark_rule(color=look.colour("loss"), strokeDash=[6, 4])
    layers += [
        rule.encode(y=quantity(alt.Y, "value")),
        named_spots(limit, look.colour("loss"), align="left", dx=4, dy=10),
    ]
    return finished(layers, look, title, message, _HEIGHT)
