"""Idle cash, lines and recallable distributions of funds, returns without a line, as a person reads them."""

from collections.abc import Callable, Mapping

import polars as pl

from fundmodel.findings import bars_of, line_of
from fundmodel.sentences import rate_text
from fundmodel.texts import Texts

_MONEY = (
    "idle_cash", "interest", "given_back", "short_notice", "peak_line", "line_interest", "recallable",
    "recycled", "mega_short",
)  # fmt: skip

Names = Mapping[int, str]
Cells = tuple[list[str], list[list[str]]]


def cash_cells(table: pl.DataFrame, name_of: Callable[[str], str], texts: Texts) -> Cells:
    """Headings and written cells of cash_of_funds, one row per fund: only columns in which something moved.

    Args:
        table: The answer, one scenario, all statistics.
        name_of: Code of a fund -> its name.
        texts: The language.
    """
    rows = bars_of(table).sort("fund_id")
    money = [key for key in _MONEY if (rows[f"{key}_krw"] != 0).any()]
    # With the terms on and nothing called again, the answer is what stopped it.
    is_recycling = (rows["recycling_limit"] != "none").any() or "recallable" in money
    cells = [
        [
            name_of(row["fund_code"]),
            *(texts.units.won(row[f"{key}_krw"]) for key in money),
            *([texts(f"calls.limit_{row['recycling_limit']}")] if is_recycling else []),
        ]
        for row in rows.iter_rows(named=True)
    ]
    columns = ("fund", *money, *(("limit",) if is_recycling else ()))
    return [texts(f"calls.{key}") for key in columns], cells


def line_cells(table: pl.DataFrame, names: Names, texts: Texts) -> Cells:
    """Headings and written cells of line_effect for the whole and the classes.

    Args:
        table: The answer, one scenario, all statistics.
        names: Party id -> name.
        texts: The language.
    """
    units = texts.units
    rows = line_of(table.filter(pl.col("party_kind").is_in(["whole", "class"]))).sort("party_id")
    cells = []
    for row in rows.iter_rows(named=True):
        change, multiples = row["irr_change_rate"], (row["with_multiple"], row["without_multiple"])
        cells.append(
            [
                names[row["party_id"]],
                *(
                    rate_text(texts, row[f"irr_{key}_rate"], row[f"irr_{key}_status"])
                    for key in ("with", "without")
                ),
                "" if change is None else units.points(change),
                *(texts("term.none") if one is None else units.multiple(one) for one in multiples),
            ]
        )
    columns = ("party", "irr_with", "irr_without", "irr_change", "tvpi_with", "tvpi_without")
    return [texts(f"calls.{key}") for key in columns], cells


def account_cells(table: pl.DataFrame, name_of: Callable[[str], str], texts: Texts) -> Cells:
    """Headings and written cells of fiscal_account, one row per investor.

    Args:
        table: The answer, one scenario, all statistics.
        name_of: Code of an investor -> its name.
        texts: The language.
    """
    money = {
        "paid": "paid", "called": "called", "short": "short", "idle": "idle", "peak": "peak",
        "interest": "account_interest", "returned": "returned",
    }  # fmt: skip
    cells = [
        [name_of(row["investor_code"]), *(texts.units.won(row[f"{key}_krw"]) for key in money)]
        for row in bars_of(table).sort("investor_id").iter_rows(named=True)
    ]
    return [texts(f"calls.{key}") for key in ("investor", *money.values())], cells
