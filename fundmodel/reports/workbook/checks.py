"""Sheet Checks: laws that hold for any inputs, and the engine against the workbook for those of the run."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from fundmodel.reports.headline import foreign_share_table
from fundmodel.reports.workbook.book import Book
from fundmodel.reports.workbook.central import Central
from fundmodel.reports.workbook.inputs import CHANGED_NAME
from fundmodel.reports.workbook.investors import Investor
from fundmodel.reports.workbook.returns import Return
from fundmodel.reports.workbook.rows import Cell

SHEET = "checks"
FAULTS = "checks_failed"
_COLUMNS = ("what", "found", "wanted", "difference", "allowed", "fault")
_FAULT = _COLUMNS.index("fault")
_TOP = 6
_RATE_LIMIT = 1e-9
_WON_OF_RETURNS = {"commitment": "commitment_krw", "paid_in": "paid_in_krw", "distributed": "distributed_krw"}
_RATES_OF_RETURNS = {"irr_net": "irr_net_rate", "irr_gross": "irr_gross_rate", "tvpi": "tvpi_multiple"}


@dataclass(frozen=True)
class Check:
    """One comparison.

    Attributes:
        text: What is compared.
        found: Formula and value of the workbook.
        wanted: Formula and value of what it should be.
        allowed: Largest difference, in won the number of rows summed.
        style: How the numbers look.
    """

    text: str
    found: tuple[str, float | str]
    wanted: tuple[str, float]
    allowed: float = 0.0
    style: str = "won_exact"


class Checks(ABC):
    """The sheet; the number of faults stands in a named cell at its top.

    Args:
        book: The file.
        central: What it rests on.
        returns, investors, foreign: What the other sheets hold.
    """

    def __init__(
        self,
        book: Book,
        central: Central,
        returns: list[Return],
        investors: list[Investor],
        foreign: Mapping[str, Cell],
    ) -> None:
        self.book, self.central = book, central
        self.returns, self.investors, self.foreign = returns, investors, foreign
        self.n_faults = 0
        self.n_rows = float((central.last + 1) * len(central.funds))

    def write(self) -> None:
        """Write the sheet."""
        book, texts = self.book, self.book.texts
        book.head(
            SHEET, [texts(f"workbook.checks.{name}") for name in _COLUMNS], _TOP - 1, (70, 20, 20, 16, 14, 9)
        )
        book.sheets[SHEET].freeze_panes(_TOP, 1)
        book.sheets[SHEET].repeat_rows(_TOP - 1)
        row = self._section(_TOP, "laws", list(self._laws()), is_engine=False)
        row = self._section(row + 1, "engine", list(self._engine()), is_engine=True)
        book.text(SHEET, 3, 0, texts("workbook.checks.failed"), "heading")
        book.formula(SHEET, 3, 1, f"SUM(F{_TOP + 1}:F{row})", float(self.n_faults), "flag", "total")
        book.file.define_name(FAULTS, f"={book.name(SHEET)}!$B$4")
        for criteria, style in (("=", "good"), (">", "bad")):
            look = {"format": book.style(style)}
            rule = {"type": "cell", "criteria": criteria, "value": 0}
            book.sheets[SHEET].conditional_format(3, 1, 3, 1, rule | look)
            own = f"$F{_TOP + 1}"
            rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({own}),{own}{criteria}0)"}
            book.sheets[SHEET].conditional_format(_TOP, _FAULT, row, _FAULT, rule | look)

    def _section(self, row: int, name: str, checks: list[Check], *, is_engine: bool) -> int:
        book = self.book
        book.text(SHEET, row, 0, book.texts(f"workbook.checks.{name}"), "section")
        for number, check in enumerate(checks, start=1):
            self._line(row + number, check, is_engine=is_engine)
        return row + len(checks) + 1

    def _line(self, row: int, check: Check, *, is_engine: bool) -> None:
        book, own = self.book, row + 1
        book.text(SHEET, row, 0, check.text)
        book.formula(SHEET, row, 1, check.found[0], check.found[1], check.style)
        if is_engine:
            book.number(SHEET, row, 2, check.wanted[1], check.style)
        else:
            book.formula(SHEET, row, 2, check.wanted[0], check.wanted[1], check.style)
        gap = float(check.found[1]) - check.wanted[1] if not isinstance(check.found[1], str) else 0.0
        style = check.style if check.style == "won_exact" else "number"
        book.formula(SHEET, row, 3, f'IF(ISNUMBER(B{own}),B{own}-C{own},"")', gap, style)
        book.number(SHEET, row, 4, check.allowed, "number", "")
        formula = f"IF(ISNUMBER(B{own}),IF(ABS(D{own})<=E{own},0,1),1)"
        if is_engine:
            formula = f"IF({CHANGED_NAME}>0,0,{formula})"
        is_fault = abs(gap) > check.allowed
        self.n_faults += is_fault
        book.formula(SHEET, row, 5, formula, float(is_fault), "flag")

    @abstractmethod
    def _laws(self) -> Iterator[Check]:
        """What holds for any inputs."""

    @abstractmethod
    def _costs(self) -> Iterator[tuple[str, str, tuple[str, float]]]:
        """Fund code, fee or carry, and its sum in the workbook."""

    def _engine(self) -> Iterator[Check]:
        texts, results = self.book.texts, self.central.results
        metrics = results["metrics"].filter(pl.col("scenario_id") == 0, pl.col("statistic") == "central")
        found = {(row["party_kind"], row["party_code"]): row for row in metrics.iter_rows(named=True)}
        for one in self.returns:
            own = found[one.party.kind, one.party.code]
            for name, measure in _WON_OF_RETURNS.items():
                title = f"{one.party.name} · {texts(f'workbook.returns.{name}')}"
                cell = one.place(self.book, name), one.values[name]
                yield Check(title, cell, ("", float(own[measure])), self.n_rows)
            for name, measure in _RATES_OF_RETURNS.items():
                if own[measure] is not None and not isinstance(one.values[name], str):
                    title = f"{one.party.name} · {texts(f'workbook.returns.{name}')}"
                    cell = one.place(self.book, name), one.values[name]
                    yield Check(title, cell, ("", own[measure]), _RATE_LIMIT, "share")
        for one in self.investors:
            own = found["investor", one.code]
            for name, measure in (_WON_OF_RETURNS | {"first_loss": "first_loss_krw"}).items():
                title = f"{one.name} · {texts(f'workbook.returns.{name}')}"
                cell = one.place(self.book, name), one.values[name]
                yield Check(title, cell, ("", float(own[measure])), self.n_rows)
        yield from self._engine_costs(found)
        shares = foreign_share_table(results).filter(pl.col("statistic") == "central").row(0, named=True)
        for name, cell in self.foreign.items():
            if name in shares and shares[name] is not None:
                title = texts(f"workbook.foreign.{name}")
                yield Check(title, (cell.place, cell.value), ("", shares[name]), _RATE_LIMIT, "factor")

    def _engine_costs(self, found: Mapping[tuple[str, str], Mapping[str, float]]) -> Iterator[Check]:
        for fund, code, own in self._costs():
            title = f"{fund} · {self.book.texts(f'workbook.line.{code}')}"
            yield Check(title, own, ("", float(found["fund", fund][f"{code}_krw"])), self.n_rows)
