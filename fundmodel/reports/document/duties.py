"""Chapters on duties and on notes: mandates by year, and what debt ahead of the equity costs and risks."""

from collections.abc import Iterator

import polars as pl

from fundmodel.charts import mandates
from fundmodel.charts.mandates import FORMED, formed_cells, limit_text, measured_text
from fundmodel.findings import line_of
from fundmodel.mandate_findings import kept_mandates, year_spans
from fundmodel.reports.document.blocks import Block, Figure, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.material import Material
from fundmodel.reports.document.values import cell_text
from fundmodel.sentences import rate_text

NOTE_COLUMNS = (
    "fund_code",
    "priority",
    "amount_krw",
    "coupon_rate",
    "guarantee_share",
    "default_share",
    "loss_share",
    "expected_loss_bp",
    "weighted_life_years",
    "yield_rate",
)
GUARANTEE_COLUMNS = (
    "note_code",
    "draw_share",
    "draws_krw",
    "recoveries_krw",
    "premium_krw",
    "cost_krw",
    "p99_cost_krw",
    "present_value_krw",
)


def duties(material: Material) -> Iterator[Block]:
    """Whether the duties that come with public money are kept, year by year."""
    texts = material.texts
    yield Heading(texts("document.duties"))
    for number in material.numbers:
        table = material.rows("mandates", number)
        found = kept_mandates(table)
        missed = "; ".join(
            texts("mandates.missed", name=texts(f"mandates.{code}"), years=year_spans(years))
            for code, years in found.missed.items()
        )
        yield Heading(material.label(number), 2)
        yield Paragraph(
            texts("mandates.answer", kept=found.kept, all=found.all, missed=missed)
            if found.missed
            else texts("mandates.answer_all", all=found.all),
            "answer",
        )
        yield Figure(
            mandates(table, material.look),
            texts("document.unit_mandates"),
            ("mandates",),
            texts("mandates.note"),
        )
        yield _limits(material, number, table)


def _limits(material: Material, number: int, table: pl.DataFrame) -> Table:
    texts, units = material.texts, material.units
    last = table.sort("mandate", "year").group_by("mandate", maintain_order=True).last()
    has_closings = table["planned"].is_not_null().any()
    more = FORMED if has_closings else ()
    cells, cites = [], []
    for row in last.iter_rows(named=True):
        met = row["met_path_share"]
        cells.append(
            [
                limit_text(texts, row),
                measured_text(texts, row["measured"], row["unit"]),
                *(formed_cells(texts, row) if has_closings else ()),
                texts("term.none") if met is None else units.share(round(met, 3)),
                texts(f"mandates.basis_{row['mandate']}"),
                texts(f"data.verification_{row['verification']}"),
            ]
        )
        cites.append((material.sources.cite(row["source"], row["url"] or ""),))
    return Table(
        key=f"mandates:{number}",
        title=texts("document.mandates", scenario=material.label(number)),
        unit=texts("document.unit_mandates"),
        origin=("mandates",),
        headings=tuple(
            texts(f"mandates.{name}")
            for name in ("mandate", "at_end", *more, "paths_met", "basis", "verified")
        ),
        rows=rows_of(cells),
        cites=tuple(cites),
        texts=(3 + len(more), 4 + len(more)),
        widths=(1.6, 1, *(1 for _ in more), 1, 2.2, 1.1),
    )


def notes(material: Material) -> Iterator[Block]:
    """Notes ahead of the equity and their guarantees, for programmes that have them."""
    texts = material.texts
    blocks: list[Block] = []
    for number in material.numbers:
        found = _of_paths(material.rows("note_performance", number))
        if found.height:
            blocks.append(
                _written(material, "note_performance", number, found, f"name_{texts.language}", NOTE_COLUMNS)
            )
        costs = _of_paths(material.rows("guarantee_cost", number))
        if costs.height:
            name = "guarantor_ko" if texts.language == "ko" else "guarantor"
            blocks.append(_written(material, "guarantee_cost", number, costs, name, GUARANTEE_COLUMNS))
        effect = material.rows("notes_effect", number)
        if effect.height:
            blocks.append(_effect(material, number, line_of(effect)))
    if blocks:
        yield Heading(texts("document.notes"))
        yield Paragraph(texts("document.notes_text"))
        yield from blocks


def _of_paths(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows over the random paths, else those of the central case."""
    is_random = pl.col("path_group") == "random"
    return rows.filter(is_random) if "random" in rows["path_group"] else rows


def _effect(material: Material, number: int, effect: pl.DataFrame) -> Table:
    """What notes do to the return of everyone else: with them, without them, and the difference."""
    texts, units = material.texts, material.units
    cells = []
    shown = effect.filter(pl.col("party_kind").is_in(["whole", "class", "strategy"])).sort("party_id")
    for row in shown.iter_rows(named=True):
        change, loss = row["irr_change_rate"], row["loss_change_share"]
        cells.append(
            [
                material.party(row["party_kind"], row["party_code"]),
                rate_text(texts, row["irr_without_rate"], row["irr_without_status"]),
                rate_text(texts, row["irr_with_rate"], row["irr_with_status"]),
                texts("term.none") if change is None else units.points(change),
                cell_text("_multiple", row["without_multiple"], texts),
                cell_text("_multiple", row["with_multiple"], texts),
                units.won(row["net_change_krw"], signed=True, named=False),
                texts("term.none") if loss is None else units.points(loss),
            ]
        )
    names = ("without", "with", "change", "tvpi_without", "tvpi_with", "net_change", "loss_change")
    return Table(
        key=f"notes_effect:{number}",
        title=texts("document.answer.notes_effect", scenario=material.label(number)),
        unit=texts("document.unit_notes_effect"),
        origin=("notes_effect",),
        headings=(texts("document.investor"), *(texts(f"document.effect.{name}") for name in names)),
        rows=rows_of(cells),
        note=material.statistic,
    )


def _written(
    material: Material, answer: str, number: int, rows: pl.DataFrame, name: str, columns: tuple[str, ...]
) -> Table:
    texts = material.texts
    cells = []
    for row in rows.iter_rows(named=True):
        written = (cell_text(column, row[column], texts) for column in columns)
        cells.append([str(row[name]), material.word("path_group", row["path_group"]), *written])
    return Table(
        key=f"{answer}:{number}",
        title=texts(f"document.answer.{answer}", scenario=material.label(number)),
        unit=texts("document.unit_suffix"),
        origin=(answer,),
        headings=(
            texts(f"document.of_{answer}"),
            texts("document.path_kind"),
            *(texts(f"document.column.{column}") for column in columns),
        ),
        rows=rows_of(cells),
        texts=(1,),
    )
