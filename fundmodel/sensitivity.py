"""Sensitivities in batches: every assumption moved on the central case, with a word of progress."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from fundmodel.assumptions import Value
from fundmodel.design.targets import TARGETS, Target, values_of
from fundmodel.pipeline import Cache
from fundmodel.pipeline.blocks import Progress
from fundmodel.scenario import Scenario
from fundmodel.sweep import LOW, Variation, cash_names, pairs, variations, world_names
from fundmodel.sweep_answers import sweep

# Answers of the central case that need no tax: a batch holds them all, so that another one costs nothing.
CENTRAL_TARGETS = tuple(target for target in TARGETS if not target.is_taxed and not target.needs_paths)

# Each scenario of these has draws and assets of its own: half a second.
_WORLDS_AT_ONCE = 6
_CACHE_BYTES = 1 << 28


@dataclass
class Study:
    """Every assumption moved to its ends, as far as it has been computed.

    Attributes:
        scenario: Where it starts from.
        terms: Moves that leave draws and assets as they are.
        worlds: Moves that change them.
        frames: Sweeps so far; the first holds the scenario itself.
        done: Names of the scenarios that have been computed.
    """

    scenario: Scenario
    terms: list[Variation]
    worlds: list[Variation]
    frames: list[pl.DataFrame] = field(default_factory=list)
    done: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, scenario: Scenario) -> "Study":
        """A study of every assumption that can move cash, nothing of it computed."""
        slow, names = world_names(), cash_names()
        terms = variations(scenario, [name for name in names if name not in slow])
        return cls(scenario, terms, variations(scenario, [name for name in names if name in slow]))

    @property
    def count(self) -> int:
        """Scenarios of the whole study."""
        return 1 + len(self.terms) + len(self.worlds)

    def left(self, moves: Sequence[Variation]) -> list[Variation]:
        """Moves of these that have not been computed."""
        return [move for move in moves if move.scenario.name not in self.done]

    def compute_terms(self) -> None:
        """Compute the scenario itself and every move of a term, which share draws and assets."""
        if self.left(self.terms) or not self.frames:
            self._add([self.scenario, *(move.scenario for move in self.left(self.terms))], None)

    def compute_worlds(self, progress: Progress) -> None:
        """Compute the moves that change draws or assets, a few at a time; what is done stays done.

        Args:
            progress: Called as (scenarios done, scenarios, ""); may raise to stop.
        """
        self.compute_terms()
        left = self.left(self.worlds)
        for first in range(0, len(left), _WORLDS_AT_ONCE):
            progress(len(self.done), self.count, "")
            batch = left[first : first + _WORLDS_AT_ONCE]
            self._add([move.scenario for move in batch], Cache(0))
        progress(len(self.done), self.count, "")

    def _add(self, scenarios: Sequence[Scenario], cache: Cache | None) -> None:
        self.frames.append(sweep(scenarios, cache=cache))
        self.done |= {scenario.name for scenario in scenarios}

    def tornado(self, target: Target) -> pl.DataFrame:
        """What each assumption does to an answer between its low and its high, as far as computed.

        Args:
            target: One of CENTRAL_TARGETS.

        Returns:
            One row per assumption that moves the answer, widest range first: name, low_value, high_value (as
            text; of a choice the other option stands as high), low_answer, high_answer (null where that end
            is refused or has no answer), base_answer, range_answer.
        """
        found = values_of(pl.concat(self.frames), target, 0)
        base = found[self.scenario.name]
        rows: dict[str, dict[str, object]] = {}
        for move in (*self.terms, *self.worlds):
            if move.scenario.name not in self.done:
                continue
            end = LOW if move.end == LOW else "high"
            row = rows.setdefault(move.name, {"name": move.name})
            row[f"{end}_value"] = str(move.value)
            row[f"{end}_answer"] = found[move.scenario.name]
        schema = dict.fromkeys(("name", "low_value", "high_value"), pl.String) | dict.fromkeys(
            ("low_answer", "high_answer"), pl.Float64
        )
        known = pl.concat_list("low_answer", "high_answer", "base_answer").list
        return (
            pl.DataFrame(list(rows.values()), schema=schema)
            .with_columns(pl.lit(base, dtype=pl.Float64).alias("base_answer"))
            .with_columns((known.max() - known.min()).alias("range_answer"))
            .filter(pl.col("range_answer") > 0)
            .sort("range_answer", "name", descending=[True, False])
        )


@dataclass(frozen=True)
class Grid:
    """Two assumptions moved at once.

    Attributes:
        scenario: Where it starts from.
        across: The assumption of the columns.
        down: The assumption of the rows.
        cells: Value down, value across and scenario of each pair, down first.
        frame: The sweep of all of them.
    """

    scenario: Scenario
    across: str
    down: str
    cells: tuple[tuple[Value, Value, Scenario | None], ...]
    frame: pl.DataFrame

    def answers(self, target: Target) -> pl.DataFrame:
        """An answer over both assumptions.

        Returns:
            One row per pair, down first: down_value, across_value, answer (null where there is none or the
            checks refuse the pair), is_base.
        """
        found = values_of(self.frame, target, 0)
        at = (self.scenario.value(self.down), self.scenario.value(self.across))
        rows = [
            (float(down), float(across), None if one is None else found[one.name], (down, across) == at)
            for down, across, one in self.cells
        ]
        schema = {"down_value": pl.Float64, "across_value": pl.Float64, "answer": pl.Float64}
        return pl.DataFrame(rows, schema=schema | {"is_base": pl.Boolean}, orient="row")


def grid(scenario: Scenario, across: str, down: str, count: int, progress: Progress) -> Grid:
    """Compute two assumptions over even steps between their ends, row by row.

    Args:
        scenario: Where to start from.
        across: The assumption of the columns, a number.
        down: The assumption of the rows, another number.
        count: Values of each.
        progress: Called as (pairs done, pairs, ""); may raise to stop.
    """
    cells = pairs(scenario, across, down, count)
    # Rows and columns that share draws and assets compute them once.
    cache, frames = Cache(_CACHE_BYTES), []
    for first in range(0, len(cells), count):
        progress(first, len(cells), "")
        chosen = [one for _, _, one in cells[first : first + count] if one is not None]
        if chosen:
            frames.append(sweep(chosen, cache=cache))
    progress(len(cells), len(cells), "")
    return Grid(scenario, across, down, tuple(cells), pl.concat(frames))
