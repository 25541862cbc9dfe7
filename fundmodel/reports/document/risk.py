"""The chapter on risk: how returns are spread over the random paths, and what the worst paths shared."""

from collections.abc import Iterator

from fundmodel.charts import return_curves
from fundmodel.reports.document.blocks import Block, Figure, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.material import Material
from fundmodel.risk_findings import worst_paths
from fundmodel.sentences_risk import risk_answer, worst_cells

CLASSES = ("public", "domestic", "foreign")
WORST = 10


def risk(material: Material) -> Iterator[Block]:
    """The spread of returns by class and the worst paths; a sentence where there are no random paths."""
    texts = material.texts
    yield Heading(texts("document.risk"))
    if not material.paths:
        yield Paragraph(texts("risk.no_paths"), "answer")
        return
    names = {"whole": material.party("whole", "whole")}
    names |= {code: material.party("class", code) for code in CLASSES}
    for number in material.numbers:
        yield Heading(material.label(number), 2)
        yield Paragraph(risk_answer(material.rows("metrics", number), texts), "answer")
        spread = material.rows("return_distribution", number)
        yield Figure(
            return_curves(spread, material.look, names),
            texts("document.unit_curve"),
            ("return_distribution",),
            texts("risk.note_curve"),
        )
        yield _worst(material, number)


def _worst(material: Material, number: int) -> Table:
    texts = material.texts
    ranking = material.rows("path_ranking", number)
    headings, cells = worst_cells(worst_paths(ranking, WORST), texts)
    return Table(
        key=f"worst:{number}",
        title=texts("document.worst", scenario=material.label(number)),
        unit=texts("document.unit_worst"),
        origin=("path_ranking",),
        headings=tuple(headings),
        rows=rows_of(cells),
        note=texts("risk.note"),
    )
