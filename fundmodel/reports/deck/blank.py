"""The project's own master: 16:9, one title, wide margins, its colours and its Korean font."""

from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from fundmodel.charts import Look
from fundmodel.reports.deck.file import title_layout
from fundmodel.reports.deck.lettering import FONT
from fundmodel.reports.deck.markup import add

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.6)

_TITLE = (MARGIN, Inches(0.42), WIDTH - 2 * MARGIN, Inches(1.05))
_NUMBER = (WIDTH - MARGIN - Inches(1.0), Inches(7.02), Inches(1.0), Inches(0.3))
# Colours of the theme, so that what a reader adds by hand matches.
_ACCENTS = ("public", "domestic", "foreign", "gp", "loss", "whole")


def blank(look: Look) -> Any:  # noqa: ANN401
    """An empty presentation on the project's own master.

    Args:
        look: Colours.
    """
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(WIDTH), Emu(HEIGHT)
    kept = title_layout(presentation)
    for layout in list(presentation.slide_layouts):
        if layout is not kept:
            presentation.slide_layouts.remove(layout)
    master = presentation.slide_masters[0]
    for owner in (master, kept):
        for place in list(owner.placeholders):
            kind = place.placeholder_format.type.name
            if kind == "TITLE":
                place.left, place.top, place.width, place.height = (Emu(edge) for edge in _TITLE)
                place.text_frame.word_wrap = True
            elif kind == "SLIDE_NUMBER":
                place.left, place.top, place.width, place.height = (Emu(edge) for edge in _NUMBER)
            else:
                place._element.getparent().remove(place._element)
    _set_title_style(master, look)
    _set_theme(master, look)
    return presentation


def _set_title_style(master: Any, look: Look) -> None:  # noqa: ANN401
    """Titles stand left, at the bottom of their box, bold and dark."""
    style = master._element.find(qn("p:txStyles")).find(qn("p:titleStyle"))
    level = style.find(qn("a:lvl1pPr"))
    level.set("algn", "l")
    defaults = level.find(qn("a:defRPr"))
    defaults.set("b", "1")
    defaults.set("sz", "2600")
    for child in list(defaults):
        defaults.remove(child)
    fill = add(defaults, "a:solidFill")
    add(fill, "a:srgbClr", val=look.colour("text").removeprefix("#"))
    for tag in ("a:latin", "a:ea", "a:cs"):
        add(defaults, tag).set("typeface", FONT)
    for place in master.placeholders:
        body = place._element.find(qn("p:txBody")).find(qn("a:bodyPr"))
        body.set("anchor", "t" if place.placeholder_format.type.name == "TITLE" else "ctr")
        for side in ("lIns", "rIns"):
            body.set(side, "0")


def _set_theme(master: Any, look: Look) -> None:  # noqa: ANN401
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = parse_xml(part.blob)
    theme.set("name", "fundmodel")
    for group in ("a:majorFont", "a:minorFont"):
        fonts = theme.find(f".//{qn(group)}")
        for tag in ("a:latin", "a:ea", "a:cs"):
            fonts.find(qn(tag)).set("typeface", FONT)
        for script in fonts.findall(qn("a:font")):
            fonts.remove(script)
    colours = theme.find(f".//{qn('a:clrScheme')}")
    wanted = {f"a:accent{place}": look.colour(role) for place, role in enumerate(_ACCENTS, 1)}
    wanted |= {"a:dk2": look.colour("quiet"), "a:lt2": look.colour("grid")}
    for tag, colour in wanted.items():
        slot = colours.find(qn(tag))
        for child in list(slot):
            slot.remove(child)
        add(slot, "a:srgbClr", val=colour.removeprefix("#"))
    part._blob = serialize_part_xml(theme)
