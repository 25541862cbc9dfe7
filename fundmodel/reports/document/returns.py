"""Chapters on who earns what: the programme and its terms, returns with their statistics, every investor."""

from collections.abc import Iterator

import polars as pl

from fundmodel.assumptions import Assumption, assumptions
from fundmodel.charts import money_by_class, net_returns
from fundmodel.findings import (
    CLASSES,
    fee_gap,
    final_shares,
    returns_table,
    sanity_check,
    turning_points,
)
from fundmodel.reports.document.blocks import (
    Block,
    Figure,
    Figures,
    Heading,
    Paragraph,
    Table,
    Verdict,
    rows_of,
)
from fundmodel.reports.document.material import Material
from fundmodel.reports.document.values import assumption_text
from fundmodel.sentences import check_text, investors_answer, overview_answer, range_text, rate_text

CENTRAL, RANDOM = ("central",), ("central", "median", "mean", "p5", "p95")
KEY_TERMS = (
    "programme_size_krw",
    "first_close_year",
    "early_share",
    "scale_up_share",
    "cdmo_share",
    "public_share",
    "foreign_share",
    "gp_commitment_share",
    "hurdle_rate",
    "carry_rate",
    "catch_up_share",
    "foreign_hurdle_rate",
    "mega_fee_rate",
    "public_first_loss_share",
)
MONEY = ("commitment", "paid_in", "distributed", "carry", "first_loss")


def programme(material: Material) -> Iterator[Block]:
    """The programme: key terms by scenario, and who commits how much at which level."""
    texts, units = material.texts, material.units
    yield Heading(texts("document.programme"))
    size = assumptions()["programme_size_krw"]
    yield Paragraph(
        texts(
            "document.programme_text",
            size=units.won(float(material.scenarios[0].value(size.name))),
            year=material.first_year,
            scenarios=", ".join(material.label(number) for number in material.numbers),
        ),
        "answer",
    )
    known = {name: assumptions()[name] for name in KEY_TERMS if name in assumptions()}
    labels = _labels(material)
    yield Table(
        key="terms",
        title=texts("document.terms"),
        unit=texts("document.unit_each"),
        origin=("assumptions_data", "scenario_overrides"),
        headings=(texts("data.label"), *(material.label(number) for number in material.numbers)),
        rows=rows_of(
            [
                [labels[name], *(_value(material, number, row) for number in material.numbers)]
                for name, row in known.items()
            ]
        ),
        note=texts("document.terms_note"),
    )
    for number in material.numbers:
        yield _structure(material, number)


def _labels(material: Material) -> dict[str, str]:
    rows = material.report.results["assumptions_data"].iter_rows(named=True)
    return {row["name"]: material.texts.label(row) for row in rows}


def _value(material: Material, number: int, row: Assumption) -> str:
    scenario = material.scenarios[number]
    return assumption_text(scenario.value(row.name), row.type, row.unit, material.texts)


def _structure(material: Material, number: int) -> Table:
    """Commitments by class: to the mega fund, to child funds directly, together."""
    texts, units = material.texts, material.units
    found = material.rows("programme_structure", number)
    cells = []
    for code in CLASSES:
        of_class = found.filter(pl.col("class_code") == code)
        by_level = [
            int(of_class.filter(pl.col("level") == level)["commitment_krw"].sum()) for level in (0, 1)
        ]
        share = sum(by_level) / int(found["programme_krw"][0])
        amounts = (units.won(amount, named=False) for amount in (*by_level, sum(by_level)))
        cells.append([material.party("class", code), *amounts, units.share(share)])
    return Table(
        key=f"structure:{number}",
        title=texts("document.structure", scenario=material.label(number)),
        unit=texts("document.unit_won_share"),
        origin=("programme_structure",),
        headings=tuple(
            texts(f"document.{key}") for key in ("investor", "level_0", "level_1", "together", "share_of_all")
        ),
        rows=rows_of(cells),
    )


def headline(material: Material) -> Iterator[Block]:
    """Returns of the whole and of each class, with their statistics, per scenario."""
    texts = material.texts
    yield Heading(texts("document.headline"))
    for number in material.numbers:
        metrics = material.rows("metrics", number)
        beside = material.beside("metrics", number)
        found = returns_table(
            metrics, metrics if beside is None else beside, material.parties, ("whole", "class")
        )
        yield Heading(material.label(number), 2)
        foreign = material.rows("foreign_share", number)
        yield Paragraph(overview_answer(found, foreign, texts, beside is None), "answer")
        check = sanity_check(material.rows("sanity", number), metrics)
        driver = material.party("strategy", check.driver) if check.driver else ""
        yield _figures(material, number, found)
        yield Verdict(check.level, texts(f"sanity.{check.level}"), check_text(check, texts, driver))
        yield _rates(material, number, metrics)
        yield _money(material, number, found)
        yield Figure(
            net_returns(found, material.look),
            texts("document.unit_rate"),
            ("metrics",),
            f"{texts('investors.note')} {material.statistic}",
        )


def _figures(material: Material, number: int, found: pl.DataFrame) -> Figures:
    """The six figures that a committee asks for first."""
    texts, units = material.texts, material.units
    rows = {row["party_code"]: row for row in found.iter_rows(named=True)}
    flows = material.rows("fund_cash_flow", number).filter(pl.col("party_kind") == "whole")
    turns = turning_points(flows)
    paid_in = final_shares(material.rows("foreign_share", number))["of_paid_in_share"]
    abroad, whole = rows["foreign"], rows["whole"]
    payback, tvpi, none = turns.payback_quarter, whole["tvpi_multiple"], texts("term.none")

    def net(code: str) -> str:
        return rate_text(texts, rows[code]["irr_net_rate"], rows[code]["irr_net_status"])

    def spread(code: str) -> str:
        low_to_high = range_text(texts, rows[code]["low_rate"], rows[code]["high_rate"])
        return f"{texts('term.irr_range')} {low_to_high}" if low_to_high else ""

    own = rate_text(texts, abroad["irr_own_currency_rate"], abroad["irr_own_currency_status"])
    return Figures(
        (
            (texts("overview.card_whole"), net("whole"), spread("whole")),
            (texts("overview.card_public"), net("public"), spread("public")),
            (texts("overview.card_foreign"), net("foreign"), texts("overview.card_usd", rate=own)),
            (texts("overview.card_tvpi"), none if tvpi is None else units.multiple(tvpi), ""),
            (
                texts("overview.card_share"),
                texts("term.none") if paid_in is None else units.share(paid_in),
                "",
            ),
            (
                texts("overview.card_payback"),
                texts("term.never") if payback is None else units.quarter(payback, material.first_year),
                texts("overview.card_need", need=units.won(turns.peak_need_krw)),
            ),
        )
    )


def _rates(material: Material, number: int, metrics: pl.DataFrame) -> Table:
    texts = material.texts
    wanted = RANDOM if material.paths else CENTRAL
    shown = metrics.filter(pl.col("party_kind").is_in(["whole", "class"])).sort("party_id")
    cells = []
    for _, of_party in shown.group_by("party_id", maintain_order=True):
        by_statistic = {row["statistic"]: row for row in of_party.iter_rows(named=True)}
        row = by_statistic["central"]
        rates = [
            rate_text(texts, by_statistic[name]["irr_net_rate"], by_statistic[name]["irr_net_status"])
            for name in wanted
        ]
        chances = [row["loss_share"], row["below_hurdle_share"]] if material.paths else []
        written = (texts("term.none") if one is None else material.units.chance(one) for one in chances)
        cells.append([material.party(row["party_kind"], row["party_code"]), *rates, *written])
    chances = ("loss_chance", "below_hurdle") if material.paths else ()
    return Table(
        key=f"returns:{number}",
        title=texts("document.returns", scenario=material.label(number)),
        unit=texts("document.unit_rate"),
        origin=("metrics",),
        headings=(
            texts("document.investor"),
            *(texts(f"statistic_name.{name}") for name in wanted),
            *(texts(f"document.{name}") for name in chances),
        ),
        rows=rows_of(cells),
        note=texts("document.returns_note" if material.paths else "statistic.central"),
    )


def _money(material: Material, number: int, found: pl.DataFrame, key: str = "money") -> Table:
    texts, units = material.texts, material.units
    cells = []
    for row in found.iter_rows(named=True):
        amounts = [units.won(row[f"{name}_krw"], signed=name == "first_loss", named=False) for name in MONEY]
        tvpi = row["tvpi_multiple"]
        is_abroad = row["class_code"] == "foreign"
        own = rate_text(texts, row["irr_own_currency_rate"], row["irr_own_currency_status"])
        cells.append(
            [
                texts.label(row, "name"),
                rate_text(texts, row["irr_gross_rate"], row["irr_gross_status"]),
                rate_text(texts, row["irr_net_rate"], row["irr_net_status"]),
                own if is_abroad else "",
                texts("term.none") if tvpi is None else units.multiple(tvpi),
                *amounts,
            ]
        )
    names = ("irr_gross", "irr_net", "irr_own", "tvpi", *MONEY)
    return Table(
        key=f"{key}:{number}",
        title=texts(f"document.{key}", scenario=material.label(number)),
        unit=texts("document.unit_rate_multiple_won"),
        origin=("metrics",),
        headings=(texts("document.investor"), *(texts(f"term.{name}") for name in names)),
        rows=rows_of(cells),
        note=f"{material.statistic} {texts('investors.first_loss_note')}",
    )


def investors(material: Material) -> Iterator[Block]:
    """Every investor: what it pays in, gets back and earns."""
    texts = material.texts
    yield Heading(texts("document.investors"))
    for number in material.numbers:
        metrics = material.rows("metrics", number)
        beside = material.beside("metrics", number)
        other = metrics if beside is None else beside
        classes = returns_table(metrics, other, material.parties, ("whole", "class"))
        single = returns_table(metrics, other, material.parties, ("investor",))
        funds = returns_table(metrics, other, material.parties, ("fund",))
        yield Heading(material.label(number), 2)
        yield Paragraph(investors_answer(classes, fee_gap(classes), texts), "answer")
        yield Figure(
            money_by_class(classes, material.look),
            texts("document.unit_won"),
            ("metrics",),
            material.statistic,
        )
        yield _money(material, number, single, "by_investor")
        yield _money(material, number, funds, "by_fund")
