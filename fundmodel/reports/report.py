"""What every export is made from: a run, a language, and the stamp that each of its pages carries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any, TypeVar

from fundmodel import datasets
from fundmodel.model import Results
from fundmodel.reports.beside import Beside, Piece, done
from fundmodel.scenario import Scenario
from fundmodel.texts import Texts

Made = TypeVar("Made")


@dataclass(frozen=True)
class Report:
    """A run to be exported in one language.

    Attributes:
        results: The run; its first scenario is the one that the others are compared with.
        texts: Texts and number formats of the language.
        beside: A second process that does pieces of the export; None if there is none.

    Example:
        >>> from fundmodel import model
        >>> report = Report(model.run(Scenario("base")), Texts("en"))
        >>> report.stamp(report.scenarios[0]).startswith("Hypothetical, projected · base · ")
        True
    """

    results: Results
    texts: Texts
    beside: Beside | None = field(default=None, repr=False, compare=False)
    _made: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What several formats share, made when the first of them asks for it.

        Args:
            name: What it is called.
            make: Makes it.
        """
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def done(self, piece: Piece) -> Any:  # noqa: ANN401 (whatever the piece gives)
        """What a piece of work gives, from the second process where it is at work on it."""
        return done(piece) if self.beside is None else self.beside.done(piece)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios of the run, in its order."""
        return self.results.scenarios

    @property
    def as_of(self) -> str:
        """The date of an export, ISO: the newest date of the facts it rests on, so that no clock enters."""
        return self.once("as_of", _newest_date)

    @property
    def version(self) -> str:
        """Name and version of the program."""
        return f"fundmodel {metadata.version('fundmodel')}"

    def stamp(self, *scenarios: Scenario) -> str:
        """The line on every page: hypothetical and projected, scenario, run id, date, version."""
        names = ", ".join(scenario.name for scenario in scenarios or self.scenarios)
        kind = self.texts("report.hypothetical")
        return f"{kind} · {names} · {self.results.run_id} · {self.as_of} · {self.version}"


def _newest_date() -> str:
    tables = datasets.read_all().values()
    dates = (table["as_of"].drop_nulls().max() for table in tables if "as_of" in table.columns)
    return max(str(date)[:10] for date in dates if date is not None)
