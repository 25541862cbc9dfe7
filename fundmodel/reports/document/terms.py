"""What terms of cash, closings, support and owners beside the funds do, for programmes that have them on."""

from collections.abc import Callable, Iterator, Mapping

import polars as pl

from fundmodel.cash_sentences import account_cells, cash_cells, line_cells
from fundmodel.closing_sentences import closing_cells, equalisation_cells, owner_cells
from fundmodel.findings import line_of
from fundmodel.lever_sentences import funding_answer, funding_cells, lever_cells, levers_message
from fundmodel.reports.document.blocks import Block, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.material import Material
from fundmodel.status_notes import status_notes

Cells = tuple[list[str], list[list[str]]]
# Answer -> key of its title and keys of its notes, in the order of the chapter.
ANSWERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "cash_of_funds": ("calls.title", ("calls.note",)),
    "line_effect": ("calls.title_line", ("calls.note_line",)),
    "fiscal_account": ("calls.title_account", ("calls.note_account",)),
    "fund_closings": ("closings.title", ("closings.note",)),
    "equalisation": ("closings.title_late", ()),
    "co_owners": ("co_owners.title", ("co_owners.note",)),
    "lever_values": ("levers.table", ("levers.note", "levers.note_zero")),
    "investor_funding": ("funding.title", ("funding.note",)),
}
_RATES = {"line_effect": ("irr_with_status", "irr_without_status"), "co_owners": ("irr_won_status",)}
_WORDS = {"cash_of_funds": "limit"}


def terms(material: Material) -> Iterator[Block]:
    """A table for each answer about terms that a scenario has on; the answer in words where there is one."""
    texts = material.texts
    blocks: list[Block] = []
    for number in material.numbers:
        found = {answer: material.rows(answer, number) for answer in ANSWERS}
        # Beside a scenario with such terms one without them has funds in which nothing moved.
        shown = {
            answer: rows
            for answer, rows in found.items()
            if rows.height and len(_cells(material)[answer](rows)[0]) > 1
        }
        if shown:
            blocks.append(Heading(material.label(number), 2))
        if "lever_values" in shown:
            blocks.append(Paragraph(f"{levers_message(shown['lever_values'], texts)[0]}.", "answer"))
        if "investor_funding" in shown:
            blocks.append(Paragraph(funding_answer(shown["investor_funding"], texts)))
        blocks += [_table(material, answer, number, rows) for answer, rows in shown.items()]
    if blocks:
        yield Heading(texts("document.terms_on"))
        yield Paragraph(texts("document.terms_on_text"))
        yield from blocks


def _table(material: Material, answer: str, number: int, rows: pl.DataFrame) -> Table:
    texts = material.texts
    title, notes = ANSWERS[answer]
    headings, cells = _cells(material)[answer](rows)
    statuses = [one for name in _RATES.get(answer, ()) for one in line_of(rows)[name].to_list()]
    said = [*status_notes(statuses, texts), *(texts(note) for note in notes)]
    word = _WORDS.get(answer)
    last = len(headings) - 1
    return Table(
        key=f"{answer}:{number}",
        title=f"{texts(title)}: {material.label(number)}",
        unit=texts("document.unit_suffix"),
        origin=(answer,),
        headings=tuple(headings),
        rows=rows_of(cells),
        note=" ".join(said),
        texts=(last,) if word and headings[-1] == texts(f"calls.{word}") else (),
        widths=(1.6, *([1.0] * last)),
    )


def _cells(material: Material) -> Mapping[str, Callable[[pl.DataFrame], Cells]]:
    """Answer -> what writes its rows, as on the pages."""
    texts, parties = material.texts, material.parties
    names = {row["party_id"]: texts.label(row, "name") for row in parties.iter_rows(named=True)}

    def named(kind: str) -> Callable[[str], str]:
        return lambda code: material.party(kind, code)

    return {
        "cash_of_funds": lambda rows: cash_cells(rows, named("fund"), texts),
        "line_effect": lambda rows: line_cells(rows, names, texts),
        "fiscal_account": lambda rows: account_cells(rows, named("investor"), texts),
        "fund_closings": lambda rows: closing_cells(rows, texts),
        "equalisation": lambda rows: equalisation_cells(rows, named("investor"), texts),
        "co_owners": lambda rows: owner_cells(rows, texts),
        "lever_values": lambda rows: lever_cells(rows, texts),
        "investor_funding": lambda rows: funding_cells(rows, parties, texts),
    }
