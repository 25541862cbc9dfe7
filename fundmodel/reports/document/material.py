"""What the chapters are written from: the tables of a run by scenario, names, and sources cited so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from fundmodel.charts import Look
from fundmodel.reports.document.blocks import Sources
from fundmodel.reports.report import Report
from fundmodel.scenario import Scenario
from fundmodel.texts import Texts
from fundmodel.units import Units


@dataclass(frozen=True)
class Material:
    """A report's tables, cut by scenario.

    Attributes:
        report: Run and language.
        sources: Sources cited so far.
    """

    report: Report
    sources: Sources = field(default_factory=Sources)

    @property
    def texts(self) -> Texts:
        """Texts of the language."""
        return self.report.texts

    @property
    def units(self) -> Units:
        """Number formats of the language."""
        return self.report.texts.units

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios of the run."""
        return self.report.scenarios

    @property
    def paths(self) -> int:
        """Random paths beside the central case."""
        return self.report.results.paths

    @cached_property
    def look(self) -> Look:
        """The look of every chart: the language, on white."""
        return Look(self.texts.language)

    @cached_property
    def first_year(self) -> int:
        """Year of quarter 0."""
        return int(self.report.results["run_settings"]["first_year"][0])

    @cached_property
    def parties(self) -> pl.DataFrame:
        """party_id, party_kind, party_code, name_en, name_ko of every party."""
        return self.report.results["parties"].select(
            "party_id", "party_kind", "party_code", "name_en", "name_ko"
        )

    def rows(self, table: str, number: int) -> pl.DataFrame:
        """The rows of an answer for one scenario of the run."""
        return self.report.results[table].filter(pl.col("scenario_id") == number)

    def beside(self, table: str, number: int) -> pl.DataFrame | None:
        """The same rows of the base case, if the run has it first and this is another scenario."""
        return self.rows(table, 0) if number and not self.scenarios[0].overrides else None

    def label(self, number: int) -> str:
        """Name of a scenario of the run in the language."""
        scenario = self.scenarios[number]
        return str(scenario.labels.get(f"label_{self.texts.language}") or scenario.name)

    def party(self, kind: str, code: str) -> str:
        """Name of a party in the language; the code where there is none."""
        found = self.parties.filter((pl.col("party_kind") == kind) & (pl.col("party_code") == code))
        return self.texts.label(found.row(0, named=True), "name") if found.height else code

    def word(self, group: str, code: str) -> str:
        """The word for a code of a table, from the texts; the code where there is none."""
        keys = (f"document.{group}.{code}", f"{group}.{code}")
        return next((self.texts(key) for key in keys if self.texts.has(key)), code)

    @property
    def numbers(self) -> Sequence[int]:
        """Places of the scenarios in the run."""
        return range(len(self.scenarios))

    @property
    def statistic(self) -> str:
        """Which statistic figures without another name are."""
        return self.texts("statistic.median" if self.paths else "statistic.central", paths=f"{self.paths:,}")
