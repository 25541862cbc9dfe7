"""Scenarios: a name and what differs from the base case, checked against the catalogue of assumptions."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import polars as pl
import tomlkit

from fundmodel import datasets
from fundmodel.assumptions import ScenarioError, Value, assumptions, lookup
from fundmodel.scenario_checks import CHECKS


@dataclass(frozen=True)
class Scenario:
    """A named set of differences from the base case; it cannot be changed, only copied with more differences.

    Attributes:
        name: What it is called in tables and exports.
        overrides: Assumption name -> value, only where it differs from the catalogue.
        labels: Text by language code, for screens; empty means the name.

    Raises:
        ScenarioError: For an unknown name, a value of the wrong type or out of range, strategy shares that
            do not sum to 1, or a foreign share that leaves domestic investors less than nothing.

    Example:
        >>> Scenario("dear", {"hurdle_rate": 0.08}).value("hurdle_rate")
        0.08
    """

    name: str
    overrides: Mapping[str, Value] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ScenarioError("a scenario needs a name; this one is empty.")
        parsed = {name: lookup(name).parsed(value) for name, value in self.overrides.items()}
        order = list(assumptions())
        changed = {
            name: parsed[name]
            for name in sorted(parsed, key=order.index)
            if parsed[name] != assumptions()[name].value
        }
        object.__setattr__(self, "overrides", MappingProxyType(changed))
        object.__setattr__(self, "labels", MappingProxyType(dict(self.labels)))
        if fault := next((text for check in CHECKS if (text := check(self.value))), ""):
            raise ScenarioError(f"scenario {self.name}: {fault}")

    def __hash__(self) -> int:
        return hash((self.name, tuple(self.overrides.items())))

    def __reduce__(self) -> tuple[object, ...]:
        return (Scenario, (self.name, dict(self.overrides), dict(self.labels)))

    def value(self, name: str) -> Value:
        """The value of an assumption in this scenario."""
        row = lookup(name)
        return self.overrides.get(name, row.value)

    def with_(self, name: str, **overrides: Value) -> "Scenario":
        """A copy under another name with further differences.

        Example:
            >>> load_scenarios()["base"].with_("no first loss", public_first_loss_share=0.0).name
            'no first loss'
        """
        return Scenario(name, {**self.overrides, **overrides})

    def effective_size_krw(self) -> int:
        """The programme in whole won after foreign money that comes on top.

        In mode `adds` the size is old size x (1 - s0) / (1 - s), s0 the foreign share of the catalogue: money
        of all other investors stays, in won, what it was.

        Example:
            >>> Scenario("x", {"foreign_mode": "adds"}).effective_size_krw()
            5000000000000
        """
        size = round(float(self.value("programme_size_krw")))
        if self.value("foreign_mode") != "adds":
            return size
        start = float(lookup("foreign_share").value)
        return round(size * (1 - start) / (1 - float(self.value("foreign_share"))))

    def to_toml(self) -> str:
        """The scenario as TOML text that `fundmodel run --scenario FILE` accepts."""
        document = tomlkit.document()
        table = tomlkit.table()
        overrides = tomlkit.table()
        for name, value in self.overrides.items():
            overrides.add(name, value)
        table.add("overrides", overrides)
        document.add(self.name, table)
        return tomlkit.dumps(document)


def scenarios_from_toml(text: str, where: str = "scenario file") -> dict[str, Scenario]:
    """The scenarios of a TOML text, by name.

    Args:
        text: One table per scenario, its differences in `[name.overrides]`, labels as `label_en`, `label_ko`.
        where: What to call the text in messages.

    Raises:
        ScenarioError: If the text is not TOML or a scenario is not valid.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{where}: not valid TOML: {error}") from error
    found = {}
    for name, table in document.items():
        if not isinstance(table, dict):
            raise ScenarioError(
                f"{where}: {name!r} stands outside a scenario; put it under [name.overrides]."
            )
        overrides = table.get("overrides", {})
        texts = {key: value for key, value in table.items() if key != "overrides"}
        if unknown := [key for key, value in texts.items() if not isinstance(value, str)]:
            raise ScenarioError(
                f"{where}: scenario {name}: {unknown[0]!r} must stand under [{name}.overrides]."
            )
        try:
            found[name] = Scenario(name, overrides, texts)
        except ScenarioError as error:
            raise ScenarioError(f"{where}: {error}") from error
    if not found:
        raise ScenarioError(f"{where}: holds no scenario; write a table such as [base.overrides].")
    return found


def load_scenarios(path: str | Path | None = None) -> dict[str, Scenario]:
    """Named scenarios: those of the datasets folder, or of a file.

    Args:
        path: A TOML file; None for `scenarios.toml` of the datasets.

    Raises:
        ScenarioError: If the file cannot be read or holds an invalid scenario.

    Example:
        >>> sorted(load_scenarios())[0]
        'base'
    """
    file = Path(path) if path is not None else datasets.find_folder() / "scenarios.toml"
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(f"scenario file {file}: cannot be read: {error}") from error
    return scenarios_from_toml(text, str(file))


def topic_frame(topic: str, scenarios: Iterable[Scenario], key: str) -> pl.DataFrame:
    """The assumptions of one topic as a typed table.

    Args:
        topic: A topic of the catalogue.
        scenarios: One row each, in this order.
        key: Name of the key column, `world_id` or `scenario_id`.

    Returns:
        One row per scenario: key, then one column per assumption (Float64, Int64, Boolean or String).
    """
    chosen = list(scenarios)
    types = {"float": pl.Float64, "int": pl.Int64, "bool": pl.Boolean, "choice": pl.String}
    columns = [(key, pl.Int32, tuple(range(len(chosen))))]
    for name, row in assumptions().items():
        if row.topic == topic:
            columns.append((name, types[row.type], tuple(scenario.value(name) for scenario in chosen)))
    if topic == "plan":
        sizes = tuple(scenario.effective_size_krw() for scenario in chosen)
        columns.append(("effective_size_krw", pl.Int64, sizes))
    return _frame(tuple(columns))


@lru_cache(maxsize=64)
def _frame(columns: tuple[tuple[str, type[pl.DataType], tuple[Value, ...]], ...]) -> pl.DataFrame:
    """The same frame for the same values, so that what is known of it holds from one run to the next."""
    return pl.DataFrame([pl.Series(name, values, dtype=dtype) for name, dtype, values in columns])
