"""Seconds and size of every format of an export, once the results of one scenario exist.

The bound is on all formats together, by the clock, on two processors where the machine has them. It is held
against two cases: a second export of a session, whose libraries are loaded and whose tornado was worked out
before, and the first one of a fresh process, loading and tornado included. The first of two such processes is
not counted: it may compile modules, as an installation does once.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from fundmodel import load_scenarios
from fundmodel.model import run as run_model
from fundmodel.reports.export import with_median_paths, write_report
from fundmodel.reports.formats import FORMATS
from fundmodel.reports.report import Report
from fundmodel.texts import Texts
from tests.benchmarks.side_by_side import row

PATHS = 1_000
MOST_SECONDS = 20
LANGUAGE = "ko"


def run_of_base() -> Report:
    """The base case on the paths that an export has by default, every answer computed."""
    results = run_model(load_scenarios()["base"], paths=PATHS).compute()
    return Report(with_median_paths(results), Texts(LANGUAGE))


def _size(place: Path) -> float:
    files = [place] if place.is_file() else [file for file in place.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1_000_000


def fresh_export() -> dict[str, Any]:
    """What all formats take in a fresh process that has the results and nothing else, see export_once."""
    with tempfile.TemporaryDirectory() as folder:
        compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        place = Path(folder) / "export"
        command = [sys.executable, "-m", "tests.benchmarks.export_once", str(place), str(PATHS), LANGUAGE]
        said = ""
        for _ in range(2):
            made = subprocess.run(
                command, env=os.environ | compiled, check=True, stdout=subprocess.PIPE, text=True
            )
            said = made.stdout
        found: dict[str, Any] = json.loads(said)
    return found


def formats_of_base(report: Report) -> Iterator[dict[str, str]]:
    """A row per format, written for the first time in this process, and two for all of them together."""
    with tempfile.TemporaryDirectory() as folder:
        for name, one in FORMATS.items():
            start, worked = perf_counter(), process_time()
            (written,) = write_report(report.results, folder, [name], LANGUAGE)
            spent = f"{perf_counter() - start:.1f} s, {process_time() - worked:.1f} s of processor"
            yield row(
                f"export of the base case, {PATHS:,} paths: {one.name}", spent, f"{_size(written):.2f} MB"
            )
        start, worked = perf_counter(), process_time()
        write_report(report.results, folder, FORMATS, LANGUAGE, with_summary=True)
        seconds, clock = process_time() - worked, perf_counter() - start
        yield row(
            "export of the base case: all formats and the summary together",
            f"{clock:.1f} s, {seconds:.1f} s of processor",
            "results exist, libraries loaded, tornado kept",
            f"< {MOST_SECONDS} s",
            clock < MOST_SECONDS,
        )
    first = fresh_export()
    yield row(
        "the same as the first export of a fresh process",
        f"{first['clock']:.1f} s",
        f"{first['seconds']:.1f} s of processor and {first['second']:.1f} s of a second process beside it",
        f"< {MOST_SECONDS} s",
        first["clock"] < MOST_SECONDS,
    )


def run() -> list[dict[str, str]]:
    """Rows for the README's table."""
    return list(formats_of_base(run_of_base()))
