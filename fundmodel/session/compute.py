"""Answers for the screen: computed once per process and scenario, one heavy run at a time."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

import polars as pl

from fundmodel import model
from fundmodel.datasets import find_folder
from fundmodel.pipeline.runner import Progress
from fundmodel.scenario import Scenario

KEPT_RUNS = 24

Value = TypeVar("Value")

_WAIT_SECONDS = 0.2
_computing = threading.Lock()
_keeping = threading.Lock()
_kept: OrderedDict[Hashable, dict[str, pl.DataFrame]] = OrderedDict()
_run_ids: OrderedDict[Hashable, str] = OrderedDict()
_runs: OrderedDict[Hashable, model.Results] = OrderedDict()
_made: OrderedDict[Hashable, object] = OrderedDict()


class Answers(Mapping[str, pl.DataFrame]):
    """Tables of one run, computed when they are first looked at.

    Attributes:
        run_id: Identity of the run.
        first_year: Year of quarter 0.
    """

    def __init__(self, scenario: Scenario, paths: int, names: Iterable[str], progress: Progress) -> None:
        self.first_year = int(float(scenario.value("first_close_year")))
        self._scenario = scenario
        self._paths = paths
        self._key = _key(scenario, paths)
        self._names = tuple(names)
        self._progress = progress

    @property
    def run_id(self) -> str:
        """Identity of the run."""
        with _keeping:
            known = _run_ids.get(self._key)
        return known or self._results().run_id

    def _results(self) -> model.Results:
        """The run: that of the central case is kept with all that it made, one of random paths is not."""
        if not self._paths:
            return _central(self._scenario)
        results = model.run(self._scenario, paths=self._paths, progress=self._progress)
        _remember(_run_ids, self._key, results.run_id)
        return results

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
        tables = _known(self._key)
        if any(name not in tables for name in names):
            with turn(self._progress):
                missing = [name for name in names if name not in tables]
                if missing:
                    results = self._results()
                    results.compute(*missing)
                    for name in missing:
                        tables[name] = results[name]
        return tables


def _key(scenario: Scenario, paths: int) -> Hashable:
    return scenario.name, tuple(scenario.overrides.items()), paths, str(find_folder())


def _remember(kept: OrderedDict[Hashable, Value], key: Hashable, value: Value) -> Value:
    """Keep a value as the last that was asked for, and let go of the one that was not for longest."""
    with _keeping:
        kept[key] = value
        kept.move_to_end(key)
        while len(kept) > KEPT_RUNS:
            kept.popitem(last=False)
        return value


def _known(key: Hashable) -> dict[str, pl.DataFrame]:
    with _keeping:
        tables = _kept.get(key)
    return _remember(_kept, key, {} if tables is None else tables)


def _central(scenario: Scenario) -> model.Results:
    """The central case of a scenario, the same results while it is among the last that were asked for."""
    key = _key(scenario, 0)
    with _keeping:
        results = _runs.get(key)
    return _remember(_runs, key, model.run(scenario, paths=0) if results is None else results)


def is_ready(scenario: Scenario, paths: int, names: Iterable[str]) -> bool:
    """Whether the tables are there without computing anything."""
    with _keeping:
        tables = _kept.get(_key(scenario, paths), {})
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
    made = Answers(scenario, paths, names, progress)
    if paths:
        made.compute(*made)
    return made


@contextmanager
def turn(progress: Progress) -> Generator[None]:
    """One heavy computation of this process at a time; others wait for their turn.

    Args:
        progress: Called as (-1, 0, "") while another one computes, and as (0, 1, "") when that is over; may
            raise to stop.
    """
    has_waited = False
    while not _computing.acquire(timeout=_WAIT_SECONDS):
        progress(-1, 0, "")
        has_waited = True
    try:
        if has_waited:
            progress(0, 1, "")
        yield
    finally:
        _computing.release()


def remembered(key: Hashable, make: Callable[[], pl.DataFrame], progress: Progress) -> pl.DataFrame:
    """A table that was made before, at once, or made now in its turn.

    Args:
        key: What it depends on, beside the datasets.
        make: Makes it.
        progress: As of turn.
    """
    key = (key, str(find_folder()))
    with _keeping:
        found = _made.get(key)
    if isinstance(found, pl.DataFrame):
        return found
    with turn(progress):
        found = make()
    _remember(_made, key, found)
    return found


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
