"""One slide: its title, its body, its source, its stamp and its notes."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from fundmodel.charts import Look
from fundmodel.reports.deck.lettering import LINE, Typeface, balanced, fitting, lines

TITLE_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0)
# A title that a little smaller stands on one line does so.
ONE_LINE = (28.0, 27.0, 26.0, 25.0, 24.0)
BODY_SIZES = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 13.0, 12.0, 11.0, 10.0)
SMALL, LABEL = 12.0, 14.0
# A body of a slide of 4:3 is narrower than this, in points.
NARROW = 700.0

_FOOT = 9.0
_FOOTERS = ("DATE", "FOOTER", "SLIDE_NUMBER")
_ALIGNMENTS = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "middle": PP_ALIGN.CENTER}
_ANCHORS = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
_POINT = 12700


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in points.

    Attributes:
        x: Left edge.
        y: Upper edge.
        w: Width.
        h: Height.
    """

    x: float
    y: float
    w: float
    h: float

    def columns(self, *parts: float, gap: float = 24.0) -> list["Box"]:
        """Boxes side by side, their widths in the given proportions.

        Example:
            >>> [box.w for box in Box(0, 0, 124, 10).columns(3, 1)]
            [75.0, 25.0]
        """
        room = self.w - gap * (len(parts) - 1)
        found, x = [], self.x
        for part in parts:
            share = room * part / sum(parts)
            found.append(Box(x, self.y, share, self.h))
            x += share + gap
        return found

    def rows(self, *parts: float, gap: float = 14.0) -> list["Box"]:
        """Boxes one below the other, their heights in the given proportions."""
        room = self.h - gap * (len(parts) - 1)
        found, y = [], self.y
        for part in parts:
            share = room * part / sum(parts)
            found.append(Box(self.x, y, self.w, share))
            y += share + gap
        return found

    @property
    def edges(self) -> tuple[Pt, Pt, Pt, Pt]:
        """Left, top, width and height as lengths of the file format."""
        return Pt(self.x), Pt(self.y), Pt(self.w), Pt(self.h)


def box_of(place: Any) -> Box:  # noqa: ANN401
    """The rectangle of a shape."""
    return Box(*(edge / _POINT for edge in (place.left, place.top, place.width, place.height)))


def flat(shape: Any) -> None:  # noqa: ANN401
    """Take the theme's shadow off a shape."""
    for reference in shape._element.iter(qn("a:effectRef")):
        reference.set("idx", "0")


class Page:
    """A slide with a title; what else stands on it is drawn into its body.

    Args:
        presentation: The deck it is added to.
        layout: A layout with a title.
        look: Colours and language.
        face: Typefaces.

    Attributes:
        slide: The slide of the file format.
        body: The rectangle for what the slide shows.
    """

    def __init__(self, presentation: Any, layout: Any, look: Look, face: Typeface) -> None:  # noqa: ANN401
        self.look, self.face = look, face
        self.slide = presentation.slides.add_slide(layout)
        for place in list(self.slide.placeholders):
            if place.placeholder_format.type.name not in ("TITLE", "CENTER_TITLE"):
                place._element.getparent().remove(place._element)
        wide = presentation.slide_width / _POINT
        high = presentation.slide_height / _POINT
        self._title = box_of(self.slide.shapes.title)
        foots = [
            (place.placeholder_format.type.name, box_of(place))
            for place in layout.placeholders
            if place.placeholder_format.type.name in _FOOTERS
        ]
        self._number = next((box for kind, box in foots if kind == "SLIDE_NUMBER"), None)
        below = [box.y for _, box in foots if box.y > high / 2]
        line = _FOOT * LINE * 1.6
        self._foot = Box(self._title.x, min([high - line - 8, *below]), self._title.w, line)
        if self._number is not None and self._number.y >= self._foot.y - line:
            right = self._number.x if self._number.x > wide / 2 else self._foot.x + self._foot.w
            self._foot = Box(self._foot.x, self._number.y, right - self._foot.x - 8, self._number.h)
        self._source = Box(
            self._title.x, self._foot.y - SMALL * LINE * 1.35, self._title.w, SMALL * LINE * 1.2
        )
        top = self._title.y + self._title.h + 14
        self.body = Box(self._title.x, top, self._title.w, self._source.y - top - 8)
        self._copy_number(layout)

    def _copy_number(self, layout: Any) -> None:  # noqa: ANN401
        """The slide number, which a slide takes over from its layout only when asked to."""
        for place in layout.placeholders:
            if place.placeholder_format.type.name == "SLIDE_NUMBER":
                element = copy.deepcopy(place._element)
                self.slide.shapes._spTree.append(element)
                body = element.find(qn("p:txBody"))
                for paragraph in body.findall(qn("a:p")):
                    for properties in paragraph.iter(qn("a:rPr")):
                        properties.set("sz", str(int(SMALL * 100)))
                    self.face.dress_all(paragraph)

    def colour(self, role: str) -> str:
        """The colour of a role, or a colour as it is."""
        return role if role.startswith("#") else self.look.colour(role)

    def head(self, title: str) -> None:
        """Write the title at the largest size that fits its box."""
        frame = self.slide.shapes.title.text_frame
        frame.word_wrap = True
        room = self._title.w - 4
        wide = [size for size in ONE_LINE if lines(title, size, room, bold=True) == 1]
        size = wide[0] if wide else fitting(title, TITLE_SIZES, room, self._title.h, bold=True)
        paragraph = frame.paragraphs[0]
        for place, line in enumerate(balanced(title, size, room, bold=True)):
            if place:
                paragraph.add_line_break()
            self.face.write(paragraph, line, size, self.colour("text"), bold=True)

    def foot(self, source: str, stamp: str) -> None:
        """Write the source line and the stamp."""
        size = fitting(source, (SMALL, 11.0, 10.0, 9.0, 8.0), self._source.w, self._source.h + 1)
        self.text(self._source, source, (size,), role="quiet")
        line = Box(self._foot.x, self._foot.y - 3, self._title.w, 0)
        self.rule(line)
        self.text(self._foot, stamp, (_FOOT, 8.0, 7.0, 6.0), role="quiet", anchor="middle")

    def note(self, text: str) -> None:
        """Write the speaker notes."""
        frame = self.slide.notes_slide.notes_text_frame
        paragraphs = text.split("\n")
        frame.text = paragraphs[0]
        for more in paragraphs[1:]:
            frame.add_paragraph().text = more
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                properties = run._r.get_or_add_rPr()
                properties.set("lang", self.face.locale)
                self.face.dress(properties)

    def text(
        self,
        box: Box,
        text: str,
        sizes: Sequence[float] = BODY_SIZES,
        role: str = "text",
        bold: bool = False,
        align: str = "left",
        anchor: str = "top",
    ) -> Any:  # noqa: ANN401
        """Write a text into a box at the largest of the given sizes that fits.

        Args:
            box: Where.
            text: Paragraphs separated by line breaks.
            sizes: Points, largest first.
            role: Colour role.
            bold: Whether it is bold.
            align: left, middle or right.
            anchor: top, middle or bottom.

        Returns:
            The text box.
        """
        shape = self.slide.shapes.add_textbox(*box.edges)
        self.fill(shape, text, fitting(text, sizes, box.w, box.h, bold), role, bold, align, anchor)
        return shape

    def fill(
        self,
        shape: Any,  # noqa: ANN401
        text: str,
        size: float,
        role: str = "text",
        bold: bool = False,
        align: str = "left",
        anchor: str = "top",
        inset: float = 0.0,
    ) -> None:
        """Write a text into a shape that is there."""
        frame = shape.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = _ANCHORS[anchor]
        frame.margin_left = frame.margin_right = Pt(inset)
        frame.margin_top = frame.margin_bottom = Pt(0)
        for place, part in enumerate(text.split("\n")):
            paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
            paragraph.alignment = _ALIGNMENTS[align]
            self.face.write(paragraph, part, size, self.colour(role), bold)

    def rule(self, line: Box, role: str = "grid", weight: float = 0.75) -> Any:  # noqa: ANN401
        """Draw a straight line from a box's upper left to its lower right corner."""
        ends = (Pt(line.x), Pt(line.y), Pt(line.x + line.w), Pt(line.y + line.h))
        shape = self.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
        shape.line.color.rgb = RGBColor.from_string(self.colour(role).removeprefix("#"))
        shape.line.width = Pt(weight)
        flat(shape)
        return shape

    def block(
        self, box: Box, text: str, role: str, sizes: Sequence[float] = BODY_SIZES, ink: str = "ground"
    ) -> Any:  # noqa: ANN401
        """A filled rectangle with a text in its middle."""
        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.edges)
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(self.colour(role).removeprefix("#"))
        shape.line.fill.background()
        flat(shape)
        size = fitting(text, sizes, box.w - 16, box.h - 8, bold=True)
        self.fill(shape, text, size, ink, bold=True, align="middle", anchor="middle", inset=8)
        return shape

    def figures(self, box: Box, cards: Sequence[tuple[str, str, str]], across: int = 2) -> None:
        """Headline figures in a grid: what it is, how much, and a quiet line below.

        Args:
            box: Where.
            cards: Label, value and note of each.
            across: How many side by side.
        """
        down = -(-len(cards) // across)
        cells = [
            cell for row in box.rows(*([1] * down), gap=10) for cell in row.columns(*([1] * across), gap=18)
        ]
        room = cells[0].w
        sizes = (34.0, 30.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0)
        value = min(
            next((size for size in sizes if lines(card[1], size, room, bold=True) == 1), sizes[-1])
            for card in cards
        )
        label = min(fitting(card[0], (16.0, 14.0, 13.0, 12.0, 11.0), room, 22.0) for card in cards)
        note = min(fitting(card[2], (14.0, 13.0, 12.0, 11.0, 10.0), room, 36.0) for card in cards)
        for cell, (name, figure, more) in zip(cells, cards, strict=False):
            y = cell.y
            self.text(Box(cell.x, y, room, label * LINE), name, (label,), role="quiet")
            y += label * LINE + 1
            self.text(Box(cell.x, y, room, value * LINE), figure, (value,), bold=True)
            y += value * LINE + 1
            self.text(Box(cell.x, y, room, note * LINE * 2), more, (note,), role="quiet")
