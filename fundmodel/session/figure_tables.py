"""The figures of a report to investors as a person reads them."""

from collections.abc import Sequence

from fundmodel.reported_findings import Figure
from fundmodel.texts import Texts


def figure_cells(figures: Sequence[Figure], texts: Texts) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells, one row per figure.

    Args:
        figures: At one date.
        texts: The language.
    """
    units = texts.units
    cells = [
        [
            texts(f"figures.{one.name}"),
            one.code,
            units.won(one.to_date_krw, named=False),
            units.won(one.in_year_krw, named=False),
        ]
        for one in figures
    ]
    return [texts(f"figures.{key}") for key in ("figure", "code", "to_date", "in_year")], cells
