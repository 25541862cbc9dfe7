"""The model put together: scenarios in, tables out."""

import os
import threading
from collections import Counter
from collections.abc import Sequence
from typing import Any

import polars as pl

from fundmodel import datasets
from fundmodel.assumptions import ScenarioError
from fundmodel.pipeline import Cache, Runner, content_hash, set_threads
from fundmodel.pipeline.blocks import Progress, cut, even_size
from fundmodel.pipeline.steps import Scope
from fundmodel.run_inputs import code_hash, dataset_tables, graph, sources_of, versions
from fundmodel.scenario import Scenario

DEFAULT_SEED = 7
DEFAULT_CACHE_BYTES = 3 << 29
DEFAULT_MAX_SERIES = 256
SPILL_BLOCKS = 6
MAX_WORKERS = 4
PATHS_PER_PART = 1_000

_lock = threading.RLock()
_cache = Cache(DEFAULT_CACHE_BYTES)


class Results:
    """The tables of a run, each computed when it is first asked for.

    Attributes:
        scenarios: The scenarios of the run, in order of scenario_id.
        paths: Number of random paths; path 0, the central case, is always there.
        seed: The seed of the draws.
        kept_paths: Paths kept in full detail.
        manifest: What the run was made from.
        run_id: A hash of the manifest; equal for equal inputs, with no clock in it.

    Example:
        >>> results = run([Scenario("base")])
        >>> results["metrics"].height > 0
        True
    """

    def __init__(self, runner: Runner, scenarios: Sequence[Scenario], manifest: dict[str, Any]) -> None:
        self._runner = runner
        self.scenarios = tuple(scenarios)
        self.manifest = manifest
        self.paths: int = manifest["paths"]
        self.seed: int = manifest["seed"]
        self.kept_paths: tuple[int, ...] = tuple(manifest["kept_paths"])
        self.run_id: str = content_hash(repr(sorted(manifest.items())))[:16]

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table that can be asked for, in the order in which they are made."""
        made = [table for step in graph().order() for table in step.tables]
        return (*sorted(self._runner.sources), *made)

    @property
    def log(self) -> pl.DataFrame:
        """What ran: step, scope, block (-1: outside the blocks), rows, seconds, reused."""
        schema = {
            "step": pl.String,
            "scope": pl.String,
            "block": pl.Int64,
            "rows": pl.Int64,
            "seconds": pl.Float64,
            "reused": pl.Boolean,
        }
        return pl.DataFrame(self._runner.log, schema=schema)

    def __getitem__(self, table: str) -> pl.DataFrame:
        """A table by name, computed on demand.

        Raises:
            KeyError: If there is no such table.
        """
        self._check(table)
        with _lock:
            return self._runner.frame(table)

    def compute(self, *tables: str) -> "Results":
        """Make several tables in one pass over the blocks; without names, every answer."""
        names = tables or self.answers
        for table in names:
            self._check(table)
        with _lock:
            self._runner.compute(names)
        return self

    @property
    def answers(self) -> tuple[str, ...]:
        """The tables that answer a question: everything that runs once over all blocks."""
        return tuple(name for name in self.tables if graph().scope(name) is Scope.RESULT)

    @property
    def facts(self) -> tuple[str, ...]:
        """The all-path facts that the answers read."""
        read = {name for step in graph().steps if step.is_result for name in step.reads}
        return tuple(sorted(name for name in read if graph().scope(name) in (Scope.SCENARIO, Scope.WORLD)))

    def keeping(self, paths: Sequence[int]) -> "Results":
        """The same run with other paths kept in full detail; what has been computed for all paths is shared.

        Args:
            paths: Paths to keep, beside path 0.

        Raises:
            ScenarioError: If a path is not in the run.
        """
        kept = sorted({0, *(_whole("keep_paths", path, 0, self.paths) for path in paths)})
        manifest = {**self.manifest, "kept_paths": kept}
        with _lock:
            return Results(self._runner.keeping(kept), self.scenarios, manifest)

    def scan(self, table: str) -> pl.LazyFrame:
        """A fact table without loading all of it; rows are in order within each scenario and path."""
        self._check(table)
        with _lock:
            self._runner.compute([table])
        return self._runner.facts.scan(table)

    def _check(self, table: str) -> None:
        if table not in self.tables:
            raise KeyError(f"no table {table!r}; results.tables lists them all")


def _whole(name: str, value: int, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ScenarioError(
            f"{name}: {value!r} is not allowed; write a whole number from {low:,} to {high:,}."
        )
    return value


def check_names(scenarios: Sequence[Scenario]) -> None:
    """Refuse a run without scenarios, and one in which two have the same name.

    Raises:
        ScenarioError: If it is one of these.
    """
    if not scenarios:
        raise ScenarioError("no scenario to run; name at least one, for example base.")
    counts = Counter(scenario.name for scenario in scenarios)
    name, count = counts.most_common(1)[0]
    if count > 1:
        raise ScenarioError(f"scenario {name!r} stands twice in one run; give each its own name.")


def run(
    scenarios: Scenario | Sequence[Scenario],
    paths: int = 0,
    seed: int = DEFAULT_SEED,
    threads: int | None = None,
    block: int | None = None,
    keep_paths: Sequence[int] = (),
    progress: Progress | None = None,
    cache: Cache | None = None,
) -> Results:
    """The programme under one or more scenarios, on the central case and on random paths.

    Nothing is computed until a table is asked for; the same inputs give the same bytes whatever the threads
    and blocks.

    Args:
        scenarios: What to run; every name once.
        paths: Random paths beside path 0.
        seed: Seed of the draws; scenarios of a run share their luck.
        threads: Threads for queries, None for all cores.
        block: (scenario, path) pairs per block, None for the default.
        keep_paths: Paths to keep in full detail, beside path 0.
        progress: Called as (blocks done, blocks, text); may raise RunCancelledError to stop between blocks.
        cache: Frames to share with other runs; None for the cache of this process.

    Raises:
        ScenarioError: If a number is out of range, a name stands twice, or a kept path is not in the run.

    Example:
        >>> run([Scenario("base")], paths=0)["foreign_share"].columns[0]
        'scenario_id'
    """
    chosen = [scenarios] if isinstance(scenarios, Scenario) else list(scenarios)
    check_names(chosen)
    _whole("paths", paths, 0, 10_000_000)
    _whole("seed", seed, 0, 2**63 - 1)
    if threads is not None:
        set_threads(_whole("threads", threads, 1, 1_024))
    size = even_size(paths + 1, DEFAULT_MAX_SERIES) if block is None else _whole("block", block, 1, 1_000_000)
    for path in keep_paths:
        _whole("keep_paths", path, 0, paths)
    kept = sorted({0, *keep_paths})
    sources, worlds = sources_of(chosen, seed)
    blocks = cut(len(chosen), range(paths + 1), size)
    manifest = {
        "scenarios": [{"name": s.name, "overrides": dict(s.overrides)} for s in chosen],
        "seed": seed,
        "paths": paths,
        "kept_paths": kept,
        "versions": versions(),
        "datasets": dataset_tables(str(datasets.find_folder()))[1],
        "code": code_hash(),
    }
    spills = len(blocks) > SPILL_BLOCKS
    if cache is None:
        # Blocks of a large run would only push each other out of the shared cache.
        cache = Cache(0) if spills else _cache
    runner = Runner(
        graph(),
        sources,
        worlds,
        blocks,
        kept,
        cache,
        code_hash(),
        progress,
        spills=spills,
        workers=min(threads or os.cpu_count() or 1, MAX_WORKERS),
    )
    return Results(runner, chosen, manifest)
