"""Sheet Timeline: quarters with their dates, and when every fund invests, holds and ends."""

from fundmodel.reports.workbook.book import FIRST_QUARTER, FIRST_ROW, LABEL, NOTE, UNIT, Book, column
from fundmodel.reports.workbook.central import Central, Fund
from fundmodel.reports.workbook.fund_terms import FundTerms
from fundmodel.reports.workbook.funds import Block, Funds

SHEET = "timeline"
INVESTING, HOLDING, LAST_QUARTER = 1.0, 2.0, 3.0
_COLORS = {1: "#CFE5F5", 2: "#E3F0DA", 3: "#F4C7A1"}


class Phases:
    """The rows of the sheet, one per fund in the order of the plan.

    Args:
        book: The file.
        central: What it rests on.
    """

    def __init__(self, book: Book, central: Central) -> None:
        self.book, self.central = book, central
        self._rows = {fund.fund_id: FIRST_ROW + number for number, fund in enumerate(central.funds, start=1)}
        book.text(SHEET, FIRST_ROW, LABEL, book.texts("workbook.timeline.phases"), "section")

    def row(self, fund: Fund) -> int:
        """The row of a fund, its label written."""
        row = self._rows[fund.fund_id]
        self.book.text(SHEET, row, LABEL, f"{fund.code} · {fund.name}")
        self.book.text(SHEET, row, UNIT, self.book.texts("workbook.unit.flag"), "small")
        self.book.text(SHEET, row, NOTE, fund.code, "small")
        return row

    def colour(self) -> None:
        """Phases are seen by their colour, with a legend below."""
        book, last = self.book, self.central.last
        sheet, row = book.sheets[SHEET], max(self._rows.values())
        area = (FIRST_ROW + 1, FIRST_QUARTER, row, FIRST_QUARTER + last)
        for value, color in _COLORS.items():
            look = book.file.add_format({"bg_color": color, "font_color": color})
            sheet.conditional_format(
                *area, {"type": "cell", "criteria": "==", "value": value, "format": look}
            )
        look = book.file.add_format({"font_color": "#FFFFFF"})
        sheet.conditional_format(*area, {"type": "cell", "criteria": "==", "value": 0, "format": look})
        for number, (value, color) in enumerate(_COLORS.items()):
            look = book.file.add_format({"bg_color": color, "font_name": "Malgun Gothic", "font_size": 9})
            text = book.texts(f"workbook.timeline.phase_{value}")
            sheet.write_string(row + 2 + number, LABEL, text, look)
        sheet.set_column(FIRST_QUARTER, FIRST_QUARTER + last, 9)


def write_timeline(book: Book, central: Central, terms: FundTerms, funds: Funds) -> None:
    """Write the sheet; phases are formulas: 1 investing, 2 holding, 3 the last quarter."""
    phases = Phases(book, central)
    for block in funds.blocks:
        _write_phases(book, terms, block, phases.row(block.fund))
    phases.colour()


def _write_phases(book: Book, terms: FundTerms, block: Block, row: int) -> None:
    investment_end = terms.of_fund[block.fund.fund_id]["investment_end"]
    is_open, ending = block.rows["open"], block.rows["ending"]
    for quarter in range(is_open.first, is_open.last + 1):
        opened, ended = (one.at(book, SHEET, quarter) for one in (is_open, ending))
        formula = f"IF({ended}=1,3,{opened}*IF({column(quarter)}$5<{investment_end.place},1,2))"
        phase = INVESTING if quarter < investment_end.value else HOLDING
        value = LAST_QUARTER if ending.values[quarter + 1] else is_open.values[quarter + 1] * phase
        book.formula(SHEET, row, FIRST_QUARTER + quarter, formula, value, "flag")
