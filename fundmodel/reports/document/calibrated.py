"""The chapter on how the model stands beside published figures, and what was set because of them."""

from collections.abc import Iterator

import polars as pl

from fundmodel.calibration_words import MEASURES, answer, of_measure, table, tuned_table
from fundmodel.reports.document.blocks import Block, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.material import Material


def calibrated(material: Material) -> Iterator[Block]:
    """The first scenario beside published outcomes, and every value that was tuned."""
    texts = material.texts
    rows = material.rows("calibration", 0)
    yield Heading(texts("document.calibrated"))
    yield Paragraph(answer(texts, rows), "answer", material.label(0))
    for measure in MEASURES if material.paths else ():
        one = of_measure(rows, measure)
        if one.height:
            yield _measure(material, measure, one)
    headings, cells = tuned_table(texts, material.report.results["tuned_assumptions"])
    yield Table(
        key="tuned",
        title=texts("calibration.tuned"),
        unit=texts("document.unit_each"),
        origin=("tuned_assumptions",),
        headings=tuple(headings[:-1]),
        rows=rows_of([row[:-1] for row in cells]),
        cites=tuple((material.sources.cite(row[-1]),) for row in cells),
        texts=(2, 3),
        widths=(1.3, 0.8, 2, 2),
        note=texts("calibration.note_tuned"),
    )


def _measure(material: Material, measure: str, one: pl.DataFrame) -> Table:
    texts = material.texts
    headings, cells = table(texts, one)
    return Table(
        key=f"calibration:{measure}",
        title=texts(f"calibration.measure.{measure}"),
        unit=texts("document.unit_each"),
        origin=("calibration",),
        headings=tuple(headings[:-1]),
        rows=rows_of([row[:-1] for row in cells]),
        cites=tuple(
            (material.sources.cite(row["source"], row["url"] or ""),) for row in one.iter_rows(named=True)
        ),
        texts=(4, 5),
        widths=(2.2, 0.8, 1.4, 0.8, 1, 1.2),
    )
