"""The command `fundmodel`: run the model, show its steps, check data, list assumptions, open the app."""

import json
import os
import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, nullcontext
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from fundmodel import theme
from fundmodel.calibration_cli import calibrate
from fundmodel.equivalents_cli import equivalents
from fundmodel.report_cli import report
from fundmodel.seek_cli import seek
from fundmodel.study_cli import study

# What only one command needs is imported inside it: help and mistyped options answer sooner.

_WRONG_INPUT = 2
_MANY_PATHS = 100_000
_PIPE_WIDTH = 200

app = typer.Typer(
    name="fundmodel",
    help="Design a public-private mega fund for bio: returns by investor class, cash flows, foreign capital.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
)


class GraphFormat(StrEnum):
    """How the step graph is written."""

    TEXT = "text"
    MERMAID = "mermaid"


def main() -> None:
    """The command line; ends the process."""
    app()


def _stop(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(_WRONG_INPUT)


@contextmanager
def _one_message() -> Generator[None]:
    """What the user got wrong ends as one message on stderr and exit code 2; anything else is our fault."""
    from fundmodel.datasets import DatasetError
    from fundmodel.reports.bundle import BundleError
    from fundmodel.scenario import ScenarioError

    try:
        yield
    except (ScenarioError, DatasetError, BundleError) as error:
        raise _stop(str(error)) from None


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)
    ] = False,
) -> None:
    """Design a public-private mega fund for bio: returns by investor class, cash flows, foreign capital."""
    if version:
        print(metadata.version("fundmodel"))
        raise typer.Exit


@app.command()
def run(
    scenario: Annotated[
        str, typer.Option(help="Scenario names, or TOML files with scenarios, separated by commas.")
    ] = "base",
    paths: Annotated[int, typer.Option(min=0, help="Random paths beside the central case.")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 7,
    workbook: Annotated[
        Path | None,
        typer.Option(
            "--from-workbook", metavar="FILE.xlsx", help="Run the inputs of an exported workbook instead."
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="Change an assumption in every scenario; repeat at will."
        ),
    ] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads; results do not depend on it.")] = None,
    block: Annotated[
        int | None, typer.Option(min=1, help="Scenario-path pairs per block; results do not depend on it.")
    ] = None,
    keep_paths: Annotated[
        str, typer.Option(metavar="4711,17", help="Random paths to keep in full detail, beside path 0.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="New folder for the bundle: Parquet, CSV, SQL and a manifest.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the headline as JSON.")] = False,
) -> None:
    """Compute scenarios and print the headline: returns by investor class, share of foreign capital."""
    with _one_message():
        from fundmodel.arguments import path_numbers, scenarios_of
        from fundmodel.model import run as run_model
        from fundmodel.progress import shown_progress
        from fundmodel.reports.bundle import BundleFolder, fill_bundle
        from fundmodel.reports.headline import headline

        given = None
        if workbook is not None:
            from fundmodel.reports.workbook import read_scenario

            given = read_scenario(workbook)
        scenarios = scenarios_of(scenario, settings or [], given)
        kept = path_numbers(keep_paths)
        if paths > _MANY_PATHS:
            typer.echo(
                f"{paths:,} paths: exact percentiles keep 8 bytes per path and figure; "
                "allow for hours and for tens of gigabytes of disk.",
                err=True,
            )
        with ExitStack() as stack:
            results = run_model(
                scenarios,
                paths=paths,
                seed=seed,
                threads=threads,
                block=block,
                keep_paths=kept,
                progress=stack.enter_context(shown_progress()),
            )
            if out is not None:
                fill_bundle(results, stack.enter_context(BundleFolder(out)))
            found = headline(results)
    if as_json:
        print(json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False))
        return
    from fundmodel.reports.terminal import headline_lines

    _show(*headline_lines(found))
    if out is not None:
        typer.echo(f"bundle: {out}", err=True)


def _show(*items: object) -> None:
    """Print tables as wide as the terminal; into a file or a pipe, wide enough for every column."""
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=_PIPE_WIDTH)
    for item in items:
        console.print(item)


@app.command()
def graph(
    written: Annotated[GraphFormat, typer.Option("--format", help="How to write it.")] = GraphFormat.TEXT,
) -> None:
    """Print the steps and what each reads, as a list in running order or as a Mermaid diagram."""
    with _one_message():
        from fundmodel.model import graph as step_graph
        from fundmodel.reports.step_graph import as_mermaid, as_text

        print(as_mermaid(step_graph()) if written is GraphFormat.MERMAID else as_text(step_graph()))


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="A datasets folder; without it, the one in use.")
    ] = None,
) -> None:
    """Check a datasets folder and name every fault: file, row, column, value, rule."""
    with _one_message():
        from fundmodel import datasets
        from fundmodel.scenario import load_scenarios

        # Scenarios are checked against the catalogue of the folder in use, so it is this one meanwhile.
        with nullcontext() if folder is None else datasets.in_use(folder):
            tables = datasets.read_all(folder)
            scenarios = load_scenarios()
        rows = sum(frame.height for frame in tables.values())
        place = folder or datasets.find_folder()
        print(f"{place}: {len(tables)} tables, {rows:,} rows, {len(scenarios)} scenarios, no fault")


@app.command()
def assumptions(
    topic: Annotated[str | None, typer.Argument(help="One topic; without it, all.")] = None,
) -> None:
    """List the assumptions: name, default, range, unit, meaning and source."""
    with _one_message():
        from fundmodel.reports.terminal import assumption_table

        _show(assumption_table(topic))


app.command()(study)
app.command()(equivalents)
app.command()(report)
app.command()(calibrate)
app.command()(seek)


@app.command(name="app")
def open_app(
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65_535, help="Port on this machine; without it, the first free one."),
    ] = None,
    headless: Annotated[bool, typer.Option("--headless", help="Open no browser.")] = False,
) -> None:
    """Open the screen in a browser, served on this machine only."""
    package = Path(__file__).resolve().parent
    entry = next((file for file in (package / "app.py", package.parent / "app.py") if file.is_file()), None)
    if entry is None:
        raise _stop("app.py is not part of this installation; install the package again.")
    options = {
        "server.address": "localhost",
        "server.showEmailPrompt": "false",
        "browser.gatherUsageStats": "false",
        "runner.magicEnabled": "false",
        "server.fileWatcherType": "none",
        **theme.OPTIONS,
        **({"server.port": str(port)} if port is not None else {}),
        **({"server.headless": "true"} if headless else {}),
    }
    given = (f"--{name}={value}" for name, value in options.items())
    sys.stdout.flush()
    # In place of this process, so that whoever stops the command stops the server.
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", str(entry), *given])  # noqa: S606
