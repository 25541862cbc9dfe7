"""Sheets Funds and Waterfall: every fund quarter by quarter by formula, and the same worked out here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from fundmodel.reports.workbook.book import FIRST_QUARTER, FIRST_ROW, LABEL, NOTE, TOTAL, UNIT, Book, column
from fundmodel.reports.workbook.central import Central, Fund
from fundmodel.reports.workbook.child_lines import FROM_LOTS, GROUPS, TO_COME, asked, child_lines
from fundmodel.reports.workbook.fund_terms import FundTerms
from fundmodel.reports.workbook.investor_lines import CHILD_GROUPS, MEGA_GROUPS, investor_lines
from fundmodel.reports.workbook.line import Line
from fundmodel.reports.workbook.lots import LotBlock
from fundmodel.reports.workbook.mega_lines import GROUP, OVER_CHILDREN, mega_lines
from fundmodel.reports.workbook.rows import Cell, Row, Scope

# Lines of a whole fund that only those of its investors read.
_OF_INVESTORS = ("_part_return", "_part_hurdle", "_part_catch_up", "_before_back")
_STYLES = {"won": "won", "share": "factor", "flag": "flag"}
_ADDED = {
    *(
        "expense",
        "fee",
        "invested",
        "sold",
        "forced_sale",
        "proceeds",
        "carry",
        "domestic_cover",
        "foreign_cover",
    ),
    *(
        f"{group}_{code}"
        for group in (*GROUPS, GROUP)
        for code in ("called", "cash_now", "return", "preferred", "catch_tier", "split_tier", "carry", "back")
    ),
}


@dataclass
class Block:
    """A fund in the workbook.

    Attributes:
        fund: The fund.
        rows: Its rows by code, on both sheets.
        lines: The lines they come from.
        formulas: Code -> formula of a quarter.
        lots: Its lots; None for the mega fund.
    """

    fund: Fund
    rows: dict[str, Row]
    lines: Sequence[Line]
    formulas: dict[str, Callable[[int], str]] = field(default_factory=dict)
    lots: LotBlock | None = None


def _title(book: Book, line: Line) -> str:
    return book.texts(f"workbook.line.{line.label or line.code}")


def _part(line: Line) -> tuple[str, bool]:
    """Group or investor of a line of the waterfall, and whether it is about NAV."""
    if line.heading or line.code.endswith(_OF_INVESTORS):
        return line.heading or "investors", False
    group = line.code.partition("_")[0]
    return group, line.code.startswith((f"{group}_nav", f"{group}_value"))


class Funds:
    """All funds of the workbook; `work_out` gives every row its values, `write` writes them.

    Args:
        book: The file.
        central: What it rests on.
        terms: Terms of every fund.
        scope: Inputs, and which of them are live.
    """

    def __init__(self, book: Book, central: Central, terms: FundTerms, scope: Scope) -> None:
        self.book, self.central, self.terms, self.scope = book, central, terms, scope
        self._free = {"funds": FIRST_ROW, "waterfall": FIRST_ROW, "lots": FIRST_ROW}
        self._headings: list[tuple[str, int, str, str]] = []
        lines = [*mega_lines(), *investor_lines(MEGA_GROUPS, terms.members[0])]
        self.mega = self._lay_out(central.mega, lines, central.last)
        self.children = [self._child(fund) for fund in central.children]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The mega fund, then the child funds."""
        return (self.mega, *self.children)

    def _child(self, fund: Fund) -> Block:
        lines = [*child_lines(fund.priorities), *investor_lines(CHILD_GROUPS, self.terms.members[1])]
        block = self._lay_out(fund, lines, fund.last)
        block.lots, self._free["lots"] = LotBlock.of(fund, self._free["lots"])
        return block

    def _lay_out(self, fund: Fund, lines: Sequence[Line], last: int) -> Block:
        rows: dict[str, Row] = {}
        part: dict[str, tuple[str, bool]] = {}
        for sheet in ("funds", "waterfall"):
            self._headings.append((sheet, self._free[sheet], f"{fund.code} · {fund.name}", "heading"))
            self._free[sheet] += 1
        for line in lines:
            own = _part(line)
            if line.sheet == "waterfall" and part.get(line.sheet) != own:
                group = f"workbook.group.{own[0]}{'_nav' if own[1] else ''}"
                title = line.heading or self.book.texts(group)
                self._headings.append((line.sheet, self._free[line.sheet], title, "section"))
                self._free[line.sheet] += 1
                part[line.sheet] = own
            row = self._free[line.sheet] + 1
            rows[line.code] = Row.empty(
                line.sheet, row, fund.start, last, self.central.last + 1, line.is_cumulative
            )
            self._free[line.sheet] += 1
        for sheet in ("funds", "waterfall"):
            self._free[sheet] += 1
        return Block(fund, rows, lines)

    def work_out(self) -> None:
        """Values of all rows, and their formulas."""
        for block in self.children:
            self._prepare(block, self.terms.of_fund[block.fund.fund_id])
        mega = self.terms.note_ends({block.fund.fund_id: block.rows["ending"] for block in self.children})
        self._prepare(self.mega, mega)

    def _prepare(self, block: Block, cells: Mapping[str, Cell]) -> None:
        scope = Scope(self.book, block.rows, cells, self.scope.live, self.scope.inputs)
        worked: list[tuple[Row, Callable[[int], float]]] = []
        for line in block.lines:
            row = block.rows[line.code]
            if line.text:
                template = line.expression.formula(scope.place(line.sheet))
                block.formulas[line.code] = _filled(template)
                worked.append((row, line.expression.worked(scope.operands(line.expression))))
            elif line.code in OVER_CHILDREN and block.lots is None:
                parts = [child.rows[OVER_CHILDREN[line.code]] for child in self.children]
                block.formulas[line.code] = added(self.book, parts, line.sheet)
                worked.append((row, _sum(parts)))
            elif line.code in FROM_LOTS and block.lots is not None:
                block.formulas[line.code] = block.lots.formula(self.book, line.code)
                worked.append((row, block.lots.worked(line.code)))
            else:
                worked.append((row, _given(block.fund, line.code)))
        first, last = block.fund.start, next(iter(block.rows.values())).last
        n_before_lots = next((n for n, line in enumerate(block.lines) if line.code in FROM_LOTS), 0)
        for quarter in range(first, last + 1):
            for number, (row, function) in enumerate(worked):
                if block.lots is not None and number == n_before_lots:
                    block.lots.fund_lots(quarter, block.rows)
                row.values[quarter + 1] = function(quarter)
        for row in block.rows.values():
            row.stand_still()

    def write(self) -> None:
        """Write sheets Funds, Waterfall and Lots."""
        for sheet, row, text, style in self._headings:
            self.book.text(sheet, row, LABEL, text, style)
        for block in self.blocks:
            for line in block.lines:
                self._write_line(block, line)
            if block.lots is not None:
                block.lots.write(self.book, block.rows)

    def _write_line(self, block: Block, line: Line) -> None:
        book, row = self.book, block.rows[line.code]
        place, style = row.row - 1, _STYLES[line.unit]
        book.text(row.sheet, place, LABEL, _title(book, line))
        book.text(row.sheet, place, UNIT, book.texts(f"workbook.unit.{line.unit}"), "small")
        book.text(row.sheet, place, NOTE, block.fund.code, "small")
        if line.is_cumulative:
            total, value = f"{column(row.last)}{row.row}", row.values[row.last + 1]
            book.formula(row.sheet, place, TOTAL, total, value, style, "total")
        elif line.code in _ADDED or line.heading:
            value = float(sum(row.values))
            book.formula(row.sheet, place, TOTAL, f"SUM({row.span(book, row.sheet)})", value, style, "total")
        formula = block.formulas.get(line.code)
        for quarter in range(row.first, row.last + 1):
            value = row.values[quarter + 1]
            if formula is None:
                book.number(row.sheet, place, FIRST_QUARTER + quarter, value, style)
            else:
                book.formula(row.sheet, place, FIRST_QUARTER + quarter, formula(quarter), value, style)


def _filled(template: str) -> Callable[[int], str]:
    return lambda quarter: template.format(c=column(quarter), p=column(quarter - 1))


def _given(fund: Fund, code: str) -> Callable[[int], float]:
    if code == TO_COME:
        return lambda quarter: float(fund.to_come[quarter])
    (priority,) = (one for one in fund.priorities if asked(one) == code)
    return lambda quarter: float(fund.asked(priority, quarter))


def _sum(rows: Sequence[Row]) -> Callable[[int], float]:
    return lambda quarter: float(sum(row.values[quarter + 1] for row in rows))


def added(book: Book, rows: Sequence[Row], sheet: str) -> Callable[[int], str]:
    """The formula that adds up rows of several funds, each as long as it is written."""

    def formula(quarter: int) -> str:
        parts = [
            row.at(book, sheet, quarter)
            for row in rows
            if row.first <= quarter and (row.is_cumulative or quarter <= row.last)
        ]
        return f"SUM({','.join(parts)})" if parts else "0"

    return formula
