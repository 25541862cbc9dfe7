"""The chapter on what differs between the scenarios: the changed assumptions and what they move."""

from collections.abc import Iterator

import polars as pl

from fundmodel.findings import CLASSES, final_shares, line_of, turning_points
from fundmodel.reports.document.blocks import Block, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.material import Material
from fundmodel.reports.document.values import assumption_text
from fundmodel.scenario import assumptions
from fundmodel.sentences import rate_text


def changes(material: Material) -> Iterator[Block]:
    """Every changed assumption, and the headline of the scenarios side by side."""
    texts = material.texts
    yield Heading(texts("document.changes"))
    changed = material.report.results["scenario_changes"]
    if changed.is_empty():
        yield Paragraph(texts("changes.none"), "answer")
    else:
        yield _changed(material, changed)
    yield _effects(material)


def _changed(material: Material, changed: pl.DataFrame) -> Table:
    texts = material.texts
    cells = []
    for row in changed.iter_rows(named=True):
        known = assumptions()[row["name"]]
        values = (
            assumption_text(known.parsed(row[name]), known.type, known.unit, texts)
            for name in ("base_value", "value")
        )
        cells.append(
            [
                material.label(row["scenario_id"]),
                texts(f"topic.{row['topic']}"),
                texts.label(row),
                *values,
                row["name"],
            ]
        )
    return Table(
        key="changed",
        title=texts("document.changed"),
        unit=texts("document.unit_each"),
        origin=("scenario_changes",),
        headings=(
            texts("document.scenario"),
            texts("data.topic"),
            texts("data.label"),
            texts("document.default"),
            texts("document.here"),
            texts("data.name"),
        ),
        rows=rows_of(cells),
        texts=(1, 2, 5),
        widths=(1.3, 1.2, 1.8, 1, 1, 2),
    )


def _effects(material: Material) -> Table:
    texts = material.texts
    columns = [_headline(material, number) for number in material.numbers]
    cells = [[name, *(column[place][1] for column in columns)] for place, (name, _) in enumerate(columns[0])]
    return Table(
        key="effects",
        title=texts("document.effects"),
        unit=texts("document.unit_named"),
        origin=("metrics", "foreign_share", "fund_cash_flow"),
        headings=(texts("document.figure_of"), *(material.label(number) for number in material.numbers)),
        rows=rows_of(cells),
        note=f"{material.statistic} {texts('document.effects_note', first=material.label(0))}"
        if len(columns) > 1
        else material.statistic,
        widths=(2.2, *([1.4] * len(columns))),
    )


def _headline(material: Material, number: int) -> list[tuple[str, str]]:
    """Name and written value of each headline figure, the difference to the first scenario behind it."""
    texts, units = material.texts, material.units
    made = line_of(material.rows("metrics", number))
    first = line_of(material.rows("metrics", 0))
    found = []
    for code in ("whole", *CLASSES):
        kind = "whole" if code == "whole" else "class"
        row, before = (
            one.filter((pl.col("party_kind") == kind) & (pl.col("party_code") == code)).row(0, named=True)
            for one in (made, first)
        )
        shown = rate_text(texts, row["irr_net_rate"], row["irr_net_status"])
        if number and row["irr_net_status"] == before["irr_net_status"] == "ok":
            shown += f" ({units.points(row['irr_net_rate'] - before['irr_net_rate'])})"
        found.append((texts("document.net_of", name=material.party(kind, code)), shown))
    whole = material.rows("fund_cash_flow", number).filter(pl.col("party_kind") == "whole")
    turns, shares = turning_points(whole), final_shares(material.rows("foreign_share", number))
    never = texts("term.never")
    payback = turns.payback_quarter
    found.append((texts("term.peak_need"), units.won(turns.peak_need_krw)))
    found.append(
        (texts("term.payback"), never if payback is None else units.quarter(payback, material.first_year))
    )
    for name in ("of_commitments_share", "of_paid_in_share", "reaching_korea_share"):
        share = shares[name]
        label = f"{texts('document.foreign_part')} · {texts(f'foreign.{name}')}"
        found.append((label, texts("term.none") if share is None else units.share(share)))
    ratio = shares["foreign_won_per_public_won"]
    label = texts("foreign.foreign_won_per_public_won")
    found.append((label, texts("term.none") if ratio is None else units.won_ratio(ratio)))
    return found
