"""Answers for the screen: computed once per process and scenario, one heavy run at a time."""

import threading
from collections import OrderedDict
from collections.abc import Generator, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import polars as pl

from fundmodel import model
from fundmodel.datasets import find_folder
from fundmodel.pipeline.runner import Progress
from fundmodel.scenario import Scenario

KEPT_RUNS = 24

_WAIT_SECONDS = 0.2
_computing = threading.Lock()
_keeping = threading.Lock()
_kept: OrderedDict[str, dict[str, pl.DataFrame]] = OrderedDict()
_runs: OrderedDict[Hashable, model.Results] = OrderedDict()


class Answers(Mapping[str, pl.DataFrame]):
    """Tables of one run, computed when they are first looked at.

    Attributes:
        run_id: Identity of the run.
        first_year: Year of quarter 0.
    """

    def __init__(self, results: model.Results, names: Iterable[str], progress: Progress) -> None:
        self.run_id = results.run_id
        self.first_year = int(float(results.scenarios[0].value("first_close_year")))
        self._results = results
        self._names = tuple(names)
        self._progress = progress

    def __getitem__(self, name: str) -> pl.DataFrame:
        """A table by name."""
        if name not in self._names:
            raise KeyError(f"the page did not ask for table {name!r}; name it in open_page")
        return self.compute(name)[name]

    def __iter__(self) -> Iterator[str]:
        """The names of the tables."""
        return iter(self._names)

    def __len__(self) -> int:
        """The number of tables."""
        return len(self._names)

    def compute(self, *names: str) -> Mapping[str, pl.DataFrame]:
        """Some of the tables, in one pass over what is missing."""
        tables = _known(self.run_id)
        if any(name not in tables for name in names):
            has_waited = False
            while not _computing.acquire(timeout=_WAIT_SECONDS):
                self._progress(-1, 0, "")
                has_waited = True
            if has_waited:
                self._progress(0, 1, "")
            try:
                missing = [name for name in names if name not in tables]
                self._results.compute(*missing)
                for name in missing:
                    tables[name] = self._results[name]
            finally:
                _computing.release()
        return tables


def _known(run_id: str) -> dict[str, pl.DataFrame]:
    with _keeping:
        tables = _kept.setdefault(run_id, {})
        _kept.move_to_end(run_id)
        while len(_kept) > KEPT_RUNS:
            _kept.popitem(last=False)
        return tables


def _central(scenario: Scenario) -> model.Results:
    """The central case of a scenario, the same results while it is among the last that were asked for."""
    key = (scenario.name, tuple(scenario.overrides.items()), str(find_folder()))
    with _keeping:
        if key in _runs:
            _runs.move_to_end(key)
            return _runs[key]
    results = model.run(scenario, paths=0)
    with _keeping:
        _runs[key] = results
        while len(_runs) > KEPT_RUNS:
            _runs.popitem(last=False)
    return results


def is_ready(scenario: Scenario, paths: int, names: Iterable[str]) -> bool:
    """Whether the tables are there without computing anything."""
    tables = _known(model.run(scenario, paths=paths).run_id)
    return all(name in tables for name in names)


def answers(scenario: Scenario, paths: int, names: Iterable[str], progress: Progress) -> Answers:
    """Tables of a run, from an earlier computation or from a new one.

    Those of the central case are computed one by one as the page looks at them, so that what it draws first
    is there first; those of random paths all at once.

    Args:
        scenario: What to run.
        paths: Random paths beside the central case.
        names: Tables to make.
        progress: Called between blocks and while another session computes; may raise to stop.
    """
    wanted = tuple(names)
    if not paths:
        return Answers(_central(scenario), wanted, progress)
    made = Answers(model.run(scenario, paths=paths, progress=progress), wanted, progress)
    made.compute(*wanted)
    return made


@contextmanager
def turn(progress: Progress) -> Generator[None]:
    """One heavy computation of this process at a time; others wait for their turn.

    Args:
        progress: Called as (-1, 0, "") while another one computes; may raise to stop.
    """
    while not _computing.acquire(timeout=_WAIT_SECONDS):
        progress(-1, 0, "")
    try:
        yield
    finally:
        _computing.release()


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
    with turn(progress):
        return results.compute()
