"""What was planned and what was formed of a programme, as a person reads it."""

import polars as pl

from fundmodel.findings import line_of
from fundmodel.texts import Texts

# Column of fund_closings -> how it is written; what is planned stands in the column named second.
_MONEY = {"formed_krw": "planned_krw", "foreign_formed_krw": "foreign_planned_krw"}
_SHARES = {"formed_foreign_share": "planned_foreign_share"}
_COUNTS = {
    "funds_formed": "fund_count",
    "funds_below_target": None,
    "licences_returned": None,
    "delay_quarters": None,
}


def closing_cells(closings: pl.DataFrame, texts: Texts) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells: each figure as planned, as formed, and its range over the random paths.

    Args:
        closings: fund_closings of one scenario, all statistics.
        texts: The language.
    """
    line = line_of(closings).row(0, named=True)
    found = {row["statistic"]: row for row in closings.iter_rows(named=True)}
    low, high = found.get("p5"), found.get("p95")
    units = texts.units
    cells = []
    for columns, written in ((_MONEY, units.won), (_SHARES, units.share), (_COUNTS, _count)):
        for name, planned in columns.items():
            row = [texts(f"closings.{name}"), written(line[planned]) if planned else ""]
            row.append(texts("term.none") if line[name] is None else written(line[name]))
            if low and high:
                ends = [written(end[name]) for end in (low, high) if end[name] is not None]
                row.append(texts("returns.range", low=ends[0], high=ends[1]) if len(ends) > 1 else "")
            cells.append(row)
    headings = [texts(f"closings.{key}") for key in ("figure", "planned", "formed")]
    return headings + ([texts("kept.range")] if low and high else []), cells


def _count(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
