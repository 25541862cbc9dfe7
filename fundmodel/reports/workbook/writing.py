"""The workbook put together, sheet by sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fundmodel import model
from fundmodel.assumptions import assumptions
from fundmodel.reports.report import Report
from fundmodel.reports.workbook.assets import write_assets
from fundmodel.reports.workbook.book import SHEETS, Book
from fundmodel.reports.workbook.cash import Cash, CashFlows
from fundmodel.reports.workbook.central import CLASSES, Central
from fundmodel.reports.workbook.checks import Checks
from fundmodel.reports.workbook.commitments import write_commitments
from fundmodel.reports.workbook.engine_answers import write_engine_foreign, write_engine_investors
from fundmodel.reports.workbook.engine_cash import EngineCash
from fundmodel.reports.workbook.engine_checks import EngineChecks
from fundmodel.reports.workbook.engine_funds import (
    write_engine_funds,
    write_engine_lots,
    write_engine_terms,
    write_engine_timeline,
    write_engine_waterfall,
)
from fundmodel.reports.workbook.foreign import write_foreign
from fundmodel.reports.workbook.fund_terms import FundTerms
from fundmodel.reports.workbook.funds import Funds
from fundmodel.reports.workbook.ilpa import Ilpa
from fundmodel.reports.workbook.ilpa_figures import write_report_rows
from fundmodel.reports.workbook.inputs import write_inputs
from fundmodel.reports.workbook.investors import Investors
from fundmodel.reports.workbook.law_checks import FormulaChecks
from fundmodel.reports.workbook.lots import head_lots
from fundmodel.reports.workbook.notes import NOTES_SIZE, note_rows, write_notes
from fundmodel.reports.workbook.readme import write_readme
from fundmodel.reports.workbook.returns import Return, write_returns
from fundmodel.reports.workbook.rows import SNAP, Cell, Scope
from fundmodel.reports.workbook.scenarios import write_distribution, write_scenarios
from fundmodel.reports.workbook.timeline import write_timeline
from fundmodel.reports.workbook.unfollowed import terms_on

_OVER_TIME = ("timeline", "assets", "lots", "funds", "waterfall", "cash", "foreign")
# Sheets whose formulas give way to the engine's values where a term is on that they do not follow.
_BY_VALUES = (
    "inputs",
    "timeline",
    "terms",
    "lots",
    "funds",
    "waterfall",
    "cash",
    "foreign",
    "investors",
    "checks",
)
_TERMS_TOP = 4
# How many pages wide tables are printed on.
_PAGES_WIDE = {"inputs": 2, "terms": 4}


@dataclass(frozen=True)
class _Body:
    """What the sheets of the live scenario hold, for the sheets that read it."""

    cash: CashFlows
    returns: list[Return]
    foreign: dict[str, Cell]
    checks: Checks


def write_workbook(report: Report, file: Path) -> Path:
    """Write the workbook of a run.

    The first scenario of the run is live: its central path is worked out from sheet Inputs by formulas that
    any spreadsheet program recalculates. Where it has a term on that the formulas do not follow, the sheets
    hold the engine's values and say so. The other scenarios and the random paths stand beside as values.

    Args:
        report: The run and the language.
        file: Where to; what is there is replaced.

    Returns:
        The file. It is the same, byte for byte, for the same run and language.

    Source: METHOD.md, "Workbook".
    """
    reasons = terms_on(report.results.scenarios[0])
    notes = note_rows(report.results)
    central = Central(_central_run(report, is_by_values=bool(reasons)), report.texts.language)
    book = Book(report, str(file), has_notes=notes.height > 0)
    notice = _notice(report, reasons)
    for key in SHEETS:
        note, style = report.texts(f"workbook.about.{key}"), "small"
        if notice and key in _BY_VALUES:
            note, style = notice, "notice"
        if key in _OVER_TIME:
            book.timeline_sheet(key, note, central.last, central.first_year, style)
        else:
            book.open_sheet(key, note, _PAGES_WIDE.get(key, 1), style)
    inputs = {name: central.scenario.value(name) for name in assumptions()}
    scope = Scope(book, {}, {}, set(), inputs)
    body = (_by_values if reasons else _by_formula)(book, central, scope)
    write_scenarios(book, report, body.returns, body.foreign)
    write_distribution(book, report)
    Ilpa(book, central, body.cash, write_report_rows(body.cash.sheet, central)).write()
    body.checks.write()
    if notes.height:
        book.open_sheet("notes", report.texts("workbook.about.notes"))
        write_notes(book, notes)
    write_inputs(book, report.scenarios[0], scope.live, reasons or None)
    write_readme(book, central, body.checks.n_faults, notice)
    book.sheets["terms"].set_column(0, 0, 44)
    book.sheets["terms"].set_column(1, 60, 16)
    book.sheets["terms"].freeze_panes(_TERMS_TOP, 1)
    book.close()
    return file


def _notice(report: Report, reasons: Sequence[str]) -> str:
    """The sentence that says why sheets hold the engine's values; empty where they hold formulas."""
    if not reasons:
        return ""
    rows = report.results["assumptions_data"].iter_rows(named=True)
    labels = {row["name"]: report.texts.label(row) for row in rows}
    terms = ", ".join(f"{labels[name]} ({name})" for name in reasons)
    return report.texts("workbook.readme.by_values", terms=terms)


def _by_formula(book: Book, central: Central, scope: Scope) -> _Body:
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
    checks = FormulaChecks(book, central, funds, cash, returns, investors, foreign, places)
    return _Body(cash, returns, foreign, checks)


def _by_values(book: Book, central: Central, scope: Scope) -> _Body:
    commitments = write_engine_terms(book, central)
    write_engine_timeline(book, central)
    write_engine_lots(book, central)
    head_lots(book, has_fractions=False)
    write_assets(book, central)
    funds, kinds = write_engine_funds(book, central, scope)
    waterfall = write_engine_waterfall(book, central, scope)
    cash = EngineCash(book, central, scope, commitments)
    foreign = write_engine_foreign(book, central, scope)
    returns = write_returns(book, central, cash)
    investors = write_engine_investors(book, central)
    checks = EngineChecks(book, central, cash, returns, investors, foreign, funds, kinds, waterfall)
    return _Body(cash, returns, foreign, checks)


def _central_run(report: Report, *, is_by_values: bool) -> model.Results:
    """The first scenario without random paths, and where formulas work it out without notes.

    Path 0 is the same in a run of any size.
    """
    results = report.results
    first = results.scenarios[0]
    if first.value(NOTES_SIZE) and not is_by_values:
        return model.run(first.with_(first.name, **{NOTES_SIZE: 0.0}), paths=0, seed=results.seed)
    if not results.paths and len(results.scenarios) == 1:
        return results
    return model.run(first, paths=0, seed=results.seed)
