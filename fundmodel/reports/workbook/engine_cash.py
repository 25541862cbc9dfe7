"""Sheet Cash flows by the engine's values: what every class, fund and strategy pays, receives and holds."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from fundmodel.reports.workbook.book import Book
from fundmodel.reports.workbook.cash import SHEET, CashFlows, Party
from fundmodel.reports.workbook.central import CLASSES, Central
from fundmodel.reports.workbook.rows import Cell, Row, Scope
from fundmodel.reports.workbook.time_sheet import TimeSheet

# Row of a party -> column of the engine's table.
_FLOWS = {
    "called": "paid_in_krw",
    "distributed": "distributed_krw",
    "nav": "nav_krw",
    "invested": "gross_invested_krw",
    "proceeds": "gross_proceeds_krw",
}
_COSTS = ("invested", "fee", "expense", "carry")
_KINDS = ("whole", "class", "fund", "strategy")


class EngineCash(CashFlows):
    """All parties, written to sheet Cash flows as values; net cash is a formula over them.

    Args:
        book: The file.
        central: The run.
        scope: Inputs.
        commitments: (party kind, code) -> commitment.
    """

    def __init__(
        self, book: Book, central: Central, scope: Scope, commitments: dict[tuple[str, str], Cell]
    ) -> None:
        self.book, self.central = book, central
        self.sheet = TimeSheet(book, SHEET, scope, central.last)
        self.costs = self._costs()
        flows = central.of("party_flow_sums").filter(pl.col("path_group") == "central")
        by_party = flows.sort("party_id", "quarter").partition_by("party_id", as_dict=True)
        self._lost = central.of("class_flows").group_by("class_id", "quarter").agg(pl.sum("first_loss_krw"))
        found: dict[str, list[Party]] = {kind: [] for kind in _KINDS}
        for row in central.results["parties"].sort("party_id").iter_rows(named=True):
            if row["party_kind"] in found:
                key = row["party_kind"], row["party_code"]
                party = self._party(*key, by_party[row["party_id"],], commitments[key])
                found[row["party_kind"]].append(party)
        (self.whole,) = found["whole"]
        self.classes = {party.code: party for party in found["class"]}
        self.of_funds = {party.code: party for party in found["fund"]}
        self.strategies = found["strategy"]

    def _costs(self) -> dict[str, Row]:
        self.sheet.title(self.book.texts("workbook.cash.costs"), "heading")
        flows = self.central.of("fund_flows")
        child_ids = [fund.fund_id for fund in self.central.children]
        found = {}
        for code in _COSTS:
            own = flows.filter(pl.col("fund_id").is_in(child_ids)) if code == "invested" else flows
            sums = own.group_by("quarter").agg(pl.sum(f"{code}_krw"))
            found[code] = self._values(f"all_{code}", sums, f"{code}_krw")
        self.sheet.gap()
        return found

    def _values(self, label: str, rows: pl.DataFrame, column: str, total: str = "sum") -> Row:
        values = over_quarters(rows, column, self.central.last)
        return self.sheet.values(self.book.texts(f"workbook.cash.{label}"), values, total=total)

    def _party(self, kind: str, code: str, flows: pl.DataFrame, commitment: Cell) -> Party:
        name = self.central.names[kind, code]
        party = Party(kind, code, name, commitment=(commitment.place, commitment.value))
        self.sheet.title(f"{code} · {name}" if kind == "fund" else name, "heading")
        if kind == "class":
            lost = self._lost.filter(pl.col("class_id") == CLASSES.index(code))
            party.rows["first_loss"] = self._values("first_loss", lost, "first_loss_krw")
        for row, column in _FLOWS.items():
            label = f"gross_{row}" if row in ("invested", "proceeds") else row
            if kind == "whole" and row in ("distributed", "nav"):
                label = f"{row}_without_carry"
            party.rows[row] = self._values(label, flows, column, "" if row == "nav" else "sum")
        return self._finish(party)


def over_quarters(rows: pl.DataFrame, column: str, last: int) -> Sequence[float]:
    """A column of rows with a quarter each, laid out from the first quarter to the last."""
    values = np.zeros(max(last, int(np.max(rows["quarter"].to_numpy(), initial=0))) + 1)
    np.add.at(values, rows["quarter"].to_numpy(), rows[column].to_numpy().astype(np.float64))
    return values[: last + 1].tolist()
