"""Fonts for files that carry their own: only the signs that a file shows."""

from functools import lru_cache
from importlib.resources import files
from io import BytesIO


def subset_font(name: str, text: str) -> bytes:
    """A font of the package with the signs of a text and no others.

    Args:
        name: File name in the package's folder of fonts.
        text: Every sign that will be shown; order and repetition do not matter.

    Returns:
        An OpenType font; the same signs give the same bytes.
    """
    return _subset(name, "".join(sorted(set(text))))


@lru_cache(maxsize=8)
def _subset(name: str, signs: str) -> bytes:
    # A part of Matplotlib, which QuantStats brings along; a second to import, so only when a page is made.
    from fontTools import subset  # noqa: PLC0415

    options = subset.Options(layout_features=["kern", "tnum", "ccmp", "locl", "mark", "mkmk"], hinting=False)
    options.name_IDs = [0, 1, 2, 13, 14]
    folder = files("fundmodel").joinpath("fonts")
    font = subset.load_font(BytesIO(folder.joinpath(name).read_bytes()), options)
    chosen = subset.Subsetter(options)
    chosen.populate(text=signs)
    chosen.subset(font)
    out = BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()
