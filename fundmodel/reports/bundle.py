"""The bundle of a run: every table that a figure rests on, and the queries that make it, in one folder."""

import json
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any

import polars as pl

from fundmodel.model import PATHS_PER_PART, Results, graph
from fundmodel.pipeline import select
from fundmodel.pipeline.steps import Scope
from fundmodel.reports.headline import foreign_share_table, headline_table
from fundmodel.reports.report import Report
from fundmodel.reports.work_folder import WorkFolder

ROW_GROUP_SIZE = 122_880
_PREFIX = ".fundmodel-bundle-"
# Higher levels take up to twice as long and save a fortieth of the bytes.
_COMPRESSION_LEVEL = 1
MANIFEST = "manifest.json"

_PLACES = {
    Scope.SOURCE: "inputs",
    Scope.STATIC: "inputs",
    Scope.WORLD: "facts",
    Scope.SCENARIO: "facts",
    Scope.KEPT: "detail",
    Scope.RESULT: "answers",
}


class BundleError(ValueError):
    """A folder that a bundle cannot be written to; the message says which and what to do."""


class BundleFolder:
    """A folder that appears complete or not at all.

    Entering it makes a hidden folder beside the target, so that a target that cannot be written is refused
    before anything is computed; leaving it without an error moves it to its name, with one removes it.

    Args:
        target: The folder to be; it may exist only if it is empty. Missing parents are made.

    Raises:
        BundleError: If the target is a file, holds anything, or cannot be written.
    """

    def __init__(self, target: str | Path) -> None:
        self.target = Path(target).expanduser().absolute()
        self._partial: WorkFolder | None = None

    def __enter__(self) -> Path:
        try:
            if self.target.exists() and not self.target.is_dir():
                raise BundleError(f"--out {self.target}: is a file; name a new folder.")
            if self.target.is_dir() and any(self.target.iterdir()):
                raise BundleError(f"--out {self.target}: is not empty; name a new folder or empty this one.")
            # On the same disk as the target, or the move at the end would not be one step.
            ground = next(parent for parent in self.target.parents if parent.exists())
            self._partial = WorkFolder(ground, _PREFIX)
        except OSError as error:
            raise self._refusal(error) from error
        return self._partial.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._partial is None:
            return
        try:
            if isinstance(error, OSError):
                raise error
            if error is None:
                self.target.parent.mkdir(parents=True, exist_ok=True)
                if self.target.is_dir():
                    self.target.rmdir()
                self._partial.path.chmod(0o755)
                self._partial.path.replace(self.target)
        except OSError as fault:
            raise self._refusal(fault) from fault
        finally:
            shutil.rmtree(self._partial.path, ignore_errors=True)
            self._partial.release()

    def _refusal(self, fault: OSError) -> BundleError:
        reason = fault.strerror or str(fault)
        return BundleError(f"--out {self.target}: cannot be written: {reason}; name another folder.")


def write_bundle(results: Results, folder: str | Path) -> Path:
    """Write a run to a folder: the same bytes for the same run, whatever its threads and blocks.

    The folder holds `answers/`, `facts/` (all paths, parts of 1,000), `detail/` (ledger and entries of path 0
    and of the kept paths), `inputs/` (datasets, assumptions, dimensions), all Parquet; `headline/` as CSV;
    `sql/`, every query; `open.sql`, which names all tables as views for the DuckDB shell started in the
    folder; `manifest.json`.

    Args:
        results: A run; whatever it has not computed yet is computed.
        folder: A new or empty folder.

    Returns:
        The folder.

    Raises:
        BundleError: If the folder cannot be written; nothing is left behind then.
    """
    place = BundleFolder(folder)
    with place as partial:
        fill_bundle(results, partial)
    return place.target


def write_report_bundle(report: Report, file: Path) -> Path:
    """Write the bundle of a report's run, see write_bundle; it is the same in every language."""
    return write_bundle(report.results, file)


def fill_bundle(results: Results, folder: Path) -> None:
    """Write the files of a bundle into an empty folder, see write_bundle."""
    tables = {
        table: _PLACES[_scope(table)] for table in results.tables if table not in ("paths", "kept_paths")
    }
    facts = [table for table, place in tables.items() if place == "facts"]
    results.compute(*facts, *results.answers)
    written: dict[str, list[str]] = {}
    for table, place in tables.items():
        (folder / place).mkdir(exist_ok=True)
        frames = _fact_parts(results, table) if place == "facts" else [("", results[table])]
        for part, frame in frames:
            name = f"{place}/{table}{part}.parquet"
            _write_parquet(frame, folder / name)
            written.setdefault(table, []).append(name)
    _write_headline(results, folder)
    _write_queries(folder)
    _write_text(folder / "open.sql", _views(written))
    manifest: dict[str, Any] = {"run_id": results.run_id, **results.manifest, "tables": written}
    _write_text(folder / MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n")


def _scope(table: str) -> Scope:
    return graph().scope(table)


def _fact_parts(results: Results, table: str) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of a fact in an order that no block leaves a trace in."""
    rows = results.scan(table)
    columns = rows.collect_schema()
    if "path_id" not in columns:
        yield "", _added_up(table, rows.collect())
        return
    keys = [name for name in ("world_id", "scenario_id", "path_id") if name in columns]
    for first in range(0, results.paths + 1, PATHS_PER_PART):
        last = min(first + PATHS_PER_PART - 1, results.paths)
        part = rows.filter(pl.col("path_id").is_between(first, last)).collect()
        yield f"-{first:07d}-{last:07d}", _in_order(part, keys)


def _in_order(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Rows by their keys; of one block they are in order already, and looking takes far less than sorting."""
    place = pl.lit(0, dtype=pl.Int64)
    for name in keys:
        place = place * (pl.col(name).max().cast(pl.Int64) + 1) + pl.col(name)
    is_sorted = not rows.height or rows.select(place.alias("place"))["place"].is_sorted()
    return rows if is_sorted else rows.sort(keys, maintain_order=True)


def _added_up(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Sums over each block's paths, added to sums over all; in the database, which refuses an overflow."""
    keys = [name for name, kind in rows.schema.items() if kind != pl.Int64]
    columns = ", ".join(name if name in keys else f"sum({name})::bigint as {name}" for name in rows.columns)
    grain = ", ".join(keys)
    query = f"select {columns} from {table} group by {grain} order by {grain}"  # noqa: S608 - our own names
    return select(query, {table: rows})


def _write_parquet(frame: pl.DataFrame, file: Path) -> None:
    frame.rechunk().write_parquet(
        file,
        compression="zstd",
        compression_level=_COMPRESSION_LEVEL,
        row_group_size=ROW_GROUP_SIZE,
        statistics=True,
    )


def _write_text(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")


def _write_headline(results: Results, folder: Path) -> None:
    (folder / "headline").mkdir()
    headline_table(results).write_csv(folder / "headline" / "returns.csv")
    foreign_share_table(results).write_csv(folder / "headline" / "foreign_share.csv")


def _write_queries(folder: Path) -> None:
    for kind in ("facts", "results"):
        (folder / "sql" / kind).mkdir(parents=True)
        for entry in sorted(files("fundmodel").joinpath("sql", kind).iterdir(), key=lambda item: item.name):
            if entry.name.endswith(".sql"):
                (folder / "sql" / kind / entry.name).write_bytes(entry.read_bytes())


def _views(written: dict[str, list[str]]) -> str:
    lines = [
        "-- Start the DuckDB shell in this folder: duckdb -init open.sql",
        "-- Every table of the run is a view then, and each file of sql/results runs as it is, for example:",
        "-- .read sql/results/metrics.sql",
    ]
    for table, parts in written.items():
        listed = ", ".join(f"'{part}'" for part in parts)
        lines.append(f"create or replace view {table} as from read_parquet([{listed}]);")
    return "\n".join(lines) + "\n"
