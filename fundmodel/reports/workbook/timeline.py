"""Sheet Timeline: quarters with their dates, and when every fund invests, holds and ends."""

from fundmodel.reports.workbook.book import FIRST_QUARTER, FIRST_ROW, LABEL, NOTE, UNIT, Book, column
from fundmodel.reports.workbook.central import Central
from fundmodel.reports.workbook.fund_terms import FundTerms
from fundmodel.reports.workbook.funds import Block, Funds

SHEET = "timeline"
_COLORS = {1: "#CFE5F5", 2: "#E3F0DA", 3: "#F4C7A1"}


def write_timeline(book: Book, central: Central, terms: FundTerms, funds: Funds) -> None:
    """Write the sheet; phases are formulas: 1 investing, 2 holding, 3 the last quarter."""
    sheet, texts = book.sheets[SHEET], book.texts
    book.text(SHEET, FIRST_ROW, LABEL, texts("workbook.timeline.phases"), "section")
    row = FIRST_ROW
    for block in funds.blocks:
        row += 1
        _write_phases(book, terms, block, row)
    area = (FIRST_ROW + 1, FIRST_QUARTER, row, FIRST_QUARTER + central.last)
    for value, color in _COLORS.items():
        look = book.file.add_format({"bg_color": color, "font_color": color})
        sheet.conditional_format(*area, {"type": "cell", "criteria": "==", "value": value, "format": look})
    look = book.file.add_format({"font_color": "#FFFFFF"})
    sheet.conditional_format(*area, {"type": "cell", "criteria": "==", "value": 0, "format": look})
    for number, (value, color) in enumerate(_COLORS.items()):
        look = book.file.add_format({"bg_color": color, "font_name": "Malgun Gothic", "font_size": 9})
        sheet.write_string(row + 2 + number, LABEL, texts(f"workbook.timeline.phase_{value}"), look)
    sheet.set_column(FIRST_QUARTER, FIRST_QUARTER + central.last, 9)


def _write_phases(book: Book, terms: FundTerms, block: Block, row: int) -> None:
    fund = block.fund
    book.text(SHEET, row, LABEL, f"{fund.code} · {fund.name}")
    book.text(SHEET, row, UNIT, book.texts("workbook.unit.flag"), "small")
    book.text(SHEET, row, NOTE, fund.code, "small")
    investment_end = terms.of_fund[fund.fund_id]["investment_end"]
    is_open, ending = block.rows["open"], block.rows["ending"]
    for quarter in range(is_open.first, is_open.last + 1):
        opened, ended = (one.at(book, SHEET, quarter) for one in (is_open, ending))
        formula = f"IF({ended}=1,3,{opened}*IF({column(quarter)}$5<{investment_end.place},1,2))"
        phase = 1.0 if quarter < investment_end.value else 2.0
        value = 3.0 if ending.values[quarter + 1] else is_open.values[quarter + 1] * phase
        book.formula(SHEET, row, FIRST_QUARTER + quarter, formula, value, "flag")
