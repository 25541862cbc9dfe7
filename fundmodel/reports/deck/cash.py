"""Slides on cash over time: the J-curve with its band, and calls and distributions by year."""

import math

import polars as pl

from fundmodel.findings import bars_of, by_year, number, turning_points
from fundmodel.reports.deck.charts import (
    Series,
    add_chart,
    dot,
    finish,
    names_axis,
    plot_area,
    values_axis,
)
from fundmodel.reports.deck.deck import Deck
from fundmodel.reports.deck.page import LABEL, NARROW, Box, Page
from fundmodel.sentences import cash_message

_QUARTERS = 4
_LINES = 8
_PLOT = (0.06, 0.03, 0.92, 0.86)


def _band(low: list[float], high: list[float]) -> list[tuple[str, list[float]]]:
    """A band as four stacks of columns that meet at zero: what is below it is not drawn."""
    pairs = list(zip(low, high, strict=True))
    return [
        ("", [max(least, 0.0) for least, _ in pairs]),
        ("band", [max(most, 0.0) - max(least, 0.0) for least, most in pairs]),
        ("", [min(most, 0.0) for _, most in pairs]),
        ("band", [min(least, 0.0) - min(most, 0.0) for least, most in pairs]),
    ]


def _column(flows: pl.DataFrame, statistic: str, step: float) -> list[float]:
    rows = flows.filter(pl.col("statistic") == statistic).sort("quarter")
    return [value / step for value in rows["cumulative_krw"].to_list()]


def _bounds(flows: pl.DataFrame, step: float) -> tuple[float, float, float]:
    """Ends of an axis that holds all cumulative amounts with room for a label below, and its interval."""
    lowest, highest = (
        number(value) / step for value in (flows["cumulative_krw"].min(), flows["cumulative_krw"].max())
    )
    span = max(highest - lowest, 1e-9)
    power = 10.0 ** math.floor(math.log10(span / _LINES))
    interval = next(size * power for size in (1, 2, 5, 10) if span / (size * power) <= _LINES)
    down = math.floor((lowest - span / _LINES / 2) / interval)
    return down * interval, math.ceil(highest / interval) * interval, interval


def j_curve(deck: Deck) -> None:
    """The cumulative cash flow of all investors with its band."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    flows = facts.rows("fund_cash_flow").filter(pl.col("party_kind") == "whole")
    title, _ = cash_message(flows, texts, facts.first_year)
    turns = turning_points(flows)
    page = deck.page(
        title, ["j_curve", "peak_need", "payback", *(["p10_p90", "median"] if facts.has_paths else [])]
    )
    most = number(flows["cumulative_krw"].abs().max())
    step, unit = deck.look.won_unit(most)
    central = _column(flows, "central", step)
    quarters = flows.filter(pl.col("statistic") == "central").sort("quarter")["quarter"].to_list()
    names = [str(facts.first_year + quarter // _QUARTERS) for quarter in quarters]
    series: list[Series] = []
    if facts.has_paths:
        stacks = _band(_column(flows, "p10", step), _column(flows, "p90", step))
        words = ("deck.curve.from", "deck.curve.band_up", "deck.curve.from_down", "deck.curve.band_down")
        series += [
            Series(texts(word), values, "public" if kind else "", opacity=0.25)
            for word, (kind, values) in zip(words, stacks, strict=True)
        ]
        series.append(
            Series(texts("statistic_name.median"), _column(flows, "p50", step), "public", 3.5, is_line=True)
        )
    series.append(
        Series(
            texts("statistic_name.central"),
            central,
            "whole",
            2.0,
            is_dashed=facts.has_paths,
            is_line=facts.has_paths,
        )
    )
    keys, area = page.body.rows(1, 12, gap=6)
    chart = add_chart(
        page, area, "stacked columns" if facts.has_paths else "line", names, series, title, gap=0
    )
    names_axis(page, chart, skip=2 * _QUARTERS, is_dense=True)
    lowest, highest, interval = _bounds(flows, step)
    values_axis(page, chart, "#,##0.0;−#,##0.0", lowest, highest, interval)
    plot_area(chart, *_PLOT)
    main = next(iter(chart.plots[-1].series))
    finish(page, chart)

    def spot(quarter: int, value: float) -> tuple[float, float]:
        x, y, w, h = _PLOT
        across, down = (quarter + 0.5) / len(names), (highest - value) / (highest - lowest)
        return area.x + area.w * (x + w * across), area.y + area.h * (y + h * down)

    depth = texts(
        "chart.trough",
        amount=units.won(turns.peak_need_krw),
        when=units.quarter(turns.trough_quarter, facts.first_year),
    )
    x, y = spot(turns.trough_quarter, -turns.peak_need_krw / step)
    dot(page, main, turns.trough_quarter, "text")
    page.text(Box(x - 150, y + 8, 300, 24), depth, (16.0,), bold=True, align="middle")
    if turns.payback_quarter is not None:
        when = texts("chart.payback", when=units.quarter(turns.payback_quarter, facts.first_year))
        x, y = spot(turns.payback_quarter, 0.0)
        dot(page, main, turns.payback_quarter, "text")
        page.text(Box(x + 8, y + 4, 240, 24), when, (16.0,), bold=True)
    _keys(
        page,
        keys,
        [(one.name, one.role, one.weight) for one in series if one.is_line or not facts.has_paths],
        unit,
        (facts.has_paths and texts("deck.curve.band")) or "",
    )


def _keys(page: Page, box: Box, entries: list[tuple[str, str, float]], unit: str, band: str = "") -> None:
    """Unit of the axis on the left, keys of the lines on the right of it."""
    places = box.columns(2, *([3] * (len(entries) + bool(band))), gap=10)
    page.text(places[0], unit, (LABEL,), role="quiet", anchor="bottom")
    shown = [*entries, *([(band, "public", 9.0)] if band else [])]
    for place, (name, role, weight) in zip(places[1:], shown, strict=True):
        page.rule(Box(place.x, place.y + place.h - 9, 26, 0), role, weight)
        page.text(
            Box(place.x + 34, place.y, place.w - 34, place.h), name, (16.0, LABEL, 12.0), anchor="bottom"
        )


def yearly(deck: Deck) -> None:
    """Calls and distributions by year."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    flows = facts.rows("fund_cash_flow").filter(pl.col("party_kind") == "whole")
    years = by_year(bars_of(flows))
    most = float(
        years.select(pl.max_horizontal(pl.col("calls_krw").max(), pl.col("distributions_krw").max())).item()
    )
    peak = years.sort("calls_krw", "year", descending=[True, False]).row(0, named=True)
    best = years.sort("distributions_krw", "year", descending=[True, False]).row(0, named=True)
    last_below = years.filter(pl.col("net_krw") < 0)["year"]
    first_above = years.filter(pl.col("net_krw") > 0)["year"]
    turn = next(
        (year for year in first_above.to_list() if last_below.is_empty() or year > peak["year"]), None
    )
    values = {
        "year": peak["year"],
        "calls": units.won(peak["calls_krw"]),
        "best_year": best["year"],
        "best": units.won(best["distributions_krw"]),
    }
    title = (
        texts("deck.yearly.title", **values, turn=turn)
        if turn
        else texts("deck.yearly.title_never", **values)
    )
    page = deck.page(
        title,
        ["calls", "distributions", "mean" if facts.has_paths else "central"],
        statistic="mean" if facts.has_paths else "central",
    )
    step, unit = deck.look.won_unit(most)
    series = [
        Series(texts("term.calls"), [-value / step for value in years["calls_krw"].to_list()], "context"),
        Series(
            texts("term.distributions"),
            [value / step for value in years["distributions_krw"].to_list()],
            "public",
        ),
        Series(
            texts("term.net"),
            [value / step for value in years["net_krw"].to_list()],
            "loss",
            3.0,
            is_line=True,
        ),
    ]
    keys, area = page.body.rows(1, 12, gap=6)
    chart = add_chart(
        page, area, "stacked columns", [str(year) for year in years["year"].to_list()], series, title
    )
    names_axis(page, chart, size=12.0, skip=2, is_dense=area.w < NARROW)
    values_axis(page, chart, "#,##0.0;−#,##0.0")
    plot_area(chart, 0.06, 0.03, 0.92, 0.86)
    finish(page, chart)
    _keys(page, keys, [(one.name, one.role, 3.0 if one.is_line else 9.0) for one in series], unit)
