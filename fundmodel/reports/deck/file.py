"""The file of a deck: opened from a template or from the project's own master, saved as the same bytes."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.exc import PackageNotFoundError

from fundmodel.reports.place import ReportError

_TEMPLATE_TYPE = b"presentationml.template.main+xml"
_DECK_TYPE = b"presentationml.presentation.main+xml"
_TYPES_PART = "[Content_Types].xml"
_MAIN_PART = "ppt/presentation.xml"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_STAMPED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


class DeckError(ReportError):
    """A template that no deck can be made from; the message says which, why, and what to do."""


def open_template(file: Path) -> Any:  # noqa: ANN401
    """A presentation with the master, fonts and size of a template, and none of its slides.

    Args:
        file: A .pptx or .potx file.

    Raises:
        DeckError: If the file cannot be read, is no presentation, or has no layout with a title.
    """
    try:
        data = _as_presentation(file.read_bytes())
        presentation = Presentation(BytesIO(data))
    except OSError as error:
        raise DeckError(f"--template {file}: cannot be read: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, PackageNotFoundError) as error:
        raise DeckError(f"--template {file}: is no presentation; name a .pptx or .potx file.") from error
    if title_layout(presentation) is None:
        raise DeckError(
            f"--template {file}: has no slide layout with a title; add a 'Title Only' layout to its master."
        )
    listed = presentation.slides._sldIdLst
    for entry in list(listed):
        presentation.part.drop_rel(entry.rId)
        listed.remove(entry)
    return presentation


def _as_presentation(data: bytes) -> bytes:
    """A template's bytes as those of a presentation: only the name of the main part's type differs."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        parts.getinfo(_MAIN_PART)
        types = parts.read(_TYPES_PART)
        if _TEMPLATE_TYPE not in types:
            return data
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in parts.namelist():
                content = parts.read(name)
                copy.writestr(
                    name, content.replace(_TEMPLATE_TYPE, _DECK_TYPE) if name == _TYPES_PART else content
                )
    return target.getvalue()


def title_layout(presentation: Any) -> Any:  # noqa: ANN401
    """The layout that has a title and as little else as possible; None if no layout has a title."""
    footers = ("DATE", "FOOTER", "SLIDE_NUMBER")

    def others(layout: Any) -> int:  # noqa: ANN401
        kinds = [place.placeholder_format.type.name for place in layout.placeholders]
        return sum(kind not in ("TITLE", *footers) for kind in kinds)

    known = [
        layout
        for layout in presentation.slide_layouts
        if any(place.placeholder_format.type.name == "TITLE" for place in layout.placeholders)
    ]
    return min(known, key=others) if known else None


def save(presentation: Any, file: Path, as_of: str) -> None:  # noqa: ANN401
    """Write a presentation so that the same content is the same bytes whenever it is written.

    Args:
        presentation: The deck.
        file: Where to.
        as_of: Its date, ISO.
    """
    moment = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    properties = presentation.core_properties
    properties.created = properties.modified = moment.replace(tzinfo=None)
    properties.last_modified_by = ""
    properties.revision = 1
    raw = BytesIO()
    presentation.save(raw)
    file.write_bytes(_timeless(raw.getvalue(), f"{as_of}T00:00:00Z".encode()))


def _timeless(data: bytes, moment: bytes) -> bytes:
    """A zip file without times of its own, the workbooks of its charts included."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in parts.namelist():
            content = parts.read(name)
            if name.endswith(".xlsx"):
                content = _timeless(content, moment)
            elif name.endswith("core.xml"):
                content = _STAMPED.sub(rb"\g<1>" + moment + rb"\g<2>", content)
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(entry, content)
    return target.getvalue()
