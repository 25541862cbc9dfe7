"""The command `fundmodel study`: a published study, ours beside the reference."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fundmodel.studies.reference import Comparison

# What imports NumPy and pydantic is imported inside: help and mistyped options answer at once.

_WRONG_INPUT = 2
_DIGITS = 5
_MISSING = "-"
_TITLES = ("", "ours", "std. error", "reference", "std. error", "difference", "allowed", "verdict")


def study(
    name: Annotated[str, typer.Argument(help="A shipped study, for example nbt2012_a, or a TOML file.")],
    paths: Annotated[
        int | None, typer.Option(min=1, help="Random paths; without it, the study's own.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Seed of the draws; without it, the study's own.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Run a study of notes on a drug portfolio and print ours beside the reference, with a verdict per row.

    Ends with 0 if nothing fails its acceptance rule, with 1 if something does, with 2 on wrong input.
    """
    from fundmodel.datasets import DatasetError  # noqa: PLC0415
    from fundmodel.studies import StudyError, read_study, run_study  # noqa: PLC0415

    try:
        report = run_study(read_study(name), paths, seed)
    except (StudyError, DatasetError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(_WRONG_INPUT) from None
    if as_json:
        typer.echo(json.dumps(report.as_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        for line in _lines([*report.statistics, *report.tables]):
            typer.echo(line)
        typer.echo(
            f"{report.title}: {report.paths:,} paths, seed {report.seed}, {report.seconds:.1f} s; "
            f"{'nothing fails' if report.holds else 'something FAILS'}"
        )
    if not report.holds:
        raise typer.Exit(1)


def _lines(rows: "Sequence[Comparison]") -> Iterator[str]:
    """The report as a table of text, one line per figure."""
    texts = [
        (
            row.label,
            *map(
                _written,
                (
                    row.ours,
                    row.standard_error,
                    row.reference,
                    row.reference_standard_error,
                    row.difference,
                    row.tolerance,
                ),
            ),
            row.verdict,
        )
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(_TITLES, *texts, strict=True)]
    for label, *numbers, verdict in (_TITLES, *texts):
        cells = (number.rjust(width) for number, width in zip(numbers, widths[1:], strict=False))
        yield "  ".join((label.ljust(widths[0]), *cells, verdict)).rstrip()


def _written(number: float | None) -> str:
    return _MISSING if number is None else f"{number:.{_DIGITS}g}"
