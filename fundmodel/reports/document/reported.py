"""The figures of a report to investors, at the ends of some years: fees, line, recallable money, carry."""

from collections.abc import Iterator

from fundmodel.reported_findings import FIGURES, figures_at, years_of
from fundmodel.reports.document.blocks import Block, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.material import Material

_WHOLE = "whole"
_MOST_YEARS = 6


def reported(material: Material) -> Iterator[Block]:
    """What a report to all investors together holds, over time; figures that stay zero are left out."""
    texts = material.texts
    yield Heading(texts("document.reported"))
    yield Paragraph(texts("figures.note"))
    for number in material.numbers:
        yield _figures(material, number)


def _figures(material: Material, number: int) -> Table:
    texts, units = material.texts, material.units
    table = material.rows("reported_figures", number)
    every = years_of(table, _WHOLE)
    gap = -(-len(every) // _MOST_YEARS)
    years = sorted({*every[gap - 1 :: gap], every[-1]})
    columns = [figures_at(table, _WHOLE, year) for year in years]
    cells = []
    for row in zip(*columns, strict=True):
        if any(one.to_date_krw for one in row) or row[0].name in FIGURES["managers"]:
            amounts = (units.won(one.to_date_krw, named=False) for one in row)
            cells.append([texts(f"figures.{row[0].name}"), row[0].code, *amounts])
    return Table(
        key=f"reported:{number}",
        title=texts("document.reported_table", scenario=material.label(number)),
        unit=texts("document.unit_won"),
        origin=("reported_figures",),
        headings=(texts("figures.figure"), texts("figures.code"), *(str(year) for year in years)),
        rows=rows_of(cells),
        note=f"{texts('figures.note_parts')} {texts('figures.note_carry')}",
        texts=(1,),
        widths=(1.9, 1.7, *([1.0] * len(years))),
    )
