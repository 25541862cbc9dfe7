"""The tear sheet: quarterly NAV returns beside the path's own index; QuantStats' own sheet as annex."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from fundmodel.charts.growth import growth_of_one
from fundmodel.reports.annex import annex_page
from fundmodel.reports.beside import Piece
from fundmodel.reports.document.blocks import Block, Document, Figure, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.build import words_of
from fundmodel.reports.document.material import Material
from fundmodel.reports.document.page import DRAWING, html_page
from fundmodel.reports.document.values import short
from fundmodel.reports.export import median_path
from fundmodel.reports.nav_returns import (
    PERIODS_PER_YEAR,
    PathReturns,
    by_calendar_year,
    correlation,
    growth,
    path_returns,
    statistics,
)
from fundmodel.reports.report import Report
from fundmodel.sentences import rate_text

ORIGIN = ("class_flows", "market_paths", "irrs")


def write_tear_sheet(report: Report, file: Path) -> Path:
    """Write the tear sheet of a run as one HTML file that needs no network.

    Args:
        report: A run and a language.
        file: Where to.
    """
    document, shown = tear_sheet(report)
    annex = report.done(_annex_of(report, shown))
    heading = f"<h1>{report.texts('tear_sheet.annex')}</h1>"
    text = html_page(document, f"{heading}{annex}", report.done(DRAWING))
    file.write_text(text, encoding="utf-8", newline="\n")
    return file


def annex_of(report: Report) -> Piece:
    """The piece of work that gives the annex of a run's tear sheet."""
    return _annex_of(report, path_returns(report.results, 0, median_path(report.results, 0)))


def _annex_of(report: Report, shown: PathReturns) -> Piece:
    first_year = int(report.results["run_settings"]["first_year"][0])
    given = (tuple(shown.fund.tolist()), tuple(shown.index.tolist()), shown.first_quarter, first_year)
    return Piece(f"{annex_page.__module__}:{annex_page.__name__}", given)


def tear_sheet(report: Report) -> tuple[Document, PathReturns]:
    """The tear sheet without its annex, and the path that the annex shows.

    Args:
        report: A run and a language.

    Returns:
        The document, and the first scenario's median path (the central one without random paths).
    """
    material = Material(report)
    texts = material.texts
    found = {
        number: [
            path_returns(report.results, number, path)
            for path in dict.fromkeys((0, median_path(report.results, number)))
        ]
        for number in material.numbers
    }
    blocks: list[Block] = []
    for number, paths in found.items():
        blocks += _scenario(material, number, paths)
    shown = found[0][-1]
    blocks += [Heading(texts("tear_sheet.how"), 2), Paragraph(texts("tear_sheet.how_text"))]
    blocks += [Paragraph(texts("tear_sheet.smoothing_text"))]
    blocks.append(Paragraph(texts("tear_sheet.annex_text", path=_path_name(material, shown)), "small"))
    document = Document(
        title=texts("tear_sheet.title"),
        subtitle=", ".join(material.label(number) for number in material.numbers),
        stamp=report.stamp(),
        as_of=report.as_of,
        language=texts.language,
        words=words_of(texts),
        blocks=tuple(blocks),
        has_contents=False,
    )
    return document, shown


def _path_name(material: Material, one: PathReturns) -> str:
    texts = material.texts
    return texts("tear_sheet.path", path=f"{one.path:,}") if one.path else texts("statistic_name.central")


def _scenario(material: Material, number: int, paths: list[PathReturns]) -> Iterator[Block]:
    texts, units, main = material.texts, material.units, paths[-1]
    fund, index = statistics(main.fund), statistics(main.index)
    yield Heading(material.label(number))
    yield Paragraph(
        texts(
            "tear_sheet.answer",
            path=_path_name(material, main),
            fund=units.rate(fund.yearly),
            index=units.rate(index.yearly),
            volatility=units.rate(fund.volatility),
            unsmoothed=units.rate(fund.unsmoothed),
            market=units.rate(index.volatility),
        ),
        "answer",
    )
    yield _headline(material, number, paths)
    yield Figure(
        growth_of_one(_grown(material, paths), material.look),
        texts("tear_sheet.unit_growth"),
        ORIGIN[:2],
        texts("tear_sheet.growth_note"),
    )
    yield _years(material, number, paths)


def _grown(material: Material, paths: list[PathReturns]) -> pl.DataFrame:
    """What one won becomes, in rows."""
    main, rows = paths[-1], []
    series = [("fund", main, main.fund), ("index", main, main.index)]
    if len(paths) > 1:
        series.append(("fund_central", paths[0], paths[0].fund))
    for name, one, returns in series:
        start = material.first_year + one.first_quarter / PERIODS_PER_YEAR
        values = [1.0, *growth(returns.tolist())]
        rows += [(start + place / PERIODS_PER_YEAR, name, value) for place, value in enumerate(values)]
    return pl.DataFrame(rows, schema=["position", "series", "value"], orient="row")


def _headings(material: Material, paths: list[PathReturns]) -> list[str]:
    texts = material.texts
    return [
        texts(f"tear_sheet.{kind}_on", path=_path_name(material, one))
        for one in paths
        for kind in ("fund", "index")
    ]


def _headline(material: Material, number: int, paths: list[PathReturns]) -> Table:
    texts, units = material.texts, material.units
    columns: list[dict[str, str]] = []
    for one in paths:
        for returns, is_fund in ((one.fund, True), (one.index, False)):
            found = statistics(returns)
            column = {
                "quarters": f"{found.quarters}",
                "total": units.rate(found.total),
                "yearly": units.rate(found.yearly),
                "volatility": units.rate(found.volatility),
                "autocorrelation": short(round(found.autocorrelation, 2)),
                "unsmoothed": units.rate(found.unsmoothed),
                "drawdown": units.rate(found.drawdown),
                "best": units.rate(found.best),
                "worst": units.rate(found.worst),
                "negative": units.share(round(found.negative, 3)),
            }
            if is_fund:
                column |= {
                    "correlation": short(round(correlation(one.fund, one.index), 2)),
                    "irr": texts("status.unknown") if one.irr is None else units.rate(one.irr),
                    "ks_pme": units.multiple(one.ks_pme),
                    "direct_alpha": rate_text(texts, *one.direct_alpha),
                }
            columns.append(column)
    names = list(columns[0])
    return Table(
        key=f"tear_sheet:{number}",
        title=texts("tear_sheet.headline", scenario=material.label(number)),
        unit=texts("tear_sheet.unit"),
        origin=ORIGIN,
        headings=(texts("document.figure_of"), *_headings(material, paths)),
        rows=rows_of(
            [[texts(f"tear_sheet.{name}"), *(column.get(name, "") for column in columns)] for name in names]
        ),
        note=texts("tear_sheet.headline_note"),
    )


def _years(material: Material, number: int, paths: list[PathReturns]) -> Table:
    texts, units = material.texts, material.units
    columns = [
        by_calendar_year(returns, one.first_quarter, material.first_year)
        for one in paths
        for returns in (one.fund, one.index)
    ]
    years = sorted({year for column in columns for year in column})
    return Table(
        key=f"tear_sheet_years:{number}",
        title=texts("tear_sheet.years", scenario=material.label(number)),
        unit=texts("tear_sheet.unit_year"),
        origin=ORIGIN[:2],
        headings=(texts("term.year"), *_headings(material, paths)),
        rows=rows_of(
            [
                [str(year), *(units.rate(column[year]) if year in column else "" for column in columns)]
                for year in years
            ]
        ),
    )
