"""The chapter on how believable the returns are, and where the money is exposed."""

from collections.abc import Iterator, Sequence

import polars as pl

from fundmodel.findings import line_of, sanity_check
from fundmodel.findings import number as as_number
from fundmodel.reports.document.blocks import Block, Heading, Table, Verdict, rows_of
from fundmodel.reports.document.dimensions import codes_in_order, name_of
from fundmodel.reports.document.material import Material
from fundmodel.sentences import check_text, rate_text

DIMENSIONS = ("strategy", "phase", "area", "cluster", "currency", "fund")


def exposure(material: Material) -> Iterator[Block]:
    """How believable the returns are, and where the money is concentrated."""
    texts = material.texts
    yield Heading(texts("document.exposure"))
    yield _sanity(material)
    for number in material.numbers:
        metrics = material.rows("metrics", number)
        check = sanity_check(material.rows("sanity", number), metrics)
        driver = material.party("strategy", check.driver) if check.driver else ""
        text = f"{material.label(number)}: {check_text(check, texts, driver)}"
        yield Verdict(check.level, texts(f"sanity.{check.level}"), text)
    for dimension in DIMENSIONS:
        table = _exposed(material, dimension)
        if table.rows:
            yield table


def _sanity(material: Material) -> Table:
    texts = material.texts
    cells, cites = [], []
    for number in material.numbers:
        for row in line_of(material.rows("sanity", number)).sort("party_id").iter_rows(named=True):
            low, high = material.units.rate(row["sourced_low_rate"]), material.units.rate(
                row["sourced_high_rate"]
            )  # fmt: skip
            cells.append(
                [
                    material.label(number),
                    material.party(row["party_kind"], row["party_code"]),
                    rate_text(texts, row["irr_net_rate"], row["irr_net_status"]),
                    texts(f"sanity.{row['level']}"),
                    f"{texts('returns.range', low=low, high=high)} ({row['sourced_period']})",
                ]
            )
            cites.append((material.sources.cite(row["sourced_from"], row["sourced_url"] or ""),))
    return Table(
        key="sanity",
        title=texts("document.sanity"),
        unit=texts("document.unit_rate"),
        origin=("sanity",),
        headings=tuple(
            texts(f"document.{name}")
            for name in ("scenario", "investor", "net_return", "verdict", "comparable")
        ),
        rows=rows_of(cells),
        cites=tuple(cites),
        texts=(1, 3),
        note=material.statistic,
        widths=(1.2, 1.6, 1, 1, 1.8),
    )


def _exposed(material: Material, dimension: str) -> Table:
    texts = material.texts
    frames = [
        material.rows("exposure", number).filter(pl.col("dimension") == dimension)
        for number in material.numbers
    ]
    codes = codes_in_order(material, dimension, sorted({code for frame in frames for code in frame["code"]}))
    by_code: Sequence[dict[str, dict[str, object]]] = [
        {row["code"]: row for row in frame.iter_rows(named=True)} for frame in frames
    ]
    cells = []
    for code in codes:
        written = []
        for rows in by_code:
            row = rows.get(code)
            amount = as_number(row["invested_krw"]) if row else 0.0
            share = as_number(row["share"]) if row else 0.0
            written += [material.units.won(amount, named=False), material.units.share(round(share, 3))]
        cells.append([name_of(material, dimension, code), *written])
    pairs = [
        heading
        for number in material.numbers
        for heading in (
            texts("document.invested_in", scenario=material.label(number)),
            texts("document.share_of_all"),
        )
    ]
    return Table(
        key=f"exposure:{dimension}",
        title=texts(f"document.exposure_{dimension}"),
        unit=texts("document.unit_won_share"),
        origin=("exposure",),
        headings=(texts(f"document.dimension.{dimension}"), *pairs),
        rows=rows_of(cells),
        note=texts("document.exposure_note"),
        widths=(1.6, *([1.2, 0.8] * len(frames))),
    )
