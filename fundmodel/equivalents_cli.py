"""The command `fundmodel equivalents`: past flows of a fund beside the same money in a market index."""

from pathlib import Path
from typing import Annotated

import typer

# What imports NumPy is imported inside: help and mistyped options answer at once.

_WRONG_INPUT = 2
_COLUMNS = ("date", "amount_krw")
_DEFAULT = "sp500_krw"


def equivalents(
    file: Annotated[Path, typer.Argument(help="CSV with date (YYYY-MM-DD) and amount_krw (+ received).")],
    index: Annotated[str, typer.Option(help="Index of index_history.csv.")] = _DEFAULT,
    nav: Annotated[float, typer.Option(help="What is still held, in won, at the last flow.")] = 0.0,
) -> None:
    """Print IRR, KS-PME, direct alpha, Long-Nickels and PME+ of past flows against an index file.

    An index that does not cover every month of the flows is refused. Ends with 2 on wrong input.
    """
    from fundmodel.datasets import DatasetError  # noqa: PLC0415
    from fundmodel.finance import past_equivalents  # noqa: PLC0415

    try:
        for measure in past_equivalents(_flows(file), _levels(index), index, nav):
            value = "-" if measure.value is None else f"{measure.value:.4f}"
            typer.echo(f"{measure.name:<14}{value:>10}  {measure.status}")
    except (ValueError, DatasetError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(_WRONG_INPUT) from None


def _levels(index: str) -> dict[str, float]:
    """Levels of an index by month.

    Raises:
        ValueError: If there is no such index.
    """
    import polars as pl  # noqa: PLC0415

    from fundmodel import datasets  # noqa: PLC0415

    known = datasets.read_all()["index_history_data"]
    chosen = known.filter(pl.col("index_code") == index)
    if not chosen.height:
        codes = ", ".join(known["index_code"].unique().sort().to_list())
        raise ValueError(f"no index {index!r} in index_history.csv; it has {codes}.")
    return dict(chosen.select("month", "level").iter_rows())


def _flows(file: Path) -> dict[str, float]:
    """Flows by date, those of one date added up.

    Raises:
        ValueError: If the file is not there, lacks a column or holds no numbers.
    """
    import polars as pl  # noqa: PLC0415

    if not file.is_file():
        raise ValueError(f"{file}: there is no such file; name a CSV with date and amount_krw.")
    try:
        frame = pl.read_csv(file, schema_overrides={"date": pl.String, "amount_krw": pl.Float64})
    except pl.exceptions.PolarsError as error:
        raise ValueError(f"{file}: cannot be read ({error}); write columns date and amount_krw.") from error
    if missing := [name for name in _COLUMNS if name not in frame.columns]:
        raise ValueError(f"{file}: column {missing[0]} is missing; write columns date and amount_krw.")
    if frame.select(_COLUMNS).null_count().row(0) != (0, 0):
        raise ValueError(f"{file}: a cell is empty; every row needs date and amount_krw.")
    flows: dict[str, float] = {}
    for date, amount in frame.select(_COLUMNS).iter_rows():
        flows[date] = flows.get(date, 0.0) + amount
    return flows
