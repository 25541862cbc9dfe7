"""What was formed of a programme, and who stands beside its funds, as a person reads it."""

from collections.abc import Callable

import polars as pl

from fundmodel.findings import line_of
from fundmodel.sentences import range_text, rate_text
from fundmodel.texts import Texts

# What switches foreign owners beside the funds on.
OWNED = ("coinvestment_share", "direct_plant_stake_share")

# Column of fund_closings -> how it is written; what is planned stands in the column named second.
_MONEY = {"formed_krw": "planned_krw", "foreign_formed_krw": "foreign_planned_krw"}
_SHARES = {"formed_foreign_share": "planned_foreign_share"}
_COUNTS = {
    "funds_formed": "fund_count",
    "funds_below_target": None,
    "licences_returned": None,
    "delay_quarters": None,
}


def closing_cells(closings: pl.DataFrame, texts: Texts) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells: each figure as planned, as formed, and its range over the random paths.

    Args:
        closings: fund_closings of one scenario, all statistics.
        texts: The language.
    """
    line = line_of(closings).row(0, named=True)
    found = {row["statistic"]: row for row in closings.iter_rows(named=True)}
    low, high = found.get("p5"), found.get("p95")
    units = texts.units
    cells = []
    for columns, written in ((_MONEY, units.won), (_SHARES, units.share), (_COUNTS, _count)):
        for name, planned in columns.items():
            row = [texts(f"closings.{name}"), written(line[planned]) if planned else ""]
            row.append(texts("term.none") if line[name] is None else written(line[name]))
            if low and high:
                ends = [written(end[name]) for end in (low, high) if end[name] is not None]
                row.append(texts("returns.range", low=ends[0], high=ends[1]) if len(ends) > 1 else "")
            cells.append(row)
    headings = [texts(f"closings.{key}") for key in ("figure", "planned", "formed")]
    return headings + ([texts("kept.range")] if low and high else []), cells


def equalisation_cells(
    late: pl.DataFrame, name: Callable[[str], str], texts: Texts
) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells of what late investors pay early ones.

    Args:
        late: The answer equalisation of one scenario, all statistics.
        name: Investor code -> name.
        texts: The language.
    """
    cells = [
        [
            name(row["investor_code"]),
            texts.units.won(row["carried_krw"], named=False),
            texts.units.won(row["interest_krw"], signed=True, named=False),
        ]
        for row in line_of(late).sort("investor_id").iter_rows(named=True)
    ]
    return [texts(f"closings.{key}") for key in ("investor", "carried", "interest")], cells


def owner_cells(owners: pl.DataFrame, texts: Texts) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells of foreign owners at the level of assets.

    Args:
        owners: co_owners of one scenario, all statistics.
        texts: The language.
    """
    units = texts.units
    low, high = (
        dict(owners.filter(pl.col("statistic") == one).select("owner_kind", "irr_won_rate").iter_rows())
        for one in ("p5", "p95")
    )
    cells = []
    for row in line_of(owners).sort("owner_kind").iter_rows(named=True):
        kind = row["owner_kind"]
        multiple, share = row["tvpi_multiple"], row["of_assets_share"]
        cells.append(
            [
                texts(f"co_owners.{kind}"),
                units.won(row["paid_in_krw"], named=False),
                units.won(row["received_krw"], named=False),
                texts("term.none") if share is None else units.share(share),
                texts("term.none") if multiple is None else units.multiple(multiple),
                rate_text(texts, row["irr_won_rate"], row["irr_won_status"]),
                rate_text(texts, row["irr_own_rate"], row["irr_own_status"]),
                *([range_text(texts, low[kind], high[kind])] if low else []),
            ]
        )
    keys = ("owner", "paid_in", "received", "of_assets", "tvpi", "irr", "irr_own")
    return [texts(f"co_owners.{key}") for key in keys] + ([texts("kept.range")] if low else []), cells


def _count(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
