"""Slides on money: where it comes from and goes, and what fees and carry take of the return."""

import numpy as np
import polars as pl

from fundmodel.finance import irr
from fundmodel.reports.deck.charts import (
    Series,
    add_chart,
    finish,
    label,
    names_axis,
    values_axis,
)
from fundmodel.reports.deck.deck import Deck
from fundmodel.reports.deck.page import Box
from fundmodel.reports.deck.tables import Column, Row, add_table, common_size
from fundmodel.sentences import rate_text

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
    greys = ("whole", "quiet", "context", "loss", "gp", "grid")
    stacks = [(facts.name(code), amount, code, 0) for code, amount in sources]
    stacks += [
        (name, amount, greys[min(place, len(greys) - 1)], 1) for place, (name, amount) in enumerate(uses)
    ]
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


def _net_rates(deck: Deck) -> list[tuple[str, float]] | None:
    """Yearly rates of the whole programme before costs, after fees and expenses, and after carry."""
    facts = deck.facts
    group = "random" if facts.has_paths else "central"
    party = facts.names.filter(pl.col("party_kind") == "whole")["party_id"][0]
    flows = (
        facts.results["party_cash_flows"]
        .filter(
            (pl.col("scenario_id") == facts.scenario_id)
            & (pl.col("party_id") == party)
            & (pl.col("path_group") == group)
        )
        .sort("quarter")
    )
    series = [
        flows["gross_proceeds_krw"] - flows["gross_invested_krw"],
        flows["gross_proceeds_krw"] - flows["paid_in_krw"],
        flows["distributed_krw"] - flows["paid_in_krw"],
    ]
    found = irr(np.array([one.to_numpy() for one in series], dtype=np.float64))
    if any(status != "ok" for status in found.status):
        return None
    rates = [float((1 + rate) ** _QUARTERS - 1) for rate in found.rate]
    return list(zip(("gross", "after_fees", "net"), rates, strict=True))


def bridge(deck: Deck) -> None:
    """From what the assets earn to what investors keep."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    rates = _net_rates(deck)
    if rates is None:
        return
    gross, after_fees, net = (rate for _, rate in rates)
    title = texts(
        "deck.bridge.title",
        gap=units.points(gross - net).removeprefix("+"),
        gross=units.rate(gross),
        net=units.rate(net),
    )
    statistic = "mean" if facts.has_paths else "central"
    page = deck.page(
        title,
        ["irr_gross", "irr_net", "fees", "carry", "own_currency", "mean" if facts.has_paths else "central"],
        statistic="mean" if facts.has_paths else "central",
    )
    steps = [
        ("gross", gross, 0.0),
        ("fees", gross - after_fees, after_fees),
        ("carry", after_fees - net, net),
        ("net", net, 0.0),
    ]
    shown = {
        "gross": units.rate(gross),
        "fees": units.points(after_fees - gross),
        "carry": units.points(net - after_fees),
        "net": units.rate(net),
    }
    series = [
        Series(
            texts("deck.bridge.foot"),
            [foot if step in ("fees", "carry") else 0.0 for step, _, foot in steps],
            "",
        ),
        Series(
            texts("deck.bridge.rate"),
            [height if step in ("gross", "net") else None for step, height, _ in steps],
            "public",
        ),
        Series(
            texts("deck.bridge.taken"),
            [height if step in ("fees", "carry") else None for step, height, _ in steps],
            "loss",
        ),
    ]
    left, right = page.body.columns(9, 10, gap=30)
    names = [texts(f"deck.bridge.{step}") for step, _, _ in steps]
    chart = add_chart(page, left, "stacked columns", names, series, title, "0.0%", gap=22)
    names_axis(page, chart, size=16.0)
    values_axis(page, chart, "0%", least=0 if min(gross, after_fees, net) >= 0 else None, is_shown=False)
    drawn = list(chart.plots[0].series)
    for place, (step, _, _) in enumerate(steps):
        owner = drawn[1] if step in ("gross", "net") else drawn[2]
        is_whole = step in ("gross", "net")
        where = "inside base" if is_whole else "centre"
        label(page, owner, place, shown[step], where, role="ground" if is_whole else "text", size=20.0)
    finish(page, chart)
    columns = [
        Column(texts("term.party"), "left"),
        Column(texts("term.irr_gross")),
        Column(texts("term.irr_net"), is_strong=True),
        Column(texts("term.irr_own")),
    ]
    rows = []
    for code in ("whole", *facts.classes):
        row = facts.party(code, statistic)
        own = rate_text(texts, row["irr_own_currency_rate"], row["irr_own_currency_status"])
        rows.append(
            Row(
                [
                    facts.name(code),
                    facts.rate(code, statistic, "gross"),
                    facts.rate(code, statistic),
                    own if code == "foreign" else "–",
                ],
                mark=code,
                is_bold=code == "whole",
            )
        )
    add_table(page, Box(right.x, right.y + 20, right.w, right.h - 40), columns, rows, title)
