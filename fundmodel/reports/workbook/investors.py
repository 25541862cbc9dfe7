"""Sheet Investors: what every investor pays and receives over its whole life, fund by fund, by formula."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from fundmodel.reports.workbook.book import TOTAL, Book
from fundmodel.reports.workbook.central import CLASSES, MEGA, Central, Stake
from fundmodel.reports.workbook.commitments import Commitments
from fundmodel.reports.workbook.funds import Block, Funds
from fundmodel.reports.workbook.rows import SNAP, SNAP_VALUE, Cell

SHEET = "investors"
SUMMARY = ("investor", "class", "commitment", "paid_in", "distributed", "first_loss", "tvpi")
_DETAIL = ("investor", "fund", "commitment", "paid_in", "received", "first_loss")
_COMMITMENT, _PAID, _RECEIVED, _FIRST_LOSS, _TVPI = range(2, 7)
_TOP = 4
_PROTECTED = ("domestic", "foreign")


@dataclass(frozen=True)
class Investor:
    """An investor's line in the summary: column -> formula or cell and value."""

    code: str
    name: str
    row: int
    values: dict[str, float]

    def place(self, book: Book, name: str) -> str:
        """The cell of a column of the summary."""
        return f"{book.name(SHEET)}!${chr(ord('A') + SUMMARY.index(name))}${self.row + 1}"


class Investors:
    """The sheet: a summary by investor over a table by fund and investor.

    Args:
        book: The file.
        central: What it rests on.
        commitments: From sheet Terms.
        funds: All funds, worked out.
    """

    def __init__(self, book: Book, central: Central, commitments: Commitments, funds: Funds) -> None:
        self.book, self.central, self.commitments, self.funds = book, central, commitments, funds
        self.own = [one for one in central.stakes if one.investor_id != MEGA]
        self.ids = list(dict.fromkeys(one.investor_id for one in self.own))
        self.first = _TOP + len(self.ids) + 3
        self.row = self.first
        self.sums = {who: dict.fromkeys(_DETAIL[2:], 0.0) for who in self.ids}

    def write(self) -> list[Investor]:
        """Write the sheet; returns the summary."""
        book, texts = self.book, self.book.texts
        titles = [book.measured(texts(f"workbook.investors.{name}"), "won") for name in _DETAIL]
        titles[:2] = [texts(f"workbook.investors.{name}") for name in _DETAIL[:2]]
        book.head(SHEET, titles, self.first - 1, (40, 34, *(17,) * 5), (0, 1))
        for block in self.funds.blocks:
            for code in CLASSES:
                members = [
                    one for one in self.own if one.level == block.fund.level and CLASSES[one.class_id] == code
                ]
                if members:
                    self._write_class(block, code, members)
        found = self._summary()
        book.sheets[SHEET].freeze_panes(_TOP, 1)
        return found

    def _write_class(self, block: Block, code: str, members: Sequence[Stake]) -> None:
        book, top, fund = self.book, self.row, block.fund
        cells = [self.commitments.by_fund[fund.fund_id, one.investor_id] for one in members]
        received = "gp_with_carry" if code == "gp" else f"{code}_received"
        totals = {_PAID: f"{code}_paid", _RECEIVED: received}
        if block.lots is not None and code in _PROTECTED:
            totals[_FIRST_LOSS] = f"{code}_cover"
        for number, (one, cell) in enumerate(zip(members, cells, strict=True)):
            book.text(SHEET, top + number, 0, one.name)
            book.text(SHEET, top + number, 1, f"{fund.code} · {fund.name}")
            book.formula(SHEET, top + number, _COMMITMENT, cell.place, cell.value, "won")
            self.sums[one.investor_id]["commitment"] += cell.value
        for place, name in totals.items():
            row = block.rows[name]
            value = row.values[row.last + 1] if row.is_cumulative else sum(row.values)
            whole = Cell(f"{book.name(row.sheet)}!${chr(ord('A') + TOTAL)}${row.row}", value)
            for number, part in enumerate(self._split(whole, top, place, cells)):
                self.sums[members[number].investor_id][_DETAIL[place]] += part
        if block.lots is None and code == "public":
            self._payers(members, top)
        self.row += len(members)

    def _split(self, whole: Cell, top: int, place: int, weights: Sequence[Cell]) -> list[float]:
        """Each part floors its share of what the parts before it left, the last one takes the rest."""
        letter, parts = chr(ord("A") + place), []
        left = whole.value
        for number, weight in enumerate(weights):
            row = top + number
            taken = f"-SUM({letter}${top + 1}:{letter}{row})" if number else ""
            rest = math.fsum(one.value for one in weights[number:])
            if number + 1 < len(weights):
                share = f"(C{row + 1}/MAX(SUM(C{row + 1}:C${top + len(weights)}),1)*{SNAP})"
                formula = f"INT(({whole.place}{taken})*{share})"
                part = float(math.floor(left * (weight.value / max(rest, 1.0) * SNAP_VALUE)))
            else:
                formula, part = f"{whole.place}{taken}", left
            self.book.formula(SHEET, row, place, formula, part, "won")
            parts.append(part)
            left -= part
        return parts

    def _payers(self, members: Sequence[Stake], top: int) -> None:
        """First loss that public investors pay, in the order of their ranks, over all child funds."""
        ranked = self.central.results["investors"].drop_nulls("first_loss_rank")
        order = ranked.sort("first_loss_rank", "investor_id")["investor_id"].to_list()
        mega = self.funds.terms.of_fund[self.central.mega.fund_id]["commitment"]
        payers = [one for who in order for one in members if one.investor_id == who]
        for number, one in enumerate(payers):
            before, after = (
                self._limits([f"C{top + members.index(payer) + 1}" for payer in some], some, mega)
                for some in (payers[:number], payers[: number + 1])
            )
            formula = f"-({after[0]})+({before[0]})" if number else f"-({after[0]})"
            value = before[1] - after[1]
            row = top + members.index(one)
            self.book.formula(SHEET, row, _FIRST_LOSS, formula, value, "won")
            self.sums[one.investor_id]["first_loss"] += value

    def _limits(self, cells: Sequence[str], payers: Sequence[Stake], mega: Cell) -> tuple[str, float]:
        """What the first payers pay together: in each child fund at most their part of what it was paid."""
        own = self.commitments.by_fund
        share = math.fsum(own[self.central.mega.fund_id, one.investor_id].value for one in payers)
        share /= max(mega.value, 1.0)
        formula, value = [], 0.0
        for block in self.funds.children:
            rows = block.rows
            paid, *covers = (rows[name] for name in ("mega_paid", "domestic_cover", "foreign_cover"))
            places = [f"{self.book.name(row.sheet)}!$D{row.row}" for row in (paid, *covers)]
            limit = f"INT({places[0]}*(({'+'.join(cells) or '0'})/MAX({mega.place},1))*{SNAP})"
            formula.append(f"MIN({limit},{places[1]}+{places[2]})")
            covered = sum(sum(row.values) for row in covers)
            value += min(math.floor(paid.values[paid.last + 1] * share * SNAP_VALUE), covered)
        return "+".join(formula), value

    def _summary(self) -> list[Investor]:
        book, texts = self.book, self.book.texts
        styles = {"tvpi": "multiple", "investor": "", "class": ""}
        titles = [
            book.measured(texts(f"workbook.investors.{name}"), styles.get(name, "won")) for name in SUMMARY
        ]
        book.head(SHEET, titles, _TOP - 1, (), (0, 1))
        found = []
        by_id = {one.investor_id: one for one in self.own}
        for row, who in enumerate(self.ids, start=_TOP):
            one, own = by_id[who], self.sums[who]
            book.text(SHEET, row, 0, one.name)
            book.text(SHEET, row, 1, self.central.names["class", CLASSES[one.class_id]])
            values = {
                "commitment": own["commitment"],
                "paid_in": own["paid_in"],
                "first_loss": own["first_loss"],
            }
            values["distributed"] = own["received"] + own["first_loss"]
            values["tvpi"] = values["distributed"] / max(values["paid_in"], 1.0)
            sums = {place: self._sum_of(row, place) for place in (_COMMITMENT, _PAID, _RECEIVED, _FIRST_LOSS)}
            sums[_RECEIVED] += f"+F{row + 1}"
            sums[_TVPI] = f"E{row + 1}/MAX(D{row + 1},1)"
            for place, formula in sums.items():
                name = SUMMARY[place]
                book.formula(SHEET, row, place, formula, values[name], styles.get(name, "won"))
            found.append(Investor(one.code, one.name, row, values))
        return found

    def _sum_of(self, row: int, place: int) -> str:
        """A column of the table by fund, added up for an investor."""
        letter, first, last = chr(ord("A") + place), self.first + 1, self.row
        return f"SUMIF($A${first}:$A${last},$A{row + 1},${letter}${first}:${letter}${last})"
