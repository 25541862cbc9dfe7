"""Templates of other houses: respected where they are presentations, refused where they are not."""

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches

from fundmodel.model import Results
from fundmodel.reports.deck import DeckError, write_deck
from fundmodel.reports.deck.file import open_template
from fundmodel.reports.report import Report
from fundmodel.texts import Texts

POINT = 12700


def _template(file: Path) -> Path:
    """Another house's master: 4:3, serif theme fonts, the title lower, a slide of its own."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(10), Inches(7.5)
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "House style"
    for layout in deck.slide_layouts:
        for place in layout.placeholders:
            if place.placeholder_format.type.name == "TITLE":
                place.left, place.top, place.width, place.height = (Inches(n) for n in (0.8, 0.6, 8.4, 0.9))
    deck.save(str(file))
    return file


def test_a_template_is_respected(results: Results, tmp_path: Path) -> None:
    template = _template(tmp_path / "house.pptx")
    file = write_deck(Report(results, Texts("ko")), tmp_path / "deck.pptx", template)
    deck, house = Presentation(str(file)), Presentation(str(template))
    assert (deck.slide_width, deck.slide_height) == (house.slide_width, house.slide_height)
    assert [layout.name for layout in deck.slide_layouts] == [layout.name for layout in house.slide_layouts]
    titles = [slide.shapes.title for slide in deck.slides]
    assert "House style" not in [title.text_frame.text for title in titles]
    assert {(title.left, title.top) for title in titles} == {(Inches(0.8), Inches(0.6))}
    faces = {
        properties.find(qn("a:ea")).get("typeface")
        for slide in deck.slides
        for properties in slide._element.iter(qn("a:rPr"), qn("a:defRPr"))
    }
    assert faces == {"+mn-ea"}
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left + shape.width <= deck.slide_width + POINT, shape.name


def test_a_template_of_the_template_kind_is_one(tmp_path: Path) -> None:
    plain, kind = _template(tmp_path / "house.pptx"), tmp_path / "house.potx"
    with zipfile.ZipFile(plain) as parts, zipfile.ZipFile(kind, "w") as copy:
        for name in parts.namelist():
            content = parts.read(name).replace(b"presentation.main+xml", b"template.main+xml")
            copy.writestr(name, content)
    deck = open_template(kind)
    assert (deck.slide_width, len(deck.slides)) == (Inches(10), 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "cannot be read"), (b"no zip at all", "is no presentation"), ("workbook", "is no presentation")],
)
def test_a_wrong_template_is_refused_before_anything_is_written(
    results: Results, tmp_path: Path, content: bytes | str | None, reason: str
) -> None:
    template = tmp_path / "wrong.pptx"
    if isinstance(content, bytes):
        template.write_bytes(content)
    elif content:
        openpyxl.Workbook().save(tmp_path / "book.xlsx")
        shutil.copy(tmp_path / "book.xlsx", template)
    target = tmp_path / "deck.pptx"
    with pytest.raises(DeckError, match=reason) as error:
        write_deck(Report(results, Texts("en")), target, template)
    assert str(template) in str(error.value)
    assert not target.exists()
