"""The tear sheet: quarterly NAV returns beside the path's own index; QuantStats' own sheet as annex."""

import logging
import os
import re
import tempfile
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import polars as pl

from fundmodel.charts.growth import growth_of_one
from fundmodel.reports.document.blocks import Block, Document, Figure, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.build import words_of
from fundmodel.reports.document.material import Material
from fundmodel.reports.document.page import html_page
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

_SALT = "fundmodel"


def write_tear_sheet(report: Report, file: Path) -> Path:
    """Write the tear sheet of a run as one HTML file that needs no network.

    Args:
        report: A run and a language.
        file: Where to.
    """
    document, shown = tear_sheet(report)
    annex = _annex(tuple(shown.fund.tolist()), tuple(shown.index.tolist()), shown.first_quarter,
                   int(report.results["run_settings"]["first_year"][0]))  # fmt: skip
    text = html_page(document, f"<h1>{report.texts('tear_sheet.annex')}</h1>{annex}")
    file.write_text(text, encoding="utf-8", newline="\n")
    return file


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


@lru_cache(maxsize=4)
def _annex(fund: tuple[float, ...], index: tuple[float, ...], first_quarter: int, first_year: int) -> str:
    """QuantStats' own tear sheet of quarterly returns, without links, dates of making and scripts."""
    os.environ.setdefault("MPLBACKEND", "Agg")
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Seconds to import, and it brings a downloader along: only when a tear sheet is made.
        import matplotlib as mpl  # noqa: PLC0415
        import pandas as pd  # noqa: PLC0415
        import quantstats  # noqa: PLC0415

        start = pd.Period(f"{first_year + first_quarter // PERIODS_PER_YEAR}Q"
                          f"{first_quarter % PERIODS_PER_YEAR + 1}", freq="Q")  # fmt: skip
        dates = pd.period_range(start, periods=len(fund), freq="Q").to_timestamp(how="end").normalize()
        with mpl.rc_context({"svg.hashsalt": _SALT}), tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "annex.html"
            quantstats.reports.html(
                pd.Series(fund, index=dates),
                pd.Series(index, index=dates),
                rf=0.0,
                title="NAV returns",
                strategy_title="Fund",
                benchmark_title="Index",
                output=str(file),
                periods_per_year=PERIODS_PER_YEAR,
            )
            return _harmless(file.read_text(encoding="utf-8"))


def _harmless(page: str) -> str:
    """The body of a page without links, scripts and dates of making; its styles stay inside it."""
    styles = re.search(r"<style>(.*?)</style>", page, flags=re.DOTALL)
    body = re.search(r"<body[^>]*>(.*)</body>", page, flags=re.DOTALL)
    if styles is None or body is None:
        raise ValueError("QuantStats gave a page of another form; its version is not the locked one.")
    text = body.group(1)
    for pattern in (
        r"<script.*?</script>",
        r"<metadata>.*?</metadata>",
        r"<\?xml.*?\?>",
        r"<!DOCTYPE.*?>",
        r"<style type=\"text/css\">.*?</style>",
        r"</?a\b[^>]*>",
        # Annualised with 252 days whatever the periods are.
        r"<tr>\s*<td>Risk-Adjusted Return\s*</td>.*?</tr>",
    ):
        text = re.sub(pattern, "", text, flags=re.DOTALL)
    number = iter(range(1, 1000))
    text = re.sub(r"<svg ", lambda _: f'<svg role="img" aria-label="QuantStats {next(number)}" ', text)
    text = re.sub(r"<h([14])>(.*?)</h\1>", r"<p>\2</p>", text, flags=re.DOTALL)
    return f'<section class="annex" lang="en"><style>.annex {{ {styles.group(1)} }}</style>{text}</section>'
