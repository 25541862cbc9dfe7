"""The full report put together, and its summary of two pages taken from the full one's own tables."""

from dataclasses import replace

from fundmodel.reports.document.assets import assets, policy
from fundmodel.reports.document.blocks import (
    Block,
    Document,
    Figure,
    Heading,
    Paragraph,
    Table,
    Verdict,
)
from fundmodel.reports.document.calibrated import calibrated
from fundmodel.reports.document.changes import changes
from fundmodel.reports.document.duties import duties, notes
from fundmodel.reports.document.exposure import exposure
from fundmodel.reports.document.kept import kept
from fundmodel.reports.document.material import Material
from fundmodel.reports.document.money import cash, foreign
from fundmodel.reports.document.others import others
from fundmodel.reports.document.reported import reported
from fundmodel.reports.document.returns import headline, investors, programme
from fundmodel.reports.document.risk import risk
from fundmodel.reports.document.sites import sites
from fundmodel.reports.document.terms import terms
from fundmodel.reports.document.trust import assumed, checking, method
from fundmodel.reports.report import Report
from fundmodel.texts import Texts

CHAPTERS = (
    programme,
    headline,
    risk,
    changes,
    cash,
    kept,
    investors,
    reported,
    foreign,
    assets,
    sites,
    policy,
    duties,
    terms,
    notes,
    exposure,
    calibrated,
    others,
    assumed,
    method,
)
# Of what stands there by scenario the first one's; the table of effects holds the others.
SUMMARY_TABLES = frozenset({"returns:0", "effects", "foreign", "targets:0"})
WORDS = ("contents", "table", "figure", "unit", "source", "from_table", "references")

_SUMMARY_YEARS = 5


def full_document(report: Report) -> Document:
    """Everything that a committee and whoever checks it want to see, in reading order.

    Args:
        report: A run and a language; answers that are not there yet are computed.

    Example:
        >>> from fundmodel import Scenario, run
        >>> from fundmodel.texts import Texts
        >>> document = full_document(Report(run(Scenario("base")), Texts("en")))
        >>> document.table("terms").headings
        ('Assumption', 'base')
    """
    report.results.compute(*report.results.answers)
    material = Material(report)
    blocks: list[Block] = [block for chapter in CHAPTERS for block in chapter(material)]
    origins = [(block.title, block.origin) for block in blocks if isinstance(block, Table | Figure)]
    blocks += checking(material, origins)
    texts = material.texts
    return Document(
        title=texts("document.title"),
        subtitle=", ".join(material.label(number) for number in material.numbers),
        stamp=report.stamp(),
        as_of=report.as_of,
        language=texts.language,
        words=words_of(texts),
        blocks=tuple(blocks),
        sources=tuple(material.sources.cited),
    )


def words_of(texts: Texts) -> dict[str, str]:
    """The small words that every page needs."""
    return {word: texts(f"document.{word}") for word in WORDS}


def summary(full: Document, title: str, note: str) -> Document:
    """Two pages from a full document: its own sentences, verdicts and rows, so that it cannot contradict it.

    Args:
        full: The full document.
        title: Title of the summary.
        note: Where the rest stands.
    """
    blocks: list[Block] = [Paragraph(note, "small")]
    chapter, lead, shown, place = "", "", "", 0
    for block in full.blocks:
        match block:
            case Heading(text, 1):
                chapter, lead, place = text, "", 0
            case Heading(text):
                lead, place = text, place + 1
            case Table() if block.key in SUMMARY_TABLES:
                blocks += [*_opened(chapter, shown), replace(block, note="", cites=())]
                shown = chapter
            case Paragraph(kind="answer") if place <= 1:
                blocks += [*_opened(chapter, shown), replace(block, lead=lead)]
                shown = chapter
            case Verdict() if place == 1:
                blocks.append(block)
    return replace(full, title=title, blocks=tuple(blocks), sources=(), has_contents=False)


def _opened(chapter: str, shown: str) -> list[Block]:
    """The heading of a chapter, once."""
    return [] if chapter == shown else [Heading(chapter)]
