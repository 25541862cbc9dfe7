"""Blocks: how the (scenario, path) pairs of a run are cut so that memory stays flat."""

from collections.abc import Sequence
from dataclasses import dataclass


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
