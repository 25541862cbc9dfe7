"""Slides on investors: what each class earns, what the levers are worth, and how much comes from abroad."""

import polars as pl

from fundmodel.findings import SHARES, final_shares, line_of, number, peak_nav_quarter, returns_table
from fundmodel.lever_findings import INTERACTION, lever_summary
from fundmodel.lever_sentences import levers_message
from fundmodel.reports.deck.charts import Series, add_chart, finish, names_axis, plot_area, values_axis
from fundmodel.reports.deck.deck import Deck
from fundmodel.reports.deck.page import LABEL, NARROW
from fundmodel.reports.deck.tables import Column, Row, add_table
from fundmodel.sentences import foreign_message, rate_text, returns_message

_MOST_LEVERS = 3
_QUARTERS = 4
_RATIO = "foreign_won_per_public_won"


def _levers(deck: Deck) -> pl.DataFrame:
    """The levers of public support that are on, priced one by one and all together; empty without any."""
    values = deck.facts.rows("lever_values")
    rows = lever_summary(values) if values.height else pl.DataFrame({"lever": []})
    shown = rows.filter(pl.col("lever") != INTERACTION)
    # The first ones by their place and, where there are more, all together.
    return shown if shown.height <= _MOST_LEVERS else pl.concat([shown.head(_MOST_LEVERS - 1), shown.tail(1)])


def classes(deck: Deck) -> None:
    """Every class: money, return, downside, and what each lever of public support gives or costs it."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    table = returns_table(facts.metrics, facts.metrics, facts.names, ("class",))
    title, _ = returns_message(table, texts)
    levers = _levers(deck)
    terms = ["paid_in", "distributed", "irr_net", "tvpi", "first_loss"]
    terms += ["p5", "loss_chance"] if facts.has_paths else []
    terms += ["lever"] if levers.height else []
    page = deck.page(title, terms)
    columns = [Column(texts("term.party"), "left")]
    columns += [Column(texts(f"deck.classes.{name}")) for name in ("paid_in", "distributed", "first_loss")]
    columns.append(Column(texts("term.irr_net"), is_strong=True))
    if facts.has_paths:
        columns += [Column(texts("deck.classes.low")), Column(texts("deck.classes.loss"))]
    columns.append(Column(texts("term.tvpi")))
    columns += [
        Column(texts("deck.classes.worth", lever=texts(f"lever.{lever}"))) for lever in levers["lever"]
    ]
    rows = []
    statistic = "mean" if facts.has_paths else "central"
    for code in ("whole", *facts.classes):
        row, money = facts.party(code), facts.party(code, statistic)
        cells = [
            facts.name(code),
            units.won(money["paid_in_krw"], named=False),
            units.won(money["distributed_krw"], named=False),
            units.won(money["first_loss_krw"], signed=True, named=False) if money["first_loss_krw"] else "–",
            facts.rate(code),
        ]
        if facts.has_paths:
            loss = row["loss_share"]
            cells += [
                facts.rate(code, "p5"),
                facts.percent(loss),
            ]
        multiple = row["tvpi_multiple"]
        cells.append(texts("term.none") if multiple is None else units.multiple(multiple))
        for lever in levers.iter_rows(named=True):
            change = lever.get(f"{code}_irr_rate")
            cells.append("–" if change is None else units.points(change))
        rows.append(Row(cells, mark=code, is_bold=code == "whole"))
    text_box, area = page.body.rows(2, 9, gap=10)
    add_table(page, area, columns, rows, title)
    page.text(text_box, _lever(deck, levers), (22.0, 20.0, 18.0, 16.0, 14.0, 12.0), anchor="middle")


def _lever(deck: Deck, levers: pl.DataFrame) -> str:
    """What the levers cost the public side and give to others, in one or two sentences."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    if not levers.height:
        return texts("levers.none")
    text = f"{levers_message(facts.rows('lever_values'), texts)[0]}."
    joint = levers.row(-1, named=True)
    gains = {
        code: joint[f"{code}_irr_rate"]
        for code in facts.classes
        if code != "public" and (joint[f"{code}_irr_rate"] or 0.0) > 0
    }
    cost = joint["public_irr_rate"]
    if cost is None or not gains:
        return text
    best = max(gains, key=lambda code: gains[code])
    more = texts(
        "deck.classes.lever_priced",
        cost=units.points(cost),
        name=facts.name(best),
        gain=units.points(gains[best]),
    )
    return f"{text} {more}"


def foreign(deck: Deck) -> None:
    """The foreign share by year in four definitions, and foreign won per public won."""
    facts, texts, units = deck.facts, deck.texts, deck.units
    shares = facts.rows("foreign_share")
    flows = facts.rows("fund_cash_flow").filter(pl.col("party_kind") == "whole")
    peak = peak_nav_quarter(flows)
    final = final_shares(shares, peak)
    if final["of_paid_in_share"] is None:
        return
    title, _ = foreign_message(shares, texts, nav_quarter=peak)
    page = deck.page(title, [*SHARES, _RATIO], aside=texts("foreign.published"))
    line = line_of(shares).sort("quarter")
    # Once the funds stop investing, shares of paid-in stand still and those of NAV mean less and less.
    funds = facts.results["funds"].filter(pl.col("scenario_id") == facts.scenario_id)
    last = facts.first_year + int(number(funds["investment_end_quarter"].max())) // _QUARTERS
    ends = line.filter((pl.col("quarter") % _QUARTERS == _QUARTERS - 1) & (pl.col("year") <= last))
    roles = ("whole", "public", "context", "foreign")
    series = [
        Series(texts(f"foreign.{name}"), ends[name].to_list(), role, 3.0, is_dashed=place in (0, 2))
        for place, (name, role) in enumerate(zip(SHARES, roles, strict=True))
    ]
    left, right = page.body.columns(13, 10, gap=26)
    years = [str(year) for year in ends["year"].to_list()]
    chart = add_chart(page, left, "line", years, series, title, "0.0%")
    names_axis(page, chart, size=LABEL if page.body.w > NARROW else 10.0)
    values_axis(page, chart, "0.0%", least=0)
    plot_area(chart, 0.1, 0.04, 0.88, 0.84)
    finish(page, chart)
    own = facts.party("foreign")
    rows = [
        Row([texts(f"foreign.{name}"), units.share(round(final[name] or 0.0, 4))], mark=role)
        for name, role in zip(SHARES, roles, strict=True)
    ]
    ratio = final[_RATIO]
    rows.append(
        Row([texts(f"foreign.{_RATIO}"), texts("term.none") if ratio is None else units.won_ratio(ratio)])
    )
    gross = final["reaching_korea_non_public_share"]
    if gross is not None:
        rows.append(Row([texts("foreign.reaching_korea_non_public_share"), units.share(round(gross, 3))]))
    rows.append(Row([texts("term.paid_in"), units.won(own["paid_in_krw"])]))
    rows.append(Row([texts("deck.foreign.net"), facts.rate("foreign")]))
    found = facts.rows("foreign_returns").filter(
        (pl.col("party_code") == "foreign") & (pl.col("party_kind") == "class")
    )
    for row in found.filter(pl.col("statistic") == facts.statistic).iter_rows(named=True):
        constant = rate_text(texts, row["irr_constant_rate"], row["irr_constant_status"])
        rows.append(Row([texts("deck.foreign.constant"), constant]))
    rows.append(
        Row(
            [
                texts("term.irr_own"),
                rate_text(texts, own["irr_own_currency_rate"], own["irr_own_currency_status"]),
            ]
        )
    )
    columns = [
        Column(texts("deck.foreign.measure"), "left", weight=1),
        Column(texts("deck.foreign.value"), is_strong=True),
    ]
    add_table(page, right, columns, rows, title)
