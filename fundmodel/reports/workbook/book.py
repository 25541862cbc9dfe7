"""The file being written: its sheets, its looks, and the one way in which texts and formulas enter a cell."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Format, Workbook

from fundmodel.reports.report import Report
from fundmodel.reports.workbook.sheet import Sheet

# In the order of the tabs; notes are there only where the run has them.
SHEETS = (
    "readme",
    "inputs",
    "timeline",
    "terms",
    "assets",
    "lots",
    "funds",
    "waterfall",
    "cash",
    "foreign",
    "returns",
    "investors",
    "scenarios",
    "distribution",
    "ilpa",
    "checks",
)
NOTES = "notes"
# Signs with which a spreadsheet would take a text for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@")
# Sheets with one column per quarter: label, unit, note, total, opening, then the quarters.
LABEL, UNIT, NOTE, TOTAL, OPENING, FIRST_QUARTER = range(6)
QUARTER_NAME_ROW, DATE_ROW, QUARTER_ROW, FIRST_ROW = 2, 3, 4, 5

# How many pages a sheet with one column per quarter is printed across.
_PAGES_WIDE = 4
_HEAD_HEIGHT = 27
_OF_ALL_SCENARIOS = ("scenarios", "distribution", "notes")

INK, PALE, ACCENT, INPUT_INK = "#1F2A37", "#F3F5F8", "#0F5C66", "#0000FF"
INPUT_FILL, LOCKED_FILL, GOOD_FILL, BAD_FILL, NOTICE_INK = (
    "#FFF9DB",
    "#E5E7EB",
    "#DDF3E4",
    "#FBDADA",
    "#B42318",
)
_WON = {"ko": "#,##0,,;[Red]-#,##0,,;-", "en": "#,##0.00,,,;[Red]-#,##0.00,,,;-"}
_BASE: Mapping[str, Any] = {
    "font_name": "Malgun Gothic",
    "font_size": 9,
    "font_color": INK,
    "valign": "vcenter",
}
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "heading": {"bold": True, "font_size": 11, "font_color": ACCENT},
    "section": {"bold": True, "bg_color": PALE},
    "column": {
        "bold": True,
        "bg_color": ACCENT,
        "font_color": "#FFFFFF",
        "text_wrap": True,
        "valign": "vcenter",
    },
    "number_column": {
        "bold": True,
        "bg_color": ACCENT,
        "font_color": "#FFFFFF",
        "text_wrap": True,
        "align": "right",
    },
    "quarter": {"bold": True, "bg_color": ACCENT, "font_color": "#FFFFFF", "align": "right"},
    "quarter_date": {"num_format": "yyyy-mm-dd", "align": "right", "bg_color": PALE},
    "quarter_number": {"num_format": "0", "align": "right", "bg_color": PALE},
    "text": {},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "small": {"font_size": 8, "font_color": "#6B7280"},
    "small_wrapped": {"font_size": 8, "font_color": "#6B7280", "text_wrap": True, "valign": "top"},
    "warning": {"bold": True, "text_wrap": True, "valign": "top", "bg_color": INPUT_FILL},
    "won_exact": {"num_format": "#,##0;[Red]-#,##0;0"},
    "share": {"num_format": "0.00%"},
    "factor": {"num_format": "0.000000"},
    "multiple": {"num_format": '0.00"x"'},
    "flag": {"num_format": "0"},
    "number": {"num_format": "#,##0.####"},
    "date": {"num_format": "yyyy-mm-dd"},
    "good": {"bg_color": GOOD_FILL},
    "bad": {"bg_color": BAD_FILL, "bold": True},
    "changed": {"bg_color": INPUT_FILL, "bold": True},
    "notice": {"font_size": 8, "bold": True, "font_color": NOTICE_INK},
}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "input": {
        "font_color": INPUT_INK,
        "bg_color": INPUT_FILL,
        "border": 1,
        "border_color": "#C9CED6",
        "locked": False,
    },
    "locked": {"font_color": "#6B7280", "bg_color": LOCKED_FILL, "border": 1, "border_color": "#C9CED6"},
    "value": {"font_color": INPUT_INK},
    "total": {"bold": True, "top": 1},
    "marked": {"bold": True, "bg_color": INPUT_FILL},
}


@lru_cache(maxsize=1024)
def column(quarter: int) -> str:
    """Letters of the column of a quarter; -1 is the opening.

    Example:
        >>> column(0), column(-1)
        ('F', 'E')
    """
    return xl_col_to_name(FIRST_QUARTER + quarter)


class Book:
    """A workbook being written.

    Args:
        report: What is exported.
        target: The file; it is complete after `close`.
        has_notes: Whether there is a sheet for notes.
    """

    def __init__(self, report: Report, target: str, has_notes: bool) -> None:
        self.texts = report.texts
        self.report = report
        self.stamp = report.stamp(report.scenarios[0])
        self.file: Workbook = xlsxwriter.Workbook(
            target, {"strings_to_formulas": False, "strings_to_urls": False}
        )
        made = datetime.combine(date.fromisoformat(report.as_of), datetime.min.time(), tzinfo=UTC)
        properties = {
            "title": self.texts("workbook.title"),
            "subject": self.stamp,
            "author": report.version,
            "created": made.replace(tzinfo=None),
        }
        self.file.set_properties(properties)
        self.file.set_calc_mode("auto")
        self._formats: dict[tuple[str, str, str], Format] = {}
        keys = (*SHEETS, NOTES) if has_notes else SHEETS
        self._names = {key: f"'{self.texts(f'workbook.sheet.{key}')}'" for key in keys}
        self.sheets: dict[str, Sheet] = {key: self._added(key) for key in keys}

    def _added(self, key: str) -> Sheet:
        sheet = self.file.add_worksheet(self.texts(f"workbook.sheet.{key}"), worksheet_class=Sheet)
        assert isinstance(sheet, Sheet)  # noqa: S101 (the class that was asked for)
        return sheet

    def name(self, key: str) -> str:
        """A sheet as formulas name it."""
        return self._names[key]

    def style(self, name: str, look: str = "", prefix: str = "") -> Format:
        """A format by name: a style (won follows the language), with the look of an input, value or total."""
        key = (name, look, prefix)
        if key not in self._formats:
            given = {"num_format": _WON[self.texts.language]} if name == "won" else _STYLES[name]
            extra = {"quote_prefix": True} if prefix else {}
            self._formats[key] = self.file.add_format({**_BASE, **given, **_LOOKS.get(look, {}), **extra})
        return self._formats[key]

    def text(self, key: str, row: int, place: int, text: str, style: str = "text", look: str = "") -> None:
        """A text that no spreadsheet takes for a formula, whatever it begins with."""
        prefix = "quoted" if text.startswith(FORMULA_SIGNS) else ""
        self.sheets[key].write_string(row, place, text, self.style(style, look, prefix))

    def number(self, key: str, row: int, place: int, value: float, style: str, look: str = "value") -> None:
        """A value."""
        self.sheets[key].put_number(row, place, value, self.style(style, look))

    def formula(
        self, key: str, row: int, place: int, formula: str, value: float | str, style: str, look: str = ""
    ) -> None:
        """A formula without its equals sign, and the value it has now."""
        self.sheets[key].put_formula(row, place, formula, self.style(style, look), value)

    def measured(self, label: str, style: str) -> str:
        """A label with the unit of its numbers, where the numbers do not show it themselves."""
        return f"{label} ({self.texts(f'workbook.unit.{style}')})" if style.startswith("won") else label

    def head(
        self,
        key: str,
        titles: Sequence[str],
        row: int,
        widths: Sequence[float] = (),
        words: Collection[int] = (0,),
    ) -> None:
        """The heading row of a table; columns of words and columns of numbers stand on their own side."""
        self.sheets[key].set_row(row, _HEAD_HEIGHT)
        for place, title in enumerate(titles):
            self.text(key, row, place, title, "column" if place in words else "number_column")
        for place, width in enumerate(widths):
            self.sheets[key].set_column(place, place, width)

    def open_sheet(self, key: str, note: str, n_pages_wide: int = 1, style: str = "small") -> Sheet:
        """Title, note and page set-up of a sheet: the stamp stands in the header and footer of every page."""
        sheet = self.sheets[key]
        self.text(key, 0, 0, self.texts(f"workbook.heading.{key}"), "title")
        self.text(key, 1, 0, note, style)
        sheet.set_row(0, 24)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
        sheet.set_landscape()
        sheet.fit_to_pages(n_pages_wide, 0)
        stamp = self.report.stamp() if key in _OF_ALL_SCENARIOS else self.stamp
        safe = stamp.replace("&", "&&")
        sheet.set_header(f"&L&8{safe}&R&8&A")
        sheet.set_footer(f"&L&8{safe}&R&8&P / &N")
        return sheet

    def timeline_sheet(self, key: str, note: str, last: int, first_year: int, style: str = "small") -> Sheet:
        """A sheet with one column per quarter, its heading linked to sheet Timeline."""
        sheet = self.open_sheet(key, note, _PAGES_WIDE, style)
        for place, title in enumerate(("line", "unit", "note", "total", "opening")):
            self.text(key, QUARTER_NAME_ROW, place, self.texts(f"workbook.column.{title}"), "column")
        for quarter in range(last + 1):
            year, part = divmod(quarter, 4)
            place = FIRST_QUARTER + quarter
            self.text(key, QUARTER_NAME_ROW, place, f"{first_year + year} Q{part + 1}", "quarter")
            self.number(key, QUARTER_ROW, place, quarter, "quarter_number", "")
            serial = serial_date(quarter_end(first_year, quarter))
            if key == "timeline":
                formula = f"DATE(first_close_year,3*({column(quarter)}5+1)+1,0)"
            else:
                formula = f"{self.name('timeline')}!{column(quarter)}4"
            self.formula(key, DATE_ROW, place, formula, serial, "quarter_date")
        sheet.set_column(LABEL, LABEL, 44)
        sheet.set_column(UNIT, UNIT, 9)
        sheet.set_column(NOTE, NOTE, 12)
        sheet.set_column(TOTAL, TOTAL, 13)
        sheet.set_column(OPENING, OPENING, 8)
        sheet.set_column(FIRST_QUARTER, FIRST_QUARTER + last, 10.5)
        sheet.freeze_panes(FIRST_ROW, FIRST_QUARTER)
        sheet.repeat_rows(0, QUARTER_ROW)
        sheet.repeat_columns(LABEL, UNIT)
        return sheet

    def close(self) -> None:
        """Finish the file."""
        self.file.close()


def quarter_end(first_year: int, quarter: int) -> date:
    """The last day of a quarter.

    Example:
        >>> quarter_end(2027, 3)
        datetime.date(2027, 12, 31)
    """
    year, part = divmod(quarter, 4)
    month = 3 * (part + 1)
    first_of_next = date(first_year + year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(first_of_next.toordinal() - 1)


def serial_date(day: date) -> int:
    """A date as spreadsheets count it.

    Example:
        >>> serial_date(date(1900, 3, 1))
        61
    """
    return (day - date(1899, 12, 30)).days
