"""Answers for the screen: computed once per process and scenario, one heavy run at a time."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from fundmodel import model
from fundmodel.pipeline.runner import Progress
from fundmodel.scenario import Scenario

KEPT_RUNS = 24

_WAIT_SECONDS = 0.2
_computing = threading.Lock()
_keeping = threading.Lock()
_kept: OrderedDict[str, dict[str, pl.DataFrame]] = OrderedDict()


class Answers(Mapping[str, pl.DataFrame]):
    """Tables of one run that have been computed.

    Attributes:
        run_id: Identity of the run.
        first_year: Year of quarter 0.
    """

    def __init__(self, run_id: str, first_year: int, tables: Mapping[str, pl.DataFrame]) -> None:
        self.run_id = run_id
        self.first_year = first_year
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> pl.DataFrame:
        """A table by name."""
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        """The names of the tables."""
        return iter(self._tables)

    def __len__(self) -> int:
        """The number of tables."""
        return len(self._tables)


def _known(run_id: str) -> dict[str, pl.DataFrame]:
    with _keeping:
        tables = _kept.setdefault(run_id, {})
        _kept.move_to_end(run_id)
        while len(_kept) > KEPT_RUNS:
            _kept.popitem(last=False)
        return tables


def is_ready(scenario: Scenario, paths: int, names: Iterable[str]) -> bool:
    """Whether the tables are there without computing anything."""
    tables = _known(model.run(scenario, paths=paths).run_id)
    return all(name in tables for name in names)


def answers(scenario: Scenario, paths: int, names: Iterable[str], progress: Progress) -> Answers:
    """Tables of a run, from an earlier computation or from a new one.

    Args:
        scenario: What to run.
        paths: Random paths beside the central case.
        names: Tables to make.
        progress: Called between blocks and while another session computes; may raise to stop.
    """
    results = model.run(scenario, paths=paths, progress=progress)
    tables = _known(results.run_id)
    wanted = tuple(names)
    if any(name not in tables for name in wanted):
        while not _computing.acquire(timeout=_WAIT_SECONDS):
            progress(-1, 0, "")
        try:
            missing = [name for name in wanted if name not in tables]
            results.compute(*missing)
            for name in missing:
                tables[name] = results[name]
        finally:
            _computing.release()
    first_year = int(float(scenario.value("first_close_year")))
    return Answers(results.run_id, first_year, {name: tables[name] for name in wanted})


def ledger_of(scenario: Scenario, paths: int, path: int) -> pl.DataFrame:
    """Every movement of one random path, bit-identical to what it was among all.

    Args:
        scenario: What was run.
        paths: Random paths of that run.
        path: One of them.
    """
    with _computing:
        ledger = model.run(scenario, paths=paths, keep_paths=[path])["ledger"]
    return ledger.filter(pl.col("path_id") == path)


def computed(scenarios: Sequence[Scenario], paths: int, progress: Progress) -> model.Results:
    """A run with every answer computed, one heavy run at a time in this process.

    Args:
        scenarios: What to run together.
        paths: Random paths beside the central case.
        progress: Called between blocks and while another session computes; may raise to stop.
    """
    results = model.run(scenarios, paths=paths, progress=progress)
    while not _computing.acquire(timeout=_WAIT_SECONDS):
        progress(-1, 0, "")
    try:
        return results.compute()
    finally:
        _computing.release()
