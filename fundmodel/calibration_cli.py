"""The command `fundmodel calibrate`: the model beside published figures, as a report and as tables."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

# What computes is imported inside: help and mistyped options answer at once.

_WRONG_INPUT = 2


class Language(StrEnum):
    """The language of the report."""

    EN = "en"
    KO = "ko"


def calibrate(
    scenario: Annotated[str, typer.Option(help="One scenario name or TOML file.")] = "base",
    paths: Annotated[int, typer.Option(min=1, help="Random paths.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 7,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Change an assumption; repeat at will."),
    ] = None,
    language: Annotated[Language, typer.Option("--lang", help="Language of the report.")] = Language.EN,
    out: Annotated[
        Path | None, typer.Option(help="New folder for calibration.html and the tables as CSV.")
    ] = None,
) -> None:
    """Compare the model with published figures, say by how much it misses, and list every tuned value."""
    from fundmodel.arguments import scenarios_of  # noqa: PLC0415
    from fundmodel.calibration_words import MEASURES, answer, of_measure, table  # noqa: PLC0415
    from fundmodel.datasets import DatasetError  # noqa: PLC0415
    from fundmodel.model import run  # noqa: PLC0415
    from fundmodel.reports.bundle import BundleError, BundleFolder  # noqa: PLC0415
    from fundmodel.reports.calibration import write_calibration  # noqa: PLC0415
    from fundmodel.reports.report import Report  # noqa: PLC0415
    from fundmodel.scenario import ScenarioError  # noqa: PLC0415
    from fundmodel.texts import Texts  # noqa: PLC0415

    texts = Texts(language.value)
    try:
        results = run(scenarios_of(scenario, settings or [])[:1], paths=paths, seed=seed)
        if out is not None:
            with BundleFolder(out) as folder:
                write_calibration(Report(results, texts), folder)
        rows = results["calibration"]
    except (ScenarioError, DatasetError, BundleError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(_WRONG_INPUT) from None
    for measure in MEASURES:
        one = of_measure(rows, measure)
        headings, cells = table(texts, one)
        typer.echo(texts(f"calibration.measure.{measure}"))
        shown = [row[:5] for row in ([*headings], *cells)]
        widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
        for row in shown:
            typer.echo(
                "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
            )
    typer.echo(answer(texts, rows))
    if out is not None:
        typer.echo(f"report: {out}", err=True)
