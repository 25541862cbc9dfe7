"""The command `fundmodel report`: what leaves the room, in several formats at once."""

from pathlib import Path
from typing import Annotated

import typer

# What only the report needs is imported inside: help and mistyped options answer at once.

DEFAULT_PATHS = 1_000

_WRONG_INPUT = 2


def report(
    out: Annotated[Path, typer.Option(help="Folder for the files; files of an earlier export are replaced.")],
    scenario: Annotated[
        str, typer.Option(help="Scenario names, or TOML files with scenarios, separated by commas.")
    ] = "base",
    formats: Annotated[
        str,
        typer.Option("--format", help="Of xlsx, pptx, pdf, html, tearsheet, bundle."),
    ] = "xlsx,pptx,pdf,html",
    lang: Annotated[str, typer.Option(help="Language: ko or en.")] = "ko",
    paths: Annotated[int, typer.Option(min=0, help="Random paths beside the central case.")] = DEFAULT_PATHS,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 7,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="Change an assumption in every scenario; repeat at will."
        ),
    ] = None,
    summary: Annotated[bool, typer.Option("--summary", help="Add a document of two pages.")] = False,
    template: Annotated[
        Path | None, typer.Option(help="A .pptx file whose looks the presentation takes over.")
    ] = None,
) -> None:
    """Write scenarios as workbook, presentation, document, tear sheet or bundle, beside the first of them."""
    from fundmodel.arguments import scenarios_of  # noqa: PLC0415
    from fundmodel.datasets import DatasetError  # noqa: PLC0415
    from fundmodel.model import run  # noqa: PLC0415
    from fundmodel.progress import shown_progress  # noqa: PLC0415
    from fundmodel.reports.bundle import BundleError  # noqa: PLC0415
    from fundmodel.reports.export import checked_options, write_report  # noqa: PLC0415
    from fundmodel.reports.place import ReportError  # noqa: PLC0415
    from fundmodel.scenario import ScenarioError  # noqa: PLC0415

    try:
        chosen = scenarios_of(scenario, settings or [])
        checked_options(out, formats.split(","), lang, template)
        with shown_progress() as blocks:
            results = run(chosen, paths=paths, seed=seed, progress=blocks)
            results.compute()
        with shown_progress("format") as written:
            files = write_report(results, out, formats.split(","), lang, summary, template, written)
    except (ScenarioError, DatasetError, BundleError, ReportError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(_WRONG_INPUT) from None
    for file in files:
        typer.echo(str(file))
