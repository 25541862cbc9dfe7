"""The annex of a tear sheet: QuantStats' own sheet of the same returns, made harmless."""

import logging
import os
import re
import tempfile
import warnings
from pathlib import Path

from fundmodel.reports.nav_returns import PERIODS_PER_YEAR

_SALT = "fundmodel"


def annex_page(fund: tuple[float, ...], index: tuple[float, ...], first_quarter: int, first_year: int) -> str:
    """QuantStats' own tear sheet of quarterly returns, without links, dates of making and scripts.

    Args:
        fund: Returns of the fund by quarter.
        index: Returns of the index in the same quarters.
        first_quarter: Quarter of the grid of the first return.
        first_year: Year of quarter 0.
    """
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
