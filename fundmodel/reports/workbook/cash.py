"""Sheet Cash flows: what every class of investors, every fund and strategy pays, receives and holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fundmodel.reports.workbook.book import Book, column
from fundmodel.reports.workbook.central import CLASSES, Central
from fundmodel.reports.workbook.formulas import Expression
from fundmodel.reports.workbook.fund_terms import FundTerms
from fundmodel.reports.workbook.funds import Block, Funds
from fundmodel.reports.workbook.rows import Cell, Row, Scope
from fundmodel.reports.workbook.time_sheet import TimeSheet

SHEET = "cash"


@dataclass
class Party:
    """Rows of one party: called, distributed, net, nav, and of the assets: invested, proceeds, gross.

    Attributes:
        kind, code, name: whole, class, fund or strategy; as in table parties.
        rows: Code -> row.
        commitment: Formula and value.
    """

    kind: str
    code: str
    name: str
    rows: dict[str, Row] = field(default_factory=dict)
    commitment: tuple[str, float] = ("0", 0.0)


class CashFlows:
    """All parties on sheet Cash flows, whatever their rows come from.

    Attributes:
        book: The file.
        sheet: The sheet.
        costs: Fees, expenses and carry of both levels, and what child funds invest.
        whole: All investors together.
        classes: By code.
        of_funds: By code.
        strategies: In the order of the engine.
    """

    book: Book
    sheet: TimeSheet
    costs: dict[str, Row]
    whole: Party
    classes: dict[str, Party]
    of_funds: dict[str, Party]
    strategies: list[Party]

    @property
    def parties(self) -> list[Party]:
        """The whole, classes, funds, strategies."""
        return [self.whole, *self.classes.values(), *self.of_funds.values(), *self.strategies]

    def _text(self, code: str) -> str:
        return self.book.texts(f"workbook.cash.{code}")

    def _finish(self, party: Party) -> Party:
        """Net cash and gross cash from the rows that are there."""
        first = party.rows["called"].first
        party.rows["net"] = self.sheet.line(
            self._text("net"), "distributed - called", party.rows, first=first, total="sum"
        )
        party.rows["gross"] = self.sheet.line(
            self._text("gross"), "proceeds - invested", party.rows, first=first, total="sum"
        )
        self.sheet.gap()
        return party


class Cash(CashFlows):
    """All parties by formula, written to sheet Cash flows.

    Args:
        book: The file.
        central: What it rests on.
        terms: Terms of every fund.
        funds: All funds, worked out.
        scope: Inputs.
        shares: (class code or mega, fund id) -> share in the fund's assets, looked through.
    """

    def __init__(
        self,
        book: Book,
        central: Central,
        terms: FundTerms,
        funds: Funds,
        scope: Scope,
        shares: Mapping[tuple[str, int], Cell],
    ) -> None:
        self.book, self.central, self.terms, self.funds, self.shares = book, central, terms, funds, shares
        self.sheet = TimeSheet(book, SHEET, scope, central.last)
        self.costs = self._costs()
        self.classes = {code: self._class(code) for code in CLASSES}
        self.whole = self._whole()
        self.of_funds = {block.fund.code: self._fund(block) for block in funds.blocks}
        self.strategies = self._strategies()

    def _costs(self) -> dict[str, Row]:
        """Fees, expenses and carry of both levels, and what child funds invest."""
        self.sheet.title(self.book.texts("workbook.cash.costs"), "heading")
        every = {
            "invested": self._of_children("invested"),
            **{
                code: [block.rows[code] for block in self.funds.blocks]
                for code in ("fee", "expense", "carry")
            },
        }
        found = {
            code: self.sheet.sums(self._text(f"all_{code}"), rows, total="sum")
            for code, rows in every.items()
        }
        self.sheet.gap()
        return found

    def _of_children(self, *codes: str) -> list[Row]:
        return [block.rows[code] for block in self.funds.children for code in codes]

    def _class(self, code: str) -> Party:
        sheet, mega, name = self.sheet, self.funds.mega.rows, self.central.names["class", code]
        party = Party("class", code, name)
        rows = party.rows
        sheet.title(name, "heading")
        received = "gp_with_carry" if code == "gp" else f"{code}_received"
        rows["paid_to_date"] = sheet.sums(
            self._text("paid_to_date"), [*self._of_children(f"{code}_paid"), mega[f"{code}_paid"]]
        )
        rows["received_to_date"] = sheet.sums(
            self._text("received_to_date"), [*self._of_children(received), mega[received]]
        )
        covers = self._of_children("domestic_cover", "foreign_cover")
        own = self._of_children(f"{code}_cover") if code in ("domestic", "foreign") else []
        rows["first_loss"] = sheet.sums(
            self._text("first_loss"), own, covers if code == "public" else (), total="sum"
        )
        to_date = "paid_to_date - prev(paid_to_date)"
        rows["called"] = sheet.line(self._text("called"), to_date, rows, total="sum")
        to_date = "received_to_date - prev(received_to_date) + first_loss"
        rows["distributed"] = sheet.line(self._text("distributed"), to_date, rows, total="sum")
        values = [*self._of_children(f"{code}_value"), mega[f"{code}_value"]]
        if code == "gp":
            values += [*self._of_children("carry_value"), mega["carry_value"]]
        if code in ("domestic", "foreign"):
            values += self._of_children(f"{code}_accrued")
        accrued = self._of_children("domestic_accrued", "foreign_accrued") if code == "public" else []
        rows["nav"] = sheet.sums(self._text("nav"), values, accrued)
        self._look_through(party, code)
        level = {fund.fund_id: self.terms.of_fund[fund.fund_id][code] for fund in self.central.funds}
        places = "+".join(cell.place for cell in level.values())
        party.commitment = (places, sum(cell.value for cell in level.values()))
        return self._finish(party)

    def _look_through(self, party: Party, code: str) -> None:
        weights = [self.shares[code, block.fund.fund_id] for block in self.funds.children]
        for name in ("invested", "proceeds"):
            party.rows[name] = self.sheet.weighted(
                self._text(f"gross_{name}"), self._of_children(name), weights, total="sum"
            )

    def _whole(self) -> Party:
        sheet, name = self.sheet, self.central.names["whole", "whole"]
        party = Party("whole", "whole", name)
        sheet.title(name, "heading")
        classes = self.classes.values()
        carried = [block.rows["carry"] for block in self.funds.blocks]
        accrued = [block.rows["carry_value"] for block in self.funds.blocks]
        party.rows["called"] = sheet.sums(
            self._text("called"), [one.rows["called"] for one in classes], total="sum"
        )
        party.rows["distributed"] = sheet.sums(
            self._text("distributed_without_carry"),
            [one.rows["distributed"] for one in classes],
            carried,
            total="sum",
        )
        party.rows["nav"] = sheet.sums(
            self._text("nav_without_carry"), [one.rows["nav"] for one in classes], accrued
        )
        for name in ("invested", "proceeds"):
            party.rows[name] = sheet.sums(self._text(f"gross_{name}"), self._of_children(name), total="sum")
        party.commitment = (
            "+".join(one.commitment[0] for one in classes),
            sum(one.commitment[1] for one in classes),
        )
        return self._finish(party)

    def _fund(self, block: Block) -> Party:
        sheet, fund, own = self.sheet, block.fund, block.rows
        party = Party("fund", fund.code, fund.name)
        sheet.title(f"{fund.code} · {fund.name}", "heading")
        party.rows["called"] = self._steps("called", own, "lp_paid - prev(lp_paid)", block)
        text = "lp_cash - prev(lp_cash) - carry"
        party.rows["distributed"] = self._steps("distributed", own, text, block)
        values = ["lp_value"] if block.lots is None else ["home_value", "foreign_value"]
        party.rows["nav"] = sheet.sums(self._text("nav"), [own[code] for code in values])
        if block.lots is None:
            self._look_through(party, "mega")
        else:
            for name in ("invested", "proceeds"):
                party.rows[name] = sheet.sums(self._text(f"gross_{name}"), [own[name]], total="sum")
        party.commitment = (
            self.terms.of_fund[fund.fund_id]["lp"].place,
            self.terms.of_fund[fund.fund_id]["lp"].value,
        )
        return self._finish(party)

    def _steps(self, label: str, rows: dict[str, Row], text: str, block: Block) -> Row:
        """A flow from cumulative rows of a fund; after its last column there is none."""
        scope = Scope(self.book, rows, {}, set(), {})
        expression = Expression(text)
        template = expression.formula(scope.place(SHEET))
        worked = expression.worked(scope.operands(expression))
        last = rows["lp_paid"].last

        def formula(quarter: int) -> str:
            return template.format(c=column(quarter), p=column(quarter - 1)) if quarter <= last else "0"

        return self.sheet.add(
            self._text(label),
            formula,
            lambda quarter: worked(quarter) if quarter <= last else 0.0,
            first=block.fund.start,
            total="sum",
        )

    def _strategies(self) -> list[Party]:
        found = []
        for code in dict.fromkeys(fund.strategy for fund in self.central.children):
            name = self.central.names["strategy", code]
            party = Party("strategy", code, name)
            self.sheet.title(name, "heading")
            members = [self.of_funds[fund.code] for fund in self.central.children if fund.strategy == code]
            for row in ("called", "distributed", "nav", "invested", "proceeds"):
                total = "" if row == "nav" else "sum"
                label = self._text(f"gross_{row}" if row in ("invested", "proceeds") else row)
                party.rows[row] = self.sheet.sums(label, [one.rows[row] for one in members], total=total)
            party.commitment = (
                "+".join(one.commitment[0] for one in members),
                sum(one.commitment[1] for one in members),
            )
            found.append(self._finish(party))
        return found
