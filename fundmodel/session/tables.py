"""Tables as a person reads them: HTML for short ones, written numbers for long ones."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

import polars as pl

from fundmodel.sentences import change_text, range_text, rate_text
from fundmodel.texts import Texts

_QUARTERS = 4
_DOT = '<span class="fm-dot" style="background:{colour}"></span>'


def html_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    caption: str,
    colours: Sequence[str | None] = (),
    meant: Callable[[str], str] = str,
) -> str:
    """A table of short texts; the first column names the row, the others stand right.

    Args:
        headings: One per column.
        rows: Cells of each row, written.
        caption: What the table shows, for those who hear it.
        colours: Colour of each row's mark; None or missing for none.
        meant: Label -> unit and definition, shown when a pointer rests on a figure.
    """
    head = "".join(f'<th scope="col"{_hover(text, meant)}>{escape(text)}</th>' for text in headings)
    body = []
    for number, row in enumerate(rows):
        colour = colours[number] if number < len(colours) else None
        mark = _DOT.format(colour=escape(colour)) if colour else ""
        # A figure means what its column says, or its row where the columns are scenarios.
        cells = "".join(
            f"<td{_hover(label, meant) or _hover(row[0], meant)}>{escape(text)}</td>"
            for label, text in zip(headings[1:], row[1:], strict=True)
        )
        body.append(f'<tr><th scope="row">{mark}{escape(row[0])}</th>{cells}</tr>')
    return (
        f'<div class="fm-scroll" tabindex="0" role="group" aria-label="{escape(caption)}">'
        f'<table class="fm-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _hover(label: str, meant: Callable[[str], str]) -> str:
    text = meant(label)
    return f' title="{escape(text)}"' if text and text != label else ""


def returns_cells(
    rows: pl.DataFrame, columns: Sequence[str], texts: Texts
) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells of a table of returns.

    Args:
        rows: returns_table of findings.
        columns: party, irr_net, irr_gross, irr_own, irr_change, irr_range, tvpi, loss_chance, or the stem of
            a column of won (paid_in for paid_in_krw).
        texts: The language.
    """
    units = texts.units
    cells = []
    for row in rows.iter_rows(named=True):
        is_own = row["class_code"] == "foreign"
        own = rate_text(texts, row["irr_own_currency_rate"], row["irr_own_currency_status"])
        cell = {
            "party": texts.label(row, "name"),
            "irr_net": rate_text(texts, row["irr_net_rate"], row["irr_net_status"]),
            "irr_gross": rate_text(texts, row["irr_gross_rate"], row["irr_gross_status"]),
            "irr_own": own if is_own else "",
            "irr_change": change_text(texts, row["net_change_rate"]),
            "irr_range": range_text(texts, row["low_rate"], row["high_rate"]),
            "tvpi": texts("term.none")
            if row["tvpi_multiple"] is None
            else units.multiple(row["tvpi_multiple"]),
            "loss_chance": "" if row["loss_share"] is None else units.chance(row["loss_share"]),
        }
        cells.append(
            [
                cell[key] if key in cell else units.won(row[f"{key}_krw"], key == "first_loss", False)
                for key in columns
            ]
        )
    return [texts(f"term.{key}") for key in columns], cells


def html_cards(cards: Sequence[tuple[str, str, str]], meant: Callable[[str], str] = str) -> str:
    """Headline figures: label, value and a quiet line below each; what a label means shows on hover."""
    parts = [
        f'<div class="fm-card"{_hover(label, meant)}><dt>{escape(label)}</dt><dd>{escape(value)}</dd>'
        f'<dd class="fm-quiet">{escape(note)}</dd></div>'
        for label, value, note in cards
    ]
    return f'<dl class="fm-cards">{"".join(parts)}</dl>'


def written(frame: pl.DataFrame, headings: Mapping[str, str], texts: Texts) -> pl.DataFrame:
    """Columns under their headings, numbers written by the unit in the column's name.

    Args:
        frame: Rows of a table.
        headings: Column -> heading, in the order to show; other columns are left out.
        texts: The language.
    """
    units = texts.units
    by_suffix = {
        "_krw": lambda value: units.won(value, named=False),
        "_share": units.share,
        "_rate": units.rate,
        "_multiple": units.multiple,
        "_won": units.won_ratio,
        "_bp": "{:,.1f}".format,
        "statistic": lambda code: texts(f"statistic_name.{code}"),
    }
    columns = []
    for name, heading in headings.items():
        if name == "quarter":
            years = (frame["year"] - frame["quarter"] // _QUARTERS).to_list()
            dates = zip(frame["quarter"].to_list(), years, strict=True)
            columns.append(pl.Series(heading, [units.quarter(*date) for date in dates], dtype=pl.String))
            continue
        write = next((write for suffix, write in by_suffix.items() if name.endswith(suffix)), None)
        values = frame[name].to_list()
        if write is not None:
            values = [texts("term.none") if value is None else write(value) for value in values]
        columns.append(pl.Series(heading, values, strict=False))
    return pl.DataFrame(columns)
