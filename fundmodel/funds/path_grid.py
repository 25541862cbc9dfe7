"""Rows of facts laid out with the paths side by side, as quantiles over paths want them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

CENTRAL = 0


@dataclass(frozen=True)
class PathGrid:
    """The cells of a fact; arrays have the shape (n_scenarios, n_rows, n_quarters, n_paths).

    Attributes:
        rows: The fact: scenario_id, path_id, quarter, what its rows are about, and whole won.
        scenario_id, path_id: Ascending; path 0 stands first where it is there.
        n_rows, n_quarters: Of the grid.
        cell: Of each row of the fact, in the flat grid.
    """

    rows: pl.LazyFrame
    scenario_id: Ints
    path_id: Ints
    n_rows: int
    n_quarters: int
    cell: Ints

    @classmethod
    def of(
        cls, rows: pl.LazyFrame, by: str, ids: Sequence[int], n_quarters: int, like: "PathGrid | None" = None
    ) -> "PathGrid":
        """The grid of a fact.

        Args:
            rows: The fact; every column is read when it is asked for.
            by: The column that names what a row is about.
            ids: Its values, in the order of the grid; rows about others are refused.
            n_quarters: Length of the grid.
            like: A grid whose scenarios and paths this one shall have; None for those of the fact.

        Raises:
            ValueError: If a row is about something else.
        """
        keys = [_column(rows, name) for name in ("scenario_id", "path_id", "quarter", by)]
        if unknown := sorted(set(_present(keys[3]).tolist()) - set(ids)):
            raise ValueError(f"{by}: rows about {unknown}, parties lists {sorted(ids)}; list every one")
        axes = (like.scenario_id, like.path_id) if like else (_present(keys[0]), _present(keys[1]))
        n_paths = axes[1].size
        cell = _places(axes[0], keys[0], len(ids) * n_quarters * n_paths)
        cell += _places(np.array(ids, dtype=np.int64), keys[3], n_quarters * n_paths)
        cell += keys[2] * n_paths
        cell += _places(axes[1], keys[1], 1)
        return cls(rows, *axes, len(ids), n_quarters, cell)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Of every array."""
        return self.scenario_id.size, self.n_rows, self.n_quarters, self.path_id.size

    @property
    def n_central(self) -> int:
        """1 where the central case is among the paths, else 0."""
        return int(np.count_nonzero(self.path_id == CENTRAL))

    def sums(self, *names: str, floor: float | None = None) -> Floats:
        """Columns of the fact added up by cell, whole won held as float64, 0 where there is no row.

        Args:
            names: Columns, added up with each other.
            floor: The least that a row counts with, if any.
        """
        values = np.add.reduce([_column(self.rows, name) for name in names])
        values = values if floor is None else np.maximum(values, floor)
        found: Floats = np.bincount(self.cell, values, int(np.prod(self.shape))).astype(
            np.float64, copy=False
        )
        return found.reshape(self.shape)

    def is_filled(self) -> tuple[Flags, Flags]:
        """Whether any row stands for the central case, and for the random paths, by scenario and row."""
        counts = np.bincount(self.cell, minlength=int(np.prod(self.shape))).reshape(self.shape)
        random = slice(self.n_central, None)
        by_row = np.add.reduce(counts, axis=2)
        central, others = (
            np.add.reduce(by_row[..., part], axis=2) for part in (slice(self.n_central), random)
        )
        return central > 0, others > 0


def _present(ids: Ints) -> Ints:
    """The ids that occur, ascending: faster than sorting them all."""
    return np.flatnonzero(np.bincount(ids))


def _places(axis: Ints, ids: Ints, step: int) -> Ints:
    """Where each id stands on an axis, in steps of so many cells."""
    places = np.zeros(axis.max(initial=0) + 1, dtype=np.int64)
    places[axis] = np.arange(axis.size) * step
    return places.take(ids)


def _column(rows: pl.LazyFrame, name: str) -> Ints:
    return rows.select(name).collect()[name].to_numpy().astype(np.int64, copy=False)
