"""The first slides: what is asked for, the bad case before the good one, and how often money is lost."""

import math

import polars as pl

from fundmodel.assumptions import assumptions
from fundmodel.findings import final_shares, turning_points
from fundmodel.reports.deck.charts import Series, add_chart, finish, names_axis, plot_area, values_axis
from fundmodel.reports.deck.deck import Deck
from fundmodel.reports.deck.page import LABEL, Box
from fundmodel.reports.deck.tables import Column, Row, add_table

KEY_TERMS = (
    "first_close_year",
    "public_share",
    "foreign_share",
    "gp_commitment_share",
    "hurdle_rate",
    "foreign_hurdle_rate",
    "carry_rate",
    "fee_rate_band_1",
    "mega_fee_rate",
    "public_first_loss_share",
    "startup_life_years",
    "cdmo_life_years",
)
_PERCENT = 100
_LEAST, _MOST = -10, 20


def ask(deck: Deck) -> None:
    """The proposal in six figures, and its key terms."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    whole, public = facts.party("whole"), facts.party("public")
    size, part = units.won(whole["commitment_krw"]), units.won(public["commitment_krw"])
    share = units.share(public["commitment_krw"] / whole["commitment_krw"])
    flows = facts.rows("fund_cash_flow").filter(pl.col("party_kind") == "whole")
    turns = turning_points(flows)
    values = {"size": size, "public": part, "net": facts.rate("whole")}
    if facts.has_paths:
        title = texts("deck.ask.title", **values, low=facts.rate("whole", "p5"))
    else:
        title = texts("deck.ask.title_central", **values)
    terms = ["irr_net", "tvpi", "paid_in", "payback", "commitment"]
    page = deck.page(title, terms + (["p5", "loss_chance"] if facts.has_paths else []))
    back = texts("term.never")
    if turns.payback_quarter is not None:
        back = units.quarter(turns.payback_quarter, facts.first_year)
    foreign = final_shares(facts.rows("foreign_share"))["of_paid_in_share"]
    net_note = texts(f"deck.ask.net_note_{facts.statistic}", tvpi=_tvpi(deck, "whole"))
    cards = [
        (texts("deck.ask.size"), size, texts("deck.ask.size_note", count=_children(deck))),
        (texts("deck.ask.public"), part, texts("deck.ask.public_note", share=share)),
        (
            texts("deck.ask.net"),
            facts.rate("whole"),
            net_note,
        ),
    ]
    if facts.has_paths:
        cards.append((texts("deck.ask.low"), facts.rate("whole", "p5"), texts("deck.ask.low_note")))
        loss = whole["loss_share"]
        chance = texts("deck.ask.loss_note", chance=units.chance(loss or 0.0).split("(")[0].strip())
        cards.append((texts("deck.ask.loss"), facts.percent(loss), chance))
    need = texts("deck.ask.payback_note", need=units.won(turns.peak_need_krw))
    cards.append((texts("deck.ask.payback"), back, need))
    if not facts.has_paths:
        gross = facts.rate("whole", measure="gross")
        cards.append((texts("deck.ask.gross"), gross, texts("deck.ask.gross_note")))
        note = texts("deck.ask.foreign_note")
        cards.append(
            (texts("deck.ask.foreign"), texts("term.none") if foreign is None else units.share(foreign), note)
        )
    left, right = page.body.columns(11, 10, gap=36)
    page.figures(left, cards)
    rows = [Row([facts.label(name), facts.value(name)]) for name in KEY_TERMS if name in assumptions()]
    columns = [Column(texts("deck.ask.term"), "left", weight=1), Column(texts("deck.ask.value"))]
    add_table(page, right, columns, rows, title)


def _children(deck: Deck) -> int:
    funds = deck.facts.results["funds"]
    is_own = pl.col("scenario_id") == deck.facts.scenario_id
    return funds.filter(is_own & (pl.col("level") > 0)).height


def _tvpi(deck: Deck, code: str, statistic: str | None = None) -> str:
    value = deck.facts.party(code, statistic)["tvpi_multiple"]
    return deck.texts("term.none") if value is None else deck.units.multiple(value)


def headline(deck: Deck) -> None:
    """Downside, median and upside of every class; the central case alone where there are no random paths."""
    facts, texts = deck.facts, deck.texts
    codes = ["whole", *facts.classes]
    if facts.has_paths:
        low, middle, high = (facts.rate("whole", name) for name in ("p5", "median", "p95"))
        title = texts("deck.headline.title", low=low, median=middle, high=high)
        statistics = ("p5", "median", "p95")
        terms = ["irr_net", "tvpi", "p5", "median", "p95", "central", "loss_chance"]
    else:
        title = texts("deck.headline.title_central", net=facts.rate("whole"), tvpi=_tvpi(deck, "whole"))
        statistics = ("central",)
        terms = ["irr_net", "irr_gross", "tvpi", "central"]
    page = deck.page(title, terms)
    columns = [Column(texts("term.party"), "left")]
    columns += [
        Column(
            texts("deck.headline.irr", statistic=texts(f"deck.statistic.{name}")),
            is_strong=name in ("median", "central"),
        )
        for name in statistics
    ]
    if facts.has_paths:
        columns.append(Column(texts("deck.headline.irr", statistic=texts("deck.statistic.central"))))
    else:
        columns.append(Column(texts("term.irr_gross")))
    columns += [
        Column(texts("deck.headline.tvpi", statistic=texts(f"deck.statistic.{name}"))) for name in statistics
    ]
    if facts.has_paths:
        columns.append(Column(texts("term.loss_chance")))
    rows = []
    for code in codes:
        cells = [facts.name(code), *(facts.rate(code, name) for name in statistics)]
        cells.append(facts.rate(code, "central") if facts.has_paths else facts.rate(code, "central", "gross"))
        cells += [_tvpi(deck, code, name) for name in statistics]
        if facts.has_paths:
            loss = facts.party(code)["loss_share"]
            cells.append(facts.percent(loss))
        rows.append(Row(cells, mark=code, is_bold=code == "whole"))
    add_table(page, page.body, columns, rows, title)


def _rates(deck: Deck) -> list[float]:
    """Net rates of the whole programme on the random paths; a path without one counts as a total loss."""
    facts = deck.facts
    wanted = facts.names.filter(pl.col("party_kind") == "whole")["party_id"][0]
    found = (
        facts.results.scan("irrs")
        .filter(
            (pl.col("scenario_id") == facts.scenario_id)
            & (pl.col("party_id") == wanted)
            & (pl.col("path_id") > 0)
            & (pl.col("measure") == "net")
            & (pl.col("status") != "no sign change")
        )
        .select("rate")
        .collect()
    )
    return [-1.0 if rate is None else float(rate) for rate in found["rate"].to_list()]


def distribution(deck: Deck) -> None:
    """How the net return spreads over the random paths, with losses and missed hurdles marked."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    if not facts.has_paths:
        return
    rates = _rates(deck)
    whole = facts.party("whole")
    hurdle = float(whole["hurdle_rate"])
    title = texts(
        "deck.distribution.title",
        loss=units.chance(whole["loss_share"] or 0.0),
        below=facts.percent(whole["below_hurdle_share"]),
        hurdle=units.share(hurdle),
    )
    page = deck.page(title, ["irr_net", "distribution", "hurdle", "loss_chance", "p5", "median", "p95"])
    bins = list(range(_LEAST, _MOST + 1))
    kinds = ("loss", "below", "above")
    counts = {kind: [0] * len(bins) for kind in kinds}
    for rate in rates:
        place = min(max(math.floor(rate * _PERCENT), _LEAST), _MOST) - _LEAST
        kind = "loss" if rate < 0 else "below" if rate < hurdle else "above"
        counts[kind][place] += 1
    roles = {"loss": "loss", "below": "context", "above": "public"}
    series = [
        Series(
            texts(f"deck.distribution.{kind}"), [count / len(rates) for count in counts[kind]], roles[kind]
        )
        for kind in kinds
    ]
    names = [f"{number}".replace("-", "−") for number in bins]
    keys, area, caption = page.body.rows(1.2, 11, 0.8, gap=6)
    chart = add_chart(page, area, "stacked columns", names, series, title, "0.0%", gap=12)
    names_axis(page, chart, size=10.0)
    values_axis(page, chart, "0%")
    plot_area(chart, 0.05, 0.03, 0.94, 0.87)
    finish(page, chart)
    shares = {kind: units.share(round(sum(counts[kind]) / len(rates), 3)) for kind in kinds}
    for box, kind in zip(keys.columns(1, 1, 1), kinds, strict=True):
        text = texts(f"deck.distribution.{kind}_share", share=shares[kind], hurdle=units.share(hurdle))
        page.rule(Box(box.x, box.y + 10, 14, 0), roles[kind], 10)
        page.text(Box(box.x + 24, box.y, box.w - 24, box.h), text, (18.0, 16.0, LABEL, 12.0), bold=True)
    axis = texts("deck.distribution.axis", low=facts.rate("whole", "p5"), high=facts.rate("whole", "p95"))
    page.text(caption, axis, (16.0, LABEL, 12.0), role="quiet", align="middle")
