"""The workbook put together, sheet by sheet."""

from pathlib import Path

from fundmodel import model
from fundmodel.assumptions import assumptions
from fundmodel.reports.report import Report
from fundmodel.reports.workbook.assets import write_assets
from fundmodel.reports.workbook.book import SHEETS, Book
from fundmodel.reports.workbook.cash import Cash
from fundmodel.reports.workbook.central import CLASSES, Central
from fundmodel.reports.workbook.checks import Checks
from fundmodel.reports.workbook.commitments import write_commitments
from fundmodel.reports.workbook.foreign import write_foreign
from fundmodel.reports.workbook.fund_terms import FundTerms
from fundmodel.reports.workbook.funds import Funds
from fundmodel.reports.workbook.ilpa import Ilpa
from fundmodel.reports.workbook.inputs import write_inputs
from fundmodel.reports.workbook.investors import Investors
from fundmodel.reports.workbook.lots import head_lots
from fundmodel.reports.workbook.notes import NOTES_SIZE, note_rows, write_notes
from fundmodel.reports.workbook.readme import write_readme
from fundmodel.reports.workbook.returns import write_returns
from fundmodel.reports.workbook.rows import SNAP, Scope
from fundmodel.reports.workbook.scenarios import write_distribution, write_scenarios
from fundmodel.reports.workbook.timeline import write_timeline

_OVER_TIME = ("timeline", "assets", "lots", "funds", "waterfall", "cash", "foreign")
_TERMS_TOP = 4
# How many pages wide tables are printed on.
_PAGES_WIDE = {"inputs": 2, "terms": 4}


def write_workbook(report: Report, file: Path) -> Path:
    """Write the workbook of a run.

    The first scenario of the run is live: its central path is worked out from sheet Inputs by formulas that
    any spreadsheet program recalculates. The other scenarios and the random paths stand beside it as values.

    Args:
        report: The run and the language.
        file: Where to; what is there is replaced.

    Returns:
        The file. It is the same, byte for byte, for the same run and language.

    Source: METHOD.md, "Workbook".
    """
    central = Central(_central_run(report), report.texts.language)
    notes = note_rows(report.results)
    book = Book(report, str(file), has_notes=notes.height > 0)
    for key in SHEETS:
        note = report.texts(f"workbook.about.{key}")
        if key in _OVER_TIME:
            book.timeline_sheet(key, note, central.last, central.first_year)
        else:
            book.open_sheet(key, note, _PAGES_WIDE.get(key, 1))
    inputs = {name: central.scenario.value(name) for name in assumptions()}
    scope = Scope(book, {}, {}, set(), inputs)
    commitments, row = write_commitments(book, central, scope, _TERMS_TOP)
    terms = FundTerms(book, central, scope, commitments, row)
    book.file.define_name(SNAP, "=1+2^-50")
    funds = Funds(book, central, terms, scope)
    funds.work_out()
    funds.write()
    head_lots(book)
    places = write_assets(book, central)
    write_timeline(book, central, terms, funds)
    shares = {
        (code, fund.fund_id): terms.of_fund[fund.fund_id][f"own_{code}"]
        for fund in central.children
        for code in (*CLASSES, "mega")
    }
    cash = Cash(book, central, terms, funds, scope, shares)
    foreign = write_foreign(book, central, terms, funds, cash, scope)
    returns = write_returns(book, central, cash)
    investors = Investors(book, central, commitments, funds).write()
    write_scenarios(book, report, returns, foreign)
    write_distribution(book, report)
    Ilpa(book, central, cash).write()
    checks = Checks(book, central, funds, cash, returns, investors, foreign, places)
    checks.write()
    if notes.height:
        book.open_sheet("notes", report.texts("workbook.about.notes"))
        write_notes(book, notes)
    write_inputs(book, report.scenarios[0], scope.live)
    write_readme(book, central, checks.n_faults)
    book.sheets["terms"].set_column(0, 0, 44)
    book.sheets["terms"].set_column(1, 60, 16)
    book.sheets["terms"].freeze_panes(_TERMS_TOP, 1)
    book.close()
    return file


def _central_run(report: Report) -> model.Results:
    """The first scenario without notes and random paths: path 0 is the same in a run of any size."""
    results = report.results
    first = results.scenarios[0]
    if first.value(NOTES_SIZE):
        return model.run(first.with_(first.name, **{NOTES_SIZE: 0.0}), paths=0, seed=results.seed)
    if not results.paths and len(results.scenarios) == 1:
        return results
    return model.run(first, paths=0, seed=results.seed)
