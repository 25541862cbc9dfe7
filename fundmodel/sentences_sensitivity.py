"""Sentences on sensitivities: what moves an answer most, and where two assumptions reach it together."""

from collections.abc import Callable

import polars as pl

from fundmodel.design.targets import Target
from fundmodel.findings import number
from fundmodel.sentences_design import target_name, target_value
from fundmodel.texts import Texts

# How an assumption is called, and how a value of it is written.
Label = Callable[[str], str]
Written = Callable[[str, str | float], str]


def tornado_message(rows: pl.DataFrame, target: Target, label: Label, texts: Texts) -> tuple[str, str]:
    """Title and message of a tornado.

    Args:
        rows: tornado of a study.
        target: The answer.
        label: Assumption -> its name.
        texts: The language.
    """
    name = target_name(target, texts)
    if rows.is_empty():
        return texts("sensitivity.none", name=name), texts("sensitivity.none", name=name)
    first = rows.row(0, named=True)
    low, high = (target_value(target.column, pick(_known(first)), texts, exact=True) for pick in (min, max))
    title = texts("sensitivity.title", label=label(first["name"]), name=name, low=low, high=high)
    words = [
        texts(
            "sensitivity.row",
            label=label(row["name"]),
            low=target_value(target.column, min(_known(row)), texts, exact=True),
            high=target_value(target.column, max(_known(row)), texts, exact=True),
        )
        for row in rows.head(10).iter_rows(named=True)
    ]
    return title, f"{title}. {' '.join(words)}"


def _known(row: dict[str, object]) -> list[float]:
    """The answers of a row that exist."""
    ends = (row["low_answer"], row["base_answer"], row["high_answer"])
    return [float(value) for value in ends if isinstance(value, float)]


def tornado_answer(rows: pl.DataFrame, moved: int, target: Target, label: Label, texts: Texts) -> str:
    """What moves an answer most, and how many assumptions move it at all.

    Args:
        rows: tornado of a study.
        moved: How many assumptions have been moved.
        target: The answer.
        label: Assumption -> its name.
        texts: The language.
    """
    name = target_name(target, texts)
    if rows.is_empty():
        return texts("sensitivity.none", name=name)
    first = rows.row(0, named=True)
    base = first["base_answer"]
    return texts(
        "sensitivity.answer",
        name=name,
        base=texts("term.none") if base is None else target_value(target.column, base, texts),
        label=label(first["name"]),
        low=target_value(target.column, min(_known(first)), texts),
        high=target_value(target.column, max(_known(first)), texts),
        moving=rows.height,
        moved=moved,
    )


def grid_message(
    cells: pl.DataFrame, target: Target, across: str, down: str, texts: Texts
) -> tuple[str, str]:
    """Title and message of a heat map.

    Args:
        cells: answers of a grid.
        target: The answer.
        across: Name of the assumption of the columns.
        down: Name of the assumption of the rows.
        texts: The language.
    """
    name = target_name(target, texts)
    known = cells["answer"].drop_nulls()
    if known.is_empty():
        return texts("sensitivity.none", name=name), texts("sensitivity.none", name=name)
    low, high = (target_value(target.column, number(end), texts) for end in (known.min(), known.max()))
    title = texts("sensitivity.grid_title", name=name, low=low, high=high, across=across, down=down)
    base = cells.filter(pl.col("is_base"))["answer"].to_list()
    if not base or base[0] is None:
        return title, f"{title}."
    told = texts("sensitivity.grid_base", base=target_value(target.column, base[0], texts))
    return title, f"{title}. {told}"
