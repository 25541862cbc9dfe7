"""The presentation: native and editable, its figures those of the run, readable by another program."""

import re
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn

from fundmodel import model
from fundmodel.model import Results
from fundmodel.reports.deck import write_deck
from fundmodel.reports.deck.lettering import FONT, LINE, lines
from fundmodel.reports.report import Report
from fundmodel.scenario import Scenario
from fundmodel.texts import Texts

PROPOSED = ("base", "high_foreign")
CASES = [(name, language) for name in PROPOSED for language in ("en", "ko")]
POINT = 12700


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\v", ""))


def _titles(file: Path) -> list[str]:
    return [slide.shapes.title.text_frame.text.replace("\v", " ") for slide in Presentation(str(file)).slides]


def _cells(slide: Any) -> list[str]:
    return [
        cell.text
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]


def _runs(element: Any) -> Iterator[Any]:
    for tag in ("a:rPr", "a:defRPr"):
        yield from element.iter(qn(tag))


def _party(results: Results, scenario: str, code: str, statistic: str) -> dict[str, Any]:
    chosen = results["metrics"].filter(
        (pl.col("scenario") == scenario)
        & (pl.col("party_code") == code)
        & (pl.col("statistic") == statistic)
        & pl.col("party_kind").is_in(["whole", "class"])
    )
    return chosen.row(0, named=True)


@pytest.mark.parametrize(("name", "language"), CASES)
def test_the_headline_is_that_of_the_run(
    decks: dict[tuple[str, str], Path], runs: dict[str, Results], name: str, language: str
) -> None:
    units = Texts(language).units
    slides = Presentation(str(decks[name, language])).slides
    table = next(shape.table for shape in slides[1].shapes if shape.has_table)
    shown = [[cell.text for cell in row.cells] for row in table.rows][1:]
    for cells, code in zip(shown, ("whole", "public", "domestic", "foreign", "gp"), strict=True):
        rows = {kind: _party(runs[name], name, code, kind) for kind in ("p5", "median", "p95", "central")}
        wanted = [units.rate(rows[kind]["irr_net_rate"]) for kind in ("p5", "median", "p95", "central")]
        wanted += [units.multiple(rows[kind]["tvpi_multiple"]) for kind in ("p5", "median", "p95")]
        assert cells[1:-1] == wanted
        assert cells[-1] == units.share(round(rows["median"]["loss_share"], 2))
    title = _titles(decks[name, language])[1]
    whole = [_party(runs[name], name, "whole", kind)["irr_net_rate"] for kind in ("p5", "median", "p95")]
    assert all(_plain(units.rate(rate)) in _plain(title) for rate in whole)


def _series(slide: Any) -> dict[str, list[float | None]]:
    charts = [shape.chart for shape in slide.shapes if shape.has_chart]
    return {one.name: list(one.values) for chart in charts for plot in chart.plots for one in plot.series}


def _slide(file: Path, texts: Texts, key: str) -> Any:
    """The slide whose charts hold a series of that name."""
    name = texts(key)
    return next(slide for slide in Presentation(str(file)).slides if name in _series(slide))


@pytest.mark.parametrize("name", PROPOSED)
def test_charts_hold_the_engines_numbers(
    decks: dict[tuple[str, str], Path], runs: dict[str, Results], name: str
) -> None:
    texts, run = Texts("en"), runs[name]
    flows = run["fund_cash_flow"].filter((pl.col("scenario") == name) & (pl.col("party_kind") == "whole"))
    slide = _slide(decks[name, "en"], texts, "deck.curve.band_up")
    middle = flows.filter(pl.col("statistic") == "p50").sort("quarter")["cumulative_krw"] / 1e12
    drawn = _series(slide)
    assert drawn[texts("statistic_name.median")] == pytest.approx(middle.to_list(), abs=1e-12)
    # The four stacks of the band meet at P10 and P90 on both sides of zero.
    for key, statistic in (("from", "p10"), ("band_up", "p90")):
        edge = flows.filter(pl.col("statistic") == statistic).sort("quarter")["cumulative_krw"] / 1e12
        parts = {
            word: drawn[texts(f"deck.curve.{word}")] for word in ("from", "band_up", "from_down", "band_down")
        }
        up = [
            low + (band if key == "band_up" else 0.0)
            for low, band in zip(parts["from"], parts["band_up"], strict=True)
        ]
        down = [
            low + (0.0 if key == "band_up" else band)
            for low, band in zip(parts["from_down"], parts["band_down"], strict=True)
        ]
        assert [above + below for above, below in zip(up, down, strict=True)] == pytest.approx(
            edge.to_list(), abs=1e-9
        )
    mean = _party(run, name, "whole", "mean")
    bridge = _series(_slide(decks[name, "en"], texts, "deck.bridge.rate"))[texts("deck.bridge.rate")]
    assert (bridge[0], bridge[-1]) == pytest.approx((mean["irr_gross_rate"], mean["irr_net_rate"]), abs=1e-9)
    stacks = _series(_slide(decks[name, "en"], texts, "deck.uses.fees"))
    sources, uses = (sum(values[place] or 0.0 for values in stacks.values()) for place in (0, 1))
    assert (sources, uses) == pytest.approx((5.0, 5.0), abs=1e-12)


def test_the_embedded_sheet_of_a_chart_can_be_edited(decks: dict[tuple[str, str], Path]) -> None:
    with zipfile.ZipFile(decks["base", "en"]) as parts:
        sheets = [name for name in parts.namelist() if name.endswith(".xlsx")]
        assert len(sheets) >= 8
        book = openpyxl.load_workbook(BytesIO(parts.read(sheets[0])))
        assert book.active.max_row > 2


@pytest.mark.parametrize(("name", "language"), CASES)
def test_every_slide_carries_message_notes_stamp_number_and_fonts(
    decks: dict[tuple[str, str], Path], runs: dict[str, Results], name: str, language: str
) -> None:
    report = Report(runs[name], Texts(language))
    slides = list(Presentation(str(decks[name, language])).slides)
    assert 15 <= len(slides) <= 20
    titles = _titles(decks[name, language])
    assert len(set(titles)) == len(titles)
    for slide, title in zip(slides, titles, strict=True):
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        stamps = [text for text in texts if runs[name].run_id in text]
        assert len(stamps) == 1, title
        assert all(part in stamps[0] for part in (name, report.as_of, report.version)), title
        assert re.search(r"\d", title), "a title without a number"
        notes = slide.notes_slide.notes_text_frame.text
        assert title in notes
        assert notes.count("\n– ") >= 2, "figures without definitions"
        assert slide._element.findall(f".//{qn('a:fld')}"), "no slide number"
        elements = [slide._element, *(shape.chart._chartSpace for shape in slide.shapes if shape.has_chart)]
        for properties in (one for element in elements for one in _runs(element)):
            faces = {properties.find(qn(tag)).get("typeface") for tag in ("a:latin", "a:ea", "a:cs")}
            assert faces == {FONT}
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr"), title


def test_titles_are_computed_not_boiler_plate(decks: dict[tuple[str, str], Path]) -> None:
    base, foreign = (_titles(decks[name, "en"]) for name in PROPOSED)
    assert len(base) == len(foreign)
    # Another share of foreign money leaves companies, plants and targets as they are, but not these.
    differing = [one for one, other in zip(base, foreign, strict=True) if one != other]
    for words in (
        "Bad case first",
        "goes through the mega fund",
        "Foreign investors commit",
        "Furthest from",
    ):
        assert any(words in title for title in differing), words
    assert {one.split(" %")[-1] for one in base} != set(base)


def test_no_text_needs_more_room_than_its_box(decks: dict[tuple[str, str], Path]) -> None:
    for case, file in decks.items():
        deck = Presentation(str(file))
        for slide in deck.slides:
            for shape in slide.shapes:
                if shape.has_text_frame and shape.text_frame.text and not shape.is_placeholder:
                    runs = [run for part in shape.text_frame.paragraphs for run in part.runs]
                    size, bold = runs[0].font.size.pt, bool(runs[0].font.bold)
                    room = (
                        shape.width - shape.text_frame.margin_left - shape.text_frame.margin_right
                    ) / POINT
                    needed = lines(shape.text_frame.text, size, room, bold) * size * LINE
                    assert needed <= shape.height / POINT + size, (case, shape.text_frame.text)
                assert 0 <= shape.left <= shape.left + shape.width <= deck.slide_width + POINT, case
                assert 0 <= shape.top <= shape.top + shape.height <= deck.slide_height, case


def test_every_sign_is_in_a_korean_font(decks: dict[tuple[str, str], Path]) -> None:
    known = TTFont(BytesIO(files("fundmodel").joinpath("fonts", "Pretendard-Regular.otf").read_bytes()))
    glyphs = set(known.getBestCmap())
    for file in decks.values():
        for slide in Presentation(str(file)).slides:
            signs = {sign for element in slide._element.iter(qn("a:t")) for sign in element.text or ""}
            assert {sign for sign in signs if ord(sign) not in glyphs and not sign.isspace()} == set()


@pytest.mark.parametrize("case", CASES)
def test_another_program_shows_every_figure(
    pages: dict[tuple[str, str], Path],
    decks: dict[tuple[str, str], Path],
    program: Callable[..., str],
    case: Any,
) -> None:
    pdf, slides = pages[case], list(Presentation(str(decks[case])).slides)
    text = subprocess.run([program("pdftotext"), "-layout", pdf, "-"], check=True, capture_output=True).stdout
    shown = text.decode().split("\f")[:-1]
    assert len(shown) == len(slides)
    for slide, page in zip(slides, shown, strict=True):
        for part in slide.shapes.title.text_frame.text.split("\v"):
            assert _plain(part) in _plain(page)
        # A cell may be broken over lines between which its neighbours stand: its words are looked for.
        words = [word for cell in _cells(slide) for word in cell.split() if re.search(r"\d", word)]
        # A long word may be broken at its hyphen.
        parts = [part for word in words for part in re.split(r"(?<=-)", word)]
        assert [part for part in parts if _plain(part) not in _plain(page)] == []
    fonts = subprocess.run([program("pdffonts"), pdf], check=True, capture_output=True).stdout.decode()
    rows = fonts.splitlines()[2:]
    assert rows
    assert all(" yes " in row for row in rows), "a font that is not embedded"


def test_tables_stay_above_the_source_line(
    pages: dict[tuple[str, str], Path], decks: dict[tuple[str, str], Path], program: Callable[..., str]
) -> None:
    """As drawn: no word below the last line of the body but source and stamp, none outside the page."""
    for case, pdf in pages.items():
        found = subprocess.run([program("pdftotext"), "-bbox", pdf, "-"], check=True, capture_output=True)
        drawn = found.stdout.decode().split("<page ")[1:]
        for page, slide in zip(drawn, Presentation(str(decks[case])).slides, strict=True):
            wide, high = (
                float(number) for number in re.findall(r'width="([\d.]+)" height="([\d.]+)"', page)[0]
            )
            texts = [shape for shape in slide.shapes if shape.has_text_frame]
            source = next(
                shape
                for shape in texts
                if shape.text_frame.text.startswith(Texts(case[1])("deck.small.source"))
            )
            line = source.top / POINT * high / (7.5 * 72)
            allowed = _plain("".join(shape.text_frame.text for shape in texts if shape.top >= source.top))
            boxes = re.findall(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', page)
            for x_low, y_low, x_high, y_high, written in boxes:
                word = unescape(written)
                assert float(x_low) >= 0
                assert float(x_high) <= wide
                assert float(y_high) <= high
                if (float(y_low) + float(y_high)) / 2 > line and not word.isdigit():
                    assert _plain(word) in allowed, (case, slide.shapes.title.text_frame.text, word)


def test_every_page_shows_something(
    pages: dict[tuple[str, str], Path], program: Callable[..., str], tmp_path: Path
) -> None:
    pdf = pages["base", "ko"]
    subprocess.run([program("pdftoppm"), "-r", "20", "-png", pdf, tmp_path / "page"], check=True)
    pictures = sorted(tmp_path.glob("page*.png"))
    assert len(pictures) >= 15
    for picture in pictures:
        grey = Image.open(picture).convert("L")
        dark = sum(grey.histogram()[:200]) / (grey.width * grey.height)
        assert 0.01 < dark < 0.7, picture


def test_the_same_run_gives_the_same_bytes(
    decks: dict[tuple[str, str], Path], runs: dict[str, Results], tmp_path: Path
) -> None:
    first = decks["base", "ko"]
    time.sleep(max(0.0, 2.0 - (time.time() - first.stat().st_mtime)))
    again = write_deck(Report(runs["base"], Texts("ko")), tmp_path / "again.pptx")
    assert again.read_bytes() == first.read_bytes()


def test_without_random_paths_no_slide_is_empty(tmp_path: Path) -> None:
    file = write_deck(Report(model.run(Scenario("base")), Texts("en")), tmp_path / "central.pptx")
    slides = list(Presentation(str(file)).slides)
    assert 15 <= len(slides) <= 20
    assert all(len(slide.shapes) > 4 for slide in slides)
    assert not any("P5" in title for title in _titles(file))
