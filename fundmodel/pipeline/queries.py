"""The database: the one place that imports duckdb.

A query sees only the frames that are registered for it, runs on a cursor of its own, and gives back a
Polars frame.
"""

import json
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import duckdb
import polars as pl

_SETTINGS = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    "preserve_insertion_order": True,
}


# A relation is bound twice, when it is made and when it is run: a third of a small answer's time. The result
# of `execute` is bound once and copied once more, of which the database warns: a large one is not read so.
_SMALL_ROWS = 100_000
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result makes an extra copy")


class QueryError(ValueError):
    """A query that cannot be parsed or run; the message names the step and the database's own words."""


@lru_cache(maxsize=1)
def _database() -> duckdb.DuckDBPyConnection:
    spill = Path(tempfile.gettempdir()) / "fundmodel-queries"
    return duckdb.connect(":memory:", config={**_SETTINGS, "temp_directory": str(spill)})


def database_version() -> str:
    """The version of the query engine, as it enters the manifest of a run.

    Example:
        >>> database_version().count(".") >= 1
        True
    """
    return duckdb.__version__


def set_threads(threads: int) -> None:
    """Set how many threads queries may use; results do not depend on it.

    Args:
        threads: 1 or more.
    """
    _database().execute(f"set threads = {int(threads)}")


def _nodes(tree: object) -> Iterator[dict]:
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)


@lru_cache(maxsize=512)
def tables_read(sql: str) -> tuple[str, ...]:
    """The tables that a query reads, in alphabetical order, without its own CTE names.

    Args:
        sql: One SELECT statement.

    Raises:
        QueryError: If the text is not exactly one SELECT statement.

    Example:
        >>> tables_read("with a as (select 1 as x) select x from a cross join funds")
        ('funds',)
    """
    cursor = _database().cursor()
    (text,) = cursor.execute("select json_serialize_sql(?)", [sql]).fetchall()[0]
    tree = json.loads(text)
    if tree.get("error"):
        raise QueryError(f"not one SELECT statement: {tree.get('error_message')}")
    if len(tree["statements"]) != 1:
        raise QueryError(f"a step is one SELECT statement, this text has {len(tree['statements'])}")
    read: set[str] = set()
    own: set[str] = set()
    for node in _nodes(tree):
        if node.get("type") == "BASE_TABLE":
            read.add(node["table_name"])
        cte_map = node.get("cte_map")
        if isinstance(cte_map, dict):
            own.update(entry["key"] for entry in cte_map.get("map", []))
    return tuple(sorted(read - own))


def select(
    sql: str, frames: Mapping[str, pl.DataFrame], files: Mapping[str, list[str]] | None = None
) -> pl.DataFrame:
    """The answer of a query over named frames and Parquet files.

    Args:
        sql: One SELECT statement.
        frames: Table name -> frame.
        files: Table name -> Parquet parts, read lazily as one table.

    Raises:
        QueryError: If the database refuses the query.

    Example:
        >>> select("select sum(x)::bigint as x from t", {"t": pl.DataFrame({"x": [1, 2]})}).item()
        3
    """
    cursor = _database().cursor()
    try:
        for name, frame in frames.items():
            cursor.register(name, frame.to_arrow())
        for name, parts in (files or {}).items():
            # A view takes no parameters; TEMP keeps it on this cursor alone.
            listed = ", ".join("'" + part.replace("'", "''") + "'" for part in parts)
            cursor.execute(f'create temp view "{name}" as select * from read_parquet([{listed}])')  # noqa: S608
        if files or sum(frame.height for frame in frames.values()) > _SMALL_ROWS:
            return cursor.sql(sql).pl()
        return pl.DataFrame(cursor.execute(sql).to_arrow_table())
    except duckdb.Error as error:
        raise QueryError(str(error)) from error
    finally:
        cursor.close()
