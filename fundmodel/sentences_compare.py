"""Sentences on scenarios beside each other: how an answer is called and written, and what differs."""

from collections.abc import Sequence

import polars as pl

from fundmodel.findings import turning_points
from fundmodel.texts import Texts

# Changes of terms often move a return by less than a tenth of a point.
_DECIMALS = 2


def answer_name(party_code: str, column: str, texts: Texts) -> str:
    """An answer in words: whose, and what."""
    what = texts(f"compare.column.{column}")
    return texts("compare.of_party", party=texts(f"compare.party.{party_code}"), what=what)


def answer_value(column: str, value: float | None, texts: Texts) -> str:
    """An answer with its unit, or that there is none."""
    if value is None:
        return texts("term.none")
    units = texts.units
    if column.endswith("_multiple"):
        return units.multiple(value)
    if column.endswith("_won"):
        return units.won_ratio(value)
    return units.rate(value, _DECIMALS)


def answer_change(column: str, change: float | None, texts: Texts) -> str:
    """The difference of two answers, signed."""
    if change is None:
        return texts("term.none")
    if column.endswith("_multiple"):
        return texts.units.multiple(change, signed=True)
    if column.endswith("_won"):
        plus = "+" if change > 0 else ""
        return f"{plus}{texts.units.won_ratio(change)}"
    return texts.units.points(change, _DECIMALS)


def difference_message(
    rows: pl.DataFrame, labels: Sequence[str], column: str, names: tuple[str, str], what: str, texts: Texts
) -> tuple[str, str]:
    """Title and message of the difference of two scenarios, change by change.

    Args:
        rows: difference of comparison.
        labels: Name of each row.
        column: Column of the answer.
        names: The scenarios, from and to.
        what: The answer in words.
        texts: The language.
    """
    values = rows["value"].to_list()
    given = {"start": names[0], "end": names[1], "what": what}
    if rows.height == 1 or values[0] is None or values[-1] is None:
        return texts("compare.difference_none", **given), texts("compare.difference_none", **given)
    title = texts(
        "compare.difference_title",
        change=answer_change(column, values[-1] - values[0], texts),
        from_value=answer_value(column, values[0], texts),
        to_value=answer_value(column, values[-1], texts),
        **given,
    )
    words = [
        texts("compare.difference_row", name=label, change=answer_change(column, change, texts))
        for label, change in zip(labels[1:], rows["change"].to_list()[1:], strict=True)
    ]
    return title, f"{title}. {' '.join(words)}"


def curves_message(
    curves: Sequence[tuple[str, pl.DataFrame]], first_years: Sequence[int], texts: Texts
) -> tuple[str, str]:
    """Title and message of J-curves over each other.

    Args:
        curves: Name and rows of fund_cash_flow of one party of each scenario, all statistics.
        first_years: Year of quarter 0 of each.
        texts: The language.
    """
    units = texts.units
    turns = [turning_points(flows) for _, flows in curves]
    deepest = max(range(len(curves)), key=lambda place: turns[place].peak_need_krw)
    title = texts(
        "compare.curves_title",
        name=curves[deepest][0],
        need=units.won(turns[deepest].peak_need_krw),
    )
    rows = [
        texts(
            "compare.curves_row",
            name=name,
            need=units.won(turn.peak_need_krw),
            payback=texts("term.never")
            if turn.payback_quarter is None
            else units.quarter(turn.payback_quarter, year),
            end=units.won(turn.end_krw, signed=True),
        )
        for (name, _), turn, year in zip(curves, turns, first_years, strict=True)
    ]
    return title, f"{title}. {' '.join(rows)}"
