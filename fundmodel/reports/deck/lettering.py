"""Type on slides: Korean typefaces on every run, and how much room a text needs before it is drawn."""

import math
import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from PIL import ImageFont
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Pt

from fundmodel.reports.deck.markup import element

# Free, with Latin and Hangul of one design; where it is missing, the Korean charset lets the program
# that opens the file choose its own Korean font.
FONT = "Noto Sans CJK KR"
# Distance of lines in type sizes, written into every paragraph, so that it is the same with every font.
LINE = 1.25

_CHARSET = "-127"
_SWISS = "34"
_MEASURED_AT = 100
# The packaged font is narrower than the Korean fonts that stand in for one another on other machines.
_MARGIN = 1.08
# Some programs put a little room between Hangul and Latin letters or digits, in parts of the type size.
_BETWEEN_SCRIPTS = 0.22
_MIXED = re.compile("(?<=[가-힣])(?=[ \u00a0]?[!-~−])|(?<=[!-~−])(?=[ \u00a0]?[가-힣])")
_WIDER: ContextVar[float] = ContextVar("wider", default=1.0)
# Programs do not break lines at exactly the same width.
_TOLERANCE = 0.97
_TYPEFACES = ("a:latin", "a:ea", "a:cs")


@dataclass(frozen=True)
class Typeface:
    """The fonts of a deck.

    Attributes:
        name: Font of Latin, Korean and complex scripts; None leaves the choice to a template's theme.
        language: ko or en.
    """

    name: str | None
    language: str

    @property
    def locale(self) -> str:
        """The language as a run carries it."""
        return "ko-KR" if self.language == "ko" else "en-US"

    def dress(self, properties: Any) -> None:  # noqa: ANN401
        """Put Latin, Korean and complex typefaces on run properties.

        Args:
            properties: An a:rPr, a:defRPr or a:endParaRPr element.
        """
        for tag in _TYPEFACES:
            for old in properties.findall(qn(tag)):
                properties.remove(old)
        theme = {"a:latin": "+mn-lt", "a:ea": "+mn-ea", "a:cs": "+mn-cs"}
        # Fills and lines stand before typefaces, links after them.
        place = len([child for child in properties if child.tag in (qn("a:ln"), qn("a:solidFill"))])
        for offset, tag in enumerate(_TYPEFACES):
            typeface = element(tag)
            typeface.set("typeface", self.name or theme[tag])
            if self.name:
                typeface.set("pitchFamily", _SWISS)
                typeface.set("charset", _CHARSET)
            properties.insert(place + offset, typeface)

    def dress_all(self, parent: Any) -> None:  # noqa: ANN401
        """Put the typefaces on all run properties below an element, such as those of a chart."""
        for tag in ("a:rPr", "a:defRPr", "a:endParaRPr"):
            for properties in parent.iter(qn(tag)):
                self.dress(properties)

    def write(
        self,
        paragraph: Any,  # noqa: ANN401
        text: str,
        size: float,
        colour: str,
        bold: bool = False,
        is_spaced: bool = True,
    ) -> None:
        """Add a run to a paragraph.

        Args:
            paragraph: A paragraph of a text frame.
            text: What it says.
            size: Points.
            colour: As #RRGGBB.
            bold: Whether it is bold.
            is_spaced: Whether the distance of lines is set, which a chart's labels do without.
        """
        if is_spaced:
            paragraph.line_spacing = Pt(round(size * LINE, 1))
        run = paragraph.add_run()
        run.text = text
        run.font.size = Pt(size)
        run.font.bold = bold
        run.font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))
        properties = run._r.get_or_add_rPr()
        properties.set("lang", self.locale)
        self.dress(properties)


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "Pretendard-Bold.otf" if bold else "Pretendard-Regular.otf"
    return ImageFont.truetype(BytesIO(files("fundmodel").joinpath("fonts", name).read_bytes()), _MEASURED_AT)


@lru_cache(maxsize=4096)
def _advance(sign: str, bold: bool) -> float:
    """The width of one sign in type sizes; measured once, as a font takes a millisecond to draw a word."""
    return _font(bold).getlength(sign) / _MEASURED_AT


@contextmanager
def wider(part: float) -> Generator[None]:
    """While it lasts, texts are taken to be wider: the fonts of a template may be missing where it is opened.

    Args:
        part: Width of a text in parts of the usual one.
    """
    token = _WIDER.set(part)
    try:
        yield
    finally:
        _WIDER.reset(token)


def width(text: str, size: float, bold: bool = False) -> float:
    """The room a text needs on one line, in points, with a margin for other fonts.

    Example:
        >>> width("", 20.0)
        0.0
        >>> width("순IRR", 20) < width("순IRR", 20, bold=True)
        True
    """
    # A filled square is as wide as a syllable in Korean fonts, and stands off from the text beside it.
    text = text.replace("■", "한한")
    between = len(_MIXED.findall(text)) * _BETWEEN_SCRIPTS * size
    return math.fsum(_advance(sign, bold) for sign in text) * size * _MARGIN * _WIDER.get() + between


def lines(text: str, size: float, room: float, bold: bool = False) -> int:
    r"""How many lines a text takes when it is broken between words.

    Args:
        text: One or more paragraphs.
        size: Points.
        room: Width of the box in points.
        bold: Whether it is bold.

    Example:
        >>> lines("one two", 20, 1000), lines("one two", 20, 60), lines("one\ntwo", 20, 1000)
        (1, 2, 2)
    """
    return len(broken(text, size, room, bold))


def broken(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The lines of a text that is broken between words; a word too long for a line is cut into parts."""
    found: list[str] = []
    room *= _TOLERANCE
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width(longer, size, bold) > room:
                found.append(line)
                line = word
            else:
                line = longer
            while len(line) > 1 and width(line, size, bold) > room:
                cut = next(
                    n for n in range(len(line) - 1, 0, -1) if n == 1 or width(line[:n], size, bold) <= room
                )
                found.append(line[:cut])
                line = line[cut:]
        found.append(line)
    return found


def balanced(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The lines of a title, as few as possible and about equally long.

    Example:
        >>> balanced("aaa bbb ccc ddd", 20, 140)
        ['aaa bbb', 'ccc ddd']
    """
    wanted = broken(text, size, room, bold)
    narrower = room
    while narrower > room / 2:
        narrower -= size
        tried = broken(text, size, narrower, bold)
        if len(tried) > len(wanted):
            break
        wanted = tried
    return wanted


def fitting(text: str, sizes: Sequence[float], room: float, height: float, bold: bool = False) -> float:
    """The largest size at which a text fits its box; the smallest where none does.

    Args:
        text: The text.
        sizes: Points, largest first.
        room: Width of the box in points.
        height: Height of the box in points.
        bold: Whether it is bold.
    """
    for size in sizes:
        if lines(text, size, room, bold) * size * LINE <= height:
            return size
    return sizes[-1]
