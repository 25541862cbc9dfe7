"""What lies between gross and net, and what foreign investors keep after tax, hedge and exchange rate."""

from collections.abc import Iterator

import polars as pl

from fundmodel.charts import bridge
from fundmodel.findings import bridge_rows, line_of
from fundmodel.reports.document.blocks import Block, Figure, Heading, Table, rows_of
from fundmodel.reports.document.material import Material
from fundmodel.sentences import rate_text

PARTIES = (("whole", "whole"), ("class", "foreign"))
RATES = ("irr_won", "irr_constant", "irr_own_unhedged", "irr_own")
COSTS = ("tax", "hedge_points", "hedge_spot", "hedge_cost", "excused")


def kept(material: Material) -> Iterator[Block]:
    """The bridge from gross to net of the whole and of foreign investors, and foreign returns by currency."""
    texts = material.texts
    yield Heading(texts("document.kept"))
    for number in material.numbers:
        table = material.rows("gross_to_net", number)
        yield Heading(material.label(number), 2)
        for kind, code in PARTIES:
            steps = table.filter((pl.col("party_kind") == kind) & (pl.col("party_code") == code))
            if steps.height:
                yield Figure(
                    bridge(steps, material.look, material.party(kind, code)),
                    texts("document.unit_rate"),
                    ("gross_to_net",),
                    texts("bridge.note"),
                )
        yield _steps(material, number, table)
        yield _abroad(material, number)


def _steps(material: Material, number: int, table: pl.DataFrame) -> Table:
    texts, units = material.texts, material.units
    cells = []
    for kind, code in PARTIES:
        steps = bridge_rows(table.filter((pl.col("party_kind") == kind) & (pl.col("party_code") == code)))
        for row in steps.iter_rows(named=True):
            change = row["rate_change"]
            cells.append(
                [
                    material.party(kind, code),
                    texts(f"bridge.{row['step']}"),
                    rate_text(texts, row["rate"], row["status"]),
                    "" if change is None or row["is_total"] else units.points(change),
                    units.won(row["change_krw"], named=False),
                    units.won(row["total_krw"], named=False),
                ]
            )
    return Table(
        key=f"bridge:{number}",
        title=texts("document.bridge", scenario=material.label(number)),
        unit=texts("document.unit_bridge"),
        origin=("gross_to_net",),
        headings=(
            texts("document.investor"),
            *(texts(f"bridge.{name}") for name in ("step", "rate", "points", "change_krw", "total_krw")),
        ),
        rows=rows_of(cells),
        texts=(1,),
        widths=(1.4, 1.6, 0.9, 0.9, 1, 1),
        note=f"{texts('bridge.note_other')} {texts('bridge.note_tax')}",
    )


def _abroad(material: Material, number: int) -> Table:
    texts, units = material.texts, material.units
    returns = line_of(material.rows("foreign_returns", number)).sort("party_id")
    costs = {
        row["party_id"]: row for row in line_of(material.rows("foreign_costs", number)).iter_rows(named=True)
    }
    cells = []
    for row in returns.iter_rows(named=True):
        paid = costs[row["party_id"]]
        rates = (rate_text(texts, row[f"{name}_rate"], row[f"{name}_status"]) for name in RATES)
        amounts = (
            units.won(paid[f"{name}_krw"], name in ("hedge_points", "hedge_spot"), named=False)
            for name in COSTS
        )
        cells.append([material.party(row["party_kind"], row["party_code"]), *rates, *amounts])
    return Table(
        key=f"abroad:{number}",
        title=texts("document.abroad", scenario=material.label(number)),
        unit=texts("document.unit_abroad"),
        origin=("foreign_returns", "foreign_costs"),
        headings=(texts("kept.party"), *(texts(f"kept.{name}") for name in (*RATES, *COSTS))),
        rows=rows_of(cells),
        note=f"{material.statistic} {texts('kept.note')} {texts('kept.note_hedge')}",
    )
