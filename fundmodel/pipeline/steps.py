"""Steps and their order: what reads what, and on which grain each table is made."""

import inspect
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from importlib import import_module
from importlib.resources import files

import polars as pl

from fundmodel.pipeline.queries import QueryError, tables_read

# A step that reads central_<table> gets that table of path 0 alone, whatever paths its block has.
CENTRAL = "central_"


class StepError(ValueError):
    """A step that cannot take part in the graph; the message names the step and the reason."""


class Scope(StrEnum):
    """How often a table is made: once, per world and block of paths, per block, or for the kept paths."""

    SOURCE = "source"
    STATIC = "static"
    WORLD = "world"
    SCENARIO = "scenario"
    KEPT = "kept"
    RESULT = "result"


@dataclass(frozen=True)
class Step:
    """One SQL file or one Python function.

    Attributes:
        name: The file stem or the function name.
        tables: The tables it makes (one for SQL, usually one for Python).
        reads: The tables it reads.
        sql: The text of the query, or empty.
        function: The Python function, or None. A step with both is an answer whose rows the query defines
            and the function makes sooner, the same to the last bit.
        is_result: True for answers, which run once over all blocks: the queries in their folder, and whatever
            reads an answer.
        scans: Tables that a Python step takes as LazyFrame: it collects the columns that it needs.
    """

    name: str
    tables: tuple[str, ...]
    reads: tuple[str, ...]
    sql: str = ""
    function: Callable[..., pl.DataFrame | dict[str, pl.DataFrame]] | None = None
    is_result: bool = False
    scans: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """What it is written in: `SQL` or `Python`."""
        return "SQL" if self.sql else "Python"

    def given(
        self, frames: Mapping[str, pl.DataFrame], files: Mapping[str, list[str]]
    ) -> dict[str, pl.DataFrame | pl.LazyFrame]:
        """What a Python step is called with: tables in memory, and tables of large runs from their files."""
        whole = {name: pl.read_parquet(parts) for name, parts in files.items() if name not in self.scans}
        scanned = {
            name: pl.scan_parquet(files[name]) if name in files else frames[name].lazy()
            for name in self.scans
        }
        return {**frames, **whole, **scanned}


def _sql_steps(folder: str, is_result: bool) -> Iterable[Step]:
    root = files("fundmodel").joinpath("sql", folder)
    for entry in sorted(root.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".sql"):
            continue
        name = entry.name.removesuffix(".sql")
        sql = entry.read_text(encoding="utf-8")
        try:
            reads = tables_read(sql)
        except QueryError as error:
            raise StepError(f"sql/{folder}/{entry.name}: {error}") from error
        yield Step(name, (name,), reads, sql=sql, is_result=is_result)


def _python_steps() -> Iterable[Step]:
    package = import_module("fundmodel.steps")
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda item: item.name):
        module = import_module(f"fundmodel.steps.{info.name}")
        function = getattr(module, info.name, None)
        if function is None:
            raise StepError(
                f"steps/{info.name}.py: has no function {info.name}; a step's file and function share a name"
            )
        tables = tuple(getattr(module, "TABLES", (info.name,)))
        arguments = inspect.signature(function).parameters
        scans = frozenset(name for name, one in arguments.items() if one.annotation is pl.LazyFrame)
        yield Step(info.name, tables, tuple(arguments), function=function, scans=scans)


def find_steps() -> tuple[Step, ...]:
    """All steps of the package: the SQL files and the Python functions.

    A Python step that is called like an answer makes that answer from arrays, where its query takes long.

    Raises:
        StepError: If a file cannot be parsed, or two steps make the same table.

    Example:
        >>> "metrics" in {table for step in find_steps() for table in step.tables}
        True
    """
    answers = {step.name: step for step in _sql_steps("results", True)}
    python = [
        replace(step, sql=answers.pop(step.name).sql, is_result=True) if step.name in answers else step
        for step in _python_steps()
    ]
    found = (*_sql_steps("facts", False), *answers.values(), *python)
    makers: dict[str, str] = {}
    for step in found:
        for table in step.tables:
            if table in makers:
                raise StepError(f"table {table}: made by both {makers[table]} and {step.name}; keep one")
            makers[table] = step.name
    return found


@dataclass(frozen=True)
class Graph:
    """The steps, the tables they make, and the grain on which each runs.

    Attributes:
        steps: All steps.
        sources: Names of the tables that are given: datasets, assumptions, scenarios, paths.
        world_roots: Tables whose ancestors belong to a world, not to a scenario.
    """

    steps: tuple[Step, ...]
    sources: frozenset[str]
    world_roots: tuple[str, ...] = ("lot_flows", "asset_outcomes", "asset_exposure")
    _ancestors: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _scopes: dict[str, Scope] = field(default_factory=dict, repr=False)

    @cached_property
    def maker(self) -> Mapping[str, Step]:
        """Table name -> the step that makes it."""
        return {table: step for step in self.steps for table in step.tables}

    def central(self, table: str) -> str:
        """The table whose path 0 this name stands for; empty where it is a table of its own.

        Example:
            >>> Graph(find_steps(), frozenset()).central("central_foreign_flows")
            'foreign_flows'
        """
        base = table.removeprefix(CENTRAL)
        return base if base != table and table not in self.maker and base in self.maker else ""

    def ancestors(self, table: str) -> frozenset[str]:
        """Every table that `table` is made from, itself excluded.

        Raises:
            StepError: If a table is read that nobody makes, or the steps form a circle.
        """
        return self._ancestors_of(table, ())

    def _ancestors_of(self, table: str, trail: tuple[str, ...]) -> frozenset[str]:
        if table in self._ancestors:
            return self._ancestors[table]
        if table in trail:
            raise StepError("steps form a circle: " + " -> ".join((*trail[trail.index(table) :], table)))
        if table in self.sources:
            return frozenset()
        if base := self.central(table):
            return frozenset({base, *self._ancestors_of(base, trail)})
        if table not in self.maker:
            reader = f" (read by {trail[-1]})" if trail else ""
            raise StepError(f"table {table}{reader}: no step, dataset or assumption topic makes it")
        reads = self.maker[table].reads
        found = set(reads)
        for name in reads:
            found |= self._ancestors_of(name, (*trail, table))
        self._ancestors[table] = frozenset(found)
        return self._ancestors[table]

    @cached_property
    def world_topics(self) -> frozenset[str]:
        """The assumption topics that the draws and the assets read: they make a world."""
        read: set[str] = set()
        for root in self.world_roots:
            if root in self.maker:
                read |= self.ancestors(root)
        return frozenset(name.removesuffix("_assumptions") for name in read if name.endswith("_assumptions"))

    def scope(self, table: str) -> Scope:
        """The grain on which a table runs, from what it reads."""
        if table not in self._scopes:
            self._scopes[table] = self._scope_of(table)
        return self._scopes[table]

    def _scope_of(self, table: str) -> Scope:
        if table in self.sources:
            return Scope.SOURCE
        if base := self.central(table):
            return self.scope(base)
        step = self.maker[table]
        above = self.ancestors(table)
        if step.is_result or any(self.maker[name].is_result for name in above if name in self.maker):
            return Scope.RESULT
        if "kept_paths" in above:
            return Scope.KEPT
        if "paths" not in above:
            return Scope.STATIC
        topics = {name.removesuffix("_assumptions") for name in above if name.endswith("_assumptions")}
        return Scope.SCENARIO if "scenarios" in above or topics - self.world_topics else Scope.WORLD

    def order(self) -> tuple[Step, ...]:
        """The steps in an order in which each comes after what it reads."""
        return tuple(
            sorted(self.steps, key=lambda step: (max(len(self.ancestors(t)) for t in step.tables), step.name))
        )
