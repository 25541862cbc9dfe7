"""What investors agreed, as a person reads it."""

from collections.abc import Callable

import polars as pl

from fundmodel.texts import Texts

_RATES = ("hurdle_rate", "carry_rate", "catch_up_share", "fee_discount_share")


def term_cells(
    terms: pl.DataFrame, name: Callable[[str], str], texts: Texts
) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells of investor_terms, one row per investor and level.

    Args:
        terms: The answer, one scenario.
        name: Investor code -> name.
        texts: The language.
    """
    units = texts.units
    cells = [
        [
            name(row["investor_code"]),
            texts(f"agreed.level_{row['level']}"),
            units.won(row["commitment_krw"], named=False),
            *(units.share(row[key]) for key in _RATES),
        ]
        for row in terms.sort("investor_id", "level").iter_rows(named=True)
    ]
    return [texts(f"agreed.{key}") for key in ("investor", "level", "commitment_krw", *_RATES)], cells
