"""The calibration report: one page of HTML with charts, and the tables behind it as CSV."""

from html import escape
from pathlib import Path

import polars as pl
import vl_convert

from fundmodel.calibration_words import MEASURES, answer, message, of_measure, table, tuned_table
from fundmodel.charts import Look, calibration
from fundmodel.reports.report import Report

FILES = ("calibration.html", "calibration.csv", "tuned_assumptions.csv")
_WIDTH = 560
_STYLE = """
body { font-family: Pretendard, 'Noto Sans KR', sans-serif; color: #1F2933; line-height: 1.6;
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.1rem; margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #E4E7EB; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
.answer { font-size: 1.15rem; } .small { color: #52606D; font-size: .85rem; }
th, td { word-break: keep-all; }
svg { max-width: 100%; height: auto; }
"""


def _html_table(headings: list[str], cells: list[list[str]], caption: str) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in headings)
    body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in cells)
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _figure(report: Report, rows: pl.DataFrame) -> str:
    drawn = calibration(rows, Look(report.texts.language))
    title, said = message(report.texts, rows)
    drawn.title = ""
    drawn.width = _WIDTH
    picture = vl_convert.vegalite_to_svg(drawn.to_dict(validate=False))
    measure = rows["measure"][0]
    return (
        f'<h2>{escape(title)}</h2><figure role="img" aria-label="{escape(said)}">{picture}</figure>'
        + _html_table(*table(report.texts, rows), report.texts(f"calibration.measure.{measure}"))
    )


def calibration_html(report: Report) -> str:
    """The report of the first scenario of a run as one page that needs no other file.

    Args:
        report: A run with random paths, and a language.
    """
    texts, scenario = report.texts, report.scenarios[0]
    rows = report.results["calibration"].filter(pl.col("scenario_id") == 0)
    figures = [_figure(report, of_measure(rows, measure)) for measure in MEASURES]
    tuned = _html_table(*tuned_table(texts, report.results["tuned_assumptions"]), texts("calibration.tuned"))
    paths = texts("calibration.paths", paths=f"{report.results.paths:,}", seed=report.results.seed)
    lines = (texts("calibration.note"), texts("calibration.note_tuned"), report.stamp(scenario))
    small = "".join(f'<p class="small">{escape(line)}</p>' for line in lines)
    return (
        f'<!doctype html><html lang="{texts.language}"><head><meta charset="utf-8">'
        f"<title>{escape(texts('calibration.question'))}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(texts('calibration.question'))}</h1>"
        f'<p class="answer">{escape(answer(texts, rows))}</p><p class="small">{escape(paths)}</p>'
        f"{''.join(figures)}<h2>{escape(texts('calibration.tuned'))}</h2>{tuned}"
        f"{small}</body></html>\n"
    )


def write_calibration(report: Report, folder: Path) -> None:
    """Write calibration.html, calibration.csv and tuned_assumptions.csv into a folder.

    Args:
        report: A run with random paths, and a language.
        folder: An existing folder.
    """
    (folder / FILES[0]).write_text(calibration_html(report), encoding="utf-8")
    for name in FILES[1:]:
        report.results[name.removesuffix(".csv")].write_csv(folder / name, include_bom=True)
