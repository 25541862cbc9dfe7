"""The workbook: one scenario by live formulas, checked against the engine, and all scenarios side by side."""

from fundmodel.reports.workbook.reading import WorkbookError, read_scenario
from fundmodel.reports.workbook.writing import write_workbook

__all__ = ["WorkbookError", "read_scenario", "write_workbook"]
