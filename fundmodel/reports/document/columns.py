"""How wide the columns of a printed table are: as asked for, but no narrower than what cannot be broken."""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from PIL import ImageFont

# Where a line may be broken; between Hangul it may be anywhere.
_BREAKS = re.compile("[ \\n\u200b]+|(?<=[-가-힣])")
_MEASURED_AT = 100


@lru_cache(maxsize=2)
def _font(name: str) -> ImageFont.FreeTypeFont:
    content = files("fundmodel").joinpath("fonts", f"Pretendard-{name}.otf").read_bytes()
    return ImageFont.truetype(BytesIO(content), _MEASURED_AT)


@lru_cache(maxsize=65536)
def _width(piece: str, name: str) -> float:
    """Width of a piece at a size of one."""
    return _font(name).getlength(piece, features=["tnum"]) / _MEASURED_AT


def _widest(text: str, name: str) -> float:
    return max((_width(piece, name) for piece in _BREAKS.split(text) if piece), default=0.0)


def fitted(
    widths: Sequence[float],
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    room: float,
    size: float,
    inset: float,
) -> list[float]:
    """Widths of columns, in the unit of `room`, with every unbreakable piece inside its column.

    Args:
        widths: As asked for, in proportion.
        headings: Of the columns, set bold; a last column beyond them holds references.
        rows: Cells.
        room: Width of the table.
        size: Type size, in the same unit.
        inset: Blank on each side of a cell.

    Returns:
        Widths that add up to the room: columns that are too narrow get what they need, the others give way in
        proportion. Where the pieces need more than the room, as asked for.

    Example:
        >>> [round(width) for width in fitted([1, 1], ["a", "b"], [["x" * 30, "y"]], 100, 5, 1)]
        [79, 21]
    """
    asked = [room * width / sum(widths) for width in widths]
    needed = [
        2 * inset + size * max([_widest(heading, "Bold"), *(_widest(row[place], "Regular") for row in rows)])
        for place, heading in enumerate(headings)
    ]
    needed += [0.0] * (len(asked) - len(needed))
    if sum(needed) > room:
        return asked
    fixed: dict[int, float] = {}
    while True:
        left = room - sum(fixed.values())
        free = {place: width for place, width in enumerate(asked) if place not in fixed}
        share = left / sum(free.values()) if free else 0.0
        lacking = {place: needed[place] for place, width in free.items() if width * share < needed[place]}
        if not lacking:
            return [fixed.get(place, width * share) for place, width in enumerate(asked)]
        fixed |= lacking
