"""The last slides: risks out of the numbers, the assumptions with their sources, and the method."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from fundmodel.assumptions import assumptions
from fundmodel.findings import sanity_check
from fundmodel.reports.deck.deck import Deck
from fundmodel.reports.deck.tables import Column, Row, add_table
from fundmodel.sentences import check_text

_MOST_RISKS = 5
_MOST_ASSUMPTIONS = 8
_LONGEST_SOURCE = 100


@dataclass(frozen=True)
class _Harm:
    """The most harmful value of a topic's assumptions: what would be left."""

    topic: str
    name: str
    value: str
    rate: float
    status: str
    change: float


def _worst(deck: Deck) -> list[_Harm]:
    """The most harmful end of each topic's assumptions, most harmful first."""
    found: dict[str, _Harm] = {}
    for row in deck.facts.sensitivity.effects.iter_rows(named=True):
        topic, name, base = assumptions()[row["name"]].topic, row["name"], row["base_rate"]
        for end in ("low", "high"):
            rate = row[f"{end}_rate"]
            if rate is None or rate >= base:
                continue
            if topic not in found or rate < found[topic].rate:
                change = rate - base
                found[topic] = _Harm(topic, name, row[f"{end}_value"], rate, row[f"{end}_status"], change)
    return sorted(found.values(), key=lambda one: (one.rate, one.topic))[:_MOST_RISKS]


def _counted(deck: Deck) -> list[tuple[str, str, str]]:
    """Risks that have a figure of their own: name, what the numbers say, figure."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    found = []
    whole = facts.party("whole")
    if facts.has_paths:
        chance = units.chance(whole["loss_share"] or 0.0)
        found.append(
            (texts("deck.risks.loss"), texts("deck.risks.loss_text", low=facts.rate("whole", "p5")), chance)
        )
        paid = -facts.party("public", "mean")["first_loss_krw"]
        worst = -facts.party("public", "p5")["first_loss_krw"]
        if worst:
            text = texts("deck.risks.public_text", mean=units.won(paid))
            found.append((texts("deck.risks.public"), text, units.won(worst)))
    need = units.won(whole["peak_need_krw"])
    found.append((texts("deck.risks.liquidity"), texts("deck.risks.liquidity_text"), need))
    for dimension in ("area", "cluster"):
        known = facts.results["areas" if dimension == "area" else "clusters"][f"{dimension}_code"].to_list()
        parts = facts.rows("exposure").filter(
            (pl.col("dimension") == dimension) & pl.col("code").is_in(known)
        )
        if parts.is_empty():
            continue
        top = parts.sort("share", "code", descending=[True, False]).row(0, named=True)
        if dimension == "area":
            name = facts.word("area", top["code"])
        else:
            place = facts.results["clusters"].filter(pl.col("cluster_code") == top["code"])
            name = texts.label(place.row(0, named=True), "name")
        text = texts(f"deck.risks.{dimension}_text", name=name)
        found.append((texts(f"deck.risks.{dimension}"), text, units.share(round(top["share"], 2))))
    return found


def risks(deck: Deck) -> None:
    """The risk register: every line measured, the most harmful first."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    worst = _worst(deck)
    if not worst:
        return
    first = worst[0]
    policy = facts.results["policy_assumptions"].filter(pl.col("scenario_id") == facts.scenario_id)
    floor = float(policy["sanity_red_low_irr"][0])
    hurdle = float(facts.party("whole", "central")["hurdle_rate"])
    title = texts(
        "deck.risks.title",
        name=facts.label(first.name),
        value=facts.value(first.name, first.value),
        rate=units.rate(first.rate),
        change=units.points(first.change),
    )
    page = deck.page(title, ["risks", "irr_net", "loss_chance", "first_loss", "peak_need", "central"])
    rows = []
    for one in worst:
        level = "high" if one.rate < floor else "medium" if one.rate < hurdle else "low"
        evidence = texts(
            "deck.risks.effect",
            name=facts.label(one.name),
            old=facts.value(one.name),
            new=facts.value(one.name, one.value),
        )
        written = units.rate(one.rate) + ("" if one.status == "ok" else "*")
        role = {"high": "loss", "medium": "foreign", "low": "domestic"}[level]
        level_word, topic = texts(f"deck.risks.{level}"), texts(f"topic.{one.topic}")
        cells = [topic, evidence, written, units.points(one.change), level_word]
        rows.append(Row(cells, mark=role))
    rows += [Row([name, text, "–", figure, "–"], mark="context") for name, text, figure in _counted(deck)]
    columns = [
        Column(texts("deck.risks.risk"), "left"),
        Column(texts("deck.risks.evidence"), "left", weight=1),
        Column(texts("deck.risks.rate"), is_strong=True),
        Column(texts("deck.risks.figure")),
        Column(texts("deck.risks.level"), "middle"),
    ]
    hint = texts("deck.risks.hint", floor=units.share(floor), hurdle=units.share(hurdle))
    if any(one.status != "ok" for one in worst):
        hint = f"{hint} {texts('deck.effects.starred')}."
    head, area = page.body.rows(1, 12, gap=4)
    page.text(head, hint, (14.0, 13.0, 12.0, 11.0), role="quiet")
    add_table(page, area, columns, rows, title)


def _short(text: str) -> str:
    """A source as it fits a cell; the notes hold it whole."""
    if len(text) <= _LONGEST_SOURCE:
        return text
    return text[:_LONGEST_SOURCE].rsplit(" ", 1)[0].rstrip(",;:.") + " …"


def sources(deck: Deck) -> None:
    """The assumptions that move the return most, each with its value, range and source."""
    facts, texts = deck.facts, deck.texts
    names = facts.sensitivity.effects["name"].to_list()[:_MOST_ASSUMPTIONS]
    if not names:
        return
    kinds = [facts.catalogue[name]["verification"] for name in names]
    sourced = sum(kind != "assumption" for kind in kinds)
    title = texts("deck.sources.title", count=len(names), sourced=sourced, own=len(names) - sourced)
    page = deck.page(title, ["sources", "range"], statistic="central")
    columns = [
        Column(texts("data.label"), "left"),
        Column(texts("deck.sources.value"), is_strong=True),
        Column(texts("deck.sources.range")),
        Column(texts("data.source"), "left", weight=1),
        Column(texts("data.verification"), "left"),
    ]
    rows = []
    for name in names:
        row, entry = assumptions()[name], facts.catalogue[name]
        if row.low is None or row.high is None:
            reach = " / ".join(texts(f"option.{option}") for option in row.options)
        else:
            reach = f"{facts.value(name, row.low)} – {facts.value(name, row.high)}"
        cells = [
            facts.label(name),
            facts.value(name),
            reach,
            _short(entry["source"]),
            texts(f"data.verification_{entry['verification']}"),
        ]
        rows.append(Row(cells))
    add_table(page, page.body, columns, rows, title, sizes=(16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0))
    whole = []
    for name in names:
        entry = facts.catalogue[name]
        whole.append(f"– {facts.label(name)}: {entry['source']} {entry['url'] or ''}".strip())
    page.note("\n".join([page.slide.notes_slide.notes_text_frame.text, *whole]))


def method(deck: Deck) -> None:
    """How the figures are made, whether they are believable, and how to make them again."""
    facts, texts = deck.facts, deck.texts
    results, manifest = facts.results, facts.results.manifest
    check = sanity_check(facts.rows("sanity"), facts.metrics)
    driver = facts.name(check.driver, "strategy") if check.driver else ""
    title = check_text(check, texts, driver).rstrip(".")
    page = deck.page(title, ["irr_net", "central", "run_id", *(["median"] if facts.has_paths else [])])
    left, right = page.body.columns(12, 9, gap=34)
    points = [texts(f"deck.method.{name}") for name in ("tables", "central", "paths", "whole_won", "nominal")]
    page.text(
        left, "\n".join(f"· {point}" for point in points), (20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
    )
    versions: dict[str, str] = dict(manifest["versions"])
    facts_listed: Sequence[tuple[str, str]] = (
        (texts("deck.method.run_id"), results.run_id),
        (texts("deck.method.scenario"), deck.scenario.name),
        (texts("deck.method.random"), f"{results.paths:,}"),
        (texts("deck.method.seed"), f"{results.seed}"),
        (texts("deck.method.as_of"), deck.report.as_of),
        (texts("deck.method.version"), deck.report.version),
        (texts("deck.method.code"), str(manifest["code"])[:16]),
        *((name, version) for name, version in sorted(versions.items()) if name != "fundmodel"),
    )
    columns = [
        Column(texts("deck.method.item"), "left"),
        Column(texts("deck.method.value"), "left", weight=1),
    ]
    rows = [Row([name, value]) for name, value in facts_listed]
    add_table(page, right, columns, rows, title, sizes=(16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0))
