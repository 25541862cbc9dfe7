"""Elements of the file format that the library has no name for."""

from typing import Any

from pptx.oxml.xmlchemy import OxmlElement


def element(tag: str, **attributes: str) -> Any:  # noqa: ANN401
    """A new element.

    Args:
        tag: With its prefix, such as a:alpha.
        attributes: As written in the file.

    Example:
        >>> element("a:alpha", val="5").get("val")
        '5'
    """
    made: Any = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(name, value)
    return made


def add(parent: Any, tag: str, **attributes: str) -> Any:  # noqa: ANN401
    """A new element at the end of another."""
    made = element(tag, **attributes)
    parent.append(made)
    return made
