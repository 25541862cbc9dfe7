"""The chapter on plants: when they open, what they cost, and whether they carry their debt."""

from collections.abc import Iterator

import polars as pl

from fundmodel.charts import plant_capacity, plant_timeline
from fundmodel.plant_findings import capacity, named_sites, weakest_cover
from fundmodel.plant_sentences import plants_answer
from fundmodel.reports.document.blocks import Block, Figure, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.material import Material
from fundmodel.reports.document.values import short

QUARTERS = ("start", "completion", "opening", "exit")
MONEY = ("capex", "grant", "draw", "debt", "need")


def sites(material: Material) -> Iterator[Block]:
    """Plants site by site, with their capacity over time."""
    texts = material.texts
    yield Heading(texts("document.sites"))
    for number in material.numbers:
        timeline = named_sites(material.rows("plant_timeline", number), texts.language)
        operations = material.rows("plant_operations", number)
        online = capacity(material.rows("policy_outcomes", number))
        grace = int(material.scenarios[number].value("debt_grace_years"))
        cover = weakest_cover(operations, timeline, grace)
        yield Heading(material.label(number), 2)
        yield Paragraph(plants_answer(timeline, online, cover, texts, material.first_year), "answer")
        if timeline.height:
            yield Figure(
                plant_timeline(timeline, material.look, material.first_year),
                texts("document.unit_years"),
                ("plant_timeline",),
                texts("plants.note"),
            )
            yield Figure(
                plant_capacity(online, material.look), texts("document.unit_kl"), ("policy_outcomes",)
            )
            yield _listed(material, number, timeline, operations, grace)


def _listed(
    material: Material, number: int, timeline: pl.DataFrame, operations: pl.DataFrame, grace: int
) -> Table:
    texts, units = material.texts, material.units
    cells = []
    for row in timeline.iter_rows(named=True):
        is_here = pl.col("facility_code") == row["facility_code"]
        dscr = weakest_cover(operations.filter(is_here), timeline.filter(is_here), grace).dscr
        quarters = [row[f"{name}_quarter"] for name in QUARTERS]
        cells.append(
            [
                row["name"],
                f"{row['plant_count']}",
                short(row["capacity_kl"]),
                units.share(round(row["stake_share"], 3)),
                *(
                    texts("term.none") if one is None else units.quarter(one, material.first_year)
                    for one in quarters
                ),
                *(units.won(row[f"{name}_krw"], named=False) for name in MONEY),
                texts("term.none") if dscr is None else units.multiple(dscr),
            ]
        )
    names = ("plant_count", "plant_kl", "stake", *QUARTERS, *MONEY, "weakest")
    return Table(
        key=f"sites:{number}",
        title=texts("document.sites_table", scenario=material.label(number)),
        unit=texts("document.unit_sites"),
        origin=("plant_timeline", "plant_operations"),
        headings=(texts("plants.site"), *(texts(f"document.site.{name}") for name in names)),
        rows=rows_of(cells),
        note=f"{texts('plants.statistic')} {texts('plants.note_cover')}",
        widths=(1.7, 0.6, 0.6, 0.8, 1, 1, 1, 1, 0.9, 0.7, 0.9, 0.9, 0.9, 0.8),
    )
