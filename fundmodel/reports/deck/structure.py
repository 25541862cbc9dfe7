"""The slide that shows who puts money where: classes, the two levels, and what the funds buy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Pt

from fundmodel.reports.deck.deck import Deck
from fundmodel.reports.deck.lettering import fitting
from fundmodel.reports.deck.markup import add, element
from fundmodel.reports.deck.page import Box, Page, flat

_SIZES = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0)
_QUARTERS = 4
_POINT = 12700
_PALE = 45_000
# Parts of the width: names, blocks and the room that the ribbons cross.
_INVESTORS, _CROSSING, _LEVELS, _FUNDS = 0.22, 0.09, 0.19, 0.26
_LEAST = 0.2
_GAP = 12.0


@dataclass(frozen=True)
class Node:
    """A block of the diagram.

    Attributes:
        code: What it is.
        text: What it says.
        amount: Won that pass through it.
        role: Colour role of its ground.
        ink: Colour role of its text.
    """

    code: str
    text: str
    amount: int
    role: str
    ink: str = "ground"


def structure(deck: Deck) -> None:
    """The two levels and the classes: ribbons of money from investors to funds."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    committed = facts.rows("programme_structure")
    amounts = {
        (level, code): int(amount)
        for level, code, amount in committed.select("level", "class_code", "commitment_krw").iter_rows()
    }
    through, direct = (
        sum(won for (level, _), won in amounts.items() if level == wanted) for wanted in (0, 1)
    )
    funds = facts.results["funds"].filter(pl.col("scenario_id") == facts.scenario_id)
    children = funds.filter(pl.col("level") > 0)
    values = {"through": units.won(through), "direct": units.won(direct), "count": children.height}
    reaching = int(children["commitment_krw"].sum()) - direct
    kept = texts("deck.structure.reserve", reaching=units.won(reaching), kept=units.won(through - reaching))
    page = deck.page(
        texts("deck.structure.title", **values),
        ["commitment", "levels", "classes", "ribbons"],
        kept,
        statistic="central",
    )
    body = page.body
    mega = texts(
        "deck.structure.mega",
        name=facts.name(funds.filter(pl.col("level") == 0)["fund_code"][0], "fund"),
        amount=units.won(through),
        fee=facts.value("mega_fee_rate"),
    )
    levels = [Node("mega", mega, through, "whole")]
    if direct:
        levels.append(
            Node("direct", texts("deck.structure.direct", amount=units.won(direct)), direct, "grid", "text")
        )
    investors = _investors(deck, amounts)
    strategies = _strategies(deck, children)
    columns, x = [], body.x
    for nodes, part in ((investors, _INVESTORS), (levels, _LEVELS), (strategies, _FUNDS)):
        columns.append(_stacked(nodes, Box(x, body.y, body.w * part, body.h)))
        x += body.w * (part + _CROSSING)
    flows: list[tuple[int, str, str, float, str]] = [
        (0, code, target, amounts[(level, code)], code)
        for code in facts.classes
        for level, target in enumerate(("mega", "direct"))
        if amounts.get((level, code))
    ]
    total = sum(node.amount for node in strategies)
    for level, won in (("mega", reaching), ("direct", direct)):
        flows += [(1, level, node.code, won * node.amount / total, "context") for node in strategies if won]
    _ribbons(page, columns, flows)
    for column, nodes in zip(columns, (investors, levels, strategies), strict=True):
        boxes = [(column[node.code], node.text) for node in nodes]
        size = min(fitting(text, _SIZES, box.w - 16, box.h - 8, bold=True) for box, text in boxes)
        for node in nodes:
            page.block(column[node.code], node.text, node.role, (size,), ink=node.ink)
    bought = _bought(deck)
    for node in strategies:
        box = columns[2][node.code]
        aside = Box(box.x + box.w + 14, box.y, body.x + body.w - box.x - box.w - 14, box.h)
        page.text(aside, bought.get(node.code, ""), (20.0, *_SIZES), bold=True, anchor="middle")


def _investors(deck: Deck, amounts: dict[tuple[int, str], int]) -> list[Node]:
    facts, units = deck.facts, deck.units
    total = sum(amounts.values())
    found = []
    for code in facts.classes:
        won = sum(amount for (_, owner), amount in amounts.items() if owner == code)
        text = f"{facts.name(code)}\n{units.won(won)} · {units.share(round(won / total, 3))}"
        found.append(Node(code, text, won, code, "ground" if code in ("public", "domestic") else "text"))
    return found


def _strategies(deck: Deck, children: pl.DataFrame) -> list[Node]:
    """One block per strategy with its number of funds, money and life."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    groups = (
        children.join(facts.results["strategies"], on="strategy_id", how="left")
        .group_by("strategy_id", "strategy_code")
        .agg(
            pl.len().alias("count"),
            pl.col("commitment_krw").sum(),
            (pl.col("end_quarter") - pl.col("start_quarter")).max().alias("quarters"),
        )
        .sort("strategy_id")
    )
    return [
        Node(
            row["strategy_code"] or "other",
            texts(
                "deck.structure.children" if row["count"] > 1 else "deck.structure.child",
                name=facts.name(row["strategy_code"], "strategy"),
                count=row["count"],
                amount=units.won(row["commitment_krw"]),
                years=round(row["quarters"] / _QUARTERS),
            ),
            row["commitment_krw"],
            "grid",
            "text",
        )
        for row in groups.iter_rows(named=True)
    ]


def _stacked(nodes: Sequence[Node], box: Box) -> dict[str, Box]:
    """Blocks below each other, higher with more money, none too low to be read."""
    room = box.h - _GAP * (len(nodes) - 1)
    least = min(room * _LEAST, room / len(nodes))
    total = sum(node.amount for node in nodes)
    spare = room - least * len(nodes)
    found, y = {}, box.y
    for node in nodes:
        high = least + spare * node.amount / total
        found[node.code] = Box(box.x, y, box.w, high)
        y += high + _GAP
    return found


def _ribbons(
    page: Page, columns: Sequence[dict[str, Box]], flows: Sequence[tuple[int, str, str, float, str]]
) -> None:
    """Ribbons from the right edge of one column to the left edge of the next."""
    for lane in range(len(columns) - 1):
        own = [
            flow
            for flow in flows
            if flow[0] == lane and flow[1] in columns[lane] and flow[2] in columns[lane + 1]
        ]
        out = {code: sum(flow[3] for flow in own if flow[1] == code) for code in columns[lane]}
        into = {code: sum(flow[3] for flow in own if flow[2] == code) for code in columns[lane + 1]}
        from_y = {code: box.y for code, box in columns[lane].items()}
        to_y = {code: box.y for code, box in columns[lane + 1].items()}
        for _, source, target, won, role in own:
            left, right = columns[lane][source], columns[lane + 1][target]
            start, end = left.h * won / out[source], right.h * won / into[target]
            _ribbon(page, (left.x + left.w, from_y[source], start), (right.x, to_y[target], end), role)
            from_y[source] += start
            to_y[target] += end


def _ribbon(
    page: Page, left: tuple[float, float, float], right: tuple[float, float, float], role: str
) -> None:
    """A band that swings from one edge to the other, in a paler shade of its colour."""
    (x1, y1, h1), (x2, y2, h2) = left, right
    drawn = page.slide.shapes.build_freeform(Pt(x1), Pt(y1), scale=1.0)
    drawn.add_line_segments([(Pt(x2), Pt(y2)), (Pt(x2), Pt(y2 + h2)), (Pt(x1), Pt(y1 + h1))], close=True)
    shape = drawn.convert_to_shape()
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(page.look.colour(role).removeprefix("#"))
    colour = shape._element.spPr.find(f".//{qn('a:srgbClr')}")
    add(colour, "a:alpha", val=str(_PALE))
    shape.line.fill.background()
    flat(shape)
    path = shape._element.spPr.find(f".//{qn('a:path')}")
    top = min(y1, y2)
    middle = (x2 - x1) / 2
    _swung(path, [(middle, y1 - top), (middle, y2 - top), (x2 - x1, y2 - top)], 1)
    _swung(path, [(middle, y2 + h2 - top), (middle, y1 + h1 - top), (0.0, y1 + h1 - top)], 3)


def _swung(path: Any, points: Sequence[tuple[float, float]], place: int) -> None:  # noqa: ANN401
    """Put a curve in the place of a straight line of a path."""
    straight = path[place]
    curve = element("a:cubicBezTo")
    for x, y in points:
        add(curve, "a:pt", x=str(round(x * _POINT)), y=str(round(y * _POINT)))
    path.replace(straight, curve)


def _bought(deck: Deck) -> dict[str, str]:
    """What each strategy buys, counted from the plans."""
    facts, texts = deck.facts, deck.texts
    results = facts.results
    world = pl.col("world_id") == facts.world_id
    funds = results["fund_plan"].filter(world).join(results["strategies"], on="strategy_id")
    found: dict[str, list[str]] = {}
    for table, column, key in (
        ("company_plan", "company_count", "deck.structure.companies"),
        ("facility_plan", "plant_count", "deck.structure.plants"),
    ):
        plan = (
            results[table]
            .filter(world)
            .join(funds, on="fund_id")
            .group_by("strategy_code")
            .agg(pl.col(column).sum())
        )
        for code, count in plan.sort("strategy_code").iter_rows():
            if count:
                found.setdefault(code, []).append(texts(key, count=count))
    return {code: "\n".join(parts) for code, parts in found.items()}
