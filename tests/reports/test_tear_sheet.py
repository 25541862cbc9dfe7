"""The tear sheet: returns by hand, the engine's own paths, and a page without any outside address."""

import re
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from fundmodel import irr
from fundmodel.reports.document.blocks import Table
from fundmodel.reports.export import median_path
from fundmodel.reports.nav_returns import by_calendar_year, nav_returns, path_returns, statistics
from fundmodel.reports.tear_sheet import tear_sheet, write_tear_sheet
from fundmodel.texts import Texts
from tests.reports.conftest import ARTEFACTS
from tests.ui.browser import browser


def test_a_return_lies_between_the_flows() -> None:
    # 100 in; worth 95 after fees; 50 more in, worth 160 and 10 paid out; sold for 176
    calls, back, nav = np.array([[0.0, 100, 50, 0, 0], [0, 0, 10, 176, 0], [0, 95, 160, 0, 0]])
    first, found = nav_returns(calls, back, nav)
    assert first == 1
    assert found.tolist() == pytest.approx([-0.05, 170 / 145 - 1, 0.1])


def test_money_after_the_end_is_no_return() -> None:
    calls, back, nav = np.array([[100.0, 0, 0, 0], [0, 110, 0, 5], [100, 0, 0, 0]])
    assert nav_returns(calls, back, nav)[1].tolist() == pytest.approx([0.0, 0.1])


def test_the_figures_of_a_series_known_by_hand() -> None:
    found = statistics(np.array([0.10, -0.20, 0.05, 0.15]))
    assert found.total == pytest.approx(1.1 * 0.8 * 1.05 * 1.15 - 1)
    assert found.yearly == pytest.approx(found.total)
    assert found.volatility == pytest.approx(np.std([0.10, -0.20, 0.05, 0.15], ddof=1) * 2)
    assert found.drawdown == pytest.approx(-0.2)
    assert (found.best, found.worst, found.negative) == pytest.approx((0.15, -0.2, 0.25))
    with pytest.raises(ValueError, match="at least 3"):
        statistics(np.array([0.1, 0.2]))


def test_smoothing_is_taken_out_again() -> None:
    """A market smoothed by a known weight: the volatility that comes back is the market's."""
    market = np.random.default_rng(5).normal(0.02, 0.08, 4000)
    smoothed = np.zeros_like(market)
    for quarter in range(1, len(market)):
        smoothed[quarter] = 0.6 * smoothed[quarter - 1] + 0.4 * market[quarter]
    found = statistics(smoothed)
    assert found.autocorrelation == pytest.approx(0.6, abs=0.03)
    assert found.volatility == pytest.approx(0.16 * 0.5, rel=0.05)
    assert found.unsmoothed == pytest.approx(0.16, rel=0.05)


def test_years_are_chained() -> None:
    assert by_calendar_year(np.array([0.1, -0.1, 0.2]), 7, 2027) == {2028: 0.1, 2029: pytest.approx(0.08)}


def test_a_path_of_the_run_agrees_with_the_engine(results) -> None:
    path = median_path(results, 0)
    found = path_returns(results, 0, path)
    classes = results["class_flows"].filter((pl.col("scenario_id") == 0) & (pl.col("path_id") == path))
    partners = classes.filter(pl.col("class_id") != 3)
    assert int(found.flows.sum()) == int(
        (partners["distributed_krw"] + partners["first_loss_krw"] - partners["paid_in_krw"]).sum()
    )
    whole = results["irrs"].filter(
        (pl.col("scenario_id") == 0)
        & (pl.col("path_id") == path)
        & (pl.col("party_id") == 0)
        & (pl.col("measure") == "net")
    )
    assert found.irr == whole["rate"][0]
    factor = results["market_paths"].filter((pl.col("world_id") == 0) & (pl.col("path_id") == path))
    rate = results.scenarios[0].value("index_return_rate")
    grown = factor["equity_factor"].to_numpy() * (1 + rate) ** ((factor["quarter"].to_numpy() + 1) / 4)
    assert found.levels.tolist() == pytest.approx(grown.tolist())
    assert np.prod(1 + found.index[:8]) == pytest.approx(found.levels[found.first_quarter + 7])
    rates, statuses = irr((found.flows / found.levels)[None, :])
    assert found.direct_alpha == (pytest.approx((1 + rates[0]) ** 4 - 1), statuses[0])
    assert (found.ks_pme > 1) == (found.direct_alpha[0] > 0)


def test_the_central_index_grows_by_the_assumption_and_does_not_move(results) -> None:
    found = statistics(path_returns(results, 0, 0).index)
    assert found.yearly == pytest.approx(results.scenarios[0].value("index_return_rate"))
    assert found.volatility == pytest.approx(0, abs=1e-12)
    assert found.autocorrelation == 0


@pytest.fixture(scope="module")
def sheets(report, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("sheets")
    return {
        language: write_tear_sheet(report(language), place / f"{language}.html") for language in ("ko", "en")
    }


def test_the_same_run_gives_the_same_sheet_later(sheets, report, tmp_path: Path) -> None:
    from fundmodel.reports import beside

    beside.forget()
    time.sleep(2)
    again = write_tear_sheet(report("en"), tmp_path / "again.html")
    assert again.read_bytes() == sheets["en"].read_bytes()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_sheet_opens_without_a_network_and_shows_the_engine(
    language: str, sheets, report, program
) -> None:
    document, shown = tear_sheet(report(language))
    texts = Texts(language)
    page = sheets[language].read_text(encoding="utf-8")
    annex = page[page.index('class="annex"') :]
    assert not re.search(r"(?:href|src|url)\s*[=(]\s*[\"']?(?:https?:)?//", annex)
    assert "Risk-Adjusted Return" not in annex
    with browser(program("chromium", "chromium-browser", "google-chrome")) as chromium:
        tab = chromium.new_context(offline=True, viewport={"width": 1280, "height": 900}).new_page()
        asked, faults = [], []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("pageerror", lambda fault: faults.append(str(fault)))
        tab.goto(sheets[language].as_uri())
        tab.wait_for_function(
            "[...document.querySelectorAll('[data-chart]')].every(one => one.dataset.drawn)"
        )
        assert faults == []
        assert [url for url in asked if not url.startswith(("data:", "file:"))] == []
        assert tab.locator(".annex svg").count() >= 10
        text = tab.inner_text("main")
        assert texts("tear_sheet.annex") in text
        assert texts.units.rate(statistics(shown.fund).unsmoothed) in text
        assert report(language).results.run_id in tab.inner_text("footer.stamp")
        tab.set_viewport_size({"width": 1280, "height": 6000})
        tab.screenshot(path=ARTEFACTS / f"tear-sheet-{language}.png")
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert {table.key for table in tables} == {
        "tear_sheet:0", "tear_sheet_years:0", "tear_sheet:1", "tear_sheet_years:1",
    }  # fmt: skip
