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


def in_order(jobs: Sequence[Job], work: Callable[[Job], Made], workers: int) -> Iterator[Made]:
    """What each job makes, in the order of the jobs, worked on a few jobs ahead.

    The first job runs alone: it fills what the others share.

    Args:
        jobs: At least one.
        work: Makes something of a job; called from several threads.
        workers: Jobs in work at the same time.

    Example:
        >>> list(in_order([1, 2, 3], lambda job: job * job, 2))
        [1, 4, 9]
    """
    first, *others = jobs
    yield work(first)
    if workers == 1 or not others:
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
