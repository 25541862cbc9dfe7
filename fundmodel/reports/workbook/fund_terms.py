"""Sheet Terms, second part: the terms of the waterfalls and of every fund, from Inputs and commitments."""

import math
from collections.abc import Mapping, Sequence
from itertools import count

from xlsxwriter.utility import xl_rowcol_to_cell

from fundmodel.reports.workbook.book import Book, column
from fundmodel.reports.workbook.central import CLASSES, MEGA, POOL, Central, Fund, Stake
from fundmodel.reports.workbook.commitments import SHEET, Commitments
from fundmodel.reports.workbook.formulas import Expression
from fundmodel.reports.workbook.investor_lines import factor
from fundmodel.reports.workbook.rows import SNAP, SNAP_VALUE, Cell, Row, Scope

_GENERAL = {
    **{
        f"growth_{group}": f"(1 + {rate}) ** (1 / 4)"
        for group, rate in (
            ("home", "hurdle_rate"),
            ("foreign", "foreign_hurdle_rate"),
            ("mega", "mega_hurdle_rate"),
        )
    },
    **{
        f"gain_{group}": f"where(catch_up_{group} > carry_{group}, 1 / (catch_up_{group} - carry_{group}), 0)"
        for group in ("home", "foreign", "mega")
    },
}
_BANDS = (
    "floor(fee_rate_band_1 * min(lp, fee_band_1_krw)"
    " + fee_rate_band_2 * max(min(lp, fee_band_2_krw) - fee_band_1_krw, 0)"
    " + fee_rate_band_3 * max(lp - max(fee_band_2_krw, fee_band_1_krw), 0))"
)
_CHILD = {
    "commitment": ("mega + public + domestic + foreign + gp", "won_exact"),
    "lp": ("commitment - gp", "won_exact"),
    "annual_fee": (_BANDS, "won_exact"),
    "annual_expense": ("commitment * expense_rate", "won_exact"),
    "fee_per_cost": ("annual_fee / max(commitment, 1) / 4", "factor"),
    "lp_share": ("max(lp, 1) / max(commitment, 1)", "factor"),
    "call_share": ("lp / max(lp + gp, 1) * snap", "factor"),
    "home_factor": ("(mega + public + domestic) / max(lp, 1) * snap", "factor"),
    "mega_factor": ("mega / max(mega + public + domestic, 1) * snap", "factor"),
    "public_factor": ("public / max(public + domestic, 1) * snap", "factor"),
    "first_loss_cap": ("floor(commitment * public_first_loss_share * snap)", "won_exact"),
    # What each class owns of the fund's assets, looked through the mega fund, and of those in Korea.
    "own_mega": ("mega / max(commitment, 1)", "factor"),
    **{f"own_{code}": (f"({code} + mega * mega_{code}) / max(commitment, 1)", "factor") for code in CLASSES},
    **{f"korea_{code}": (f"own_{code} * korea_share", "factor") for code in CLASSES},
}
_MEGA = {
    "commitment": ("public + domestic + foreign + gp", "won_exact"),
    "lp": ("commitment - gp", "won_exact"),
    "annual_fee": ("floor(mega_fee_rate * placed * (lp / commitment))", "won_exact"),
    "annual_expense": ("commitment * mega_expense_rate", "won_exact"),
    "fee_per_cost": ("annual_fee / max(placed, 1) / 4", "factor"),
    "lp_share": ("max(lp, 1) / max(commitment, 1)", "factor"),
    "call_share": ("lp / max(lp + gp, 1) * snap", "factor"),
    "public_factor": ("public / max(lp, 1) * snap", "factor"),
    "domestic_factor": ("domestic / max(domestic + foreign, 1) * snap", "factor"),
}
_TIME = ("start", "investment_end", "term_end", "actual_end", "end")
_HOLDERS = ("mega", *CLASSES)
# One column of the fund table each; a fund leaves out what it does not have.
COLUMNS = (*_TIME, *_HOLDERS, "placed", "korea_share", *dict.fromkeys((*_CHILD, *_MEGA)))


def members_of(stakes: Sequence[Stake], level: int) -> dict[str, list[Stake]]:
    """Class -> investors that put money in at a level, by id; the mega fund is a class of its own."""
    found: dict[str, list[Stake]] = {}
    for one in sorted((one for one in stakes if one.level == level), key=lambda one: one.investor_id):
        found.setdefault("mega" if one.investor_id == MEGA else CLASSES[one.class_id], []).append(one)
    return found


class FundTerms:
    """Terms as cells.

    Args:
        book: The file.
        central: What it rests on.
        scope: Rows none, cells none; inputs and what is live of them.
        commitments: From `write_commitments`.
        row: First free row of sheet Terms.
    """

    def __init__(
        self, book: Book, central: Central, scope: Scope, commitments: Commitments, row: int
    ) -> None:
        self.book, self.central, self.scope, self.commitments = book, central, scope, commitments
        self.general = self._write_general(row)
        self._top = row + len(self.general) + 2
        texts = book.texts
        titles = [texts("workbook.terms.fund"), *(texts(f"workbook.term.{name}") for name in COLUMNS)]
        book.head(SHEET, titles, self._top)
        self.row_of = {fund.fund_id: self._top + 1 + number for number, fund in enumerate(central.funds)}
        for fund in central.funds:
            book.text(SHEET, self.row_of[fund.fund_id], 0, f"{fund.code} · {fund.name}")
        self.of_fund: dict[int, dict[str, Cell]] = {
            fund.fund_id: self._child(fund) for fund in central.children
        }
        self.of_fund[central.mega.fund_id] = self._mega(central.mega)
        self.members = [members_of(central.stakes, level) for level in (0, 1)]
        self._write_shares(self._top + len(central.funds) + 2)

    def _write_shares(self, row: int) -> None:
        """Each investor's share in itself and the investors of its class after it, fund by fund."""
        book = self.book
        every = [one for level in self.members for of_class in level.values() for one in of_class]
        names = {one.investor_id: one.name for one in every}
        titles = [book.texts("workbook.terms.share_in_class"), *names.values()]
        book.head(SHEET, titles, row)
        places = {who: place for place, who in enumerate(names, start=1)}
        for number, fund in enumerate(self.central.funds, start=row + 1):
            book.text(SHEET, number, 0, f"{fund.code} · {fund.name}")
            for members in self.members[fund.level].values():
                cells = [self.commitments.by_fund[fund.fund_id, one.investor_id] for one in members]
                for own, one in enumerate(members[:-1]):
                    whole = "+".join(cell.place for cell in cells[own:])
                    weight = math.fsum(cell.value for cell in cells[own:])
                    share = cells[own].value / weight * SNAP_VALUE if weight > 0 else 0.0
                    formula = f"IF({whole}>0,{cells[own].place}/MAX({whole},1)*{SNAP},0)"
                    formula = formula.replace(f"{book.name(SHEET)}!", "")
                    cell = self._note(number, places[one.investor_id], formula, share, "factor")
                    self.of_fund[fund.fund_id][factor(one)] = cell

    def _write_general(self, row: int) -> dict[str, Cell]:
        cells: dict[str, Cell] = {}
        scope = Scope(self.book, {}, cells, self.scope.live, self.scope.inputs)
        rows = count(row)
        for code, text in _GENERAL.items():
            cells[code] = self._write(next(rows), 2, scope, text, "factor", code)
        protects = self.scope.inputs["first_loss_protects"] == "private"
        self.scope.live.add("first_loss_protects")
        formula = 'IF(first_loss_protects="private",1,0)'
        cells["protects_domestic"] = self._note(
            next(rows), 2, formula, float(protects), "flag", "protects_domestic"
        )
        for class_id, code in enumerate(CLASSES):
            cells[f"mega_{code}"] = self._mega_share(next(rows), class_id, code)
        paid, whole = self._payers()
        share = sum(cell.value for cell in paid) / max(whole.value, 1.0)
        formula = f"({'+'.join(cell.place for cell in paid) or '0'})/MAX({whole.place},1)"
        cells["payer_share"] = self._note(next(rows), 2, formula, share, "factor", "payer_share")
        return cells

    def _mega_share(self, row: int, class_id: int, code: str) -> Cell:
        """What a class holds of the mega fund."""
        mega = self.central.mega.fund_id
        formula, value = self.commitments.of_class(self.central.stakes, mega, 0, class_id)
        _, whole = self._payers()
        name = f"mega_{code}"
        return self._note(
            row, 2, f"({formula})/MAX({whole.place},1)", value / max(whole.value, 1.0), "factor", name
        )

    def _payers(self) -> tuple[list[Cell], Cell]:
        """What payers of first loss committed to the mega fund, and what all did."""
        ranked = self.central.results["investors"].drop_nulls("first_loss_rank")["investor_id"].to_list()
        own = {who: cell for (who, level), cell in self.commitments.by_stake.items() if level == 0}
        paid = [own[who] for who in ranked if who in own]
        everyone = "+".join(cell.place for cell in own.values())
        return paid, Cell(everyone, float(sum(cell.value for cell in own.values())))

    def _note(self, row: int, place: int, formula: str, value: float, style: str, label: str = "") -> Cell:
        if label:
            self.book.text(SHEET, row, 0, self.book.texts(f"workbook.term.{label}"))
        self.book.formula(SHEET, row, place, formula, value, style)
        where = xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True)
        return Cell(f"{self.book.name(SHEET)}!{where}", value)

    def _write(self, row: int, place: int, scope: Scope, text: str, style: str, label: str = "") -> Cell:
        expression = Expression(text)
        value = float(expression.worked(scope.operands(expression))(0))
        formula = expression.formula(scope.place(SHEET)).replace(f"{self.book.name(SHEET)}!", "")
        return self._note(row, place, formula, value, style, label)

    def _given(self, fund: Fund, code: str, value: float, style: str = "flag") -> Cell:
        row, place = self.row_of[fund.fund_id], 1 + COLUMNS.index(code)
        self.book.number(SHEET, row, place, value, style)
        where = xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True)
        return Cell(f"{self.book.name(SHEET)}!{where}", float(value))

    def _child(self, fund: Fund) -> dict[str, Cell]:
        row = self.row_of[fund.fund_id]
        cells = dict(self.general)
        scope = Scope(self.book, {}, cells, self.scope.live, self.scope.inputs)
        cells["start"] = self._given(fund, "start", fund.start)
        cells["investment_end"] = self._given(fund, "investment_end", fund.investment_end)
        cells["korea_share"] = self._given(fund, "korea_share", fund.korea_share, "share")
        if fund.kind == POOL:
            cells["term_end"] = self._given(fund, "term_end", fund.end)
        else:
            life = f"start + 4 * ({fund.kind}_life_years + {fund.kind}_extension_years)"
            cells["term_end"] = self._write(row, 1 + COLUMNS.index("term_end"), scope, life, "flag")
        for number, code in enumerate(_HOLDERS):
            formula, value = self.commitments.of_class(self.central.stakes, fund.fund_id, 1, number + MEGA)
            formula = formula.replace(f"{self.book.name(SHEET)}!", "")
            cells[code] = self._note(row, 1 + COLUMNS.index(code), formula, value, "won_exact")
        for code, (text, style) in _CHILD.items():
            cells[code] = self._write(row, 1 + COLUMNS.index(code), scope, text, style)
        return cells

    def _mega(self, fund: Fund) -> dict[str, Cell]:
        row = self.row_of[fund.fund_id]
        cells = dict(self.general)
        scope = Scope(self.book, {}, cells, self.scope.live, self.scope.inputs)
        cells["start"] = self._given(fund, "start", fund.start)
        cells["investment_end"] = self._given(fund, "investment_end", fund.investment_end)
        ends = [self.of_fund[one.fund_id]["term_end"] for one in self.central.children]
        formula = f"MAX({self._column('term_end')})+1"
        value = max(cell.value for cell in ends) + 1
        cells["term_end"] = self._note(row, 1 + COLUMNS.index("term_end"), formula, value, "flag")
        for class_id, code in enumerate(CLASSES):
            formula, value = self.commitments.of_class(self.central.stakes, fund.fund_id, 0, class_id)
            formula = formula.replace(f"{self.book.name(SHEET)}!", "")
            cells[code] = self._note(row, 1 + COLUMNS.index(code), formula, value, "won_exact")
        placed = self.commitments.by_stake[MEGA, 1]
        cells["placed"] = self._note(
            row, 1 + COLUMNS.index("placed"), placed.place.rpartition("!")[2], placed.value, "won_exact"
        )
        for code, (text, style) in _MEGA.items():
            cells[code] = self._write(row, 1 + COLUMNS.index(code), scope, text, style)
        return cells

    def _column(self, code: str) -> str:
        """The cells of all child funds in a column."""
        place = 1 + COLUMNS.index(code)
        rows = [self.row_of[fund.fund_id] for fund in self.central.children]
        first, last = (
            xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True) for row in (rows[0], rows[-1])
        )
        return f"{first}:{last}"

    def note_ends(self, ending: Mapping[int, Row]) -> Mapping[str, Cell]:
        """The quarter in which every child fund ends, and with the last of them the mega fund.

        Args:
            ending: Fund id -> its row of flags, 1 in the last quarter.

        Returns:
            The terms of the mega fund, complete.
        """
        place = 1 + COLUMNS.index("actual_end")
        ends = []
        for fund in self.central.children:
            row = ending[fund.fund_id]
            end = float(row.values.index(1.0) - 1)
            quarters = f"{self.book.name(row.sheet)}!${column(row.first)}$5:${column(row.last)}$5"
            formula = f"SUMPRODUCT({row.span(self.book)},{quarters})"
            self._note(self.row_of[fund.fund_id], place, formula, end, "flag")
            ends.append(end)
        mega = dict(self.of_fund[self.central.mega.fund_id])
        row = self.row_of[self.central.mega.fund_id]
        last = min(mega["term_end"].value, max(ends) + 1)
        own = mega["term_end"].place.rpartition("!")[2]
        formula = f"MIN({own},MAX({self._column('actual_end')})+1)"
        mega["end"] = self._note(row, 1 + COLUMNS.index("end"), formula, last, "flag")
        self.of_fund[self.central.mega.fund_id] = mega
        return mega
