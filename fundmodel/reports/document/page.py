"""A document as one HTML file: styles, fonts, charts and the code that draws them are inside."""

import json
from base64 import b64encode
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import Any

import vl_convert

from fundmodel.reports.beside import Piece, done
from fundmodel.reports.document.blocks import Document
from fundmodel.reports.document.model import plain_blocks
from fundmodel.reports.fonts import subset_font

_WEIGHTS = {"Regular": 400, "Bold": 700}
# Nothing may be fetched: the page holds all it needs. Vega reads its expressions with eval.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:"
)
_NAMES = "window.vegaEmbed = vegaEmbed;"
# Words are measured as a chart is drawn: with another font they would leave it.
_DRAW = """
Promise.all([...document.fonts].map(font => font.load())).then(() => {
  for (const place of document.querySelectorAll('[data-chart]')) {
    const chart = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    vegaEmbed(place, chart, {actions: false, renderer: 'svg', ast: false})
      .then(() => place.dataset.drawn = 'yes', fault => { place.dataset.drawn = 'no'; throw fault; });
  }
});
"""


def drawing_code() -> str:
    """Vega, Vega-Lite and their embedding in one script, from the installed converter."""
    return vl_convert.javascript_bundle(_NAMES)


# Seconds of work, and always the same.
DRAWING = Piece(f"{drawing_code.__module__}:{drawing_code.__name__}")


def html_page(document: Document, annex: str = "", drawing: str = "") -> str:
    """A document as one page that works without a network.

    Args:
        document: What to write.
        annex: HTML that follows the document, made by someone else and already harmless.
        drawing: What drawing_code gives, if it is known already.

    Returns:
        The page; the same document gives the same text.
    """
    blocks = plain_blocks(document)
    headings = [block for block in blocks if block["type"] == "heading" and block["level"] == 1]
    for number, block in enumerate(headings, 1):
        block["number"] = number
    body = "\n".join(part for block in blocks for part in _block(block, document))
    contents = "".join(
        f'<li><a href="#chapter-{block["number"]}">{escape(block["text"])}</a></li>' for block in headings
    )
    shown = contents if document.has_contents else ""
    navigation = f"<nav><h2>{escape(document.words['contents'])}</h2><ol>{shown}</ol></nav>" if shown else ""
    sources = "".join(_source(number, source.text, source.url) for number, source in enumerate(
        document.sources, 1))  # fmt: skip
    references = (
        f'<h1>{escape(document.words["references"])}</h1><ol class="sources">{sources}</ol>'
        if sources
        else ""
    )
    charts = any(block["type"] == "figure" for block in blocks)
    code = drawing or done(DRAWING) if charts else ""
    scripts = f"<script>{code}</script><script>{_DRAW}</script>" if charts else ""
    main = (
        f'<header><p class="title">{escape(document.title)}</p>'
        f'<p class="subtitle">{escape(document.subtitle)}</p>'
        f'<p class="small">{escape(document.stamp)}</p></header>'
        f"{navigation}<main>{body}{references}{annex}</main>"
        f'<footer class="stamp">{escape(document.stamp)}</footer>'
    )
    style = files("fundmodel").joinpath("reports", "document", "report.css").read_text(encoding="utf-8")
    fonts = _font_faces(f"{document.title}{main}{_ALWAYS}")
    return (
        f'<!DOCTYPE html>\n<html lang="{document.language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(document.title)} · {escape(document.subtitle)}</title>"
        f"<style>{fonts}{style}</style></head><body>{main}{scripts}</body></html>\n"
    )


# Signs that charts make while someone reads them: numbers of axes and tips.
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "−–—·…원조억만천년분기×≤≥"


def _font_faces(text: str) -> str:
    """The fonts with the signs of the page, inside the page."""
    faces = []
    for name, weight in _WEIGHTS.items():
        content = b64encode(subset_font(f"Pretendard-{name}.otf", text)).decode("ascii")
        faces.append(
            f"@font-face{{font-family:Pretendard;font-weight:{weight};"
            f"src:url(data:font/otf;base64,{content}) format('opentype')}}"
        )
    return "".join(faces)


def _source(number: int, text: str, url: str) -> str:
    link = f' <a href="{escape(url)}" rel="noreferrer">{escape(url)}</a>' if url else ""
    return f'<li id="source-{number}">{escape(text)}{link}</li>'


def _block(block: dict[str, Any], document: Document) -> Iterator[str]:
    match block["type"]:
        case "heading":
            anchor = f' id="chapter-{block["number"]}"' if "number" in block else ""
            yield f"<h{block['level']}{anchor}>{escape(block['text'])}</h{block['level']}>"
        case "paragraph":
            lead = f"<strong>{escape(block['lead'])}</strong> " if block["lead"] else ""
            yield f'<p class="{block["kind"]}">{lead}{escape(block["text"])}</p>'
        case "verdict":
            yield (
                f'<p class="verdict {block["level"]}"><strong>{escape(block["word"])}</strong> · '
                f"{escape(block['text'])}</p>"
            )
        case "figures":
            items = "".join(
                f'<div><dt>{escape(label)}</dt><dd class="value">{escape(value)}</dd>'
                f"<dd>{escape(note)}</dd></div>"
                for label, value, note in block["items"]
            )
            yield f'<dl class="figures">{items}</dl>'
        case "table":
            yield _table(block, document)
        case "figure":
            yield _figure(block)


def _note(block: dict[str, Any]) -> str:
    return f'<p class="small">{escape(block["note"])}</p>' if block["note"] else ""


def _table(block: dict[str, Any], document: Document) -> str:
    words = {0, *block["texts"]}
    side = ["" if place in words else ' class="number"' for place in range(len(block["headings"]))]
    cites = block["cites"]
    head = "".join(
        f'<th scope="col"{side[place]}>{escape(text)}</th>' for place, text in enumerate(block["headings"])
    )
    head += f'<th scope="col">{escape(document.words["source"])}</th>' if cites else ""
    rows = []
    for number, row in enumerate(block["rows"]):
        cells = f'<th scope="row">{escape(row[0])}</th>'
        cells += "".join(
            f"<td{side[place]}>{escape(text)}</td>" for place, text in enumerate(row[1:], start=1)
        )
        if cites:
            links = " ".join(f'<a href="#source-{cite}">[{cite}]</a>' for cite in cites[number])
            cells += f"<td>{links}</td>"
        rows.append(f"<tr>{cells}</tr>")
    return (
        f'<figure class="table"><figcaption>{escape(block["caption"])}'
        f'<span class="small">{escape(block["foot"])}</span></figcaption>'
        f'<div class="scroll"><table data-key="{escape(block["key"])}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>{_note(block)}</figure>"
    )


def _figure(block: dict[str, Any]) -> str:
    name = f"chart-{block['number']}"
    # "</" would end the script that holds the specification.
    specification = json.dumps(block["chart"], ensure_ascii=False, sort_keys=True).replace("</", "<\\/")
    return (
        f'<figure><figcaption>{escape(block["caption"])}<span class="small">{escape(block["foot"])}</span>'
        f'</figcaption><div class="chart" role="img" aria-label="{escape(block["alternative"])}" '
        f'data-chart="{name}"></div><script type="application/json" id="{name}">{specification}</script>'
        f"{_note(block)}</figure>"
    )
