"""An export: a run in one language, written in several formats that appear together."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from fundmodel.model import Results
from fundmodel.pipeline.blocks import Progress
from fundmodel.reports.beside import Beside
from fundmodel.reports.formats import SUMMARY, Format, formats_of
from fundmodel.reports.place import ExportFolder, ReportError
from fundmodel.reports.report import Report
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES

DEFAULT_FORMATS = ("xlsx", "pptx", "pdf", "html")

_LONGEST = 60
_TEMPLATE_PART = "ppt/presentation.xml"
_RANKED = ("ok", "several roots", "total loss", "out of range")


def median_path(results: Results, scenario_id: int = 0) -> int:
    """The random path whose net return of the whole programme is the median; path 0 without random paths.

    Paths rank as in rate quantiles: several roots by the one nearest zero, a total loss at -100 %. Of an even
    number of paths it is the lower of the two in the middle; of equal rates the one with the lower number.

    Args:
        results: A run.
        scenario_id: Place of the scenario in the run.
    """
    irrs = results["irrs"].join(results["parties"].select("party_id", "party_kind"), on="party_id")
    ranked = irrs.filter(
        (pl.col("scenario_id") == scenario_id)
        & (pl.col("path_id") > 0)
        & (pl.col("party_kind") == "whole")
        & (pl.col("measure") == "net")
        & pl.col("status").is_in(_RANKED)
    ).with_columns(pl.col("rate").fill_null(-1.0))
    paths = ranked.sort("rate", "path_id")["path_id"]
    return int(paths[(paths.len() - 1) // 2]) if paths.len() else 0


def with_median_paths(results: Results) -> Results:
    """The same run with the median path of every scenario kept in full detail, for tear sheet and ledger."""
    found = {median_path(results, number) for number in range(len(results.scenarios))}
    return results.keeping(sorted({*results.kept_paths, *found}))


def file_stem(report: Report) -> str:
    """The name that all files of an export begin with: the scenarios, safe for any file system.

    Example:
        >>> from fundmodel import model
        >>> from fundmodel.scenario import Scenario
        >>> file_stem(Report(model.run(Scenario("no first/loss")), Texts("en")))
        'fundmodel-no-first-loss'
    """
    names = [re.sub(r"[^\w]+", "-", scenario.name).strip("-") or "scenario" for scenario in report.scenarios]
    stem = "-".join(["fundmodel", *names])
    return stem if len(stem) <= _LONGEST else f"fundmodel-{names[0][:40]}-and-{len(names) - 1}-more"


def checked_options(
    folder: str | Path, formats: Iterable[str], language: str, template: str | Path | None = None
) -> tuple[list[Format], Path | None]:
    """What an export is asked for, checked before anything is computed.

    Args:
        folder: Where to.
        formats: Names of formats.
        language: ko or en.
        template: A .pptx file, or None.

    Returns:
        The formats, and the template's path.

    Raises:
        ReportError: If a format or the language is unknown, the folder cannot be written to, or the template
            is no presentation.
    """
    chosen = formats_of(formats)
    if language not in LANGUAGES:
        raise ReportError(f"--lang {language}: known are {', '.join(LANGUAGES)}.")
    with ExportFolder(folder):
        pass
    if template is None:
        return chosen, None
    file = Path(template).expanduser()
    try:
        with zipfile.ZipFile(file) as parts:
            parts.getinfo(_TEMPLATE_PART)
    except OSError as error:
        raise ReportError(f"--template {file}: cannot be read: {error.strerror or error}.") from None
    except (zipfile.BadZipFile, KeyError):
        raise ReportError(f"--template {file}: is no presentation; name a .pptx file.") from None
    return chosen, file


def write_report(
    results: Results,
    folder: str | Path,
    formats: Iterable[str] = DEFAULT_FORMATS,
    language: str = "en",
    with_summary: bool = False,
    template: str | Path | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Export a run: every format from the same tables, the same bytes whenever it is made.

    The files are written under other names and appear together when all are complete; what an earlier export
    left under their names stays until then.

    Args:
        results: A run; its first scenario is the one that the others are compared with.
        folder: Where to; made if it does not exist.
        formats: Names of formats.FORMATS.
        language: ko or en.
        with_summary: True adds a document of two pages.
        template: A .pptx file whose looks the presentation takes over.
        progress: Called as (formats done, formats, name of the next).

    Returns:
        The files and folders written, in the order of the formats.

    Raises:
        ReportError: If a format or the language is unknown, or something cannot be read or written.

    Example:
        >>> import tempfile
        >>> from fundmodel import Scenario, run
        >>> with tempfile.TemporaryDirectory() as place:
        ...     [file.name for file in write_report(run(Scenario("base")), place, ["pdf"])]
        ['fundmodel-base-en.pdf']
    """
    chosen, looks = checked_options(folder, formats, language, template)
    place = ExportFolder(folder)
    wanted = [*chosen, *([SUMMARY] if with_summary else [])]
    # One format alone would wait for what the second process does.
    with place as work, Beside(len(wanted) > 1) as beside:
        report = Report(with_median_paths(results), Texts(language), beside)
        names: dict[Path, str] = {}
        for one in wanted:
            name = "-".join([file_stem(report), *([language] if one.has_language else [])]) + one.ending
            name = name if one.ending else f"{name}-bundle"
            names[work / name] = name
        options: dict[str, Any] = {"template": looks}
        _ask(wanted, report, beside)
        # What needs nothing of the second process first: meanwhile it works for the others.
        order = sorted(zip(wanted, names, strict=True), key=lambda pair: bool(pair[0].pieces))
        for done, (one, file) in enumerate(order):
            if progress is not None:
                progress(done, len(wanted), one.name)
            one.write(report, file, **options)
        if progress is not None:
            progress(len(wanted), len(wanted), "")
        return place.publish(names)


def _ask(wanted: Sequence[Format], report: Report, beside: Beside) -> None:
    """Have the second process begin: the longest piece of every format, then the others."""
    pieces = [one.ahead(report) for one in wanted]
    for number in range(max(map(len, pieces))):
        for of_format in pieces:
            if number < len(of_format):
                beside.ask(of_format[number])
