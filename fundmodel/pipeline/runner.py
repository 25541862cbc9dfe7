"""Running the steps: what is asked for and what it needs, once, per world, per block, or for kept paths."""

import copy
import logging
import time
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from fundmodel.pipeline.blocks import Block, Progress, in_order, with_fresh_worlds
from fundmodel.pipeline.queries import QueryError, select
from fundmodel.pipeline.steps import Graph, Scope, Step, StepError
from fundmodel.pipeline.store import Cache, Facts, content_hash

logger = logging.getLogger(__name__)


class Runner:
    """One run: its sources, its blocks, and what has been computed so far.

    Args:
        graph: The steps.
        sources: Source table name -> frame (datasets, assumptions, scenarios, run_settings).
        worlds: World id of each scenario id.
        blocks: The blocks of the run.
        kept_paths: Paths whose full detail is kept; path 0 is among them.
        cache: Frames shared with other runs.
        code: A hash of everything outside the tables that results depend on.
        progress: Called as (blocks done, blocks, text); may raise RunCancelledError.
        spills: True to keep the facts of all blocks as Parquet.
        workers: Blocks in work at the same time; results do not depend on it.
    """

    def __init__(
        self,
        graph: Graph,
        sources: Mapping[str, pl.DataFrame],
        worlds: Sequence[int],
        blocks: Sequence[Block],
        kept_paths: Sequence[int],
        cache: Cache,
        code: str,
        progress: Progress | None = None,
        spills: bool = False,
        workers: int = 1,
    ) -> None:
        self.graph = graph
        self.sources = dict(sources)
        self.worlds = tuple(worlds)
        self.blocks = tuple(blocks)
        self.kept = Block(tuple(range(len(worlds))), tuple(kept_paths), -1)
        self.cache = cache
        self.code = code
        self.progress = progress
        self.facts = Facts(spills)
        self.workers = workers
        self.log: list[dict[str, object]] = []
        self._whole: dict[str, pl.DataFrame] = {}
        self._slices: dict[tuple[str, str, tuple[int, ...]], tuple[str, pl.DataFrame]] = {}
        self._recipes: dict[tuple, str] = {}
        self._local: dict[int, dict[str, pl.DataFrame]] = {}

    def keeping(self, kept_paths: Sequence[int]) -> "Runner":
        """A runner over the same facts and answers that keeps other paths in full detail."""
        other = copy.copy(self)
        other.kept = Block(self.kept.scenarios, tuple(kept_paths), -1)
        other._whole = {
            name: made for name, made in self._whole.items() if self.graph.scope(name) is not Scope.KEPT
        }
        return other

    def frame(self, table: str) -> pl.DataFrame:
        """All rows of a table, computed if need be."""
        scope = self.graph.scope(table)
        if scope in (Scope.WORLD, Scope.SCENARIO):
            self.compute([table])
            return self.facts.frame(table)
        return self._single(table)

    def compute(self, tables: Iterable[str]) -> None:
        """Make tables and everything they need; facts of all blocks in one pass."""
        wanted = list(tables)
        needed = {name for table in wanted for name in (table, *self._near(table))}
        facts = {name for name in needed if self.graph.scope(name) in (Scope.WORLD, Scope.SCENARIO)}
        if missing := sorted(name for name in facts if not self.facts.has(name)):
            self._pass(missing)
        for table in wanted:
            if table not in facts:
                self._single(table)

    def _near(self, table: str) -> set[str]:
        """Facts that answers read directly; their own ancestors stay inside the blocks."""
        if self.graph.scope(table) is not Scope.RESULT:
            return set()
        near: set[str] = set()
        for name in self.graph.maker[table].reads:
            near.add(name)
            near |= self._near(name)
        return near

    def _pass(self, missing: Sequence[str]) -> None:
        read = {table for step in self.graph.steps if step.is_result for table in step.reads}
        kept = {table for name in missing for table in self.graph.maker[name].tables if table in read}
        kept = sorted({*missing, *(name for name in kept if not self.facts.has(name))})
        jobs = with_fresh_worlds(self.blocks, self.worlds)
        try:
            work = in_order(
                jobs, lambda job: self._facts_of(*job, kept), self.workers, not self._has_worlds(kept)
            )
            for done, made in enumerate(work):
                for table, frame in made.items():
                    self.facts.append(table, frame)
                if self.progress is not None:
                    self.progress(done + 1, len(self.blocks), kept[0])
        except BaseException:
            self.facts.drop(kept)
            raise
        finally:
            self._local.clear()

    def _has_worlds(self, tables: Iterable[str]) -> bool:
        """Whether draws and assets of all blocks are there; finds recipes, and so makes what is made once."""
        above = {name for table in tables for name in (table, *self.graph.ancestors(table))}
        roots = above.intersection(self.graph.world_roots)
        for block in self.blocks:
            recipes = [self._recipe(root, block, world) for root in roots for world in self._worlds_of(block)]
            if any(self.cache.get(recipe) is None for recipe in recipes):
                return False
            for table in tables:
                self._recipe(table, block, None)
        return True

    def _facts_of(self, block: Block, fresh: set[int], tables: Sequence[str]) -> dict[str, pl.DataFrame]:
        made = {}
        for table in tables:
            if self.graph.scope(table) is not Scope.WORLD:
                made[table] = self._at(table, block, None)
            elif fresh:
                made[table] = self._in_worlds(table, block, fresh)
        self._local.pop(block.number, None)
        return made

    def _single(self, table: str) -> pl.DataFrame:
        """A table that is made once: a source, a dimension, an answer, or the detail of the kept paths."""
        if table in self.sources:
            return self.sources[table]
        if table in self._whole:
            return self._whole[table]
        scope = self.graph.scope(table)
        step = self.graph.maker[table]
        if scope is Scope.KEPT:
            made = {table: self._block_frame(table, self.kept)}
            self._local.clear()
        else:
            files = {n: self.facts.files(n) for n in step.reads if self._is_spilled(n)}
            frames = {n: self.frame(n) for n in step.reads if n not in files}
            # Answers have no recipe: hashing the facts they read would take longer than the query.
            is_kept = scope is Scope.STATIC
            recipe = content_hash(self.code, step.name, *map(frames.get, sorted(frames))) if is_kept else None
            made = self._made(step, recipe, frames, files, scope.value, "")
        self._whole.update(made)
        return self._whole[table]

    def _is_spilled(self, name: str) -> bool:
        if self.graph.scope(name) not in (Scope.WORLD, Scope.SCENARIO):
            return False
        self.compute([name])
        return bool(self.facts.files(name))

    def _block_frame(self, table: str, block: Block) -> pl.DataFrame:
        if self.graph.scope(table) is Scope.WORLD:
            return self._in_worlds(table, block, self._worlds_of(block))
        return self._at(table, block, None)

    def _worlds_of(self, block: Block) -> set[int]:
        return {self.worlds[scenario] for scenario in block.scenarios}

    def _in_worlds(self, table: str, block: Block, worlds: Iterable[int]) -> pl.DataFrame:
        frames = []
        for world in sorted(worlds):
            frame = self._at(table, block, world)
            frames.append(
                frame.with_columns(pl.lit(world, dtype=pl.Int32).alias("world_id")) if world else frame
            )
        return frames[0] if len(frames) == 1 else pl.concat(frames)

    def _at(self, table: str, block: Block, world: int | None) -> pl.DataFrame:
        """A table for one block, or for one world of a block (seen from inside as world 0)."""
        recipe = self._recipe(table, block, world)
        local = self._local.setdefault(block.number, {})
        if recipe in local:
            return local[recipe]
        step = self.graph.maker[table]
        found = self.cache.get(recipe)
        if found is not None:
            self._note(step.name, block.where(world), block.number, found.height, 0.0, True)
            local[recipe] = found
            return found
        frames = {name: self._input(name, block, world) for name in step.reads}
        recipes = {name: self._recipe(name, block, world) for name in step.tables}
        made = self._made(step, None, frames, {}, block.where(world), block.number)
        for name, frame in made.items():
            self.cache.put(recipes[name], frame)
            local[recipes[name]] = frame
        return local[recipe]

    def _input(self, name: str, block: Block, world: int | None) -> pl.DataFrame:
        if base := self.graph.central(name):
            return self._input(base, block.central(), world)
        scope = self.graph.scope(name)
        if name in ("paths", "kept_paths"):
            return pl.DataFrame({"path_id": block.paths}, schema={"path_id": pl.Int32})
        if scope in (Scope.SOURCE, Scope.STATIC):
            return self._slice(name, block, world)[1]
        if scope is Scope.RESULT:
            raise StepError(f"table {name}: an answer cannot be read by a step that runs per block")
        if scope is Scope.WORLD and world is None:
            return self._in_worlds(name, block, self._worlds_of(block))
        return self._at(name, block, world)

    def _slice(self, name: str, block: Block, world: int | None) -> tuple[str, pl.DataFrame]:
        """A table made once, cut to the worlds or scenarios of a block, with its content hash."""
        key = (name, "world", (world,)) if world is not None else (name, "scenario", block.scenarios)
        if key not in self._slices:
            frame = self._single(name)
            if world is not None and any(self.worlds) and "world_id" in frame.columns:
                frame = frame.filter(pl.col("world_id") == world).with_columns(
                    pl.lit(0, dtype=pl.Int32).alias("world_id")
                )
            elif world is None and "scenario_id" in frame.columns and len(block.scenarios) < len(self.worlds):
                frame = frame.filter(pl.col("scenario_id").is_in(list(block.scenarios)))
            self._slices[key] = (content_hash(frame), frame)
        return self._slices[key]

    def _recipe(self, name: str, block: Block, world: int | None) -> str:
        key = (name, block.scenarios if world is None else (), block.paths, world)
        if key not in self._recipes:
            self._recipes[key] = self._fresh_recipe(name, block, world)
        return self._recipes[key]

    def _fresh_recipe(self, name: str, block: Block, world: int | None) -> str:
        if base := self.graph.central(name):
            return self._recipe(base, block.central(), world)
        scope = self.graph.scope(name)
        if name in ("paths", "kept_paths"):
            return content_hash(block.paths)
        if scope in (Scope.SOURCE, Scope.STATIC):
            return self._slice(name, block, world)[0]
        if scope is Scope.WORLD and world is None:
            worlds = sorted(self._worlds_of(block))
            return content_hash(*((w, self._recipe(name, block, w)) for w in worlds))
        step = self.graph.maker[name]
        reads = [(read, self._recipe(read, block, world)) for read in sorted(step.reads)]
        return content_hash(self.code, step.name, name, *reads)

    def _made(
        self,
        step: Step,
        recipe: str | None,
        frames: Mapping[str, pl.DataFrame],
        files: Mapping[str, list[str]],
        where: str,
        block: int | str,
    ) -> dict[str, pl.DataFrame]:
        if recipe is not None:
            known = {name: self.cache.get(content_hash(recipe, name)) for name in step.tables}
            if all(frame is not None for frame in known.values()):
                self._note(
                    step.name, where, block, sum(f.height for f in known.values() if f is not None), 0.0, True
                )
                return {name: frame for name, frame in known.items() if frame is not None}
        started = time.perf_counter()
        if step.function is None:
            try:
                made = {step.name: select(step.sql, frames, files)}
            except QueryError as error:
                raise StepError(f"step {step.name} (sql): {error}") from error
        else:
            result = step.function(**step.given(frames, files))
            made = result if isinstance(result, dict) else {step.name: result}
            if set(made) != set(step.tables):
                raise StepError(f"step {step.name}: made {sorted(made)}, promised {sorted(step.tables)}")
        self._note(
            step.name,
            where,
            block,
            sum(f.height for f in made.values()),
            time.perf_counter() - started,
            False,
        )
        if recipe is not None:
            for name, frame in made.items():
                self.cache.put(content_hash(recipe, name), frame)
        return made

    def _note(self, step: str, where: str, block: int | str, rows: int, seconds: float, reused: bool) -> None:
        number = block if isinstance(block, int) else -1
        entry = {"step": step, "scope": where, "block": number, "rows": rows}
        self.log.append({**entry, "seconds": seconds, "reused": reused})
        logger.debug("%s: %.3f s%s", entry, seconds, ", reused" if reused else "")
