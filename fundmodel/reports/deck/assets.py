"""Slides on what the funds buy: the pipeline of companies, and the plants."""

from collections.abc import Callable

import polars as pl

from fundmodel.findings import number
from fundmodel.model import Results
from fundmodel.reports.deck.charts import Series, add_chart, finish, label, names_axis, values_axis
from fundmodel.reports.deck.deck import Deck
from fundmodel.reports.deck.page import LABEL, Box
from fundmodel.reports.deck.tables import Column, Row, add_table
from fundmodel.units import significant

_OUTCOMES = ("companies_funded", "licences", "trade_sales", "ipos", "approvals", "failures")
_MOST_PLANTS = 12


def outcomes(deck: Deck, measure: str, attribution: str = "full") -> pl.DataFrame:
    """A policy outcome by year, on mean paths where there are any; empty if the run has no such measure."""
    statistic = "mean" if deck.facts.has_paths else "central"
    return (
        deck.facts.rows("policy_outcomes")
        .filter(
            (pl.col("measure") == measure)
            & (pl.col("attribution") == attribution)
            & (pl.col("statistic") == statistic)
        )
        .sort("year")
    )


def count_text(value: float) -> str:
    """A number of things: whole from ten on, one decimal below.

    Example:
        >>> count_text(173.0), count_text(5.97), count_text(0.0)
        ('173', '6.0', '0')
    """
    if not value:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.1f}"  # noqa: PLR2004


def pipeline(deck: Deck) -> None:
    """How many companies are funded, what becomes of them, and where the money sits."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    ends = {name: rows["amount"].to_list()[-1] for name in _OUTCOMES if (rows := outcomes(deck, name)).height}
    known = facts.results["areas"]["area_code"].to_list()
    areas = facts.rows("exposure").filter((pl.col("dimension") == "area") & pl.col("code").is_in(known))
    areas = areas.sort("invested_krw", "code", descending=[True, False])
    funded = ends.get("companies_funded", 0.0)
    if not funded or areas.is_empty():
        return
    title = texts(
        "deck.pipeline.title",
        funded=count_text(funded),
        approved=count_text(ends.get("approvals", 0.0)),
        failed=count_text(ends.get("failures", 0.0)),
    )
    total = int(areas["invested_krw"].sum())
    top = areas.row(0, named=True)
    statistic = "mean" if facts.has_paths else "central"
    page = deck.page(title, ["outcomes", "exposure", statistic], statistic=statistic)
    left, right = page.body.columns(10, 9, gap=30)
    columns = [
        Column(texts("deck.pipeline.outcome"), "left", weight=1),
        Column(texts("deck.pipeline.companies"), is_strong=True),
        Column(texts("deck.pipeline.part")),
    ]
    rows = [
        Row(
            [facts.word("measure", name), count_text(value), units.share(round(value / funded, 2))],
            is_bold=name == "companies_funded",
        )
        for name, value in ends.items()
    ]
    add_table(page, Box(left.x, left.y, left.w, left.h * 0.78), columns, rows, title)
    largest = texts(
        "deck.pipeline.largest",
        area=facts.word("area", top["code"]),
        share=units.share(round(top["invested_krw"] / total, 2)),
        amount=units.won(total),
    )
    page.text(
        Box(left.x, left.y + left.h * 0.82, left.w, left.h * 0.18),
        largest,
        (20.0, 18.0, 16.0, 14.0, 12.0),
        anchor="middle",
    )
    step, unit = deck.look.won_unit(top["invested_krw"])
    names = [facts.word("area", code) for code in areas["code"].to_list()]
    values = [amount / step for amount in areas["invested_krw"].to_list()]
    page.text(
        Box(right.x, right.y, right.w, 20),
        texts("deck.pipeline.axis", unit=unit),
        (LABEL, 12.0),
        role="quiet",
    )
    chart = add_chart(
        page,
        Box(right.x, right.y + 20, right.w, right.h - 20),
        "bars",
        names,
        [Series(texts("deck.pipeline.invested"), values, "public")],
        largest,
        gap=30,
    )
    names_axis(page, chart, size=16.0, is_reversed=True)
    values_axis(page, chart, "#,##0", least=0, most=max(values) * 1.25, is_shown=False)
    drawn = next(iter(chart.plots[0].series))
    for place, amount in enumerate(areas["invested_krw"].to_list()):
        label(page, drawn, place, units.won(amount, named=False), "outside", size=LABEL, bold=False)
    finish(page, chart)


def plants(deck: Deck) -> None:
    """Plants, their capacity over time, and what part of them the funds own."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    results = facts.results
    plan = results["facility_plan"].filter(
        (pl.col("world_id") == facts.world_id) & (pl.col("plant_count") > 0)
    )
    capacity, owned = outcomes(deck, "kl_online"), outcomes(deck, "kl_online", "owned")
    if plan.is_empty() or capacity.is_empty() or not capacity["amount"].max():
        return
    peak = capacity.sort("amount", "year", descending=[True, False]).row(0, named=True)
    part = number(owned["amount"].max()) / peak["amount"] if owned.height else 0.0
    title = texts(
        "deck.plants.title",
        count=int(plan["plant_count"].sum()),
        kl=count_text(peak["amount"]),
        year=peak["year"],
        share=units.share(round(part, 2)),
    )
    statistic = "mean" if facts.has_paths else "central"
    page = deck.page(title, ["kl_online", "stake", "cure", statistic], statistic=statistic)
    left, right = page.body.columns(7, 12, gap=24)
    first = number(capacity.filter(pl.col("amount") > 0)["year"].min())
    shown = capacity.filter(pl.col("year").is_between(first - 1, peak["year"] + 2))
    mine = (
        owned.filter(pl.col("year").is_in(shown["year"].to_list()))["amount"].to_list()
        or [0.0] * shown.height
    )
    others = [whole - own for whole, own in zip(shown["amount"].to_list(), mine, strict=True)]
    series = [
        Series(texts("deck.plants.owned"), mine, "public"),
        Series(texts("deck.plants.others"), others, "context", opacity=0.6),
    ]
    page.text(Box(left.x, left.y, left.w, 20), texts("deck.plants.axis"), (LABEL, 12.0), role="quiet")
    keys = Box(left.x, left.y + 20, left.w, 22).columns(1, 1)
    for box, one in zip(keys, series, strict=True):
        page.rule(Box(box.x, box.y + 11, 16, 0), one.role, 9)
        page.text(Box(box.x + 26, box.y, box.w - 26, box.h), one.name, (LABEL, 12.0), anchor="middle")
    chart = add_chart(
        page,
        Box(left.x, left.y + 44, left.w, left.h - 44),
        "stacked columns",
        [str(year) for year in shown["year"].to_list()],
        series,
        title,
        "#,##0",
    )
    names_axis(page, chart, size=11.0, skip=2)
    values_axis(page, chart, "#,##0", least=0)
    finish(page, chart)
    places = {number: texts.label(row, "name") for number, row in _clusters(results).items()}
    listed = plan.sort("start_quarter", "facility_id").head(_MOST_PLANTS)
    columns = [
        Column(texts("deck.plants.place"), "left"),
        Column(texts("deck.plants.kl")),
        Column(texts("deck.plants.start")),
        Column(texts("deck.plants.stake")),
        Column(texts("deck.plants.invested")),
        Column(texts("deck.plants.debt")),
        Column(texts("deck.plants.cure")),
    ]
    debts, cures = _loans(deck)
    rows = [
        Row(
            [
                _numbered(places.get(row["cluster_id"], row["facility_code"]), row["plant_count"]),
                significant(row["capacity_kl"] * row["plant_count"]),
                units.quarter(row["start_quarter"], facts.first_year),
                units.share(round(row["stake_share"], 2)),
                units.won(row["planned_investment_krw"], named=False),
                _or_dash(debts.get(row["facility_code"]), lambda amount: units.won(amount, named=False)),
                _or_dash(cures.get(row["facility_code"]), facts.percent),
            ]
        )
        for row in listed.iter_rows(named=True)
    ]
    add_table(page, right, columns, rows, title)


def _loans(deck: Deck) -> tuple[dict[str, float], dict[str, float]]:
    """Debt of each row of the plan, and the part of plants and paths in which owners add money for it."""
    risks = deck.facts.rows("plant_debt_risk")
    return (
        dict(risks.select("facility_code", "debt_krw").iter_rows()),
        dict(risks.select("facility_code", "cured_share").iter_rows()),
    )


def _or_dash(value: float | None, write: Callable[[float], str]) -> str:
    return "–" if not value else write(value)


def _numbered(name: object, count: int) -> str:
    return f"{name} ×{count}" if count > 1 else str(name)


def _clusters(results: Results) -> dict[int, dict[str, object]]:
    return {row["cluster_id"]: row for row in results["clusters"].iter_rows(named=True)}
