"""What a run starts from: the step graph, worlds, the quarter grid, and every table that is given."""

import hashlib
import platform
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable

import polars as pl

from fundmodel import datasets
from fundmodel.assumptions import ScenarioError, Value, assumptions
from fundmodel.pipeline import Graph, content_hash, find_steps
from fundmodel.scenario import Scenario, topic_frame

_PACKAGES = ("polars", "duckdb", "numpy", "pyarrow")
_QUARTERS_PER_YEAR = 4


def _texts(folder: Traversable) -> Iterable[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir() and entry.name not in ("__pycache__", "datasets", "locale", "pages"):
            yield from _texts(entry)
        elif entry.name.endswith((".py", ".sql")):
            yield entry.name, entry.read_bytes()


@lru_cache(maxsize=1)
def code_hash() -> str:
    """A hash of the package's sources and of the versions that results depend on."""
    digest = hashlib.blake2b(digest_size=16)
    for name, content in _texts(files("fundmodel")):
        digest.update(name.encode() + b"\x1f" + content)
    digest.update(repr(sorted(versions().items())).encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Versions in the manifest of a run: the product, Python, and the libraries that compute."""
    return {name: _version(name) for name in ("fundmodel", "python", *_PACKAGES)}


@cache
def _version(name: str) -> str:
    # Looked up once by a process: the metadata of a package is a file, and every move of a slider asks.
    return platform.python_version() if name == "python" else metadata.version(name)


@lru_cache(maxsize=4)
def dataset_tables(folder: str) -> tuple[dict[str, pl.DataFrame], str]:
    """The dataset tables of a folder, read once by a process, and a hash of their content."""
    tables = datasets.read_all(folder)
    return tables, content_hash(*(part for name in sorted(tables) for part in (name, tables[name])))


@lru_cache(maxsize=1)
def graph() -> Graph:
    """The step graph over the datasets, the assumption topics and the settings of a run.

    Example:
        >>> "lot_flows" in graph().ancestors("fund_flows")
        True
    """
    tables, _ = dataset_tables(str(datasets.find_folder()))
    topics = {f"{row.topic}_assumptions" for row in assumptions().values()}
    settings = {"scenarios", "scenario_overrides", "run_settings", "paths", "kept_paths"}
    return Graph(find_steps(), frozenset({*tables, *topics, *settings}))


def _quarters(scenarios: Sequence[Scenario], tables: Mapping[str, pl.DataFrame]) -> int:
    """Length of the quarter grid: to the last child fund's end, one for the mega fund, and quarter 0."""
    children = tables["funds_data"].filter(pl.col("level") == 1)
    lives = tables["blind_pools_data"].filter(pl.col("term") == "life_years")
    pool_years = dict(lives.select("fund_code", "value").iter_rows())
    last = 0
    for code, strategy, start in children.select("fund_code", "strategy_code", "start_quarter").iter_rows():
        kind = "cdmo" if strategy == "cdmo" else "startup"
        for scenario in scenarios:
            years = pool_years.get(code) or float(scenario.value(f"{kind}_life_years")) + float(
                scenario.value(f"{kind}_extension_years")
            )
            last = max(last, start + round(years * _QUARTERS_PER_YEAR))
    return last + 1 + 1


def _worlds(scenarios: Sequence[Scenario]) -> tuple[list[int], list[Scenario]]:
    """World id of each scenario, and one scenario that stands for each world."""
    topics = graph().world_topics
    names = [name for name, row in assumptions().items() if row.topic in topics]
    known: dict[tuple[Value, ...], int] = {}
    standing: list[Scenario] = []
    ids = []
    for scenario in scenarios:
        key = (*(scenario.value(name) for name in names), scenario.effective_size_krw())
        if key not in known:
            known[key] = len(known)
            standing.append(scenario)
        ids.append(known[key])
    return ids, standing


def _overrides(scenarios: Sequence[Scenario]) -> pl.DataFrame:
    rows = [
        (number, assumptions()[name].topic, name, str(assumptions()[name].value), str(value))
        for number, scenario in enumerate(scenarios)
        for name, value in scenario.overrides.items()
    ]
    schema = {
        "scenario_id": pl.Int32,
        "topic": pl.String,
        "name": pl.String,
        "base_value": pl.String,
        "value": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def sources_of(scenarios: Sequence[Scenario], seed: int) -> tuple[dict[str, pl.DataFrame], list[int]]:
    """Every table that a run is given, by name, and the world id of each scenario.

    Raises:
        ScenarioError: If the scenarios of the run do not start in the same year.
    """
    tables, _ = dataset_tables(str(datasets.find_folder()))
    worlds, standing = _worlds(scenarios)
    sources = dict(tables)
    for topic in sorted({row.topic for row in assumptions().values()}):
        is_world = topic in graph().world_topics
        key = "world_id" if is_world else "scenario_id"
        sources[f"{topic}_assumptions"] = topic_frame(topic, standing if is_world else scenarios, key)
    sources["scenarios"] = pl.DataFrame(
        {"scenario_id": range(len(scenarios)), "scenario": [s.name for s in scenarios], "world_id": worlds},
        schema={"scenario_id": pl.Int32, "scenario": pl.String, "world_id": pl.Int32},
    )
    first_year = {int(scenario.value("first_close_year")) for scenario in scenarios}
    if len(first_year) > 1:
        raise ScenarioError(
            f"first_close_year differs between the scenarios of one run ({sorted(first_year)}); "
            "run them one by one."
        )
    sources["run_settings"] = pl.DataFrame(
        {
            "seed": [seed],
            "n_quarters": [_quarters(scenarios, tables)],
            "first_year": [first_year.pop()],
        },
        schema={"seed": pl.Int64, "n_quarters": pl.Int32, "first_year": pl.Int32},
    )
    sources["scenario_overrides"] = _overrides(scenarios)
    return sources, worlds
