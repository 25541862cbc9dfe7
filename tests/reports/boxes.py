"""Where a PDF's words stand, as an independent reader finds them, and signs that its fonts do not have."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pypdf

_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
# For a browser: texts that are wider than the box they stand in, and words of charts that leave their chart.
TOO_WIDE = """
() => [...document.querySelectorAll('h1, h2, h3, p, td, th, li, figcaption')]
    .filter(part => part.scrollWidth > part.clientWidth + 1).map(part => part.textContent.slice(0, 80))
"""
OUTSIDE_CHART = """
() => [...document.querySelectorAll('svg text')].filter(word => {
    const own = word.getBoundingClientRect(), chart = word.closest('svg').getBoundingClientRect();
    return own.width && (own.left < chart.left - 1 || own.right > chart.right + 1
        || own.top < chart.top - 1 || own.bottom > chart.bottom + 1);
}).map(word => word.textContent)
"""
# A comma or a dot may hang out of its column, into the blank beside it.
HANGING = 2.0
_GAPS = re.compile(r"[\s\u00a0\u200b]+")


@dataclass(frozen=True)
class Word:
    """A word and its box, in points from the upper left corner of its page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words_of(pdf: Path, pdftotext: str) -> list[Word]:
    """All words in the order in which the file draws them."""
    done = subprocess.run(
        [pdftotext, "-raw", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    return [
        Word(page, *(float(number) for number in box), _GAPS.sub("", unescape(text)))
        for page, content in enumerate(done.stdout.split("<page ")[1:])
        for *box, text in _WORD.findall(content)
    ]


def overlaps(words: Sequence[Word]) -> list[tuple[str, str]]:
    """Pairs of words of a page that are drawn over one another by more than the blank rim of their boxes."""
    found = []
    by_line = sorted(words, key=lambda word: (word.page, word.top))
    for place, one in enumerate(by_line):
        height = one.bottom - one.top
        for other in by_line[place + 1 :]:
            if other.page != one.page or other.top > one.bottom - height / 2:
                break
            # A chart draws the rim of its letters apart from the letters.
            is_rim = one.text == other.text and abs(one.left - other.left) < 1
            if not is_rim and min(one.right, other.right) - max(one.left, other.left) > 1:
                found.append((one.text, other.text))
    return found


def outside_columns(
    words: Sequence[Word], rows: Sequence[Sequence[str]], columns: Sequence[tuple[float, float]]
) -> tuple[list[str], int]:
    """Words of a table that leave their column.

    Args:
        words: In drawing order.
        rows: Cells of the table, row by row.
        columns: Left and right of every column.

    Returns:
        The words, and how many rows were found in one piece (a row may be broken over two pages).
    """
    text = "".join(word.text for word in words)
    owner = [word for word in words for _ in word.text]
    found, n_found = [], 0
    for row in rows:
        cells = [_GAPS.sub("", cell) for cell in row]
        whole = "".join(cells)
        places = [match.start() for match in re.finditer(re.escape(whole), text)] if len(whole) > 12 else []
        if not places:
            continue
        n_found += 1
        leaving = [_leaving(owner, place, cells, columns) for place in places]
        if all(leaving):
            found += leaving[0]
    return found, n_found


def _leaving(
    owner: Sequence[Word], place: int, cells: Sequence[str], columns: Sequence[tuple[float, float]]
) -> list[str]:
    found = []
    for cell, (left, right) in zip(cells, columns, strict=True):
        own = dict.fromkeys(owner[place : place + len(cell)])
        found += [
            f"{word.text} in {cell}"
            for word in own
            if word.left < left - HANGING or word.right > right + HANGING
        ]
        place += len(cell)
    return found


def glyphs(pdf: Path) -> Counter[int]:
    """How often the pages draw each glyph; number 0 is the sign for a sign that the font does not have."""
    return Counter(code for page in pypdf.PdfReader(pdf).pages for codes in _codes(page) for code in codes)


def _codes(page: pypdf.PageObject) -> Iterator[list[int]]:
    wide = {
        name
        for name, font in page["/Resources"].get("/Font", {}).items()
        if font.get_object()["/Subtype"] == "/Type0"
    }
    content = page.get_contents()
    current = ""
    for operands, operator in content.operations if content is not None else []:
        if operator == b"Tf":
            current = operands[0]
        elif operator in (b"Tj", b"TJ") and current in wide:
            parts = operands[0] if operator == b"TJ" else operands
            for part in parts:
                if isinstance(part, pypdf.generic.TextStringObject | pypdf.generic.ByteStringObject):
                    raw = part.original_bytes if hasattr(part, "original_bytes") else bytes(part)
                    yield [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw) - 1, 2)]
