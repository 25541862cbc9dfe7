"""The further figures of a report on sheet ILPA: waivers, offsets, line, recallable money, accrued carry."""

from collections.abc import Mapping

import polars as pl

from fundmodel.reported_findings import FIGURES
from fundmodel.reports.workbook.central import Central
from fundmodel.reports.workbook.engine_cash import over_quarters
from fundmodel.reports.workbook.rows import Row
from fundmodel.reports.workbook.time_sheet import TimeSheet

# What the sheet works out from other rows already.
_KNOWN = frozenset(
    (
        "commitment",
        "paid_in",
        "unfunded",
        "invested",
        "fee",
        "expense",
        "distributed",
        "nav",
        "carry_paid",
        "first_loss_used",
    )
)
FURTHER = tuple(name for names in FIGURES.values() for name in names if name not in _KNOWN)


def write_report_rows(sheet: TimeSheet, central: Central) -> Mapping[str, Row]:
    """Rows of all investors over the quarters, by the engine's values: to date, or balances.

    Args:
        sheet: Sheet Cash flows; the rows follow what it has.
        central: The run.

    Returns:
        FURTHER -> row.
    """
    texts = sheet.book.texts
    figures = central.of("reported_figures").filter(
        pl.col("party_kind") == "whole", pl.col("statistic") == "central"
    )
    sheet.gap()
    sheet.title(texts("workbook.ilpa.rows"), "heading")
    return {
        name: sheet.values(
            texts(f"figures.{name}"), over_quarters(figures, f"{name}_krw", central.last), note=code
        )
        for name, code in ((name, code) for names in FIGURES.values() for name, code in names.items())
        if name in FURTHER
    }
