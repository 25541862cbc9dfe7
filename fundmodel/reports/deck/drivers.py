"""Slides on what drives the return: one assumption at a time, two at once, and whole scenarios."""

from fundmodel.findings import final_shares
from fundmodel.reports.deck.charts import Series, add_chart, finish, label, names_axis, values_axis
from fundmodel.reports.deck.deck import Deck
from fundmodel.reports.deck.facts import BARS
from fundmodel.reports.deck.page import LABEL, NARROW, Box
from fundmodel.reports.deck.tables import Column, Row, add_table
from fundmodel.reports.sensitivity import MOST_SCENARIOS, named_beside, of_named
from fundmodel.scenario import Scenario, load_scenarios
from fundmodel.sentences import rate_text
from fundmodel.units import NO_BREAK

_LOW_INK, _HIGH_INK = (0xD5, 0x5E, 0x00), (0x00, 0x72, 0xB2)
_STRONGEST = 0.62


def effects(deck: Deck) -> None:
    """The tornado: each assumption moved between its low and its high, the ten that matter most."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    found = facts.sensitivity.effects.head(BARS)
    if found.is_empty():
        return
    base = float(found["base_rate"][0])
    first = found.row(0, named=True)
    ends = [rate for rate in (first["low_rate"], first["high_rate"]) if rate is not None]
    title = texts(
        "deck.effects.title",
        name=facts.label(first["name"]),
        low=units.rate(min(*ends, base)),
        high=units.rate(max(*ends, base)),
        base=units.rate(base),
    )
    tested = texts("deck.effects.tested", count=len(facts.names_moved), shown=found.height)
    if any(status == "several roots" for name in ("low_status", "high_status") for status in found[name]):
        tested = f"{tested} {texts('deck.effects.starred')}."
    page = deck.page(title, ["tornado", "irr_net", "central"], tested, statistic="central")
    names, low, high = [], [], []
    for row in found.iter_rows(named=True):
        names.append(facts.label(row["name"]))
        low.append(None if row["low_rate"] is None else row["low_rate"] - base)
        high.append(None if row["high_rate"] is None else row["high_rate"] - base)
    series = [
        Series(texts("deck.effects.low"), low, "foreign"),
        Series(texts("deck.effects.high"), high, "public"),
    ]
    keys, area = page.body.rows(1, 14, gap=4)
    chart = add_chart(page, area, "bars", names, series, title, "0.0%", gap=28)
    chart.plots[0].overlap = 100
    names_axis(page, chart, size=16.0 if page.body.w > NARROW else 12.0, is_reversed=True)
    known = [value for value in (*low, *high) if value is not None]
    room = (max(known) - min(known)) * 0.3
    values_axis(page, chart, "0%", least=min(known) - room, most=max(known) + room, is_shown=False)
    size = LABEL if page.body.w > NARROW else 10.0
    drawn = list(chart.plots[0].series)
    for place, row in enumerate(found.iter_rows(named=True)):
        for end, values, one in (("low", low, drawn[0]), ("high", high, drawn[1])):
            if values[place] is None:
                continue
            status = row[f"{end}_status"]
            rate = units.rate(row[f"{end}_rate"]) + ("" if status == "ok" else "*")
            text = f"{facts.value(row['name'], row[f'{end}_value'])} → {rate}"
            label(page, one, place, text, "outside", size=size, bold=False)
    finish(page, chart)
    left, middle, right = keys.columns(3, 3, 6)
    for box, one in ((left, series[0]), (middle, series[1])):
        page.rule(Box(box.x, box.y + 9, 16, 0), one.role, 9)
        page.text(Box(box.x + 26, box.y, box.w - 26, box.h), one.name, (16.0, LABEL))
    page.text(
        right,
        texts("deck.effects.axis", base=units.rate(base)),
        (LABEL, 12.0, 11.0),
        role="quiet",
        align="right",
    )


def _shade(value: float, base: float, least: float, most: float) -> str:
    """White at the base, orange towards the worst cell, blue towards the best."""
    ink = _LOW_INK if value < base else _HIGH_INK
    span = base - least if value < base else most - base
    part = _STRONGEST * min(abs(value - base) / span, 1.0) if span > 0 else 0.0
    return "#" + "".join(f"{round(255 - (255 - channel) * part):02X}" for channel in ink)


def pairs(deck: Deck) -> None:
    """The two-way heat map: the strongest term against the strongest assumption of the world."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    if facts.sensitivity.pair is None or facts.sensitivity.heat.is_empty():
        return
    term, world = facts.sensitivity.pair
    cells = facts.sensitivity.heat
    known = [rate for rate in cells["rate"].to_list() if rate is not None]
    base = next((rate for rate, is_base in cells.select("rate", "is_base").iter_rows() if is_base), None)
    if not known or base is None:
        return
    hurdle = float(facts.party("whole", "central")["hurdle_rate"])
    reached = sum(rate >= hurdle for rate in known)
    title = texts(
        "deck.pairs.title",
        term=facts.label(term),
        world=facts.label(world),
        reached=reached,
        count=len(known),
        hurdle=units.share(hurdle),
    )
    page = deck.page(title, ["heat_map", "irr_net", "hurdle", "central"], statistic="central")
    downs = cells["down_value"].unique(maintain_order=True).to_list()
    acrosses = cells["across_value"].unique(maintain_order=True).to_list()
    rates = {
        (down, across): rate
        for down, across, rate in cells.select("down_value", "across_value", "rate").iter_rows()
    }
    bases = {
        (down, across)
        for down, across, is_base in cells.select("down_value", "across_value", "is_base").iter_rows()
        if is_base
    }
    least, most = min(known), max(known)
    columns = [Column(f"{facts.label(world)} ↓\n{facts.label(term)} →", "left", weight=1.8)]
    columns += [Column(facts.value(term, across), "middle", weight=1.0) for across in acrosses]
    rows = []
    for down in downs:
        written, fills = [facts.value(world, down)], [""]
        for across in acrosses:
            rate = rates[(down, across)]
            written.append("–" if rate is None else units.rate(rate))
            fills.append("" if rate is None else _shade(rate, base, least, most))
        outlined = [place for place, across in enumerate(acrosses, 1) if (down, across) in bases]
        rows.append(Row(written, fills=fills, outlined=outlined))
    hint, area = page.body.rows(1, 9, gap=6)
    page.text(hint, texts("deck.pairs.hint", base=units.rate(base)), (18.0, 16.0, 14.0, 12.0), role="quiet")
    add_table(page, area, columns, rows, title, sizes=(24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0))


def _described(deck: Deck, scenario: Scenario) -> str:
    known = load_scenarios().get(scenario.name)
    labels = dict(scenario.labels) or (dict(known.labels) if known else {})
    return labels.get(f"label_{deck.texts.language}", scenario.name)


def _changes(deck: Deck, scenario: Scenario) -> str:
    """Every changed input against the proposal, old -> new."""
    facts = deck.facts
    names = [name for name in facts.catalogue if scenario.value(name) != deck.scenario.value(name)]
    arrow = f"{NO_BREAK}→{NO_BREAK}"
    parts = [
        f"{facts.label(name)} {arrow.join((facts.value(name), facts.value(name, scenario.value(name))))}"
        for name in names
    ]
    return "; ".join(parts) if parts else deck.texts("deck.scenarios.none")


def scenarios(deck: Deck) -> None:
    """The scenarios of the run side by side; a run of one is set beside the named scenarios."""
    if len(deck.report.scenarios) > 1:
        _run_scenarios(deck)
    else:
        _named_scenarios(deck)


def _run_scenarios(deck: Deck) -> None:
    facts, texts, units = deck.facts, deck.texts, deck.units
    others = [one for one in deck.report.scenarios if one != deck.scenario]
    mine = facts.party("whole")["irr_net_rate"]
    changes = {one.name: facts.party("whole", scenario=one)["irr_net_rate"] for one in others}
    known = {name: rate - mine for name, rate in changes.items() if rate is not None and mine is not None}
    if known:
        furthest = max(known, key=lambda name: (abs(known[name]), name))
        label_of = next(_described(deck, one) for one in others if one.name == furthest)
        foreign_rates = facts.party("foreign", scenario=next(o for o in others if o.name == furthest))
        title = texts(
            "deck.scenarios.title",
            name=label_of,
            change=units.points(known[furthest]),
            foreign=rate_text(texts, foreign_rates["irr_net_rate"], foreign_rates["irr_net_status"]),
        )
    else:
        title = texts("deck.scenarios.title_none")
    shown = (deck.scenario, *others)[:MOST_SCENARIOS]
    page = deck.page(
        title,
        ["irr_net", "tvpi", "of_paid_in_share", *(["p5", "loss_chance"] if facts.has_paths else [])],
        scenarios=shown,
    )
    columns = [
        Column(texts("deck.scenarios.scenario"), "left"),
        Column(texts("deck.scenarios.changed"), "left", weight=1),
    ]
    columns += [Column(texts("term.irr_net"), is_strong=True), Column(texts("deck.scenarios.change"))]
    if facts.has_paths:
        columns += [Column(texts("deck.scenarios.low")), Column(texts("deck.classes.loss"))]
    columns += [Column(texts("deck.scenarios.foreign_net")), Column(texts("deck.scenarios.foreign_share"))]
    rows = []
    for one in shown:
        row, abroad = facts.party("whole", scenario=one), facts.party("foreign", scenario=one)
        share = final_shares(facts.rows("foreign_share", one))["of_paid_in_share"]
        is_mine = one == deck.scenario
        change = (
            None if is_mine or mine is None or row["irr_net_rate"] is None else row["irr_net_rate"] - mine
        )
        cells = [
            _described(deck, one),
            texts("deck.scenarios.proposed") if is_mine else _changes(deck, one),
            rate_text(texts, row["irr_net_rate"], row["irr_net_status"]),
            "–" if change is None else units.points(change),
        ]
        if facts.has_paths:
            low = facts.party("whole", "p5", one)
            cells += [
                rate_text(texts, low["irr_net_rate"], low["irr_net_status"]),
                facts.percent(row["loss_share"]),
            ]
        cells += [
            rate_text(texts, abroad["irr_net_rate"], abroad["irr_net_status"]),
            texts("term.none") if share is None else units.share(round(share, 3)),
        ]
        rows.append(Row(cells, is_bold=is_mine))
    add_table(page, page.body, columns, rows, title)


def _named_scenarios(deck: Deck) -> None:
    texts, units = deck.texts, deck.units
    named = named_beside(deck.scenario)
    if not named:
        return
    frame = deck.report.done(of_named(deck.scenario))
    rates = {
        (name, code): row
        for name, code, *row in frame.select(
            "scenario", "party_code", "irr_net_rate", "irr_net_status", "of_paid_in_share"
        ).iter_rows()
    }
    mine = rates[(deck.scenario.name, "whole")][0]
    known = {
        one.name: rates[(one.name, "whole")][0] - mine
        for one in named
        if rates[(one.name, "whole")][0] is not None and mine is not None
    }
    if not known:
        return
    worst = min(known, key=lambda name: (known[name], name))
    title = texts(
        "deck.scenarios.title_named",
        name=next(_described(deck, one) for one in named if one.name == worst),
        change=units.points(known[worst]),
        count=len(named),
    )
    page = deck.page(title, ["irr_net", "of_paid_in_share", "central"], statistic="central")
    columns = [
        Column(texts("deck.scenarios.scenario"), "left"),
        Column(texts("deck.scenarios.changed"), "left", weight=1),
        Column(texts("term.irr_net"), is_strong=True),
        Column(texts("deck.scenarios.change")),
        Column(texts("deck.scenarios.foreign_net")),
        Column(texts("deck.scenarios.foreign_share")),
    ]
    rows = []
    for one in (deck.scenario, *sorted(named, key=lambda one: known.get(one.name, 0.0))):
        rate, status, share = rates[(one.name, "whole")]
        abroad, abroad_status, _ = rates[(one.name, "foreign")]
        is_mine = one == deck.scenario
        rows.append(
            Row(
                [
                    _described(deck, one),
                    texts("deck.scenarios.proposed") if is_mine else _changes(deck, one),
                    rate_text(texts, rate, status),
                    "–" if is_mine or one.name not in known else units.points(known[one.name]),
                    rate_text(texts, abroad, abroad_status),
                    texts("term.none") if share is None else units.share(round(share, 3)),
                ],
                is_bold=is_mine,
            )
        )
    add_table(page, page.body, columns, rows, title)
