"""Answers that only some programmes have - notes, mandates, plant debt - shown when they have rows."""

from collections.abc import Iterator

import polars as pl

from fundmodel.reports.document.blocks import Block, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.material import Material
from fundmodel.reports.document.values import cell_text

# What the chapters before show.
SHOWN = frozenset(
    {
        "metrics",
        "fund_cash_flow",
        "foreign_share",
        "policy_outcomes",
        "outcome_breakdown",
        "exposure",
        "sanity",
        "scenario_changes",
        "programme_structure",
        "return_distribution",
        "path_ranking",
        "gross_to_net",
        "foreign_returns",
        "foreign_costs",
        "plant_timeline",
        "plant_operations",
        "mandates",
        "note_performance",
        "guarantee_cost",
        "notes_effect",
        "calibration",
    }
)
MOST_ROWS, MOST_COLUMNS = 40, 9

_KEYS = ("scenario_id", "world_id", "party_id", "party_kind", "fund_id", "investor_id")
_YEARLY = 4


def others(material: Material) -> Iterator[Block]:
    """Every further answer of the run that has rows, the central case or the expected one, year by year."""
    blocks = [block for name in material.report.results.answers if name not in SHOWN
              for block in _answer(material, name)]  # fmt: skip
    if blocks:
        yield Heading(material.texts("document.others"))
        yield Paragraph(material.texts("document.others_text"))
        yield from blocks


def _answer(material: Material, name: str) -> Iterator[Block]:
    frame = _cut(material.report.results[name])
    # An answer without the scenario's name feeds other answers and is not for reading.
    if frame.is_empty() or "scenario" not in frame.columns:
        return
    texts = material.texts
    columns = [column for column in frame.columns if column not in _KEYS and not _is_empty(frame, column)]
    # The row's name and what tells rows apart come first; what does not fit stays in the bundle.
    shown = columns[:MOST_COLUMNS]
    rows = frame.head(MOST_ROWS)
    cells = [
        [_cell(material, column, value) for column, value in zip(shown, row, strict=True)]
        for row in rows.select(shown).iter_rows()
    ]
    left_out = frame.height - rows.height
    notes = []
    if left_out > 0:
        notes.append(texts("document.rows_left", left=f"{left_out:,}", table=name))
    if len(columns) > len(shown):
        notes.append(texts("document.columns_left", columns=", ".join(columns[len(shown) :])))
    words = [place for place, column in enumerate(shown) if place and not rows[column].dtype.is_numeric()]
    yield Table(
        key=f"other:{name}",
        title=material.word("answer", name),
        unit=texts("document.unit_suffix"),
        origin=(name,),
        headings=tuple(material.word("column", column) for column in shown),
        rows=rows_of(cells),
        note=" ".join(notes),
        texts=tuple(words),
    )


def _cut(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows that a page can hold: one statistic, the last quarter of each year."""
    if "statistic" in frame.columns:
        known = set(frame["statistic"].unique())
        wanted = next((one for one in ("mean", "median", "central") if one in known), None)
        frame = frame if wanted is None else frame.filter(pl.col("statistic") == wanted)
    if "quarter" in frame.columns and frame.height > MOST_ROWS:
        frame = frame.filter(pl.col("quarter") % _YEARLY == _YEARLY - 1)
    return frame


def _is_empty(frame: pl.DataFrame, column: str) -> bool:
    return frame[column].null_count() == frame.height


def _cell(material: Material, column: str, value: object) -> str:
    if column == "scenario":
        names = {scenario.name: number for number, scenario in enumerate(material.scenarios)}
        return material.label(names[str(value)]) if value in names else str(value)
    if column == "statistic":
        return material.word("statistic_name", str(value))
    if column.endswith("_code") and isinstance(value, str):
        return material.party(column.removesuffix("_code"), value)
    return cell_text(column, value, material.texts)
