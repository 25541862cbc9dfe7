"""Slides on what the state asks for: national targets, and the duties that come with public money."""

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
# Duties of earlier programmes that can be measured without an answer of their own.
_KNOWN = (("regional", "regional_share_min"), ("purpose", "mandate_bio_share"))
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
    page = deck.page(title, ["targets", "full", "mean" if facts.has_paths else "central"])
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
    """Whether the duties that come with public money are kept."""
    facts, texts = deck.facts, deck.texts
    rows = _answered(deck) if "mandates" in facts.results.tables else _derived(deck)
    if not rows:
        return
    missed = [row.cells[0] for row, is_met in rows if not is_met]
    values = {"count": len(rows), "missed": len(missed), "names": ", ".join(missed)}
    title = texts("deck.mandates.title_missed" if missed else "deck.mandates.title_met", **values)
    page = deck.page(title, ["mandates", "regional", "central"], statistic="central")
    left, right = page.body.columns(12, 8, gap=30)
    columns = [
        Column(texts("deck.mandates.duty"), "left", weight=1),
        Column(texts("deck.mandates.limit")),
        Column(texts("deck.mandates.measured"), is_strong=True),
        Column(texts("deck.mandates.met")),
    ]
    add_table(page, left, columns, [row for row, _ in rows], title)
    _clusters(deck, page, right)


def _judged(deck: Deck, name: str, limit: str, measured: str, is_met: bool) -> tuple[Row, bool]:
    word = deck.texts("deck.mandates.yes" if is_met else "deck.mandates.no")
    role = "" if is_met else "loss"
    return Row([name, limit, measured, word], roles=("", "", role, role)), is_met


def _answered(deck: Deck) -> list[tuple[Row, bool]]:
    """The duties as their own answer judges them, at the last year in which each can be measured."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    known = facts.rows("mandates").filter((pl.col("status") == "ok") & pl.col("measured").is_not_null())
    found = []
    for (code,), years in known.sort("mandate", "year").group_by("mandate", maintain_order=True):
        last = years.row(years.height - 1, named=True)
        is_multiple = str(last["unit"]) == "multiple"
        write = units.multiple if is_multiple else (lambda value: units.share(round(value, 3)))
        limit = texts(
            "deck.mandates.at_most" if last["direction"] == "at most" else "deck.mandates.at_least",
            limit=write(last["limit"]),
        )
        found.append(
            _judged(
                deck, facts.word("mandate", str(code)), limit, write(last["measured"]), bool(last["is_met"])
            )
        )
    return found


def _own_name(name: str, language: str) -> str:
    """Of a name in two languages, the one of the report: `English (Korean)`."""
    english, _, korean = name.partition(" (")
    return korean.removesuffix(")") if korean and language == "ko" else english


def _regional_share(deck: Deck) -> float:
    facts = deck.facts
    placed = facts.rows("exposure").filter(pl.col("dimension") == "cluster")
    outside = facts.results["clusters"].filter(~pl.col("is_capital_region"))["cluster_code"].to_list()
    return float(placed.filter(pl.col("code").is_in(outside))["share"].sum())


def _derived(deck: Deck) -> list[tuple[Row, bool]]:
    """Duties of earlier programmes set beside where the money goes."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    data = facts.results["policy_targets_data"]
    areas = facts.rows("exposure").filter(pl.col("dimension") == "area")
    measured = {
        "regional": _regional_share(deck),
        "purpose": float(areas.filter(pl.col("code") != "plants")["share"].sum()),
    }
    found = []
    for code, metric in _KNOWN:
        limits = data.filter(pl.col("metric") == metric)
        if limits.is_empty():
            continue
        limit = float(limits["value"][0])
        name = f"{facts.word('mandate', code)} ({_own_name(limits['programme'][0], texts.language)})"
        text = texts("deck.mandates.at_least", limit=units.share(limit))
        found.append(
            _judged(deck, name, text, units.share(round(measured[code], 3)), measured[code] >= limit)
        )
    return found


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
