"""Sheets Scenarios and Distribution: what the run found for every scenario, as values."""

from typing import Any

import polars as pl

from fundmodel.assumptions import assumptions
from fundmodel.reports.headline import foreign_share_table
from fundmodel.reports.report import Report
from fundmodel.reports.workbook.book import Book
from fundmodel.reports.workbook.inputs import put_input
from fundmodel.reports.workbook.returns import Return
from fundmodel.reports.workbook.rows import Cell

_MEASURES = {
    "irr_net_rate": "share",
    "irr_gross_rate": "share",
    "irr_own_currency_rate": "share",
    "tvpi_multiple": "multiple",
    "dpi_multiple": "multiple",
    "commitment_krw": "won",
    "paid_in_krw": "won",
    "distributed_krw": "won",
    "first_loss_krw": "won",
}
_LIVE = {
    "irr_net_rate": "irr_net",
    "irr_gross_rate": "irr_gross",
    "tvpi_multiple": "tvpi",
    "dpi_multiple": "dpi",
    "commitment_krw": "commitment",
    "paid_in_krw": "paid_in",
    "distributed_krw": "distributed",
    "first_loss_krw": "first_loss",
}
_FOREIGN = ("of_commitments", "of_paid_in", "of_nav", "reaching_korea", "foreign_won_per_public_won")
_STATISTICS = ("central", "p5", "median", "mean", "p95")
_SPREAD = {
    "irr_net_rate": "share",
    "irr_gross_rate": "share",
    "tvpi_multiple": "multiple",
    "dpi_multiple": "multiple",
    "paid_in_krw": "won",
    "distributed_krw": "won",
    "first_loss_krw": "won",
    "peak_need_krw": "won",
}
_KINDS = ("whole", "class")


def write_scenarios(book: Book, report: Report, returns: list[Return], foreign: dict[str, Cell]) -> None:
    """Side by side: changed inputs, then the headline of every scenario, beside the live figures."""
    texts, names = book.texts, [scenario.name for scenario in report.scenarios]
    titles = [texts("workbook.scenarios.what"), texts("workbook.scenarios.live", name=names[0]), *names]
    row = 3
    book.head("scenarios", titles, row, (54, 22, *(18,) * len(names)))
    book.sheets["scenarios"].freeze_panes(row + 1, 1)
    row = _changed_inputs(book, report, row + 1)
    row = _headlines(book, report, returns, row + 1)
    _foreign(book, report, foreign, row + 1)


def _changed_inputs(book: Book, report: Report, row: int) -> int:
    texts = book.texts
    book.text("scenarios", row, 0, texts("workbook.scenarios.inputs"), "section")
    changed = [name for name in assumptions() if any(name in one.overrides for one in report.scenarios)]
    labels = {
        one["name"]: texts.label(one) for one in report.results["assumptions_data"].iter_rows(named=True)
    }
    for name in changed:
        row += 1
        unit = assumptions()[name].unit
        book.text("scenarios", row, 0, f"{labels[name]} ({name}, {unit})")
        for place, scenario in enumerate(report.scenarios, start=2):
            value, look = scenario.value(name), "marked" if name in scenario.overrides else ""
            put_input(book, "scenarios", assumptions()[name], (row, place), value, look)
    if not changed:
        row += 1
        book.text("scenarios", row, 0, texts("workbook.scenarios.no_change"))
    return row + 1


def _headlines(book: Book, report: Report, returns: list[Return], row: int) -> int:
    texts = book.texts
    live = {(one.party.kind, one.party.code): one for one in returns}
    metrics = _central(report.results["metrics"])
    for kind, code, name in _parties(report):
        book.text("scenarios", row, 0, name, "section")
        for measure, style in _MEASURES.items():
            row += 1
            book.text("scenarios", row, 0, book.measured(texts(f"workbook.measure.{measure}"), style))
            if measure in _LIVE:
                own = live[kind, code]
                value = own.values[_LIVE[measure]]
                book.formula("scenarios", row, 1, own.place(book, _LIVE[measure]), value, style)
            for place, scenario in enumerate(report.scenarios, start=2):
                found = metrics[scenario.name, code][measure]
                _put(book, "scenarios", row, place, found, style)
        row += 1
    return row


def _put(book: Book, sheet: str, row: int, place: int, value: Any, style: str) -> None:  # noqa: ANN401
    if value is None:
        book.text(sheet, row, place, book.texts("workbook.returns.no_rate"), "small")
    else:
        book.number(sheet, row, place, float(value), style, "")


def _central(metrics: pl.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    rows = metrics.filter(pl.col("statistic") == "central", pl.col("party_kind").is_in(_KINDS))
    return {(row["scenario"], row["party_code"]): row for row in rows.iter_rows(named=True)}


def _parties(report: Report) -> list[tuple[str, str, str]]:
    columns = ("party_kind", "party_code", f"name_{report.texts.language}")
    rows = report.results["parties"].filter(pl.col("party_kind").is_in(_KINDS)).sort("party_id")
    return [(kind, code, name) for kind, code, name in rows.select(columns).iter_rows()]


def _foreign(book: Book, report: Report, foreign: dict[str, Cell], row: int) -> None:
    texts = book.texts
    book.text("scenarios", row, 0, texts("workbook.scenarios.foreign"), "section")
    shares = foreign_share_table(report.results).filter(pl.col("statistic") == "central")
    by_name = {one["scenario"]: one for one in shares.iter_rows(named=True)}
    for code in _FOREIGN:
        row += 1
        style = "factor" if code == "foreign_won_per_public_won" else "share"
        book.text("scenarios", row, 0, texts(f"workbook.foreign.{code}"))
        book.formula("scenarios", row, 1, foreign[code].place, foreign[code].value, style)
        for place, scenario in enumerate(report.scenarios, start=2):
            _put(book, "scenarios", row, place, by_name[scenario.name][code], style)


def write_distribution(book: Book, report: Report) -> None:
    """Percentiles over the random paths of every scenario and class; a run without random paths says so."""
    texts, sheet = book.texts, "distribution"
    if not report.results.paths:
        book.text(sheet, 3, 0, texts("workbook.distribution.none"), "warning")
        book.sheets[sheet].set_column(0, 0, 100)
        return
    titles = [
        texts("workbook.distribution.what"),
        *(texts(f"workbook.statistic.{one}") for one in _STATISTICS),
    ]
    titles += [texts("workbook.distribution.loss"), texts("workbook.distribution.below_hurdle")]
    book.head(sheet, titles, 3, (54, *(16,) * 7))
    book.sheets[sheet].freeze_panes(4, 1)
    rows = report.results["metrics"].filter(pl.col("party_kind").is_in(_KINDS))
    found = {
        (one["scenario"], one["party_code"], one["statistic"]): one for one in rows.iter_rows(named=True)
    }
    row = 4
    for scenario in report.scenarios:
        for _, code, name in _parties(report):
            book.text(sheet, row, 0, f"{scenario.name} · {name}", "section")
            for measure, style in _SPREAD.items():
                row += 1
                book.text(sheet, row, 0, book.measured(texts(f"workbook.measure.{measure}"), style))
                for place, statistic in enumerate(_STATISTICS, start=1):
                    _put(book, sheet, row, place, found[scenario.name, code, statistic][measure], style)
            central = found[scenario.name, code, "central"]
            for place, measure in ((6, "loss_share"), (7, "below_hurdle_share")):
                _put(book, sheet, row - len(_SPREAD) + 1, place, central[measure], "share")
            row += 2
