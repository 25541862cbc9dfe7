"""Seconds and size of every format of an export, once the results of one scenario exist.

The bound is on the processor's seconds: on an idle machine the clock shows no more than these. It holds for
an export whose libraries are loaded and whose tornado was worked out before, as a second export in the same
session; beside it stands what the first one costs, loading and tornado included.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

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


def formats_of_base(report: Report) -> Iterator[dict[str, str]]:
    """A row per format, written for the first time in this process, and one for all of them together."""
    first_clock = first_seconds = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for name, one in FORMATS.items():
            start, worked = perf_counter(), process_time()
            (written,) = write_report(report.results, folder, [name], LANGUAGE)
            first_clock, first_seconds = (
                first_clock + perf_counter() - start,
                first_seconds + process_time() - worked,
            )
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
            "results exist, libraries loaded, tornado kept; "
            f"from nothing but the results {first_clock:.1f} s, {first_seconds:.1f} s of processor",
            f"< {MOST_SECONDS} s",
            seconds < MOST_SECONDS,
        )


def run() -> list[dict[str, str]]:
    """Rows for the README's table."""
    return list(formats_of_base(run_of_base()))
