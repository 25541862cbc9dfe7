"""Blocks: how the (scenario, path) pairs of a run are cut so that memory stays flat."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

Job = TypeVar("Job")
Made = TypeVar("Made")

CENTRAL_PATH = 0

Progress = Callable[[int, int, str], None]


class RunCancelledError(RuntimeError):
    """A run that was stopped between two blocks because its session asked for something else."""


@dataclass(frozen=True)
class Block:
    """A slice of (scenario, path) pairs: consecutive scenarios times consecutive places in the path list.

    Attributes:
        scenarios: Scenario ids.
        paths: Path ids.
        number: Running number, for the log.
    """

    scenarios: tuple[int, ...]
    paths: tuple[int, ...]
    number: int

    def central(self) -> "Block":
        """The same scenarios on path 0 alone."""
        return replace(self, paths=(CENTRAL_PATH,))

    def where(self, world: int | None) -> str:
        """What the block is about, for the log: one of its worlds, or its scenarios."""
        if world is not None:
            return f"world {world}"
        first, last = self.scenarios[0], self.scenarios[-1]
        return f"scenario {first}" if first == last else f"scenarios {first}-{last}"


def with_fresh_worlds(blocks: Sequence[Block], worlds: Sequence[int]) -> list[tuple[Block, set[int]]]:
    """Each block with the worlds that no block before it has on the same paths: their rows are written once.

    Args:
        blocks: Scenarios of one world may stand in different blocks.
        worlds: World of each scenario.

    Example:
        >>> [fresh for _, fresh in with_fresh_worlds(cut(3, [0, 1], 2), [0, 0, 1])]
        [{0}, set(), {1}]
    """
    known: set[tuple[int, tuple[int, ...]]] = set()
    jobs = []
    for block in blocks:
        own = {worlds[scenario] for scenario in block.scenarios}
        jobs.append((block, {world for world in own if (world, block.paths) not in known}))
        known |= {(world, block.paths) for world in own}
    return jobs


def even_size(n_paths: int, most: int) -> int:
    """The size of blocks of at most `most` paths that are as few and as even as can be.

    Example:
        >>> even_size(1_001, 256), even_size(201, 256)
        (251, 256)
    """
    n_blocks = -(-n_paths // most)
    return most if n_blocks == 1 else -(-n_paths // n_blocks)


def cut(n_scenarios: int, paths: Sequence[int], max_pairs: int) -> tuple[Block, ...]:
    """Scenarios times paths in blocks of at most `max_pairs` pairs; many paths are cut per scenario.

    Example:
        >>> [(b.scenarios, b.paths) for b in cut(2, [0, 1, 2], 2)]
        [((0,), (0, 1)), ((0,), (2,)), ((1,), (0, 1)), ((1,), (2,))]
    """
    per_paths = max(1, min(len(paths), max_pairs))
    per_scenarios = max(1, max_pairs // per_paths) if per_paths == len(paths) else 1
    blocks = []
    for first in range(0, n_scenarios, per_scenarios):
        scenarios = tuple(range(first, min(first + per_scenarios, n_scenarios)))
        for start in range(0, len(paths), per_paths):
            blocks.append(Block(scenarios, tuple(paths[start : start + per_paths]), len(blocks)))
    return tuple(blocks)


def in_order(
    jobs: Sequence[Job], work: Callable[[Job], Made], workers: int, is_first_alone: bool = True
) -> Iterator[Made]:
    """What each job makes, in the order of the jobs, worked on a few jobs ahead.

    Args:
        jobs: At least one.
        work: Makes something of a job; called from several threads.
        workers: Jobs in work at the same time.
        is_first_alone: Whether the first job runs alone, to fill what the others share.

    Example:
        >>> list(in_order([1, 2, 3], lambda job: job * job, 2))
        [1, 4, 9]
    """
    if workers == 1 or len(jobs) == 1:
        yield from map(work, jobs)
        return
    others = list(jobs)
    if is_first_alone:
        yield work(others.pop(0))
    if len(others) == 1:
        yield from map(work, others)
        return
    with ThreadPoolExecutor(workers) as pool:
        running: deque[Future[Made]] = deque()
        try:
            for job in others:
                running.append(pool.submit(work, job))
                if len(running) > workers:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            for future in running:
                future.cancel()
