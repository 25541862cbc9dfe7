"""The checks of a workbook that shows the engine's values."""

from collections.abc import Iterator, Mapping

from fundmodel.reports.workbook.book import Book
from fundmodel.reports.workbook.cash import CashFlows
from fundmodel.reports.workbook.central import Central
from fundmodel.reports.workbook.checks import Check, Checks
from fundmodel.reports.workbook.investors import Investor
from fundmodel.reports.workbook.returns import Return
from fundmodel.reports.workbook.rows import Cell, Row


class EngineChecks(Checks):
    """Sources and uses of what the sheets hold, and the engine's answers against them.

    Args:
        book: The file.
        central: The run.
        cash, returns, investors, foreign: What the other sheets hold.
        funds: (fund code, column) -> row of sheet Funds.
        kinds: What came into all funds and left them, by kind.
        waterfall: Investor code -> rows of sheet Waterfall.
    """

    def __init__(
        self,
        book: Book,
        central: Central,
        cash: CashFlows,
        returns: list[Return],
        investors: list[Investor],
        foreign: Mapping[str, Cell],
        funds: Mapping[tuple[str, str], Row],
        kinds: list[Row],
        waterfall: Mapping[str, list[Row]],
    ) -> None:
        super().__init__(book, central, returns, investors, foreign)
        self.cash, self.funds, self.kinds, self.waterfall = cash, funds, kinds, waterfall

    def _laws(self) -> Iterator[Check]:
        texts = self.book.texts
        yield Check(texts("workbook.law.sources_and_uses_of_funds"), *self._sources_and_uses())
        classes = self.cash.classes.values()
        lost = self._totals([one.rows["first_loss"] for one in classes])
        yield Check(texts("workbook.law.first_loss"), lost, ("0", 0.0))
        for one in self.investors:
            rows = self._of_investor(one.code)
            cells = [one.place(self.book, name) for name in ("distributed", "paid_in")]
            gain = one.values["distributed"] - one.values["paid_in"]
            yield Check(
                texts("workbook.law.investor_tiers", who=one.name), rows, (f"{cells[0]}-{cells[1]}", gain)
            )
        nav = [one.rows["nav"] for one in classes]
        left = "+".join(row.at(self.book, "checks", row.last) for row in nav)
        yield Check(
            texts("workbook.law.nothing_left"), (left, sum(row.values[-1] for row in nav)), ("0", 0.0)
        )

    def _sources_and_uses(self) -> tuple[tuple[str, float], tuple[str, float]]:
        """What came into all funds and what left them, kind by kind of the ledger."""
        name, totals = self.book.name("funds"), [sum(row.values) for row in self.kinds]
        span = f"{name}!$D${self.kinds[0].row}:$D${self.kinds[-1].row}"
        came, left = (float(sum(one for one in totals if one * sign > 0)) for sign in (1, -1))
        return (f'SUMIF({span},">0")', came), (f'-SUMIF({span},"<0")', -left)

    def _of_investor(self, code: str) -> tuple[str, float]:
        """The rows of an investor on sheet Waterfall, whose note is its code."""
        name, every = (
            self.book.name("waterfall"),
            [row.row for rows in self.waterfall.values() for row in rows],
        )
        notes, totals = (f"{name}!${letter}${min(every)}:${letter}${max(every)}" for letter in ("C", "D"))
        value = float(sum(sum(row.values) for row in self.waterfall[code]))
        return f'SUMIF({notes},"{code}",{totals})', value

    def _totals(self, rows: list[Row]) -> tuple[str, float]:
        """Sum of the totals of rows, row by row."""
        places = [f"SUM({row.span(self.book)})" for row in rows]
        return "+".join(places) or "0", float(sum(sum(row.values) for row in rows))

    def _costs(self) -> Iterator[tuple[str, str, tuple[str, float]]]:
        for fund in self.central.funds:
            for code in ("fee", "carry"):
                if row := self.funds.get((fund.code, code)):
                    yield fund.code, code, self._totals([row])
