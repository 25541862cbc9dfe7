"""Studies shipped as data or given by path: read, run in blocks of paths, laid beside their reference."""

import os
import time
import tomllib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from fundmodel import datasets
from fundmodel.dataset_faults import hint
from fundmodel.studies.file import Study, StudyError
from fundmodel.studies.paths import Measures, study_paths
from fundmodel.studies.reference import Comparison, all_hold, compared, compared_tables
from fundmodel.studies.statistics import StudyTotals
from fundmodel.studies.terms import StudyTerms, ledger_units, study_terms

_FOLDER = "studies"
# Paths computed at once: their grids stay in the caches of a core. Results do not depend on it.
_BLOCK = 2_000
_BLOCKS_AHEAD = 2

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class StudyReport:
    """A study that has been run.

    Attributes:
        code: Of the study.
        title: Of the study.
        paths: Number of paths.
        seed: Of the draws.
        seconds: Wall time of the paths.
        statistics: The figures beside their reference, in the order of the file.
        tables: The tables that no draw enters, beside their reference.
    """

    code: str
    title: str
    paths: int
    seed: int
    seconds: float
    statistics: tuple[Comparison, ...]
    tables: tuple[Comparison, ...]

    @property
    def holds(self) -> bool:
        """Whether no figure and no table fails its acceptance rule."""
        return all_hold((*self.statistics, *self.tables))

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data, for JSON."""
        return {**asdict(self), "holds": self.holds}


def study_names(folder: Path | None = None) -> list[str]:
    """The studies that are shipped, by name.

    Example:
        >>> "nbt2012_a" in study_names()
        True
    """
    return sorted(file.stem for file in ((folder or datasets.find_folder()) / _FOLDER).glob("*.toml"))


def read_study(name: str | Path) -> Study:
    """A study by the name of a shipped one, or by the path of a TOML file.

    Args:
        name: A name without a dot or separator, else a path.

    Returns:
        The checked file.

    Raises:
        StudyError: If there is no such study, it is no TOML, or fields are missing, unknown or out of range;
            all of them in one message.

    Example:
        >>> [note.code for note in read_study("nbt2012_a").notes]
        ['senior', 'junior']
    """
    file = _study_path(str(name))
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StudyError(f"{file}: this is no TOML: {error}") from None
    try:
        return Study.model_validate(content)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        lines = [f"{file}: {len(faults)} fault{'s' if len(faults) > 1 else ''}"]
        for fault in faults:
            place = ".".join(str(part + 1) if isinstance(part, int) else part for part in fault["loc"])
            given = "" if isinstance(fault["input"], dict) else f" (given: {fault['input']!r})"
            lines.append(f"- {place}: {fault['msg'].removeprefix('Value error, ')}{given}")
        raise StudyError("\n".join(lines)) from None


def run_study(
    study: Study,
    paths: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    block: int = _BLOCK,
    progress: Progress | None = None,
) -> StudyReport:
    """Run a study and lay it beside its reference.

    Args:
        study: As read_study gives it.
        paths: Number of paths; None for the study's own.
        seed: Of the draws; None for the study's own.
        threads: Blocks computed at the same time; None for the number of cores, at most 4.
        block: Paths computed at once. Neither threads nor blocks change a number.
        progress: Called with blocks done, blocks in all, what.

    Returns:
        The report.

    Raises:
        StudyError: If parts of the study do not fit together, or paths is below 1.

    Example:
        >>> report = run_study(read_study("nbt2012_a"), paths=50)
        >>> report.paths, report.holds
        (50, True)
    """
    n_paths = study.study.paths if paths is None else paths
    used_seed = study.study.seed if seed is None else seed
    if n_paths < 1 or block < 1:
        raise StudyError(f"{n_paths} paths in blocks of {block}: both must be 1 or more")
    terms = study_terms(study)
    tables = tuple(compared_tables(study, terms))
    known = list(study_paths(terms, used_seed, np.arange(1, 2)))
    totals = StudyTotals(terms, study.results.statistics, float(ledger_units(study)), known)
    started = time.perf_counter()
    n_blocks = -(-n_paths // block)
    for number, measures in enumerate(_blocks(terms, used_seed, n_paths, block, threads), start=1):
        totals.add(measures)
        if progress is not None:
            progress(number, n_blocks, study.study.code)
    seconds = time.perf_counter() - started
    found = totals.estimates()
    return StudyReport(
        study.study.code,
        study.study.title,
        n_paths,
        used_seed,
        seconds,
        tuple(compared(one, found[one.code], n_paths, study.acceptance) for one in study.results.statistics),
        tables,
    )


def _blocks(
    terms: StudyTerms, seed: int, n_paths: int, block: int, threads: int | None
) -> Iterator[Measures]:
    """The blocks in order, a few computed ahead: memory does not grow with the number of paths."""
    at_once = threads or min(os.cpu_count() or 1, 4)
    with ThreadPoolExecutor(at_once) as pool:
        waiting: deque[Future[Measures]] = deque()
        for first in range(1, n_paths + 1, block):
            paths = np.arange(first, min(first + block, n_paths + 1))
            waiting.append(pool.submit(study_paths, terms, seed, paths))
            if len(waiting) >= at_once + _BLOCKS_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _study_path(name: str) -> Path:
    if name.endswith(".toml") or os.sep in name:
        file = Path(name).expanduser()
        if not file.is_file():
            raise StudyError(f"study file {file} does not exist")
        return file
    for folder in (datasets.find_folder(), datasets.shipped_folder()):
        if name in study_names(folder):
            return folder / _FOLDER / f"{name}.toml"
    known = study_names(datasets.shipped_folder())
    raise StudyError(f"unknown study {name!r}. {hint(name, known)} Or name a TOML file.")
