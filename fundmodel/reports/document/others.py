"""Further answers: a table each, in words where they are known, and any answer that is added later."""

from collections.abc import Iterator

import polars as pl

from fundmodel.reports.document.blocks import Block, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.material import Material
from fundmodel.reports.document.terms import ANSWERS as TERMS
from fundmodel.reports.document.values import cell_text

# What the other chapters show.
SHOWN = frozenset(
    [
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
        "borrowing_effect",
        "notes_effect",
        "calibration",
        "reported_figures",
        *TERMS,
    ]
)
# Columns that a reader needs; of other answers the first ones that hold something.
COLUMNS = {
    "absorption": (
        "year",
        "deployment_krw",
        "market_krw",
        "deployment_share",
        "limit_share",
        "entry_price_multiple",
        "listings",
        "listing_limit",
    ),
    "plant_debt_risk": (
        "facility_code",
        "debt_krw",
        "plant_paths",
        "cured_share",
        "lender_loss_share",
        "mean_cure_krw",
        "mean_lender_loss_krw",
    ),
    "second_phase_value": (
        "facility_code",
        "never_npv_krw",
        "at_once_npv_krw",
        "option_npv_krw",
        "option_value_krw",
        "exercised_share",
    ),
    "central_gap": (
        "strategy_code",
        "invested_krw",
        "proceeds_krw",
        "tvpi_gross_multiple",
        "tvpi_gross_mean_multiple",
        "tvpi_gross_gap_multiple",
    ),
    "market_equivalents": (
        "party_code",
        "irr_rate",
        "ks_pme_multiple",
        "direct_alpha_rate",
        "pme_plus_rate",
        "beats_index_share",
    ),
    "startup_pipeline": ("year", "company_count"),
    "company_returns": ("from_multiple", "company_share", "invested_share", "proceeds_share"),
    "largest_positions": ("fund_code", "largest_krw", "commitment_krw", "share_of_commitment"),
    "investor_terms": (
        "investor_code",
        "level",
        "commitment_krw",
        "hurdle_rate",
        "carry_rate",
        "catch_up_share",
        "fee_discount_share",
    ),
    "policy_levers": (
        "label",
        "party_code",
        "irr_net_change_rate",
        "tvpi_change_multiple",
        "distributed_change_krw",
    ),
}
MOST_ROWS, MOST_COLUMNS = 44, 8

_KEYS = (
    "scenario",
    "scenario_id",
    "world_id",
    "party_id",
    "party_kind",
    "fund_id",
    "investor_id",
    "statistic",
)
_QUARTERS = 4
# Counts and dates that are means over paths.
_ROUNDED = ("listing", "licences", "funds_formed", "delay")


def others(material: Material) -> Iterator[Block]:
    """Every further answer of the run that has rows: expected amounts, year by year."""
    names = [name for name in material.report.results.answers if name not in SHOWN]
    blocks = [block for name in names for block in _answer(material, name)]
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
    known = COLUMNS.get(name)
    columns = list(known) if known else _first_columns(frame)
    rows = frame.head(MOST_ROWS)
    cells = [
        [
            _scenario(material, row["scenario"]),
            *(_cell(material, column, row) for column in columns),
        ]
        for row in rows.iter_rows(named=True)
    ]
    left_out = frame.height - rows.height
    note = texts("document.rows_left", left=f"{left_out:,}", table=name) if left_out else ""
    is_text = [column == "label" or frame[column].dtype == pl.String for column in columns]
    yield Table(
        key=f"other:{name}",
        title=material.word("answer", name),
        unit=texts("document.unit_suffix"),
        origin=(name,),
        headings=(texts("document.scenario"), *(material.word("column", column) for column in columns)),
        rows=rows_of(cells),
        note=note,
        texts=tuple(place for place, one in enumerate(is_text, start=1) if one),
        widths=(1.4, *([1.0] * len(columns))),
    )


def _first_columns(frame: pl.DataFrame) -> list[str]:
    found = [
        column
        for column in frame.columns
        if column not in _KEYS
        and not column.endswith("_status")
        and frame[column].null_count() < frame.height
    ]
    return found[:MOST_COLUMNS]


def _cut(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows that a page can hold: one statistic, the last quarter of each year, years in which money moves."""
    if "statistic" in frame.columns:
        known = set(frame["statistic"].unique())
        wanted = next((one for one in ("mean", "median", "central") if one in known), None)
        frame = frame if wanted is None else frame.filter(pl.col("statistic") == wanted)
    if {"party_place", "peak_liability_krw"} & set(frame.columns):
        groups = set(frame["path_group"].unique())
        frame = frame.filter(pl.col("path_group") == ("random" if "random" in groups else "central"))
    if "party_place" in frame.columns:
        frame = frame.filter(pl.col("party_kind") == "class")
    if "quarter" in frame.columns and frame.height > MOST_ROWS:
        frame = frame.filter(pl.col("quarter") % _QUARTERS == _QUARTERS - 1)
    if "phase_code" in frame.columns:
        frame = frame.filter((pl.col("phase_code") == "all") & (pl.col("company_count") >= 1 / 2))
    if "deployment_share" in frame.columns:
        frame = frame.filter(pl.col("deployment_share").round(3) > 0)
    return frame


def _scenario(material: Material, name: str) -> str:
    places = {scenario.name: number for number, scenario in enumerate(material.scenarios)}
    return material.label(places[name]) if name in places else name


def _cell(material: Material, column: str, row: dict[str, object]) -> str:
    value = row[f"label_{material.texts.language}"] if column == "label" else row[column]
    if column == "party_code":
        kind = str(row.get("party_kind") or ("whole" if value == "whole" else "class"))
        return material.party(kind, str(value))
    if column == "owner_kind":
        return material.texts(f"co_owners.{value}")
    if column == "lever":
        return material.word("lever", str(value))
    if column.endswith("_code") and isinstance(value, str):
        return material.party(column.removesuffix("_code"), value)
    if column.endswith(("_change_rate", "_change_share")) and isinstance(value, float):
        return material.units.points(value)
    is_rounded = column.startswith(_ROUNDED) and isinstance(value, float)
    return cell_text(column, round(value, 1) if is_rounded else value, material.texts)
