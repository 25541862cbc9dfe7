"""The document: the engine's figures, as PDF and as HTML, in both languages, and nothing is cut off."""

import re
import subprocess
import time
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path

import polars as pl
import pypdf
import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Page

from fundmodel.reports.document import files
from fundmodel.reports.document.blocks import Document, Figure, Table, Verdict
from fundmodel.reports.document.build import full_document, summary
from fundmodel.reports.document.laws import checked_laws
from fundmodel.sentences import rate_text
from fundmodel.texts import Texts
from tests.reports.boxes import OUTSIDE_CHART, TOO_WIDE, glyphs, outside_columns, overlaps, words_of
from tests.reports.conftest import ARTEFACTS
from tests.ui.browser import browser

LANGUAGES = ("ko", "en")


def plain(text: str) -> str:
    return re.sub(r"[\s\u00a0\u200b]+", " ", text)


@pytest.fixture(scope="module")
def documents(report) -> dict[str, Document]:
    return {language: full_document(report(language)) for language in LANGUAGES}


@pytest.fixture(scope="module")
def folder(documents, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both documents and summaries, written once; PDFs kept among the artefacts to look at."""
    place = tmp_path_factory.mktemp("documents")
    ARTEFACTS.mkdir(exist_ok=True)
    for language, document in documents.items():
        texts = Texts(language)
        short = summary(document, texts("document.summary"), texts("document.summary_note"))
        for name, one in ((language, document), (f"{language}-summary", short)):
            content = files.pdf_bytes(one)
            (place / f"{name}.pdf").write_bytes(content)
            (ARTEFACTS / f"report-{name}.pdf").write_bytes(content)
        (place / f"{language}.html").write_text(files.html_page(document), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def pages(folder: Path, program) -> dict[str, list[str]]:
    """The text of every page, row by row, as an independent reader finds it."""
    read = {}
    for language in LANGUAGES:
        command = [program("pdftotext"), "-layout", str(folder / f"{language}.pdf"), "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        read[language] = text.removesuffix("\f").split("\f")
    return read


def headline_cells(results, language: str) -> Iterator[tuple[str, ...]]:
    """Name and net rates of the whole and of each class as the engine has them, written by the units."""
    texts = Texts(language)
    parties = results["parties"]
    for number in range(len(results.scenarios)):
        metrics = results["metrics"].filter(
            (pl.col("scenario_id") == number) & pl.col("party_kind").is_in(["whole", "class"])
        )
        for party in metrics["party_id"].unique(maintain_order=True).to_list():
            name = texts.label(parties.filter(pl.col("party_id") == party).row(0, named=True), "name")
            rows = {row["statistic"]: row for row in metrics.filter(pl.col("party_id") == party).to_dicts()}
            yield (
                name,
                *(
                    rate_text(texts, rows[one]["irr_net_rate"], rows[one]["irr_net_status"])
                    for one in ("central", "median", "mean", "p5", "p95")
                ),
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_says_what_the_engine_says(language: str, pages, results) -> None:
    read = [plain(page) for page in pages[language]]
    text = " ".join(read)
    for cells in headline_cells(results, language):
        assert plain(" ".join(cells)) in text, cells
    stamp = Texts(language)("report.hypothetical")
    for page in read:
        assert stamp in page
        assert results.run_id in page
        assert "2026-" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_for_those_who_do_not_see_it(language: str, folder: Path) -> None:
    reader = pypdf.PdfReader(folder / f"{language}.pdf")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    fonts = {font for page in reader.pages for font in _fonts(page)}
    assert fonts
    assert all("Pretendard" in font for font in fonts)


def test_headings_tables_and_figures_of_the_pdf_are_tagged(folder: Path) -> None:
    root = pypdf.PdfReader(folder / "ko.pdf").trailer["/Root"]
    kinds, alternatives = {}, []

    def walk(node: object) -> None:
        node = node.get_object() if isinstance(node, pypdf.generic.IndirectObject) else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            kind = node.get("/S")
            kinds[kind] = kinds.get(kind, 0) + 1
            if kind == "/Figure":
                alternatives.append(str(node.get("/Alt", "")))
            if "/K" in node:
                walk(node["/K"])

    walk(root["/StructTreeRoot"]["/K"])
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Figure", "/TOC"} <= set(kinds)
    assert alternatives
    assert all(alternatives)


def _fonts(page: pypdf.PageObject) -> Iterator[str]:
    for font in page["/Resources"].get("/Font", {}).values():
        yield font.get_object()["/BaseFont"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sign_is_missing_and_no_text_leaves_the_page(language: str, folder: Path, program) -> None:
    """Poppler's boxes of words: inside the margins; the sign for a missing glyph is nowhere."""
    for name in (language, f"{language}-summary"):
        done = subprocess.run(
            [program("pdftotext"), "-bbox", str(folder / f"{name}.pdf"), "-"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        box = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
        words = re.findall(box, done.stdout)
        size = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', done.stdout)
        width, height = map(float, size.groups())
        assert words
        for left, top, right, bottom, word in words:
            assert "\ufffd" not in word
            assert float(left) >= 40, word
            assert float(right) <= width - 40, word
            assert float(top) >= 20, word
            assert float(bottom) <= height - 20, word


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_of_the_pdf_stays_in_its_column(language: str, folder: Path, documents, program) -> None:
    """Word by word where Poppler finds it: inside its column, over no other word, no glyph missing."""
    words = words_of(folder / f"{language}.pdf", program("pdftotext"))
    assert overlaps(words) == []
    n_rows = n_found = 0
    for block in files.printed_blocks(documents[language]):
        if block["type"] == "table":
            edges = list(accumulate(block["widths"], initial=files.MARGIN))
            columns = [(left + files.CELL_INSET, right - files.CELL_INSET) for left, right in pairwise(edges)]
            leaving, found = outside_columns(words, block["rows"], columns[: len(block["headings"])])
            assert leaving == [], block["title"]
            n_rows, n_found = n_rows + len(block["rows"]), n_found + found
    # Short rows and those broken over two pages are not looked for.
    assert n_found > 0.8 * n_rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_draws_the_sign_for_a_missing_glyph(language: str, folder: Path) -> None:
    drawn = glyphs(folder / f"{language}-summary.pdf")
    assert sum(drawn.values()) > 1_000
    assert drawn[0] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_of_the_document_is_in_the_font(language: str, pages) -> None:
    known = set(TTFont(files.fonts_folder() / "Pretendard-Regular.otf").getBestCmap())
    used = {ord(sign) for page in pages[language] for sign in page}
    assert {chr(code) for code in used - known} <= set("\n\u200b\f")


def test_the_summary_has_two_pages_and_only_rows_of_the_full_report(folder: Path, documents) -> None:
    for language, document in documents.items():
        assert len(pypdf.PdfReader(folder / f"{language}-summary.pdf").pages) == 2
        short = summary(document, "s", "n")
        full = {block.key: block.rows for block in document.blocks if isinstance(block, Table)}
        tables = [block for block in short.blocks if isinstance(block, Table)]
        assert {table.key for table in tables} == {"returns:0", "effects", "foreign", "targets:0"}
        assert all(full[table.key] == table.rows for table in tables)
        said = {block.text for block in document.blocks if isinstance(block, Verdict)}
        assert {block.text for block in short.blocks if isinstance(block, Verdict)} <= said


def test_every_table_says_its_unit_and_where_it_comes_from(documents, results) -> None:
    for document in documents.values():
        shown = [block for block in document.blocks if isinstance(block, Table | Figure)]
        assert len(shown) > 30
        for block in shown:
            assert block.unit
            assert set(block.origin) <= set(results.tables), block.origin
            assert block.title
        tables = [block for block in shown if isinstance(block, Table)]
        assert len({table.key for table in tables}) == len(tables)
        for table in tables:
            assert all(len(row) == len(table.headings) for row in table.rows), table.key
            assert not table.cites or len(table.cites) == len(table.rows)
            assert not any(re.search(r"\b(nan|NaN|None)\b", cell) for row in table.rows for cell in row), (
                table.key
            )
        listed = {row[0] for row in document.table("origins").rows}
        assert {block.title for block in shown[:-2]} == listed


def test_every_assumption_stands_there_with_a_source(documents, results) -> None:
    for document in documents.values():
        rows = [
            (row, cites)
            for block in document.blocks
            if isinstance(block, Table) and block.key.startswith("assumptions:")
            for row, cites in zip(block.rows, block.cites, strict=True)
        ]
        assert len(rows) == results["assumptions_data"].height
        assert all(1 <= cite <= len(document.sources) for _, cites in rows for cite in cites)


def test_both_languages_show_the_same_figures(documents) -> None:
    korean, english = documents["ko"], documents["en"]
    assert [type(block) for block in korean.blocks] == [type(block) for block in english.blocks]
    for ours, theirs in zip(korean.blocks, english.blocks, strict=True):
        if isinstance(ours, Table) and ours.key.startswith("returns:"):
            percents = [row[1:6] for row in ours.rows]
            assert percents == [row[1:6] for row in theirs.rows]


def test_the_laws_hold_on_every_path_of_the_run(results) -> None:
    laws = checked_laws(results)
    assert all(law.cases > 0 for law in laws)
    assert {law.key: law.gap_krw for law in laws if not law.holds} == {}


@pytest.fixture(scope="module")
def opened(program) -> Iterator[Page]:
    with browser(program("chromium", "chromium-browser", "google-chrome")) as chromium:
        context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 900})
        yield context.new_page()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_works_without_a_network(language: str, folder: Path, opened: Page, results) -> None:
    asked, faults = [], []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    address = (folder / f"{language}.html").as_uri()
    opened.goto(address)
    opened.wait_for_function("[...document.querySelectorAll('[data-chart]')].every(one => one.dataset.drawn)")
    assert faults == []
    assert [url for url in asked if url != address and not url.startswith("data:")] == []
    drawn = opened.eval_on_selector_all("[data-chart]", "all => all.map(one => one.dataset.drawn)")
    assert drawn
    assert set(drawn) == {"yes"}
    rows = opened.eval_on_selector_all(
        "table[data-key^='returns:'] tbody tr",
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))",
    )
    shown = [tuple(plain(cell) for cell in row[:6]) for row in rows]
    assert shown == [tuple(plain(cell) for cell in cells) for cells in headline_cells(results, language)]
    assert results.run_id in opened.inner_text("footer.stamp")
    wide = opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert wide, "the page is wider than the screen"
    assert opened.evaluate("document.fonts.check('16px Pretendard')")
    opened.set_viewport_size({"width": 1280, "height": 4000})
    assert opened.evaluate(TOO_WIDE) == []
    assert opened.evaluate(OUTSIDE_CHART) == []
    opened.screenshot(path=ARTEFACTS / f"report-{language}.png")


def test_the_same_run_gives_the_same_bytes_later(report, folder: Path) -> None:
    first = (folder / "ko.pdf").stat().st_mtime
    time.sleep(max(0.0, 2 - (time.time() - first)))
    document = full_document(report("ko"))
    assert files.pdf_bytes(document) == (folder / "ko.pdf").read_bytes()
    assert files.html_page(document) == (folder / "ko.html").read_text(encoding="utf-8")
