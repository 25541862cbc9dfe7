"""What the slides say: the rows of one scenario, the names of its parties, and its sensitivity."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import polars as pl

from fundmodel import datasets
from fundmodel.assumptions import Value, assumptions
from fundmodel.findings import line_of, main_statistic
from fundmodel.reports.report import Report
from fundmodel.reports.sensitivity import Sensitivity, sensitivity_of
from fundmodel.scenario import Scenario
from fundmodel.sentences import rate_text
from fundmodel.sweep import quick_names
from fundmodel.texts import Texts

BARS = 10

_PERCENT = 100
_MONEY = ("KRW", "KRW per kL")
_SHARES = ("share", "rate per year", "share per year")
_NUMBERED = {"years": "years", "quarters": "quarters", "KRW per USD": "krw_per_usd"}


def written(texts: Texts, name: str, value: Value) -> str:
    """A value of an assumption with its unit.

    Example:
        >>> written(Texts("en"), "startup_life_years", 10)
        '10 years'
    """
    row = assumptions()[name]
    if row.type in ("choice", "bool"):
        return texts(f"option.{str(value).lower()}")
    amount = float(value)
    if row.unit in _MONEY:
        return texts.units.won(amount)
    if row.unit in _SHARES:
        return texts.units.share(amount)
    number = f"{amount:,.10g}" if row.unit != "year" else f"{amount:.0f}"
    if row.unit == "multiple":
        return f"{number}x"
    kind = _NUMBERED.get(row.unit)
    return texts(f"slider.{kind}", n=number) if kind else number


class Facts:
    """The answers of one scenario of a report.

    Args:
        report: The run and its language.
        scenario: The scenario that the slides propose.
    """

    def __init__(self, report: Report, scenario: Scenario) -> None:
        self.report, self.scenario = report, scenario
        self.results, self.texts = report.results, report.texts
        self.names = self.results["parties"]
        self.first_year = int(self.results["run_settings"]["first_year"][0])

    @property
    def has_paths(self) -> bool:
        """Whether there are random paths beside the central case."""
        return self.results.paths > 0

    @property
    def scenario_id(self) -> int:
        """The scenario's number in the run."""
        return self.report.scenarios.index(self.scenario)

    @property
    def world_id(self) -> int:
        """The number of the scenario's world in the run."""
        known = self.results["scenarios"].filter(pl.col("scenario") == self.scenario.name)
        return int(known["world_id"][0])

    def rows(self, table: str, scenario: Scenario | None = None) -> pl.DataFrame:
        """The rows of an answer that belong to one scenario."""
        name = (scenario or self.scenario).name
        return self.results[table].filter(pl.col("scenario") == name)

    @cached_property
    def metrics(self) -> pl.DataFrame:
        """Returns of the scenario, all statistics."""
        return self.rows("metrics")

    @cached_property
    def statistic(self) -> str:
        """The statistic that stands for the run."""
        return main_statistic(self.metrics)

    def party(
        self,
        code: str,
        statistic: str | None = None,
        scenario: Scenario | None = None,
        kind: str | None = None,
    ) -> Mapping[str, Any]:
        """The returns of a party.

        Args:
            code: whole, a class or the code of a fund or strategy.
            statistic: None for the one that stands for the run.
            scenario: None for the proposed one.
            kind: Party kind; None for whole or class.
        """
        frame = self.metrics if scenario is None else self.rows("metrics", scenario)
        wanted = kind or ("whole" if code == "whole" else "class")
        found = frame.filter(
            (pl.col("party_code") == code)
            & (pl.col("party_kind") == wanted)
            & (pl.col("statistic") == (statistic or self.statistic))
        )
        return found.row(0, named=True)

    @cached_property
    def classes(self) -> list[str]:
        """Codes of the classes that commit money, in their fixed order."""
        found = line_of(self.metrics).filter(
            (pl.col("party_kind") == "class") & (pl.col("commitment_krw") > 0)
        )
        return found.sort("party_id")["party_code"].to_list()

    def name(self, code: str, kind: str | None = None) -> str:
        """The name of a party in the language of the report."""
        wanted = kind or ("whole" if code == "whole" else "class")
        found = self.names.filter((pl.col("party_code") == code) & (pl.col("party_kind") == wanted))
        return self.texts.label(found.row(0, named=True), "name") if found.height else code

    def rate(self, code: str, statistic: str | None = None, measure: str = "net") -> str:
        """A rate of return as written on a slide, or why there is none."""
        row = self.party(code, statistic)
        return rate_text(self.texts, row[f"irr_{measure}_rate"], row[f"irr_{measure}_status"])

    def percent(self, share: float | None) -> str:
        """A share of the random paths, in whole percent as chances are written."""
        if share is None:
            return self.texts("term.none")
        return self.texts.units.share(round(share * _PERCENT) / _PERCENT)

    def word(self, section: str, code: str) -> str:
        """The word for a code of the data; the code itself where there is none."""
        key = f"deck.{section}.{code}"
        return self.texts(key) if self.texts.has(key) else code.replace("_", " ")

    @cached_property
    def catalogue(self) -> dict[str, dict[str, Any]]:
        """Rows of the catalogue of assumptions by name, with label and source."""
        return {row["name"]: row for row in datasets.catalogue().iter_rows(named=True)}

    def label(self, name: str) -> str:
        """The name of an assumption in the language of the report."""
        return self.texts.label(self.catalogue[name])

    def value(self, name: str, value: Value | None = None) -> str:
        """A value of an assumption with its unit; without one, that of the scenario."""
        return written(self.texts, name, self.scenario.value(name) if value is None else value)

    @cached_property
    def names_moved(self) -> tuple[str, ...]:
        """The assumptions that the tornado moves."""
        return quick_names()

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """What drives the net return of the whole programme on the central case."""
        found: Sensitivity = self.report.done(sensitivity_of(self.report))
        return found
