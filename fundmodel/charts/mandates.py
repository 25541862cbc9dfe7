"""The chart of mandates: kept or missed, year by year."""

from typing import Any

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, nominal
from fundmodel.mandate_findings import mandate_years, year_spans
from fundmodel.texts import Texts

_ROW = 44
# Columns beside the measures where funds have closings.
FORMED = ("planned", "range")
_SIGNS = {True: "", False: "✗ ", None: ""}


def _figure(texts: Texts, value: float | None, unit: str) -> str:
    """A figure without its unit, short enough for a cell; the name of the row carries the unit."""
    return measured_text(texts, value, unit).removesuffix("%").removesuffix("x").removesuffix("배").strip()


def measured_text(texts: Texts, value: float | None, unit: str) -> str:
    """A measured value or a limit in the unit of its mandate."""
    if value is None:
        return texts("mandates.none")
    return texts.units.multiple(value) if unit == "multiple" else texts.units.share(value)


def limit_text(texts: Texts, row: dict[str, object]) -> str:
    """The name of a mandate with its limit."""
    sign = "≤" if row["direction"] == "at most" else "≥"
    limit = measured_text(texts, float(str(row["limit"])), str(row["unit"]))
    return f"{texts('mandates.' + str(row['mandate']))} {sign} {limit}"


def formed_cells(texts: Texts, row: dict[str, Any]) -> list[str]:
    """What a duty is measured at by plan and, as funds are formed, on the random paths: FORMED, written."""
    by_plan, low, high = (row[name] for name in ("planned", "measured_p10", "measured_p90"))
    unit = row["unit"]
    return [
        "" if by_plan is None else measured_text(texts, by_plan, unit),
        ""
        if low is None
        else texts(
            "returns.range", low=measured_text(texts, low, unit), high=measured_text(texts, high, unit)
        ),
    ]


def mandates(table: pl.DataFrame, look: Look) -> alt.LayerChart:
    """One row per mandate, one cell per year: green where it is kept, red and crossed where it is missed.

    Args:
        table: The answer mandates, one scenario.
        look: Language and ground.
    """
    texts = look.texts
    rows = mandate_years(table)
    cells = []
    missed: dict[str, list[int]] = {}
    for row in rows.iter_rows(named=True):
        name, written = limit_text(texts, row), _figure(texts, row["measured"], row["unit"])
        role = {True: "domestic", False: "loss", None: "grid"}[row["is_met"]]
        cells.append(
            {
                "name": name,
                "year": str(row["year"]),
                "label": _SIGNS[row["is_met"]] + written,
                "colour": look.colour(role),
                "text": look.colour("quiet" if row["is_met"] is None else "ground"),
            }
        )
        missed.setdefault(name, [])
        if row["is_met"] is False:
            missed[name].append(row["year"])
    broken = {name: years for name, years in missed.items() if years}
    title = texts(
        "mandates.title" if broken else "mandates.title_all", kept=len(missed) - len(broken), all=len(missed)
    )
    message = " ".join(
        texts("mandates.row_missed", name=name, years=year_spans(years))
        if years
        else texts("mandates.row_kept", name=name)
        for name, years in missed.items()
    )
    drawn = pl.DataFrame(cells, schema=dict.fromkeys(("name", "year", "label", "colour", "text"), pl.String))
    names = alt.Axis(title=None, labelLimit=260, ticks=False, domain=False, labelPadding=8)
    years = alt.Axis(title=None, orient="top", labelAngle=0, ticks=False, domain=False)
    base = drawing(drawn).encode(
        x=nominal(alt.X, "year", axis=years, sort=None),
        y=nominal(alt.Y, "name", axis=names, sort=list(missed)),
        tooltip=[
            nominal(alt.Tooltip, "name", title=texts("mandates.mandate")),
            nominal(alt.Tooltip, "year", title=texts("term.year")),
            nominal(alt.Tooltip, "label", title=texts("mandates.measured")),
        ],
    )
    layers = [
        base.mark_rect(stroke=look.colour("ground"), strokeWidth=2).encode(
            color=nominal(alt.Color, "colour", scale=None)
        ),
        base.mark_text(fontSize=12).encode(
            text=nominal(alt.Text, "label"), color=nominal(alt.Color, "text", scale=None)
        ),
    ]
    return finished(layers, look, title, message, _ROW * max(1, len(missed)))
