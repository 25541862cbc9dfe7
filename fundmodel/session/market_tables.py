"""Returns against a market index as a person reads them."""

import polars as pl

from fundmodel.findings import line_of
from fundmodel.sentences import rate_text
from fundmodel.session.foreign_tables import Names
from fundmodel.texts import Texts

_RATES = ("irr", "direct_alpha", "ln_pme", "pme_plus")


def market_cells(table: pl.DataFrame, names: Names, texts: Texts) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells of market_equivalents, one row per party.

    Args:
        table: The answer, one scenario, all statistics.
        names: Party id -> name.
        texts: The language.
    """
    units = texts.units
    low, high = (
        dict(table.filter(pl.col("statistic") == name).select("party_id", "ks_pme_multiple").iter_rows())
        for name in ("p5", "p95")
    )
    cells = []
    for row in line_of(table).sort("party_id").iter_rows(named=True):
        party, multiple, share = row["party_id"], row["ks_pme_multiple"], row["beats_index_share"]
        written = [
            names[party],
            texts("term.none") if multiple is None else units.multiple(multiple),
            *(rate_text(texts, row[f"{key}_rate"], row[f"{key}_status"]) for key in _RATES),
        ]
        if low:
            span = [units.multiple(one[party]) for one in (low, high) if one[party] is not None]
            written.append(texts("returns.range", low=span[0], high=span[1]) if len(span) > 1 else "")
            written.append("" if share is None else units.share(share))
        cells.append(written)
    columns = ["party", "ks_pme", *_RATES, *(["range", "beats"] if low else [])]
    return [texts(f"against.{key}") for key in columns], cells
