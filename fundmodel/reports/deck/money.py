"""Slides on money: where it comes from and goes, and what fees and carry take of the return."""

from typing import Any

import polars as pl

from fundmodel.reports.deck.charts import (
    Series,
    add_chart,
    finish,
    label,
    names_axis,
    values_axis,
)
from fundmodel.reports.deck.deck import Deck
from fundmodel.reports.deck.page import NARROW, Box, Page
from fundmodel.reports.deck.tables import Column, Row, add_table, common_size
from fundmodel.sentences import rate_text

_DARK, _LIGHT = 0x34, 0xDC

_QUARTERS = 4
_LINES = 8
_PLOT = (0.06, 0.03, 0.92, 0.86)


def _spent(deck: Deck) -> list[tuple[str, int]]:
    """What becomes of the commitments on the central case: assets by strategy, fees, expenses, not called."""
    facts, texts = deck.facts, deck.texts
    whole = facts.party("whole", "central")
    bought = (
        facts.rows("exposure").filter(pl.col("dimension") == "strategy").sort("invested_krw", descending=True)
    )
    uses = [
        (facts.name(code, "strategy"), amount)
        for code, amount in bought.select("code", "invested_krw").iter_rows()
    ]
    uses.append((texts("deck.uses.fees"), whole["fee_krw"]))
    rest = whole["paid_in_krw"] - sum(amount for _, amount in uses)
    if rest:
        uses.append((texts("deck.uses.expenses"), rest))
    uses.append((texts("deck.uses.uncalled"), whole["commitment_krw"] - whole["paid_in_krw"]))
    return [(name, amount) for name, amount in uses if amount]


def _greys(count: int) -> list[str]:
    """Greys from dark to light: uses have no colours, which mean classes."""
    part = (_LIGHT - _DARK) / max(count - 1, 1)
    return ["#" + f"{round(_DARK + part * place):02X}" * len("rgb") for place in range(count)]


def sources_and_uses(deck: Deck) -> None:
    """Who commits the money, and what becomes of it."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    whole = facts.party("whole", "central")
    total = whole["commitment_krw"]
    sources = [(code, facts.party(code, "central")["commitment_krw"]) for code in facts.classes]
    uses = _spent(deck)
    assets = int(facts.rows("exposure").filter(pl.col("dimension") == "strategy")["invested_krw"].sum())
    title = texts(
        "deck.uses.title",
        size=units.won(total),
        assets=units.won(assets),
        share=units.share(round(assets / total, 3)),
        costs=units.won(whole["paid_in_krw"] - assets),
    )
    page = deck.page(title, ["commitment", "paid_in", "fees", "uncalled", "central"], statistic="central")
    step, unit = deck.look.won_unit(total)
    greys = _greys(len(uses))
    stacks = [(facts.name(code), amount, code, 0) for code, amount in sources]
    stacks += [(name, amount, grey, 1) for (name, amount), grey in zip(uses, greys, strict=True)]
    series = [
        Series(name, [amount / step if place == side else None for place in (0, 1)], role)
        for name, amount, role, side in stacks
    ]
    left, middle, right = page.body.columns(9, 4, 9, gap=18)
    headings = texts("deck.uses.amount", unit=unit)
    tables = []
    for box, name, entries in (
        (left, texts("deck.uses.sources"), [(facts.name(code), amount, code) for code, amount in sources]),
        (
            right,
            texts("deck.uses.uses"),
            [(name, amount, role) for name, amount, role, side in stacks if side],
        ),
    ):
        rows = [
            Row([entry, units.won(amount, named=False), units.share(round(amount / total, 3))], mark=role)
            for entry, amount, role in entries
        ]
        rows.append(
            Row([texts("deck.uses.total"), units.won(total, named=False), units.share(1.0)], is_bold=True)
        )
        columns = [Column(name, "left"), Column(headings), Column(texts("deck.uses.part"))]
        tables.append((columns, rows, box))
    for columns, rows, box in tables:
        add_table(page, box, columns, rows, title, common_size(tables))
    chart = add_chart(
        page,
        middle,
        "stacked columns",
        [texts("deck.uses.sources"), texts("deck.uses.uses")],
        series,
        title,
        gap=35,
    )
    names_axis(page, chart)
    values_axis(page, chart, "#,##0.0", least=0, most=total / step, is_shown=False)
    finish(page, chart)


def bridge(deck: Deck) -> None:
    """From what the assets earn to what investors keep, one step per cost that changes the rate."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    statistic = "mean" if facts.has_paths else "central"
    known = facts.rows("gross_to_net").filter(pl.col("statistic") == statistic).sort("party_id", "place")
    whole = known.filter((pl.col("party_kind") == "whole") & (pl.col("step") != "end"))
    if whole.is_empty() or (whole["status"] != "ok").any():
        return
    steps = [
        row
        for row in whole.iter_rows(named=True)
        if row["is_total"] or (row["place"] < _place(whole, "net") and round(row["rate_change"], 4))
    ]
    gross, net = steps[0]["rate"], next(row["rate"] for row in steps if row["step"] == "net")
    gap = units.points(gross - net).removeprefix("+")
    title = texts("deck.bridge.title", gap=gap, gross=units.rate(gross), net=units.rate(net))
    page = deck.page(
        title, ["irr_gross", "irr_net", "fees", "carry", "own_currency", statistic], statistic=statistic
    )
    left, right = page.body.columns(8, 10, gap=24)
    _steps(deck, page, left, steps, title)
    columns = [
        Column(texts("term.party"), "left"),
        Column(texts("deck.bridge.column_gross")),
        Column(texts("deck.bridge.column_net"), is_strong=True),
        Column(texts("deck.bridge.column_end")),
        Column(texts("deck.bridge.column_own")),
    ]
    rows = []
    for code in ("whole", *facts.classes):
        row = facts.party(code, statistic)
        own = rate_text(texts, row["irr_own_currency_rate"], row["irr_own_currency_status"])
        kind = "whole" if code == "whole" else "class"
        is_own = (pl.col("party_code") == code) & (pl.col("party_kind") == kind) & (pl.col("step") == "end")
        end = known.filter(is_own)
        after = rate_text(texts, end["rate"][0], end["status"][0]) if end.height else "–"
        net_text = facts.rate(code, statistic)
        cells = [facts.name(code), facts.rate(code, statistic, "gross"), net_text]
        cells += [after, own if code == "foreign" else "–"]
        rows.append(Row(cells, mark=code, is_bold=code == "whole"))
    add_table(page, Box(right.x, right.y + 20, right.w, right.h - 40), columns, rows, title)


def _place(steps: pl.DataFrame, step: str) -> int:
    return int(steps.filter(pl.col("step") == step)["place"][0])


def _steps(deck: Deck, page: Page, box: Box, steps: list[dict[str, Any]], alt: str) -> None:
    """Floating columns from the gross to the net rate."""
    texts, units = deck.texts, deck.units
    feet = [0.0 if row["is_total"] else min(row["rate"], row["rate"] - row["rate_change"]) for row in steps]
    totals = [row["rate"] if row["is_total"] else None for row in steps]
    taken = [None if row["is_total"] else abs(row["rate_change"]) for row in steps]
    series = [
        Series(texts("deck.bridge.foot"), feet, ""),
        Series(texts("deck.bridge.rate"), totals, "public"),
        Series(texts("deck.bridge.taken"), taken, "loss"),
    ]
    names = [texts(f"bridge.{row['step']}") for row in steps]
    chart = add_chart(page, box, "stacked columns", names, series, alt, "0.0%", gap=22)
    names_axis(page, chart)
    values_axis(page, chart, "0%", least=min(0.0, *(row["rate"] for row in steps)), is_shown=False)
    drawn = list(chart.plots[0].series)
    for place, row in enumerate(steps):
        is_total = row["is_total"]
        shown = units.rate(row["rate"]) if is_total else units.points(row["rate_change"])
        # What is taken is written under its block, however thin that is.
        where, role = ("inside base", "ground") if is_total else ("inside end", "text")
        label(
            page,
            drawn[1] if is_total else drawn[0],
            place,
            shown,
            where,
            role=role,
            size=18.0 if page.body.w > NARROW else 12.0,
        )
    finish(page, chart)
