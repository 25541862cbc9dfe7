"""Chapters on money over time: cash flows of the whole programme, and what comes from abroad."""

from collections.abc import Iterator

import polars as pl

from fundmodel.charts import cash_flow, foreign_per_public, foreign_shares
from fundmodel.findings import SHARES, bars_of, by_year, final_shares, line_of, peak_nav_quarter
from fundmodel.reports.document.blocks import Block, Figure, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.material import Material
from fundmodel.sentences import cash_message, foreign_answer

_QUARTERS = 4
_BANDS = ("p10", "p50", "p90")


def cash(material: Material) -> Iterator[Block]:
    """What goes in, what comes back and when: the J-curve with its band, and the table behind it."""
    texts = material.texts
    yield Heading(texts("document.cash"))
    for number in material.numbers:
        flows = material.rows("fund_cash_flow", number).filter(pl.col("party_kind") == "whole")
        beside = material.beside("fund_cash_flow", number)
        base = None if beside is None else beside.filter(pl.col("party_kind") == "whole")
        yield Heading(material.label(number), 2)
        yield Paragraph(cash_message(flows, texts, material.first_year, base)[1], "answer")
        mean = texts("cash.note_mean") if material.paths else ""
        note = [texts("cash.note", mean=mean), *([texts("cash.note_band")] if material.paths else [])]
        yield Figure(
            cash_flow(flows, material.look, material.first_year, base),
            texts("document.unit_won"),
            ("fund_cash_flow",),
            " ".join(note),
        )
        yield _years(material, number, flows)


def _years(material: Material, number: int, flows: pl.DataFrame) -> Table:
    texts, units = material.texts, material.units
    shown = by_year(bars_of(flows))
    columns = ("calls_krw", "distributions_krw", "net_krw", "cumulative_krw", "nav_krw")
    bands = {
        name: dict(
            by_year(flows.filter(pl.col("statistic") == name)).select("year", "cumulative_krw").iter_rows()
        )
        for name in (_BANDS if material.paths else ())
    }
    cells = [
        [
            str(row["year"]),
            *(units.won(row[name], named=False) for name in columns),
            *(units.won(of_year[row["year"]], named=False) for of_year in bands.values()),
        ]
        for row in shown.iter_rows(named=True)
    ]
    names = (texts(f"term.{name.removesuffix('_krw')}") for name in columns)
    banded = (texts("document.cumulative_of", name=texts(f"statistic_name.{name}")) for name in bands)
    note = texts("document.cash_note_mean" if material.paths else "document.cash_note_central")
    return Table(
        key=f"cash:{number}",
        title=texts("document.cash_table", scenario=material.label(number)),
        unit=texts("document.unit_won"),
        origin=("fund_cash_flow",),
        headings=(texts("term.year"), *names, *banded),
        rows=rows_of(cells),
        note=note,
        widths=(0.7, *([1.0] * (len(columns) + len(bands)))),
    )


def foreign(material: Material) -> Iterator[Block]:
    """The share of foreign capital by its definitions, over time and at the end."""
    texts = material.texts
    yield Heading(texts("document.foreign"))
    yield _shares(material)
    for number in material.numbers:
        found, beside = material.rows("foreign_share", number), material.beside("foreign_share", number)
        yield Heading(material.label(number), 2)
        yield Paragraph(foreign_answer(found, texts, beside), "answer")
        yield Figure(
            foreign_shares(found, material.look, material.first_year, beside, _peak(material, number)),
            texts("document.unit_share"),
            ("foreign_share",),
            texts("foreign.note"),
        )
        yield Figure(
            foreign_per_public(found, material.look, material.first_year, beside),
            texts("document.unit_won_won"),
            ("foreign_share",),
            texts("foreign.published"),
        )
        yield _by_year(material, number, found)


def _peak(material: Material, number: int) -> int:
    flows = material.rows("fund_cash_flow", number)
    return peak_nav_quarter(flows.filter(pl.col("party_kind") == "whole"))


def _shares(material: Material) -> Table:
    texts, units = material.texts, material.units
    columns = [
        final_shares(material.rows("foreign_share", number), _peak(material, number))
        for number in material.numbers
    ]
    wanted = (*SHARES, "reaching_korea_non_public_share", "foreign_won_per_public_won")
    cells = []
    for name in wanted:
        write = units.won_ratio if name.endswith("_won") else units.share
        values = [column[name] for column in columns]
        written = [texts("term.none") if value is None else write(value) for value in values]
        cells.append([texts(f"foreign.{name}"), *written])
    return Table(
        key="foreign",
        title=texts("document.foreign_table"),
        unit=texts("document.unit_share_won"),
        origin=("foreign_share", "fund_cash_flow"),
        headings=(texts("document.definition"), *(material.label(number) for number in material.numbers)),
        rows=rows_of(cells),
        note=f"{material.statistic} {texts('document.foreign_note')}",
    )


def _by_year(material: Material, number: int, found: pl.DataFrame) -> Table:
    texts, units = material.texts, material.units
    line = line_of(found).filter(pl.col("quarter") % _QUARTERS == _QUARTERS - 1).sort("quarter")
    shares = (*SHARES[1:], "foreign_won_per_public_won")
    money = ("foreign_paid_in_krw", "public_paid_in_krw", "foreign_korea_krw")
    cells = []
    for row in line.iter_rows(named=True):
        written = [
            texts("term.none")
            if row[name] is None
            else (units.won_ratio if name.endswith("_won") else units.share)(row[name])
            for name in shares
        ]
        cells.append([str(row["year"]), *written, *(units.won(row[name], named=False) for name in money)])
    names = {"of_nav_share": texts("document.of_nav")}
    return Table(
        key=f"foreign_years:{number}",
        title=texts("document.foreign_years", scenario=material.label(number)),
        unit=texts("document.unit_share_won"),
        origin=("foreign_share",),
        headings=(
            texts("term.year"),
            *(names.get(name, texts(f"foreign.{name}")) for name in (*shares, *money)),
        ),
        rows=rows_of(cells),
        note=f"{texts('document.foreign_years_note')} {material.statistic}",
        widths=(0.7, *([1.0] * (len(shares) + len(money)))),
    )
