"""Slides on what the state asks for: national targets, and the duties that come with public money."""

from collections.abc import Callable

import polars as pl

from fundmodel.reports.deck.assets import count_text, outcomes
from fundmodel.reports.deck.charts import Series, add_chart, finish, label, names_axis, values_axis
from fundmodel.reports.deck.deck import Deck
from fundmodel.reports.deck.page import LABEL, Box, Page
from fundmodel.reports.deck.tables import Column, Row, add_table

# Years that METHOD.md "2030" shows targets for.
YEARS = (2030, 2032, 2035)
MEASURES = (
    "export_krw",
    "revenue_krw",
    "kl_online",
    "jobs",
    "companies_funded",
    "approvals",
    "public_money_back_krw",
)
_MOST_CLUSTERS = 9


def _amount(deck: Deck, measure: str, value: float) -> str:
    if measure.endswith("_krw"):
        return deck.units.won(value, named=False)
    return count_text(value)


def targets(deck: Deck) -> None:
    """What the programme delivers by the years of the national targets, and how far that goes."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    found = {measure: rows for measure in MEASURES if (rows := outcomes(deck, measure)).height}
    aimed = {name: rows for name, rows in found.items() if rows["target_amount"].drop_nulls().len()}
    if not aimed:
        return
    shares: dict[str, dict[int, float]] = {}
    for name, rows in aimed.items():
        shares[name] = {
            year: share or 0.0 for year, share in rows.select("year", "share_of_target").iter_rows()
        }
    years = [year for year in YEARS if all(year in known for known in shares.values())]
    if not years:
        return
    main = next(iter(aimed))
    goal = aimed[main].filter(pl.col("target_amount").is_not_null()).row(0, named=True)
    title = texts(
        "deck.targets.title",
        first=years[0],
        first_share=units.share(shares[main][years[0]]),
        last=years[-1],
        last_share=units.share(shares[main][years[-1]]),
        measure=facts.word("measure", main),
        programme=goal["target_programme"],
    )
    statistic = "mean" if facts.has_paths else "central"
    page = deck.page(title, ["targets", "full", statistic], statistic=statistic)
    columns = [Column(texts("deck.targets.measure"), "left", weight=1)]
    columns += [Column(str(year)) for year in years]
    columns += [
        Column(texts("deck.targets.target")),
        Column(texts("deck.targets.reached", year=years[-1]), is_strong=True),
    ]
    columns.append(Column(texts("deck.targets.programme"), "left", weight=0.8))
    rows = []
    for name, data in found.items():
        amounts = dict(data.select("year", "amount").iter_rows())
        aim = data.filter(pl.col("target_amount").is_not_null())
        cells = [f"{facts.word('measure', name)} ({facts.word('unit', data['unit'][0])})"]
        cells += [_amount(deck, name, amounts.get(year, 0.0)) for year in years]
        if aim.height:
            row = aim.row(0, named=True)
            cells += [
                _amount(deck, name, row["target_amount"]),
                units.share(shares[name][years[-1]]),
                f"{row['target_programme']}, {row['target_year']}",
            ]
        else:
            cells += ["–", "–", texts("deck.targets.none")]
        rows.append(Row(cells, is_bold=bool(aim.height)))
    add_table(page, page.body, columns, rows, title)


def mandates(deck: Deck) -> None:
    """Whether the duties that come with public money are kept, at the end and in every year."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    known = facts.rows("mandates").filter((pl.col("status") == "ok") & pl.col("measured").is_not_null())
    if known.is_empty():
        return
    has_closings = known["planned"].is_not_null().any()
    rows, missed = [], []
    for (code,), years in known.sort("mandate", "year").group_by("mandate", maintain_order=True):
        last = years.row(years.height - 1, named=True)
        name = texts(f"mandates.{code}")
        write = units.multiple if last["unit"] == "multiple" else _share_writer(deck)
        side = "deck.mandates.at_most" if last["direction"] == "at most" else "deck.mandates.at_least"
        broken = years.filter(~pl.col("is_met"))["year"].to_list()
        if broken:
            missed.append(f"{name} ({_years(broken)})")
        kept = texts("deck.mandates.yes") if not broken else _years(broken)
        role = "loss" if broken else ""
        cells = [name, texts(side, limit=write(last["limit"])), write(last["measured"])]
        if has_closings:
            cells.append("" if last["planned"] is None else write(last["planned"]))
        cells.append(kept)
        roles = (*("" for _ in cells[1:]), role)
        if facts.has_paths:
            cells.append(facts.percent(last["met_path_share"]))
        rows.append(Row(cells, roles=roles))
    values = {"count": len(rows), "kept": len(rows) - len(missed), "names": ", ".join(missed)}
    title = texts("deck.mandates.title_missed" if missed else "deck.mandates.title_met", **values)
    page = deck.page(title, ["mandates", "regional", "central"], statistic="central")
    left, right = page.body.columns(13, 8, gap=26)
    columns = [
        Column(texts("deck.mandates.duty"), "left", weight=1),
        Column(texts("deck.mandates.limit")),
        Column(texts("deck.mandates.measured"), is_strong=True),
        *([Column(texts("mandates.planned"))] if has_closings else []),
        Column(texts("deck.mandates.met")),
    ]
    if facts.has_paths:
        columns.append(Column(texts("deck.mandates.paths")))
    add_table(page, left, columns, rows, title)
    _clusters(deck, page, right)


def _share_writer(deck: Deck) -> Callable[[float], str]:
    return lambda value: deck.units.share(round(value, 3))


def _years(years: list[int]) -> str:
    """The first and the last of years in which a duty is missed."""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _regional_share(deck: Deck) -> float:
    facts = deck.facts
    placed = facts.rows("exposure").filter(pl.col("dimension") == "cluster")
    outside = facts.results["clusters"].filter(~pl.col("is_capital_region"))["cluster_code"].to_list()
    return float(placed.filter(pl.col("code").is_in(outside))["share"].sum())


def _clusters(deck: Deck, page: Page, box: Box) -> None:
    """Where the money goes, capital region and the others told apart."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    known = facts.results["clusters"]
    names = {
        row["cluster_code"]: (texts.label(row, "name"), row["is_capital_region"])
        for row in known.iter_rows(named=True)
    }
    placed = facts.rows("exposure").filter(
        (pl.col("dimension") == "cluster") & pl.col("code").is_in(list(names))
    )
    placed = placed.sort("share", "code", descending=[True, False]).head(_MOST_CLUSTERS)
    shares = placed["share"].to_list()
    capital = [
        share if names[code][1] else None for code, share in placed.select("code", "share").iter_rows()
    ]
    others = [None if names[code][1] else share for code, share in placed.select("code", "share").iter_rows()]
    series = [
        Series(texts("deck.mandates.capital"), capital, "context"),
        Series(texts("deck.mandates.regions"), others, "domestic"),
    ]
    heads = Box(box.x, box.y, box.w, 22).columns(1, 1)
    for head, one in zip(heads, series, strict=True):
        page.rule(Box(head.x, head.y + 11, 16, 0), one.role, 9)
        page.text(Box(head.x + 26, head.y, head.w - 26, head.h), one.name, (LABEL, 12.0), anchor="middle")
    labels = [names[code][0] for code in placed["code"].to_list()]
    alt = texts("deck.mandates.alt", share=units.share(round(_regional_share(deck), 2)))
    chart = add_chart(
        page, Box(box.x, box.y + 26, box.w, box.h - 26), "bars", labels, series, alt, "0.0%", gap=30
    )
    chart.plots[0].overlap = 100
    names_axis(page, chart, is_reversed=True)
    values_axis(page, chart, "0%", least=0, most=max(shares) * 1.25, is_shown=False)
    drawn = list(chart.plots[0].series)
    for place, code in enumerate(placed["code"].to_list()):
        owner = drawn[0] if names[code][1] else drawn[1]
        label(page, owner, place, units.share(round(shares[place], 3)), "outside", size=12.0, bold=False)
    finish(page, chart)
